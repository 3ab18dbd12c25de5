"""Constructs of the second level, by concern. Each module says under `LEVELS` which resource types it raises."""
