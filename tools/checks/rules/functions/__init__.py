"""Rules about code that runs on demand: limits, time, memory, cold starts, callers."""
