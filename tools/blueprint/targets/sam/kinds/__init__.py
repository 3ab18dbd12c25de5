"""The kinds SAM has types of its own for: functions, layers, HTTP and REST APIs."""
