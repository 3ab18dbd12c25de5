"""AWS Secrets Manager: secrets kept, and calls that fetch them. Source: its pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Flow, Scope
from tools.cost.usage import Usage
from tools.design.components import Function, Secret


def meter(secret: Secret, scope: Scope) -> Iterator[Usage]:
    """Usage of one secret. Its readers keep it for a while, each of their environments its own copy."""
    yield Usage(
        secret.name,
        "secretsmanager",
        "secret",
        "Secret",
        1,
        "secrets",
        (("secrets", 1),),
        is_standing=True,
    )
    calls = sum(fetches(flow, scope) for flow in scope.incoming(secret.name))
    yield Usage(
        secret.name,
        "secretsmanager",
        "api",
        "Calls",
        calls,
        "calls",
        (("calls", calls), ("seconds kept", scope.assume("cached_read_s"))),
        note="each environment of a reader asks again when what it keeps is too old, at most at every run",
    )


def fetches(flow: Flow, scope: Scope) -> float:
    """How often a reader fetches something it keeps for a while, in a month."""
    busy = scope.runs(flow.source.name).mean_rps * _work_s(flow)
    environments = max(1.0, busy)
    return min(flow.demand.per_month, environments * scope.seconds / scope.assume("cached_read_s"))


def _work_s(flow: Flow) -> float:
    return flow.source.work_ms / 1000 if isinstance(flow.source, Function) else 0.0
