"""Rules about what steps ask of components, and of the data."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import AiService, Bucket
from tools.design.workflows import AllOf, AnyOf, Choice, Compare, Condition, Map, Not, Task, Wait
from tools.workflow.integrations import StepError, request_of
from tools.workflow.lint.issues import Case, Issue, Rule
from tools.workflow.permissions import document_of
from tools.workflow.tasks import Working, call_of


def impossible_requests(case: Case) -> Iterator[Issue]:
    """Steps that ask what a state machine cannot ask."""
    document = document_of(case.workflow, case.graph)
    for step in case.steps:
        if isinstance(step, Working):
            try:
                request_of(call_of(document, step))
            except StepError as error:
                text = f"'{step.name}': {error}."
                yield case.issue("impossible-request", "error", step.name, text, "put a function between them")


def nameless_events(case: Case) -> Iterator[Issue]:
    """Events published without a type, or with one that the design does not know."""
    known = {event.name for event in case.graph.design.events}
    for step in case.steps:
        if not isinstance(step, Task):
            continue
        if step.event is None and case.graph[step.component].kind == "bus":
            text = f"'{step.name}' publishes to '{step.component}' without saying which event."
            yield case.issue("nameless-event", "error", step.name, text, "name the event of the design (event)")
        elif step.event is not None and step.event not in known:
            text = f"'{step.name}' publishes '{step.event}', which is no event of the design."
            yield case.issue("unknown-event", "error", step.name, text, "add the event, or name one that is there")


def idle_waits(case: Case) -> Iterator[Issue]:
    """Waits for nothing, or for two things."""
    for step in case.steps:
        if not isinstance(step, Wait):
            continue
        if not step.seconds and step.until is None:
            text = f"'{step.name}' does not say how long, or until when, it waits."
            yield case.issue("idle-wait", "warning", step.name, text, "give it seconds or until")
        elif step.seconds is not None and step.until is not None:
            text = f"'{step.name}' waits both for seconds and until a moment; only the moment counts."
            yield case.issue("idle-wait", "warning", step.name, text, "leave one of the two out")


def wrong_comparisons(case: Case) -> Iterator[Issue]:
    """Comparisons that mean nothing for their value."""
    for step in case.steps:
        if not isinstance(step, Choice):
            continue
        for compare in (found for branch in step.branches for found in _comparisons(branch.when)):
            ordered = compare.operator in ("less", "less-or-equal", "greater", "greater-or-equal")
            if ordered and isinstance(compare.value, bool):
                text = f"'{step.name}' asks whether {compare.path} is {compare.operator} than {compare.value}."
                yield case.issue("wrong-comparison", "error", step.name, text, "compare with a number or a text")
            if compare.operator == "matches" and not isinstance(compare.value, str):
                text = f"'{step.name}' matches {compare.path} with {compare.value}, which is no text."
                yield case.issue("wrong-comparison", "error", step.name, text, "match with a text that holds *")


def _comparisons(condition: Condition) -> Iterator[Compare]:
    match condition:
        case Compare():
            yield condition
        case Not():
            yield from _comparisons(condition.condition)
        case AllOf() | AnyOf():
            for part in condition.conditions:
                yield from _comparisons(part)


def feeding_maps(case: Case) -> Iterator[Issue]:
    """Maps that write their results into a bucket whose new objects start something."""
    for step in case.steps:
        if not isinstance(step, Map) or step.mode != "distributed" or step.bucket is None:
            continue
        bucket = case.graph[step.bucket]
        open_to_all = [link for link in case.graph.outgoing(step.bucket, "trigger") if not link.matches]
        if isinstance(bucket, Bucket) and open_to_all:
            started = open_to_all[0].target
            text = f"'{step.name}' writes its results into '{bucket.name}', where every new object starts '{started}'."
            hint = f"say which objects start '{started}' (matches), so that map-results/ does not"
            yield case.issue("feeding-map", "error", step.name, text, hint)


def modelless_services(case: Case) -> Iterator[Issue]:
    """Models asked without saying which."""
    needing = ("language-model", "embedding", "custom-model", "recommendation", "enterprise-search")
    for step in case.steps:
        service = case.graph.get(getattr(step, "component", ""))
        if isinstance(service, AiService) and not service.model and service.capability in needing:
            text = f"'{step.name}' asks '{service.name}', which does not say which model or endpoint it is."
            hint = "name it (model); until then it is a parameter of the deployment"
            yield case.issue("nameless-model", "info", step.name, text, hint)


RULES: tuple[Rule, ...] = (
    impossible_requests,
    nameless_events,
    idle_waits,
    wrong_comparisons,
    feeding_maps,
    modelless_services,
)
