"""A system with a component of every kind, workflows over it, and a small interpreter of the documents."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import strategies as st

from tools.design.components import COMPONENT_TYPES
from tools.design.design import Design
from tools.design.events import Event, EventField
from tools.design.queries import Graph
from tools.design.requirements import Assumed, Requirements, Stated
from tools.design.workflows import Workflow
from tools.workflow import Resolver

ORIGIN = Assumed(reason="a test")
ACCOUNT = "eu-west-1:111122223333"


class Arns:
    """A resolver whose answers look like the real thing, for validators that check ARNs."""

    def reference(self, component: str, attribute: str) -> str:
        made = {
            "arn": f"arn:aws:lambda:{ACCOUNT}:function:{component}",
            "url": f"https://sqs.eu-west-1.amazonaws.com/111122223333/{component}",
            "cluster": f"arn:aws:ecs:{ACCOUNT}:cluster/{component}",
            "task-definition": f"arn:aws:ecs:{ACCOUNT}:task-definition/{component}:1",
            "role": f"arn:aws:iam::111122223333:role/{component}",
            "connection": f"arn:aws:events:{ACCOUNT}:connection/{component}/1f2e3d4c-1111-2222-3333-444455556666",
        }
        return made.get(attribute, component)

    def references(self, component: str, attribute: str) -> tuple[str, ...]:
        return (f"{attribute}-1", f"{attribute}-2")


FUNCTIONS = ("reserve", "release", "charge", "refund", "pack", "unpack", "check", "notify")


def system_of(*workflows: Workflow, durability: str = "standard", components: Iterable[Any] = ()) -> Graph:
    """The graph of a system with a component of every kind and these workflows."""
    parts: list[Any] = [COMPONENT_TYPES["function"](name=name) for name in FUNCTIONS]
    parts += [_part(kind) for kind in COMPONENT_TYPES if kind not in ("function", "workflow")]
    parts += [
        COMPONENT_TYPES["workflow"](name=f"{workflow.name}-engine", definition=workflow.name, durability=durability)
        for workflow in workflows
    ]
    parts += components
    requirements = Requirements(
        title=Stated(value="A system", origin=ORIGIN),
        provider=Stated(value="aws", origin=ORIGIN),
        regions=Stated(value=("eu-west-1",), origin=ORIGIN),
        languages=Stated(value=("python",), origin=ORIGIN),
        targets=Stated(value=("sam",), origin=ORIGIN),
    )
    event = Event(name="OrderPlaced", owner="bus", fields=(EventField(name="orderId"),))
    return Graph(
        Design(
            name="system",
            title="A system",
            requirements=requirements,
            components=tuple(parts),
            events=(event,),
            workflows=workflows,
        )
    )


_NEEDED: dict[str, dict[str, Any]] = {
    "layer": {"libraries": ("yaml",)},
    "dns-failover": {"regions": ("eu-west-1", "eu-central-1")},
    "schedule": {"mode": "one-off"},
}


def _part(kind: str) -> Any:
    return COMPONENT_TYPES[kind](name=kind, **_NEEDED.get(kind, {}))


def flow(*steps: dict[str, Any], **fields: Any) -> Workflow:
    """A workflow of steps written as data."""
    return Workflow.model_validate({"name": fields.pop("name", "flow"), "steps": list(steps), **fields})


def task(name: str, component: str = "check", **fields: Any) -> dict[str, Any]:
    return {"kind": "task", "name": name, "component": component, **fields}


def _compare(path: str, operator: str, value: Any) -> dict[str, Any]:
    return {"kind": "compare", "path": path, "operator": operator, "value": value}


def saga() -> Workflow:
    return flow(
        task("Reserve", "reserve", compensate="release", result="$.reservation", next="Charge"),
        task("Charge", "charge", compensate="refund", result="$.payment", next="Pack"),
        task("Pack", "pack", compensate="unpack", result="$.parcel", next="Notify"),
        task("Notify", "notify", result="$.told"),
        name="saga",
    )


def winding_saga() -> Workflow:
    dear = {"when": _compare("$.total", "greater", 100), "next": "Check"}
    return flow(
        task("Reserve", "reserve", compensate="release", result="$.reservation", next="Dear"),
        {"kind": "choice", "name": "Dear", "branches": [dear], "default": "Charge"},
        task("Check", "check", compensate="notify", result="$.checked", next="Verdict"),
        {
            "kind": "choice",
            "name": "Verdict",
            "branches": [{"when": _compare("$.checked.ok", "equals", True), "next": "Charge"}],
            "default": "Refused",
        },
        task(
            "Charge",
            "charge",
            compensate="refund",
            result="$.payment",
            next="Pack",
            catch=[{"errors": ["CardDeclined"], "next": "Refused"}],
        ),
        task("Pack", "pack", next="Done"),
        {"kind": "succeed", "name": "Done"},
        {"kind": "fail", "name": "Refused", "error": "OrderRefused", "cause": "not accepted"},
        name="winding-saga",
    )


def guarded_saga() -> Workflow:
    """Every step declares what happens when it fails, as planners write it."""
    sorry = [{"next": "Failed"}]
    lines = {"steps": [task("Pack", "pack", compensate="unpack")]}
    return flow(
        task("Reserve", "reserve", compensate="release", result="$.reservation", next="Charge", catch=sorry),
        task("Charge", "charge", compensate="refund", result="$.payment", next="Each", catch=sorry),
        {"kind": "map", "name": "Each", "items": "$.lines", "result": "$.packed", "body": lines, "catch": sorry},
        {"kind": "fail", "name": "Failed", "error": "ProcessFailed"},
        name="guarded-saga",
    )


def nested_saga() -> Workflow:
    return flow(
        {
            "kind": "parallel",
            "name": "Both",
            "result": "$.both",
            "next": "Each",
            "branches": [
                {"steps": [task("Reserve", "reserve", compensate="release")]},
                {"steps": [task("Check")]},
            ],
        },
        {
            "kind": "map",
            "name": "Each",
            "items": "$.lines",
            "result": "$.packed",
            "next": "Charge",
            "body": {"steps": [task("Pack", "pack", compensate="unpack")]},
        },
        task("Charge", "charge", result="$.payment"),
        name="nested-saga",
    )


def everything() -> Workflow:
    """A task for every kind that can be asked, and a step of every kind."""
    asked = [
        ("container", "run"),
        ("queue", "send"),
        ("topic", "publish"),
        ("stream", "put"),
        ("delivery-stream", "put"),
        ("mail", "send"),
        ("device-gateway", "publish"),
        ("schedule", "create"),
        ("external", "POST /charges"),
        ("table", "put"),
        ("table", "get"),
        ("table", "update"),
        ("table", "delete"),
        ("table", "query"),
        ("bucket", "put"),
        ("bucket", "get"),
        ("bucket", "copy"),
        ("bucket", "list"),
        ("bucket", "delete"),
        ("query-engine", "run"),
        ("database", "run"),
        ("etl", "run"),
        ("transcoder", "run"),
        ("ai-service", "run"),
    ]
    steps = [
        task(f"Ask {kind} {number}", kind, action=action, result=f"$.answers.a{number}")
        for number, (kind, action) in enumerate(asked)
    ]
    steps += [
        task("Tell", "bus", action="publish", event="OrderPlaced"),
        {"kind": "approval", "name": "Approve", "component": "topic", "question": "All right?", "result": "$.said"},
        {"kind": "callback", "name": "Deliver", "component": "queue", "timeout_s": 600, "heartbeat_s": 60},
        {"kind": "wait", "name": "Pause", "seconds": 30},
        {"kind": "wait", "name": "Until", "until": "$.due"},
        {"kind": "pass", "name": "Shape", "result": "$.shaped"},
        {
            "kind": "map",
            "name": "Objects",
            "mode": "distributed",
            "items": "$.prefix",
            "bucket": "bucket",
            "mean_items": 50_000,
            "max_concurrency": 200,
            "tolerated_failure_percent": 5,
            "body": {"steps": [task("One object", "pack", compensate="unpack")]},
        },
        {
            "kind": "map",
            "name": "Rows",
            "mode": "distributed",
            "items": "$.key",
            "bucket": "bucket",
            "reads": "csv",
            "body": {"steps": [task("One row")]},
        },
        {"kind": "succeed", "name": "Done"},
    ]
    for step, following in itertools.pairwise(steps):
        step["next"] = following["name"]
    return flow(*steps, name="everything", description="Everything there is")


def waiting() -> Workflow:
    """A callback of every kind that can wait."""
    kinds = ("notify", "container", "queue", "topic", "bus", "stream", "delivery-stream")
    steps = [{"kind": "callback", "name": f"Wait for {kind}", "component": kind} for kind in kinds]
    for step, following in itertools.pairwise(steps):
        step["next"] = following["name"]
    return flow(*steps, name="waiting")


SAMPLES: dict[str, Callable[[], Workflow]] = {
    "saga": saga,
    "winding-saga": winding_saga,
    "guarded-saga": guarded_saga,
    "nested-saga": nested_saga,
    "everything": everything,
    "waiting": waiting,
}


@pytest.fixture(scope="session")
def samples() -> dict[str, Workflow]:
    """Workflows that use the whole language, by name."""
    return {name: build() for name, build in SAMPLES.items()}


@pytest.fixture(scope="session")
def system() -> Callable[..., Graph]:
    """Builds the graph of a system around workflows."""
    return system_of


@pytest.fixture(scope="session")
def build() -> Callable[..., Workflow]:
    """Builds a workflow from steps written as data."""
    return flow


@pytest.fixture(scope="session")
def step() -> Callable[..., dict[str, Any]]:
    """Writes a task as data."""
    return task


@pytest.fixture(scope="session")
def arns() -> Resolver:
    """A resolver that answers with plausible ARNs."""
    return Arns()


class FailedError(Exception):
    """A state, or the machine, failed."""

    def __init__(self, error: str, cause: str = "") -> None:
        super().__init__(error, cause)
        self.error = error
        self.cause = cause


class Machine:
    """Runs a document with functions for its tasks: enough of the language for what the compiler prints."""

    def __init__(self, document: dict[str, Any], functions: dict[str, Callable[[Any], Any]]) -> None:
        self._document = document
        self._functions = functions
        self.calls: list[str] = []

    def run(self, data: Any) -> Any:
        return self._sequence(self._document, data)

    def _sequence(self, machine: dict[str, Any], data: Any) -> Any:
        name = machine["StartAt"]
        for _ in range(1000):
            state = machine["States"][name]
            try:
                data, name = self._state(state, data)
            except FailedError as failure:
                caught = next((c for c in state.get("Catch", ()) if _matches(c["ErrorEquals"], failure.error)), None)
                if caught is None:
                    raise
                error = {"Error": failure.error, "Cause": failure.cause}
                data, name = _put(data, caught["ResultPath"], error), caught["Next"]
            if name is None:
                return data
        raise AssertionError("the machine runs for ever")

    def _state(self, state: dict[str, Any], data: Any) -> tuple[Any, str | None]:
        kind = state["Type"]
        if kind == "Fail":
            raise FailedError(
                *(state.get(f) or _get(data, state[f"{f}Path"]) for f in ("Error", "Cause") if _has(state, f))
            )
        if kind == "Choice":
            rule = next((rule for rule in state["Choices"] if holds(rule, data)), None)
            return data, rule["Next"] if rule else state["Default"]
        result = self._result(kind, state, data)
        if "ResultPath" in state:
            result = data if state["ResultPath"] is None else _put(data, state["ResultPath"], result)
        if "OutputPath" in state:
            result = _get(result, state["OutputPath"])
        return result, state.get("Next")

    def _result(self, kind: str, state: dict[str, Any], data: Any) -> Any:
        given = _get(data, state["InputPath"]) if "InputPath" in state else data
        if kind == "Task":
            return self._task(state, given)
        if kind == "Parallel":
            return [self._sequence(branch, given) for branch in state["Branches"]]
        if kind == "Map":
            return [self._sequence(state["ItemProcessor"], item) for item in _get(given, state["ItemsPath"])]
        return state.get("Result", given)

    def _task(self, state: dict[str, Any], data: Any) -> Any:
        wrapped = "Parameters" in state
        arn = state["Parameters"]["FunctionName"] if wrapped else state["Resource"]
        name = arn.rsplit(":", 1)[-1]
        self.calls.append(name)
        answer = self._functions.get(name, lambda data: {"by": name})(data)
        return {"Payload": answer} if wrapped else answer


def _has(state: dict[str, Any], field: str) -> bool:
    return field in state or f"{field}Path" in state


def _matches(names: list[str], error: str) -> bool:
    return "States.ALL" in names or error in names


def _parts(path: str) -> list[str | int]:
    return [int(p[1:-1]) if p[0] == "[" else p for p in re.findall(r"\[\d+\]|[A-Za-z_]\w*", path[1:])]


def _get(data: Any, path: str) -> Any:
    for part in _parts(path):
        data = data[part]
    return data


def _is_present(data: Any, path: str) -> bool:
    try:
        _get(data, path)
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _put(data: Any, path: str, value: Any) -> Any:
    parts = _parts(path)
    if not parts:
        return value
    copy = dict(data)
    copy[parts[0]] = _put(copy.get(parts[0], {}), "$" + "".join(f".{p}" for p in parts[1:]), value)
    return copy


def holds(rule: dict[str, Any], data: Any) -> bool:
    """Whether a rule of a choice holds. A place that is not there raises, as it ends an execution."""
    if "And" in rule:
        return all(holds(part, data) for part in rule["And"])
    if "Or" in rule:
        return any(holds(part, data) for part in rule["Or"])
    if "Not" in rule:
        return not holds(rule["Not"], data)
    if "IsPresent" in rule:
        return _is_present(data, rule["Variable"]) == rule["IsPresent"]
    value = _get(data, rule["Variable"])
    operator = next(key for key in rule if key not in ("Variable", "Next"))
    return _compared(operator, value, rule[operator])


def _compared(operator: str, value: Any, other: Any) -> bool:
    kind = re.match("Boolean|Numeric|String", operator)
    assert kind is not None
    types = {"Boolean": bool, "Numeric": (int, float), "String": str}[kind[0]]
    if not isinstance(value, types) or (kind[0] == "Numeric" and isinstance(value, bool)):
        return False
    if operator == "StringMatches":
        return re.fullmatch(".*".join(map(re.escape, other.split("*"))), value, re.DOTALL) is not None
    return {
        "Equals": value == other,
        "LessThan": value < other,
        "LessThanEquals": value <= other,
        "GreaterThan": value > other,
        "GreaterThanEquals": value >= other,
    }[operator.removeprefix(kind[0])]


@pytest.fixture(scope="session")
def machine() -> type[Machine]:
    """Runs documents."""
    return Machine


@pytest.fixture(scope="session")
def failed() -> type[FailedError]:
    """What a machine raises when it fails."""
    return FailedError


@pytest.fixture(scope="session")
def judged() -> Callable[[dict[str, Any], Any], bool]:
    """Whether a rule of a choice holds for some data."""
    return holds


NAMES = [f"Step {letter}" for letter in "ABCDEFGH"]


@st.composite
def _sequences(draw: st.DrawFn, depth: int) -> list[dict[str, Any]]:
    names = NAMES[: draw(st.integers(1, 4 if depth else 7))]
    return [draw(_steps(name, names, depth)) for name in names]


@st.composite
def _steps(draw: st.DrawFn, name: str, names: list[str], depth: int) -> dict[str, Any]:
    kinds = ["task", "task", "choice", "wait", "pass", "succeed", "fail", "approval"]
    kind = draw(st.sampled_from([*kinds, "parallel", "map"] if depth else kinds))
    following = draw(st.none() | st.sampled_from(names))
    if kind == "choice":
        branch = {"when": _compare("$.value", "greater", draw(st.integers(0, 9))), "next": draw(st.sampled_from(names))}
        return {"kind": kind, "name": name, "branches": [branch], "default": draw(st.sampled_from(names))}
    if kind in ("succeed", "fail"):
        return {"kind": kind, "name": name, **({"error": "Refused"} if kind == "fail" else {})}
    made: dict[str, Any] = {"kind": kind, "name": name, "next": following}
    if kind == "wait":
        return {**made, "seconds": draw(st.integers(0, 5))}
    made["result"] = draw(st.none() | st.sampled_from(["$", "$.a", "$.b.c"]))
    if kind == "pass":
        return made
    made["catch"] = draw(st.lists(_catches(names), max_size=2))
    if kind == "parallel":
        return {**made, "branches": [{"steps": draw(_sequences(depth - 1))} for _ in range(2)]}
    if kind == "map":
        return {**made, "body": {"steps": draw(_sequences(depth - 1))}, "mode": draw(st.sampled_from(["inline"]))}
    made["component"] = draw(st.sampled_from(FUNCTIONS))
    if kind == "task":
        made["compensate"] = draw(st.none() | st.sampled_from(FUNCTIONS))
    return made


def _catches(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    errors = st.sampled_from([["all"], ["transient"], ["CardDeclined"], ["CardDeclined", "transient"]])
    return st.fixed_dictionaries({"next": st.sampled_from(names), "errors": errors})


@pytest.fixture(scope="session")
def any_workflow() -> st.SearchStrategy[Workflow]:
    """Workflows of every shape, sensible or not."""
    return _sequences(2).map(lambda steps: flow(*steps))
