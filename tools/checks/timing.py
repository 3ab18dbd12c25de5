"""How long things take, as far as the design says."""

from __future__ import annotations

from tools.design.components import Container, Function

P99_OF_MEAN = 3.0
"""99th percentile over mean where only the mean is known, as the language defines it for `work_p99_ms`."""


def p99_ms(function: Function) -> float:
    """99th percentile of a warm invocation, milliseconds."""
    return function.work_p99_ms if function.work_p99_ms is not None else P99_OF_MEAN * function.work_ms


def longest_s(container: Container) -> float:
    """Longest run of a container, seconds."""
    return container.max_s if container.max_s is not None else P99_OF_MEAN * container.work_s
