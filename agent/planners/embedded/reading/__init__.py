"""From words to typed requirements: every statement keeps the span of the brief it was read from."""
