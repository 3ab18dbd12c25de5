"""Judging what the steps of a workflow ask and say: what will not run, what runs into a limit, what is doubtful.

What the design as a whole must keep to (reach, ends, kinds, histories, sagas) is judged by the design rules alone.
"""

from __future__ import annotations

from tools.design.queries import Graph
from tools.design.workflows import Workflow
from tools.workflow.document import engine_of
from tools.workflow.lint import failures, flow, limits, requests
from tools.workflow.lint.issues import Case, Issue, Rule, Severity

RULES: tuple[Rule, ...] = (*flow.RULES, *requests.RULES, *failures.RULES, *limits.RULES)


def lint(workflow: Workflow, graph: Graph) -> tuple[Issue, ...]:
    """Everything there is to say about a workflow: errors first, then warnings, then remarks."""
    case = Case(workflow, graph, engine_of(workflow, graph))
    found = [issue for rule in RULES for issue in rule(case)]
    return tuple(sorted(found, key=lambda issue: ("error", "warning", "info").index(issue.severity)))


__all__ = ["RULES", "Issue", "Severity", "lint"]
