"""Overheads of Amazon Web Services."""
