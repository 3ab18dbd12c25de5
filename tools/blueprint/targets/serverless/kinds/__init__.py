"""The kinds the framework has words of its own for: functions and layers."""
