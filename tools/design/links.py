"""How components are joined, and what delivery over each kind of join means."""

from typing import Annotated, Literal, NamedTuple

from pydantic import NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt

from tools.design.base import ComponentName, Model, Name, RefTo, Text, TypeName

LinkKind = Literal["trigger", "call", "send", "read", "write"]
Mode = Literal["sync", "async", "poll"]
Guarantee = Literal["at-most-once", "at-least-once", "exactly-once"]


class Delivery(Model):
    """What a link overrides of the delivery semantics that follow from its ends; fields left empty keep those."""

    mode: Mode | None = None
    ordered: bool | None = None
    batch_size: PositiveInt | None = None
    batch_window_s: NonNegativeFloat | None = None
    retries: NonNegativeInt | None = None
    max_age_s: PositiveInt | None = None
    dead_letter: Annotated[Name, RefTo("queue", "topic", "bucket")] | None = None
    """Where goes what cannot be delivered."""
    partial_failures: bool | None = None
    """Whether the consumer reports which records of a batch failed."""
    bisect: bool | None = None
    """Whether a failed batch is split in two before it is retried."""
    max_concurrency: PositiveInt | None = None
    """Most deliveries under way at once."""


class Link(Model):
    """One join.

    A `trigger` starts its target, a `call` waits for it, a `send` hands over a message, `read` and `write` touch data.
    """

    kind: LinkKind
    source: ComponentName
    target: ComponentName
    matches: tuple[Text, ...] = ()
    """What starts the target: routes of an API ("POST /orders"), object keys of a bucket ("uploads/*.jpg"), changes
    of a table ("insert")."""
    events: tuple[TypeName, ...] = ()
    """Event types carried."""
    ratio: NonNegativeFloat = 1.0
    """How many times this happens for each time the source runs (for each message, object or row it takes in)."""
    load: Name | None = None
    """Load of the requirements that enters the system here; the rate is that load's, times `ratio`."""
    payload_kb: PositiveFloat | None = None
    delivery: Delivery | None = None
    purpose: Text = ""


class Semantics(NamedTuple):
    """The delivery semantics in force on a link."""

    mode: Mode
    guarantee: Guarantee
    ordered: bool = False
    batch_size: int = 1
    batch_window_s: float = 0.0
    retries: int | None = None
    """Attempts after the first; None is until the message expires."""
    max_age_s: int | None = None
    dead_letter: str | None = None
    partial_failures: bool = False
    bisect: bool = False
    max_concurrency: int | None = None
