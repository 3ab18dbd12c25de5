"""Planners: they propose requirements and designs; they never compute evidence."""
