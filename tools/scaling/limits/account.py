"""Concurrency of the whole account: all functions at the same second."""

from __future__ import annotations

from collections.abc import Iterator

from tools.scaling.crowd import account_figure
from tools.scaling.ground import Ground, breaking_multiple, quota_limit
from tools.scaling.model import Limit

PROVIDERS = ("aws",)


def measure(ground: Ground) -> Iterator[Limit]:
    """Concurrency against the account's default limit; what is reserved is taken off it first."""
    quota = ground.quota("lambda", "account_concurrency_default")
    if quota is None or not any(run.per_month > 0 for run in ground.runs.values()):
        return
    room = quota.number() - ground.crowd.reserved
    yield quota_limit(
        "account",
        quota,
        "concurrent executions of all functions",
        account_figure(ground.crowd),
        quota.number(),
        "requests are throttled: callers get 429, asynchronous and polled work is delayed",
        multiple=breaking_multiple(ground.crowd.busy, room) if room > 0 else 0.0,
    )
