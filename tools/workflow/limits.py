"""How far a state machine goes: the service quotas that its compilation and judgement depend on."""

from __future__ import annotations

from functools import cache

from tools.catalog.quotas import quota

EXPRESS_S = 300
"""Longest an express execution may take (quota `execution_max`: five minutes)."""

MAX_WAIT_S = 31_536_000
"""Longest a standard execution may take (quota `execution_max`: a year)."""

OVERRIDE_BYTES = 8192
"""Longest list of overrides of a container task (Amazon ECS API reference, RunTask)."""


@cache
def limit(name: str) -> int:
    """A quota of Step Functions that is a number, by its name in the catalogue."""
    return int(quota("aws", "stepfunctions", name).number())


def inline_concurrency() -> int:
    """Most iterations of an inline map under way at once."""
    return limit("inline_map_concurrency")


def max_children() -> int:
    """Most child executions of a distributed map under way at once."""
    return limit("map_run_parallel_children")
