"""Billing arithmetic that several services share. Sizes are binary: a GB has 1,024 MB."""

from __future__ import annotations

import math

MB_PER_GB = 1024.0
HOURS_PER_DAY = 24.0


def steps(size: float, step: float) -> int:
    """Started steps of a size, at least one: what most services bill a payload by."""
    return max(1, math.ceil(size / step - 1e-9))


def rounded_up(duration: float, step: float) -> float:
    """A duration in whole steps, at least one of them."""
    return steps(duration, step) * step


def gb_seconds(runs: float, milliseconds: float, memory_mb: float) -> float:
    """Memory held over time, in gigabyte-seconds, as functions are billed."""
    return runs * milliseconds / 1000 * memory_mb / MB_PER_GB
