"""Rules about how far a state machine goes."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import Function
from tools.design.links import Link
from tools.design.workflows import Approval, Callback, Map, Parallel, Task, Wait
from tools.workflow.integrations import StepError, request_of
from tools.workflow.limits import MAX_WAIT_S, OVERRIDE_BYTES, limit
from tools.workflow.lint.issues import Case, Issue, Rule
from tools.workflow.permissions import document_of
from tools.workflow.tasks import call_of
from tools.workload.executions import duration


def express_limits(case: Case) -> Iterator[Issue]:
    """What an express workflow cannot do besides waiting and lasting: wait for jobs, distribute."""
    if not case.express:
        return
    standard = "run the workflow with durability standard"
    for step in case.steps:
        if isinstance(step, Map) and step.mode == "distributed":
            text = f"'{step.name}' is a distributed map, which an express workflow cannot run."
            yield case.issue("express-map", "error", step.name, text, standard)
        if isinstance(step, Task) and _pattern(case, step) == "job":
            text = f"'{step.name}' waits for a job to end, which an express workflow cannot."
            yield case.issue("express-job", "error", step.name, text, standard)


def _pattern(case: Case, step: Task) -> str:
    try:
        return request_of(call_of(document_of(case.workflow, case.graph), step)).pattern
    except StepError:
        return ""


def idle_map_fields(case: Case) -> Iterator[Issue]:
    """Inline maps that say what only distributed ones heed."""
    for step in case.steps:
        if not isinstance(step, Map) or step.mode != "inline":
            continue
        if step.tolerated_failure_percent > 0:
            text = f"'{step.name}' tolerates failures, which only a distributed map does: one item fails it all."
            yield case.issue(
                "map-tolerance", "warning", step.name, text, "make it distributed, or catch inside the body"
            )
        if step.bucket is not None:
            text = f"'{step.name}' names a bucket, which only a distributed map reads."
            yield case.issue("map-bucket", "warning", step.name, text, "make it distributed, or remove the bucket")


def payload_limits(case: Case) -> Iterator[Issue]:
    """Results that outgrow what passes from one step to the next."""
    most = limit("payload_kib")
    item = max((link.payload_kb or 0.0 for link in _incoming(case)), default=0.0) or 2.0
    for step in case.steps:
        if isinstance(step, Map) and step.mode == "inline" and step.mean_items * item > most:
            size = f"{step.mean_items:g} results of about {item:g} KB"
            text = f"'{step.name}' collects {size}, more than the {most} KB that pass from step to step."
            hint = "write the results to a bucket or a table, and pass only where they are"
            yield case.issue("payload-limit", "error", step.name, text, hint)
        if isinstance(step, Task) and case.graph[step.component].kind == "container":
            text = (
                f"'{step.name}' is given its input as a variable, of which a task takes {OVERRIDE_BYTES} bytes in all."
            )
            if item * 1024 > OVERRIDE_BYTES * 0.75:
                hint = "put the input into a bucket and hand over its key (input)"
                yield case.issue("container-input", "warning", step.name, text, hint)


def _incoming(case: Case) -> list[Link]:
    return case.graph.incoming(case.engine.name) if case.engine else []


def wrong_timeouts(case: Case) -> Iterator[Issue]:
    """Timeouts that cut off what they should guard."""
    for step in case.steps:
        if isinstance(step, Parallel | Map) and step.timeout_s is not None:
            text = f"'{step.name}' has a timeout, which only steps that do work themselves can have."
            yield case.issue("group-timeout", "warning", step.name, text, "give the steps inside it timeouts")
        if isinstance(step, Task | Approval | Callback) and step.timeout_s is not None:
            yield from _short_timeouts(case, step, step.timeout_s)


def _short_timeouts(case: Case, step: Task | Approval | Callback, seconds: int) -> Iterator[Issue]:
    beat = getattr(step, "heartbeat_s", None)
    if beat is not None and beat >= seconds:
        text = f"'{step.name}' must report every {beat} s but is cut off after {seconds} s."
        yield case.issue("heartbeat", "error", step.name, text, "make the heartbeat shorter than the timeout")
    if step.work_s > seconds:
        text = f"'{step.name}' takes {step.work_s:g} s on average but is cut off after {seconds} s."
        yield case.issue("short-timeout", "error", step.name, text, "give it several times its mean duration")
    function = case.graph[step.component]
    if isinstance(step, Task) and isinstance(function, Function) and seconds < function.timeout_s:
        text = f"'{step.name}' gives up after {seconds} s; '{function.name}' may run on to {function.timeout_s:g} s."
        hint = "let the step wait longer than the function may run"
        yield case.issue("short-timeout", "warning", step.name, text, hint)


def whole_timeouts(case: Case) -> Iterator[Issue]:
    """Executions longer than they may be."""
    allowed = case.workflow.timeout_s
    mean = duration(case.workflow)
    if allowed is not None and mean > allowed:
        text = f"An execution takes {mean:.0f} s on average but is cut off after {allowed} s."
        yield case.issue("workflow-timeout", "error", "", text, "raise the timeout of the workflow")
    for step in case.steps:
        if isinstance(step, Wait) and (step.seconds or 0) > (allowed or MAX_WAIT_S):
            text = f"'{step.name}' waits {step.seconds:g} s, longer than an execution may take."
            yield case.issue("workflow-timeout", "error", step.name, text, "shorten the wait, or raise the timeout")


RULES: tuple[Rule, ...] = (
    express_limits,
    idle_map_fields,
    payload_limits,
    wrong_timeouts,
    whole_timeouts,
)
