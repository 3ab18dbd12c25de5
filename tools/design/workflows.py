"""Processes that outlive a request: steps with retry, catch, compensation and timeout."""

from typing import Annotated, Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt, StringConstraints

from tools.design.base import ByTag, ComponentName, Model, Name, RefTo, Text, TypeName

StepName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9 _-]*$", max_length=80)]
"""Names a step within its workflow."""

Path = Annotated[str, StringConstraints(pattern=r"^\$(\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])*$", max_length=256)]
"""Place in the workflow's data, `$.order.total` say."""


class Retry(Model):
    """What is tried again, how often, and how far apart."""

    errors: tuple[Text, ...] = ("transient",)
    """Error names; `transient` stands for throttling, timeouts and service faults, `all` for everything."""
    attempts: PositiveInt = 3
    interval_s: PositiveInt = 2
    backoff: float = Field(default=2.0, ge=1.0)
    max_interval_s: PositiveInt | None = None
    jitter: bool = True


class Catch(Model):
    """Where the workflow goes when a step has failed for good."""

    errors: tuple[Text, ...] = ("all",)
    next: StepName
    result: Path = "$.error"


Operator = Literal["equals", "not-equals", "less", "less-or-equal", "greater", "greater-or-equal", "present", "matches"]


class Compare(Model):
    """One comparison of a place in the data with a value."""

    kind: Literal["compare"] = "compare"
    path: Path
    operator: Operator
    value: bool | int | float | Text = True


class AllOf(Model):
    """Holds when every part holds."""

    kind: Literal["all"] = "all"
    conditions: "tuple[Condition, ...]" = Field(min_length=1)


class AnyOf(Model):
    """Holds when some part holds."""

    kind: Literal["any"] = "any"
    conditions: "tuple[Condition, ...]" = Field(min_length=1)


class Not(Model):
    """Holds when its part does not."""

    kind: Literal["not"] = "not"
    condition: "Condition"


Condition = Annotated[Compare | AllOf | AnyOf | Not, ByTag("kind")]


class StepBase(Model):
    """What every step has."""

    name: StepName
    comment: Text = ""


class Flowing(StepBase):
    """A step that another may follow."""

    next: StepName | None = None
    """The step that follows; the workflow (or branch) ends here where empty."""


class Fallible(Flowing):
    """A step that does work and may fail."""

    timeout_s: PositiveInt | None = None
    retry: tuple[Retry, ...] = ()
    catch: tuple[Catch, ...] = ()
    result: Path | None = None
    """Where the result goes; the result replaces the data where empty."""


class Task(Fallible):
    """Has a component do something."""

    kind: Literal["task"] = "task"
    component: ComponentName
    action: Text = "run"
    """What it does: `run` a function or a job, `put` or `get` an item, `send` a message, `publish` an event."""
    input: Path | None = None
    """The part of the data it is given; all of it where empty."""
    event: TypeName | None = None
    """Event type published, where the action is `publish`."""
    heartbeat_s: PositiveInt | None = None
    compensate: Annotated[Name, RefTo("function", "container")] | None = None
    """Function that undoes this step when a later one fails."""
    work_s: PositiveFloat = 1.0


class Approval(Fallible):
    """Asks a person and waits for the decision."""

    kind: Literal["approval"] = "approval"
    component: ComponentName
    """What tells the person: a function, a topic or a queue that hands over the task token."""
    question: Text = ""
    work_s: PositiveFloat = 3600.0


class Callback(Fallible):
    """Hands work to something outside and waits until it reports back with the token."""

    kind: Literal["callback"] = "callback"
    component: ComponentName
    heartbeat_s: PositiveInt | None = None
    work_s: PositiveFloat = 60.0


class ChoiceBranch(Model):
    """Where to go when a condition holds."""

    when: Condition
    next: StepName


class Choice(StepBase):
    """Goes one way or another."""

    kind: Literal["choice"] = "choice"
    branches: tuple[ChoiceBranch, ...] = Field(min_length=1)
    default: StepName


class Sequence(Model):
    """Steps inside a branch or an iteration. The first one listed is where it starts."""

    steps: "tuple[Step, ...]" = Field(min_length=1)


class Parallel(Fallible):
    """Does several things at once and goes on when all are done."""

    kind: Literal["parallel"] = "parallel"
    branches: tuple[Sequence, ...] = Field(min_length=2)


class Map(Fallible):
    """Does the same for every item of a list."""

    kind: Literal["map"] = "map"
    items: Path = "$.items"
    body: Sequence
    mode: Literal["inline", "distributed"] = "inline"
    """`distributed` reads its items from object storage and runs each as an execution of its own."""
    bucket: Annotated[Name, RefTo("bucket")] | None = None
    reads: Literal["objects", "json", "jsonl", "csv"] = "objects"
    """What a distributed map takes from its bucket: the `objects` whose keys begin with the text at `items`, or the
    entries of the one file whose key stands there."""
    max_concurrency: PositiveInt = 10
    tolerated_failure_percent: float = Field(default=0.0, ge=0, le=100)
    mean_items: PositiveFloat = 10.0


class Wait(Flowing):
    """Waits for a time, or until a moment that the data names."""

    kind: Literal["wait"] = "wait"
    seconds: NonNegativeFloat | None = None
    until: Path | None = None


class Pass(Flowing):
    """Shapes the data and goes on."""

    kind: Literal["pass"] = "pass"
    result: Path | None = None


class Succeed(StepBase):
    """Ends the workflow well."""

    kind: Literal["succeed"] = "succeed"


class Fail(StepBase):
    """Ends the workflow with an error."""

    kind: Literal["fail"] = "fail"
    error: Text
    cause: Text = ""


Step = Annotated[Task | Approval | Callback | Choice | Parallel | Map | Wait | Pass | Succeed | Fail, ByTag("kind")]


class Workflow(Model):
    """A process. It starts with the first step listed."""

    name: Name
    description: Text = ""
    steps: tuple[Step, ...] = Field(min_length=1)
    timeout_s: PositiveInt | None = None
    """Longest a whole execution may take."""


def walk(steps: tuple[Step, ...]) -> list[Step]:
    """Every step, those inside branches and iterations included, in the order of the document."""
    found: list[Step] = []
    for step in steps:
        found.append(step)
        for inner in inner_sequences(step):
            found += walk(inner.steps)
    return found


def inner_sequences(step: Step) -> tuple[Sequence, ...]:
    """The sequences a step holds: the branches of a parallel step, the body of a map."""
    if isinstance(step, Parallel):
        return step.branches
    return (step.body,) if isinstance(step, Map) else ()
