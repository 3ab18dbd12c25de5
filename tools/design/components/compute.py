"""Parts that run code: functions, containers, the layers they share, and the workflows that coordinate them."""

from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt

from tools.design.base import Model, Name, RefTo, Text, TypeName
from tools.design.components.base import ComponentBase, DataHolder
from tools.design.requirements import Language

Architecture = Literal["arm64", "x86_64"]


class Idempotency(Model):
    """How a consumer recognises a delivery it has already handled."""

    key: tuple[Text, ...] = Field(min_length=1)
    """Paths in the event whose values together identify it, `detail.bucket`, `detail.object.key` say."""
    store: Annotated[Name, RefTo("table")] | None = None
    """Table that remembers the keys; None where a repeat changes nothing, because all it writes goes by the key."""
    ttl_hours: PositiveFloat = 24.0


class Function(ComponentBase):
    """Code that runs on demand, one concern each."""

    kind: Literal["function"] = "function"
    language: Language = "python"
    runtime: Text = ""
    """The cloud's runtime id; empty for the newest supported one of the language."""
    architecture: Architecture = "arm64"
    package: Literal["zip", "image"] = "zip"
    placement: Literal["regional", "edge"] = "regional"
    memory_mb: int = Field(default=512, ge=128, le=10240)
    timeout_s: PositiveFloat = 30.0
    work_ms: PositiveFloat = 120.0
    """Mean duration of a warm invocation."""
    work_p99_ms: PositiveFloat | None = None
    """99th percentile of it; three times the mean where unknown."""
    layers: tuple[Annotated[Name, RefTo("layer")], ...] = ()
    reserved_concurrency: NonNegativeInt | None = None
    provisioned_concurrency: NonNegativeInt = 0
    cold_start: Literal["tolerated", "provisioned", "snapstart"] = "tolerated"
    """What is done about initialisation latency; `tolerated` must be justified for user-facing entry points."""
    idempotency: Idempotency | None = None
    on_failure: Annotated[Name, RefTo("queue", "topic", "bus")] | None = None
    """Where an asynchronous invocation goes when its retries are used up."""
    network: Annotated[Name, RefTo("network")] | None = None
    log_retention_days: PositiveInt = 30
    entity: TypeName | None = None
    operation: Literal["create", "get", "list", "update", "delete", "manage", "search", "process", "authorize"] = (
        "process"
    )
    """What the generated handler does with its entity; `manage` is all of create, get, list, update and delete, told
    apart by the route."""


class Layer(ComponentBase):
    """Libraries shared by functions, packaged once."""

    kind: Literal["layer"] = "layer"
    libraries: tuple[Text, ...] = Field(min_length=1)
    language: Language = "python"


class Container(ComponentBase):
    """Code in a container: a service that listens, or a job that runs to its end."""

    kind: Literal["container"] = "container"
    mode: Literal["service", "job"] = "job"
    platform: Literal["managed", "kubernetes", "vm"] = "managed"
    """`managed` needs no servers (Fargate, Cloud Run); the others exist outside and are connected."""
    language: Language = "python"
    architecture: Architecture = "arm64"
    image: Text = ""
    """Image reference; empty for one built from `src/` and pushed to a repository of the stack."""
    vcpu: float = Field(default=0.5, gt=0, le=16)
    memory_mb: int = Field(default=1024, ge=512, le=122880)
    work_s: PositiveFloat = 60.0
    """Mean duration of one job, or of one request of a service."""
    max_s: PositiveFloat | None = None
    """Longest duration of one job."""
    min_tasks: NonNegativeInt = 0
    max_tasks: PositiveInt = 10
    port: PositiveInt = 8080
    health_path: Text = "/health"
    network: Annotated[Name, RefTo("network")] | None = None
    log_retention_days: PositiveInt = 30
    entity: TypeName | None = None


class WorkflowEngine(ComponentBase):
    """A managed state machine; its steps are the workflow of the same design that `definition` names."""

    kind: Literal["workflow"] = "workflow"
    definition: Name
    durability: Literal["standard", "express"] = "standard"
    """`standard` runs up to a year with exactly-once steps, `express` up to five minutes with at-least-once ones."""
    synchronous: bool = False
    """Whether the caller waits for its result (express only)."""
    work_s: PositiveFloat = 5.0
    """Mean duration of one execution."""
    on_failure: Annotated[Name, RefTo("queue", "topic", "bus")] | None = None
    log_retention_days: PositiveInt = 30


class Etl(ComponentBase):
    """A managed batch transformation of large data sets (Spark without servers)."""

    kind: Literal["etl"] = "etl"
    workers: PositiveInt = 2
    work_s: PositiveFloat = 600.0
    language: Literal["python"] = "python"


class Transcoder(ComponentBase):
    """Managed conversion of video and audio."""

    kind: Literal["transcoder"] = "transcoder"
    renditions: PositiveInt = 3
    minutes_per_item: PositiveFloat = 5.0


class Schedule(ComponentBase):
    """Starts something at set times."""

    kind: Literal["schedule"] = "schedule"
    cron: Text = ""
    """Five-field cron expression; empty where `every_minutes` or `mode: one-off` says when."""
    every_minutes: PositiveInt | None = None
    timezone: Text = "UTC"
    mode: Literal["recurring", "one-off"] = "recurring"
    """`one-off` schedules are created at run time, one for each reminder or deadline."""


class Secret(DataHolder):
    """A credential that functions read at run time."""

    kind: Literal["secret"] = "secret"
    purpose: Text = ""
    rotation_days: PositiveInt | None = None


class Parameter(ComponentBase):
    """A configuration value that changes without a deployment."""

    kind: Literal["parameter"] = "parameter"
    value: Text = "-"
