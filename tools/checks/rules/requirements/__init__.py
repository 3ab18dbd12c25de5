"""Rules that hold the design against what was asked."""
