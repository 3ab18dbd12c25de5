"""AWS X-Ray: traces of what enters, by the default sampling rule. Source: its pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope
from tools.cost.usage import Usage

TRACED = ("api", "function", "workflow", "load-balancer")
CARRIERS = ("bus", "queue", "topic")
"""What hands on the trace of its sender."""


def overhead(scope: Scope) -> Iterator[Usage]:
    """Traces begun: at each traced component that work reaches from one that hands on no trace; a batch begins one."""
    for component in scope.design.components:
        if component.kind not in TRACED:
            continue
        flows = scope.incoming(component.name, "trigger", "call")
        begun = [flow.demand for flow in flows if flow.source.kind not in (*TRACED, *CARRIERS)]
        rate = min(sum(demand.mean_rps for demand in begun), scope.runs(component.name).mean_rps)
        if rate:
            yield _traces(component.name, rate, scope)


def _traces(name: str, rate: float, scope: Scope) -> Usage:
    always, share = scope.assume("traces_per_second"), scope.assume("traced_share")
    sampled = min(rate, always) + max(0.0, rate - always) * share
    return Usage(
        name,
        "xray",
        "traces_recorded",
        "Traces",
        sampled * scope.seconds,
        "(min(requests/s, always traced/s) + max(0, requests/s - always traced/s) x share of the others) x seconds",
        (("requests/s", rate), ("always traced/s", always), ("share of the others", share), ("seconds", scope.seconds)),
    )
