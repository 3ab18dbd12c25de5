"""The terminal: every command, behind the one console script."""
