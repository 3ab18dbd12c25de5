"""Facts that components tell each other: named, versioned, with typed fields."""

from pydantic import Field, PositiveInt

from tools.design.base import ComponentName, FieldName, Model, Text, TypeName
from tools.design.requirements import FieldType, Sensitivity


class EventField(Model):
    """One field of an event's payload."""

    name: FieldName
    type: FieldType = "string"
    required: bool = True
    description: Text = ""
    sensitive: bool = False
    choices: tuple[Text, ...] = ()
    """Allowed values of a string field; empty for any."""
    fields: "tuple[EventField, ...]" = ()
    """Members of an `object`, or of each item of a `list` of objects."""
    items: FieldType | None = None
    """Type of the items of a `list` of plain values."""
    example: Text = ""
    """An example value as text; empty for one made from the type."""


class Event(Model):
    """One type of event. Its consumers are the targets of the links that carry it."""

    name: TypeName
    version: PositiveInt = 1
    owner: ComponentName
    """Component that publishes it, and alone may change it."""
    description: Text = ""
    fields: tuple[EventField, ...] = Field(min_length=1)
    sensitivity: Sensitivity = "internal"
    key: tuple[FieldName, ...] = ()
    """Fields that identify the occurrence: the idempotency and partition key."""


def source_name(event: Event, system: str) -> str:
    """What an event of this system names as its source: the system and the component that owns the event."""
    return f"{system}.{event.owner}"
