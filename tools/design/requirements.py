"""What was asked, typed. Every statement knows where it came from; what is missing or contradictory is a value too."""

from math import ceil
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field, NonNegativeFloat, PositiveFloat

from tools.design.base import FieldName, Model, Name, Region, Text, TypeName

T = TypeVar("T")

Provider = Literal["aws", "azure", "gcp", "cloudflare"]
Language = Literal["python", "nodejs", "java", "dotnet", "go", "ruby", "rust"]
Period = Literal["second", "minute", "hour", "day", "week", "month", "year"]
Sensitivity = Literal["public", "internal", "confidential", "restricted"]
FieldType = Literal[
    "string", "integer", "number", "boolean", "timestamp", "date", "uuid", "email", "url", "money", "object", "list"
]

DAYS_PER_MONTH = 30.4375
"""Mean month of the Gregorian calendar (365.25 / 12), used wherever a rate is turned into a monthly quantity."""

SECONDS_PER: dict[str, float] = {
    "second": 1.0,
    "minute": 60.0,
    "hour": 3600.0,
    "day": 86400.0,
    "week": 604800.0,
    "month": DAYS_PER_MONTH * 86400.0,
    "year": 365.25 * 86400.0,
}


class Quoted(Model):
    """Said in the brief, at these characters of it."""

    kind: Literal["quoted"] = "quoted"
    text: Text
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Answered(Model):
    """Said by the user in answer to a question."""

    kind: Literal["answered"] = "answered"
    question: Name


class Assumed(Model):
    """Said by nobody: what we take it to be, and why."""

    kind: Literal["assumed"] = "assumed"
    reason: Text


Origin = Annotated[Quoted | Answered | Assumed, Field(discriminator="kind")]


class Stated(Model, Generic[T]):
    """A value together with where it came from."""

    value: T
    origin: Origin


class Capability(Model):
    """Something the system must do. Components name the ones they serve; one that nothing serves is a finding."""

    id: Name
    need: Name
    """Kind of need from the planner's vocabulary, `file-processing` say."""
    text: Text
    entity: TypeName | None = None
    origin: Origin


class EntityField(Model):
    """One attribute of an entity."""

    name: FieldName
    type: FieldType = "string"
    sensitive: bool = False


class Entity(Model):
    """A thing the business talks about: an order, a reading, a patient."""

    name: TypeName
    plural: Text
    fields: tuple[EntityField, ...] = ()
    access: tuple[Text, ...] = ()
    """Access patterns in the brief's words."""
    origin: Origin


class Actor(Model):
    """Who or what uses the system from outside."""

    name: Name
    role: Literal["person", "staff", "device", "partner", "system"] = "person"
    origin: Origin


class Steady(Model):
    """The same rate all day."""

    kind: Literal["steady"] = "steady"


class Daily(Model):
    """A daily cycle, a raised cosine: its mean is the mean rate, its top, at `peak_hour`, `peak_ratio` times that."""

    kind: Literal["daily"] = "daily"
    peak_ratio: float = Field(default=3.0, ge=1.0, le=100.0)
    peak_hour: float = Field(default=14.0, ge=0.0, lt=24.0)


class Replay(Model):
    """A recorded series, in requests per second, one figure every `step_s` seconds; repeats from its end."""

    kind: Literal["replay"] = "replay"
    step_s: PositiveFloat = 60.0
    rates: tuple[NonNegativeFloat, ...] = Field(min_length=1)


Profile = Annotated[Steady | Daily | Replay, Field(discriminator="kind")]


class Peak(Model):
    """A burst above the normal day: `multiplier` times the mean rate for `duration_s`, reached within `ramp_s`."""

    name: Text
    multiplier: float = Field(gt=1.0)
    duration_s: PositiveFloat = 3600.0
    ramp_s: NonNegativeFloat = 60.0
    days_per_year: NonNegativeFloat = 365.25
    origin: Origin


class Load(Model):
    """Traffic that enters the system at one kind of entry point: how much, in which shape, growing how fast."""

    id: Name
    what: Text
    count: NonNegativeFloat
    per: Period = "second"
    profile: Profile = Daily()
    peaks: tuple[Peak, ...] = ()
    growth_per_year: float = Field(default=0.0, ge=-1.0)
    """0.2 is 20 % more a year from now."""
    payload_kb: PositiveFloat = 2.0
    entity: TypeName | None = None
    origin: Origin

    @property
    def per_second(self) -> float:
        """Mean rate, requests per second."""
        return self.count / SECONDS_PER[self.per]

    @property
    def per_month(self) -> float:
        """Mean quantity of a month of 30.4375 days."""
        return self.per_second * SECONDS_PER["month"]


class LatencyObjective(Model):
    """How fast an answer must come. `what` names a capability, a load or `all`."""

    what: Name = "all"
    percentile: float = Field(default=99.0, gt=0, lt=100)
    milliseconds: PositiveFloat
    origin: Origin


class WorkDuration(Model):
    """How long one piece of work takes, in seconds."""

    what: Text
    seconds: PositiveFloat
    capability: Name | None = None
    origin: Origin


class Retention(Model):
    """How long something is kept, in days."""

    what: Text
    days: PositiveFloat
    origin: Origin

    @property
    def whole_days(self) -> int:
        """Days after which it may go: a part of a day counts as one, since two years can have 731 days."""
        return ceil(self.days - 1e-6)


class Volume(Model):
    """Stored data, in gigabytes, and its growth a month."""

    what: Text
    gigabytes: NonNegativeFloat
    growth_gb_per_month: NonNegativeFloat = 0.0
    origin: Origin


class Population(Model):
    """How many of somebody or something there are: users, tenants, devices, stores."""

    what: Name
    count: NonNegativeFloat
    origin: Origin


class Recovery(Model):
    """How much may be lost (RPO) and how long it may take to be back (RTO), in seconds."""

    rpo_s: NonNegativeFloat | None = None
    rto_s: NonNegativeFloat | None = None
    origin: Origin


class DataClass(Model):
    """A class of data the system holds, and how sensitive it is."""

    name: Literal["personal", "health", "payment", "financial", "credential", "location", "confidential", "public"]
    sensitivity: Sensitivity
    origin: Origin


class Regime(Model):
    """A compliance regime that applies."""

    name: Literal[
        "gdpr", "hipaa", "pci-dss", "soc2", "sox", "iso-27001", "mifid-ii", "fedramp", "ccpa", "gxp", "finra", "dora"
    ]
    origin: Origin


class Technology(Model):
    """A product the brief names: to be used, to be avoided, or already there."""

    service: Text
    """Canonical id of the service catalogue, `dynamodb` or `azure.functions` say."""
    stance: Literal["use", "avoid", "existing"] = "use"
    origin: Origin


class Constraint(Model):
    """A limit on the solution that no other field holds."""

    id: Name
    text: Text
    origin: Origin


class Option(Model):
    """One answer to a question."""

    id: Name
    text: Text


class Question(Model):
    """A missing fact worth asking for: what it would change, and what is taken until it is answered."""

    id: Name
    text: Text
    about: Text
    """Path of the requirement it settles, `loads.orders.count` say."""
    default: Text
    options: tuple[Option, ...] = ()
    impact: float = Field(ge=0, le=1)
    """How much the design or the bill would move: 0 not at all, 1 wholly. Questions are ranked by it."""
    why: Text


class Conflict(Model):
    """Two statements that cannot both hold, and what was done about it."""

    id: Name
    text: Text
    between: tuple[Text, ...]
    resolution: Text
    impact: float = Field(ge=0, le=1)


class Requirements(Model):
    """Everything that was asked of one system."""

    title: Stated[Text]
    summary: Stated[Text] | None = None
    provider: Stated[Provider]
    regions: Stated[tuple[Region, ...]]
    residency: Stated[Text] | None = None
    languages: Stated[tuple[Language, ...]]
    targets: Stated[tuple[Name, ...]]
    """Infrastructure languages asked for, `sam` or `terraform` say."""
    capabilities: tuple[Capability, ...] = ()
    entities: tuple[Entity, ...] = ()
    actors: tuple[Actor, ...] = ()
    loads: tuple[Load, ...] = ()
    latencies: tuple[LatencyObjective, ...] = ()
    durations: tuple[WorkDuration, ...] = ()
    retentions: tuple[Retention, ...] = ()
    volumes: tuple[Volume, ...] = ()
    populations: tuple[Population, ...] = ()
    availability: Stated[float] | None = None
    """Percent of the time, 99.9 say."""
    recovery: Recovery | None = None
    budget: Stated[float] | None = None
    """US dollars a month."""
    tenancy: Stated[Literal["single", "pooled", "siloed"]] | None = None
    data_classes: tuple[DataClass, ...] = ()
    regimes: tuple[Regime, ...] = ()
    technologies: tuple[Technology, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    questions: tuple[Question, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def sensitivity(self) -> Sensitivity:
        """The strictest class of data held; `internal` where none is named."""
        order: tuple[Sensitivity, ...] = ("public", "internal", "confidential", "restricted")
        held = {data.sensitivity for data in self.data_classes} or {"internal"}
        return next(level for level in reversed(order) if level in held)

    @property
    def regulated(self) -> bool:
        """Whether a compliance regime applies."""
        return bool(self.regimes)
