"""Rules of an event bus: what the provider itself says about objects, files, jobs and executions, and who is told."""

from __future__ import annotations

from tools.blueprint.plan.completion import dead_letter_of
from tools.blueprint.plan.draft import Draft, Pattern
from tools.blueprint.plan.model import Goal, Rule
from tools.blueprint.plan.values import PartRef, Ref
from tools.blueprint.plan.wiring.goals import goal_at, goal_of, permit
from tools.design.components import Component, WorkflowEngine
from tools.design.links import Link

RULE_RETRIES = 185
RULE_MAX_AGE_S = 86_400
"""What a bus does by default, said aloud: 185 attempts within a day."""


def add_rule(draft: Draft, link: Link, bus: str | None, pattern: Pattern, schedule: str = "") -> None:
    """Sends what matches to the link's target, with retries, an age limit and a dead-letter queue."""
    goal = goal_of(draft, "bus", link)
    if goal is None or any((r.bus, r.goal, r.pattern) == (bus, goal, pattern) for r in draft.rules if not schedule):
        return
    semantics = draft.graph.semantics(link)
    retries = RULE_RETRIES if semantics.retries is None else min(semantics.retries, RULE_RETRIES)
    age = RULE_MAX_AGE_S if semantics.max_age_s is None else max(60, min(semantics.max_age_s, RULE_MAX_AGE_S))
    identity = draft.wire_id(link, "Rule")
    dead_letter = dead_letter_of(draft.graph, link)
    draft.rules.append(Rule(identity, bus, goal, pattern, retries, age, dead_letter, schedule, link.purpose))
    _let_in(draft, goal, identity)


def _let_in(draft: Draft, goal: Goal, rule: str) -> None:
    if draft.graph[goal.component].kind == "function":
        permit(draft, goal.component, "rule", PartRef(rule), rule.removesuffix("Rule"))


def finished_pattern(source: Component) -> Pattern:
    """What the default bus carries when a transfer, a job or a conversion is done."""
    match source.kind:
        case "file-gateway":
            detail: Pattern = {"server-id": (Ref(source.name, "id"),)}
            return {
                "source": ("aws.transfer",),
                "detail-type": ("SFTP Server File Upload Completed",),
                "detail": detail,
            }
        case "etl":
            detail = {"jobName": (Ref(source.name, "name"),), "state": ("SUCCEEDED",)}
            return {"source": ("aws.glue",), "detail-type": ("Glue Job State Change",), "detail": detail}
        case _:
            detail = {"status": ("COMPLETE",), "queue": (Ref(source.name),)}
            return {
                "source": ("aws.mediaconvert",),
                "detail-type": ("MediaConvert Job State Change",),
                "detail": detail,
            }


def wire_finished(draft: Draft, link: Link) -> None:
    """Starts the target when the source has finished a piece of work."""
    if link.kind in ("trigger", "send"):
        add_rule(draft, link, None, finished_pattern(draft.graph[link.source]))


def wire_workflow_failures(draft: Draft) -> None:
    """Tells the failure target of a state machine of executions that did not end well (standard ones only tell)."""
    for engine in draft.graph.all(WorkflowEngine):
        if engine.on_failure is None or engine.durability == "express":
            continue
        target = draft.graph[engine.on_failure]
        goal = goal_at(draft, "bus", target, draft.ids[engine.name])
        if goal is None:
            continue
        detail: Pattern = {"status": ("FAILED", "TIMED_OUT", "ABORTED"), "stateMachineArn": (Ref(engine.name),)}
        kind = "Step Functions Execution Status Change"
        pattern: Pattern = {"source": ("aws.states",), "detail-type": (kind,), "detail": detail}
        identity = draft.free_id(f"{draft.ids[engine.name]}Failures", "Rule")
        draft.rules.append(Rule(identity, None, goal, pattern, RULE_RETRIES, RULE_MAX_AGE_S, None))
