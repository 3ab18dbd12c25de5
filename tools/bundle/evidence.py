"""What the tools say about one design, computed once and handed to whoever shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tools.checks import Figures, Judged, Report, StepIssue, TightLimit, check, judge
from tools.cost import Bill, estimate, monthly_cost
from tools.design.components import WorkflowEngine
from tools.design.design import Design
from tools.design.queries import Graph
from tools.scaling.analysis import analyse, slowest_p99_ms
from tools.scaling.model import Limit, ScalingReport
from tools.scaling.wording import used_text
from tools.workload import STORES, Workload, duration, history_events, holding_of, propagate

if TYPE_CHECKING:
    from tools.workflow.lint import Issue

TIGHT = 2.0
"""Limits reached at a smaller multiple of the expected traffic are worth a rule's attention."""


_CAPS = ("design.reserved_concurrency", "design.max_concurrency")


class Evidence(NamedTuple):
    """Workload, bill, scaling and findings of one design."""

    design: Design
    workload: Workload
    bill: Bill
    scaling: ScalingReport
    report: Report

    @property
    def slowest_p99_ms(self) -> float | None:
        """99th percentile of the slowest entry point; None where nobody waits for an answer."""
        return max((latency.p99_ms.value for latency in self.scaling.answers), default=None)


def gather(design: Design, judged: Judged | None = None, before: Workload | None = None) -> Evidence:
    """Everything the tools say about a design.

    `judged` is what rules that weigh nothing have said of it already, `before` the workload of the design it was made
    of.
    """
    judged = judged or judge(design)
    workload = propagate(design, before)
    bill = estimate(design, workload)
    scaling = analyse(design, workload)
    figures = _figures(judged.subject.graph, bill, scaling, workload)
    return Evidence(design, workload, bill, scaling, check(design, figures, judged=judged))


def weigh(design: Design) -> tuple[float, float | None]:
    """Monthly cost in US dollars and 99th percentile of the slowest entry point in ms: what options are compared by."""
    workload = propagate(design)
    return float(monthly_cost(design, workload)), slowest_p99_ms(design, workload)


def _slowest(scaling: ScalingReport) -> dict[str, float]:
    """Load to the 99th percentile of the slowest of its ways."""
    found: dict[str, float] = {}
    for latency in scaling.answers:
        found[latency.load] = max(found.get(latency.load, 0.0), latency.p99_ms.value)
    return found


def _figures(graph: Graph, bill: Bill, scaling: ScalingReport, workload: Workload) -> Figures:
    design = graph.design
    workflows = {workflow.name: workflow for workflow in design.workflows}
    used = [engine.definition for engine in graph.all(WorkflowEngine)]
    return Figures(
        monthly_cost=float(bill.total) if bill.is_known else None,
        p99_ms=_slowest(scaling),
        peak_rps={name: demand.peak_rps for name, demand in workload.components.items()},
        queue_delay_s={queue.component: queue.delay_s.value for queue in scaling.queues},
        step_issues=tuple(_step_issue(issue) for issue in _issues(graph)),
        held_gb={c.name: holding_of(c, workload).gigabytes for c in design.components if isinstance(c, STORES)},
        duration_ms={function.component: function.duration_ms.value for function in scaling.functions},
        peak_concurrency={function.component: function.worst.value for function in scaling.functions},
        account_concurrency_limit=scaling.account_limit or None,
        tight_limits=tuple(_tight(limit) for limit in scaling.limits if _is_tight(limit)),
        cold_start_share={f.component: f.cold.share for f in scaling.functions if f.cold},
        cold_start_p99_ms={f.component: f.cold.p99_ms for f in scaling.functions if f.cold},
        workflow_mean_s={name: duration(workflows[name]) for name in used},
        workflow_history_events={name: history_events(workflows[name]) for name in used},
    )


def _issues(graph: Graph) -> Iterator[Issue]:
    if not graph.design.workflows:
        return
    from tools.workflow.lint import lint  # loaded for those who have workflows

    for workflow in graph.design.workflows:
        yield from lint(workflow, graph)


def _step_issue(issue: Issue) -> StepIssue:
    return StepIssue(issue.rule, issue.severity, issue.workflow, issue.step, issue.message, issue.remedy)


def _is_tight(limit: Limit) -> bool:
    """Whether a limit is near. A cap of the design's own may be tight on purpose, as long as it lets all through.

    How an API throttles is judged on its own.
    """
    room = 1.0 if limit.quota.startswith(_CAPS) else TIGHT
    return limit.is_certain and limit.multiple < room and limit.quota != "design.throttle_rps"


def _tight(limit: Limit) -> TightLimit:
    taken = used_text(limit)
    return TightLimit(limit.component, limit.title, taken, limit.multiple, limit.effect, limit.is_granted)
