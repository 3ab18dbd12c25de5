"""Circles among resources: a bucket that notifies a function whose variables name the bucket, and the like.

A circle is cut where the part has a name that can be fixed beforehand (buckets, state machines, functions and jobs that
call each other): its neighbours then spell the name instead of asking for it. Where it cannot (user pools, APIs), the
permission is attached after both exist, and the variable is left out: what starts the function already tells it.
"""

from __future__ import annotations

from collections.abc import Iterable

from tools.blueprint.plan.code import ALIAS, kept_warm, starts_from_snapshot
from tools.blueprint.plan.draft import Draft
from tools.blueprint.plan.names import MOST_STAGE, fixed_name
from tools.blueprint.plan.values import ACCOUNT, PARTITION, REGION, Joined, Ref, Value
from tools.design.components import Api, Etl, Function, UserPool, WorkflowEngine

_NAMES_OF_SERVICES = {
    "bucket": ("s3", "", False),
    "table": ("dynamodb", "table/", True),
    "workflow": ("states", "stateMachine:", True),
    "bus": ("events", "event-bus/", True),
    "function": ("lambda", "function:", True),
    "etl": ("glue", "job/", True),
}

_EMBEDDERS = (WorkflowEngine, UserPool, Api)
"""Kinds that hold what they start: they cannot be told its name without waiting for it."""

_LONGEST_FUNCTION = 64
_SHORTEST_WORD = 8


def parts_in(values: Iterable[Value]) -> set[str]:
    """The components that values refer to."""
    found: set[str] = set()
    for value in values:
        if isinstance(value, Ref):
            found.add(value.component)
        elif isinstance(value, Joined):
            found.update([part.component for part in value.parts if isinstance(part, Ref)])
    return found


def circular(draft: Draft, environments: dict[str, dict[str, Value]]) -> frozenset[str]:
    """Parts that need, by way of the functions they name, themselves."""
    needs = _needs(draft, environments)
    embedders = [c.name for c in draft.design.components if isinstance(c, _EMBEDDERS)]
    return frozenset(name for name in embedders if name in _reach(needs, name))


def _reach(needs: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(needs.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(needs.get(name, ()))
    return seen


def _needs(draft: Draft, environments: dict[str, dict[str, Value]]) -> dict[str, set[str]]:
    needs = {name: parts_in(variables.values()) for name, variables in environments.items()}
    for role in draft.roles.values():
        if role.purpose == "run":
            found = needs.setdefault(role.owner, set())
            for statement in role.statements:
                found |= parts_in(statement.resources)
            found.discard(role.owner)
    for engine in draft.graph.all(WorkflowEngine):
        needs.setdefault(engine.name, set()).update(draft.steps[engine.name])
    for api in draft.graph.all(Api):
        whole = api.style in ("http", "rest")  # the others' routes are resources of their own
        targets = (route.target for route in draft.routes if whole and route.api == api.name)
        needs.setdefault(api.name, set()).update(targets, (n for n in (api.authorizer, api.user_pool) if n))
    for pool in draft.graph.all(UserPool):
        needs.setdefault(pool.name, set()).update(link.target for link in draft.graph.outgoing(pool.name))
    return needs


def fix_names(draft: Draft, circles: frozenset[str]) -> None:
    """Gives the state machines among the circles a fixed name."""
    for engine in draft.graph.all(WorkflowEngine):
        if engine.name in circles:
            draft.fixed[engine.name] = fixed_name(engine.name)


def fix_callers(draft: Draft, environments: dict[str, dict[str, Value]], whole: frozenset[str]) -> None:
    """Gives functions and jobs a fixed name, in the order of the design, until none needs itself by way of others.

    As few as that takes: what has a name of its own cannot be replaced without another name.
    """
    needs = _needs(draft, environments)
    telling = [found for name, found in needs.items() if not isinstance(draft.graph[name], _EMBEDDERS)]
    for found in telling:
        found -= whole | draft.fixed.keys()
    for caller in draft.design.components:
        fixable = isinstance(caller, Etl) or (isinstance(caller, Function) and caller.placement == "regional")
        if fixable and caller.name in _reach(needs, caller.name):
            named = _function_name(draft, caller.name) if isinstance(caller, Function) else fixed_name(caller.name)
            draft.fixed[caller.name] = named
            for found in telling:
                found.discard(caller.name)


def _function_name(draft: Draft, name: str) -> Joined:
    """`<stack>-charge`, cut where it would be too long, and then numbered, so that no two are called the same."""
    room = _LONGEST_FUNCTION - len(draft.design.name) - MOST_STAGE - 2
    if room < _SHORTEST_WORD:
        most = _LONGEST_FUNCTION - _SHORTEST_WORD - 1
        draft.notes.append(f"{name} has a name of its own: call the stack something of at most {most} letters.")
    if len(name) <= max(room, _SHORTEST_WORD):
        return fixed_name(name)
    number = str([each.name for each in draft.design.components].index(name) + 1)
    return fixed_name(name[: max(room, _SHORTEST_WORD) - len(number)].rstrip("-"), number)


def spelled(draft: Draft, value: Value) -> Value:
    """The value with references to parts of fixed name spelt out, so that nothing waits for them."""
    if isinstance(value, Ref) and value.component in draft.fixed:
        return _spell(draft, value)
    if isinstance(value, Joined) and any(isinstance(p, Ref) and p.component in draft.fixed for p in value.parts):
        parts = (_spell(draft, p) if isinstance(p, Ref) and p.component in draft.fixed else p for p in value.parts)
        flat = (piece for part in parts for piece in (part.parts if isinstance(part, Joined) else (part,)))
        return Joined(tuple(flat))  # type: ignore[arg-type]
    return value


def _spell(draft: Draft, ref: Ref) -> Value:
    name, component = draft.fixed[ref.component], draft.graph[ref.component]
    assert isinstance(name, Joined)
    if ref.attribute == "name":
        return name
    found = _NAMES_OF_SERVICES.get(component.kind)
    if ref.attribute not in ("arn", "stream") or found is None:
        return ref
    service, prefix, local = found
    if ref.attribute == "stream":
        name = Joined((*name.parts, "/stream/*"))
    elif isinstance(component, Function) and (kept_warm(component) or starts_from_snapshot(component)):
        name = Joined((*name.parts, f":{ALIAS}"))
    if not local:
        return Joined(("arn:", PARTITION, f":{service}:::{prefix}", *name.parts))
    return Joined(("arn:", PARTITION, f":{service}:", REGION, ":", ACCOUNT, f":{prefix}", *name.parts))
