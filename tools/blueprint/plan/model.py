"""The plan: everything two printers must agree on, decided. Frozen values, free of any target's syntax.

Its parts are named tuples: there are hundreds in a plan, and they are defined and made several times as fast as frozen
dataclasses. Without `from __future__ import annotations`, whose strings named tuples would compile.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from tools.blueprint.plan.values import Value
from tools.design.design import Design
from tools.design.queries import Graph

Tree: TypeAlias = "Value | float | bool | tuple[Tree, ...] | dict[str, Tree] | None"
"""Plain data with references in it: event patterns, inputs of targets."""


class Condition(NamedTuple):
    """One condition of a permission."""

    operator: str
    key: str
    value: Value


class Statement(NamedTuple):
    """What is allowed on what.

    Without resources it is allowed on any, and `reason` says why that cannot be narrowed.
    """

    actions: tuple[str, ...]
    resources: tuple[Value, ...] = ()
    conditions: tuple[Condition, ...] = ()
    reason: str = ""


class Role(NamedTuple):
    """Who may do what: one for each part that acts."""

    id: str
    owner: str
    purpose: str
    """What the owner does with it: `run`, or the name of what it starts or delivers to."""
    service: str
    """Service principal that takes it on."""
    statements: tuple[Statement, ...]
    deferred: tuple[Statement, ...] = ()
    """Statements about parts that themselves need the owner: attached after both exist."""
    checks_account: bool = True
    """Whether the trust is bound to this account (against the confused deputy)."""


Purpose = Literal["route", "authorizer", "rule", "topic", "bucket", "pool", "device", "balancer", "mail", "secret"]
"""Why a service invokes a function."""

Protocol = Literal["lambda", "sqs", "firehose", "https", "email"]

Action = Literal["invoke", "send", "publish", "emit", "record", "start", "run", "put", "get", "forward"]
"""What a route does with a request: `forward` passes it on as it is, `emit` publishes it as an event."""


class Permit(NamedTuple):
    """Lets a service invoke a function, on behalf of one resource only."""

    id: str
    function: str
    service: str
    source: Value
    purpose: Purpose
    of_account: bool = False
    """Whether the source's ARN does not name the account, which must then be named apart."""


class Poller(NamedTuple):
    """Reads a queue or a stream in batches and hands them to a function."""

    id: str
    source: str
    function: str
    batch_size: int
    window_s: int = 0
    partial_failures: bool = True
    max_concurrency: int | None = None
    retries: int | None = None
    max_age_s: int | None = None
    bisect: bool = False
    dead_letter: str | None = None
    patterns: tuple[dict[str, Tree], ...] = ()
    shards_in_parallel: int = 1
    topic: str = ""
    """Topic of a Kafka cluster."""
    primary_only: bool = False
    """Whether only the primary region polls: a replicated table has the same changes in every region."""

    @property
    def ordered(self) -> bool:
        """Whether it reads a stream, in order, rather than a queue."""
        return self.retries is not None


class Goal(NamedTuple):
    """Where a rule, a timer, a pipe or a subscription delivers, and with which role."""

    component: str
    role: str | None = None
    """Id of the role it delivers with; None where the target's own policy lets the service in."""
    group: str = ""
    """Message group or partition key of ordered targets: a path into the event."""
    fields: tuple[tuple[str, str], ...] = ()
    """What a task is told of the event: variable and path into it."""


class Pipe(NamedTuple):
    """Carries records from a queue or a stream to something that is no function."""

    id: str
    source: str
    goal: Goal
    role: str
    batch_size: int
    window_s: int
    retries: int | None
    max_age_s: int | None
    dead_letter: str | None
    patterns: tuple[dict[str, Tree], ...] = ()


class Rule(NamedTuple):
    """Sends the events of a bus that match a pattern to one target."""

    id: str
    bus: str | None
    """A bus of the plan; None for the account's default bus."""
    goal: Goal
    pattern: dict[str, Tree]
    retries: int
    max_age_s: int
    dead_letter: str | None
    schedule: str = ""
    """A rate or cron expression, in the place of a pattern."""
    title: str = ""


class Timer(NamedTuple):
    """Starts one target of a schedule."""

    id: str
    schedule: str
    goal: Goal
    expression: str
    timezone: str
    retries: int
    max_age_s: int
    dead_letter: str | None


class Subscription(NamedTuple):
    """Delivers what is published to a topic."""

    id: str
    topic: str
    goal: Goal
    protocol: Protocol
    dead_letter: str | None
    events: tuple[str, ...] = ()
    """Event types wanted, by the message attribute `type`; all where empty."""


class Notice(NamedTuple):
    """Tells a function, queue or topic about new objects of a bucket."""

    bucket: str
    goal: Goal
    kinds: tuple[str, ...]
    prefix: str
    suffix: str


class DeviceRule(NamedTuple):
    """Hands what devices publish to a target."""

    id: str
    gateway: str
    goal: Goal
    role: str
    topic_filter: str
    error_role: str
    dead_letter: str | None


class Route(NamedTuple):
    """A way into an API: `method` and `path` of a request, a websocket's key, or type and field of a GraphQL schema."""

    id: str
    api: str
    method: str
    path: str
    target: str
    action: Action = "invoke"
    role: str | None = None
    open: bool = False
    """Whether anybody may call it."""
    entity: str | None = None
    """Entity whose fields its body carries."""
    event: str | None = None
    """Event its body is the data of, where it is handed on as one."""


class Wiring(NamedTuple):
    """Every link that becomes a resource of its own, by what it becomes."""

    routes: tuple[Route, ...] = ()
    pollers: tuple[Poller, ...] = ()
    pipes: tuple[Pipe, ...] = ()
    rules: tuple[Rule, ...] = ()
    timers: tuple[Timer, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    notices: tuple[Notice, ...] = ()
    device_rules: tuple[DeviceRule, ...] = ()
    permits: tuple[Permit, ...] = ()


CodeLanguage = Literal["python", "nodejs", "java", "go", "rust", "dotnet"]
"""Languages of printed code; `nodejs` is TypeScript, `dotnet` is C#."""


class Build(NamedTuple):
    """How printed code becomes what is packed. A target that builds by itself does it by the method; any other packs
    the folder, which the command, run beside the code, has made before."""

    method: Literal["esbuild", "makefile"]
    command: str
    entry: str
    """What the method starts from, relative to the code."""


class FunctionPlan(NamedTuple):
    """What is decided about one function."""

    runtime: str
    language: CodeLanguage
    """Language of the printed code."""
    handler: str
    folder: str
    """What is packed, relative to the code."""
    build: Build | None
    """How the folder is made; None where it is packed as it is written."""
    timeout_s: int
    environment: dict[str, Value]
    asynchronous: bool
    on_failure: str | None
    network: str | None
    reserved: int | None
    provisioned: int
    snapstart: bool
    retries: int = 2
    max_age_s: int = 21600

    @property
    def layered(self) -> bool:
        """Whether it finds the code it shares in a layer; built code has it inside."""
        return self.build is None


class QueuePlan(NamedTuple):
    """What is decided about one queue."""

    visibility_s: int
    retention_s: int
    dead_letter: str | None
    max_receives: int
    senders: tuple[tuple[str, Value], ...] = ()
    """Service principals that send, each with the ARN of what it sends for."""
    sources: tuple[str, ...] = ()
    """Queues whose failed messages come here."""


class ApiPlan(NamedTuple):
    """What is decided about one API."""

    style: Literal["http", "rest", "websocket", "graphql"]
    """The style in force; REST where HTTP lacks what was asked."""
    rate: float
    burst: int
    issuer: Value | None = None
    audience: Value | None = None
    domain: bool = False


class NetworkPlan(NamedTuple):
    """What is decided about one network."""

    services: tuple[str, ...]
    """Services reached through interface endpoints."""
    public: bool
    """Whether it has public subnets, for a public load balancer or a way out."""
    cidr: str
    subnets: tuple[str, ...]
    """Sixteen equal parts of it: first the private ones, one for each zone, then the public ones."""


class ContainerPlan(NamedTuple):
    """What is decided about one container: a size that is on offer."""

    cpu: int
    """Units of 1/1024 vCPU."""
    memory_mb: int


class Alarm(NamedTuple):
    """When people are told."""

    id: str
    component: str
    text: str
    namespace: str
    metric: str
    dimensions: tuple[tuple[str, Value], ...]
    statistic: str
    period_s: int
    periods: int
    threshold: float
    comparison: Literal["above", "at-least"] = "at-least"


class LogGroup(NamedTuple):
    """Where a component's logs go, and for how long."""

    component: str
    id: str
    name: Value
    days: int
    key: str | None


class Parameter(NamedTuple):
    """Something said at deployment."""

    name: str
    text: str
    default: str | None = None
    choices: tuple[str, ...] = ()
    pattern: str = ""
    secret: bool = False


class Output(NamedTuple):
    """Something a deployment tells."""

    name: str
    text: str
    value: Value


class Waived(NamedTuple):
    """A scanner's check that does not apply, and why."""

    check: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One system on one cloud, decided. `design` is completed: it holds the supporting parts that were added."""

    design: Design
    graph: Graph
    region: str
    regions: tuple[str, ...]
    """First the primary one, then those that hold replicas."""
    ids: dict[str, str]
    fixed: dict[str, Value]
    """Physical names, for the components that need one."""
    added: tuple[str, ...]
    """Names of the supporting components that were added."""
    wiring: Wiring
    functions: dict[str, FunctionPlan]
    environments: dict[str, dict[str, Value]]
    """Variables of functions and containers."""
    queues: dict[str, QueuePlan]
    apis: dict[str, ApiPlan]
    networks: dict[str, NetworkPlan]
    containers: dict[str, ContainerPlan]
    series: dict[str, int]
    """Storage of every database of measurements, in gigabytes."""
    roles: dict[str, Role]
    steps: dict[str, tuple[str, ...]]
    """Components that a state machine's steps have work done by, compensations included, each once."""
    logs: dict[str, LogGroup]
    alarms: tuple[Alarm, ...]
    parameters: tuple[Parameter, ...]
    outputs: tuple[Output, ...]
    notes: tuple[str, ...] = ()
    """What a reader must know that the design does not say."""

    @property
    def replicated(self) -> bool:
        """Whether it is deployed to more than one region."""
        return len(self.regions) > 1
