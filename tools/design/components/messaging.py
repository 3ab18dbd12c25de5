"""Parts that carry messages and events between the others."""

from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt

from tools.design.base import Name, RefTo, Text
from tools.design.components.base import DataHolder


class Queue(DataHolder):
    """Holds messages until one consumer has handled them."""

    kind: Literal["queue"] = "queue"
    role: Literal["work", "dead-letter"] = "work"
    fifo: bool = False
    visibility_s: PositiveInt | None = None
    """How long a received message stays hidden; six times the consumer's timeout where not set."""
    retention_s: PositiveInt = 345_600
    delay_s: NonNegativeInt = 0
    max_receives: PositiveInt = 5
    dead_letter: Annotated[Name, RefTo("queue")] | None = None


class Topic(DataHolder):
    """Hands each message to every subscriber."""

    kind: Literal["topic"] = "topic"
    fifo: bool = False
    audience: Literal["system", "people"] = "system"
    """`people` topics deliver mail, text messages or push."""


class Bus(DataHolder):
    """Routes events by their content to the consumers whose rule matches."""

    kind: Literal["bus"] = "bus"
    scope: Literal["custom", "default"] = "custom"
    """`default` is the account's own bus, on which the cloud's services (object storage, say) publish; it is there
    already. A bucket that sends to it publishes its object events there; the events are those its link carries."""
    archive_days: NonNegativeInt = 0
    """How long events can be replayed; 0 for no archive."""
    replicate_to: tuple[Text, ...] = ()
    """Regions that receive a copy of every event."""


class Stream(DataHolder):
    """An ordered, replayable log, read by many consumers at their own pace."""

    kind: Literal["stream"] = "stream"
    engine: Literal["native", "kafka"] = "native"
    """`native` is the cloud's own stream service; `kafka` a managed Kafka."""
    capacity: Literal["on-demand", "provisioned"] = "on-demand"
    shards: PositiveInt = 1
    retention_hours: PositiveInt = 24


class DeliveryStream(DataHolder):
    """Buffers records and writes them to storage in batches."""

    kind: Literal["delivery-stream"] = "delivery-stream"
    buffer_s: PositiveInt = Field(default=300, ge=1, le=900)
    buffer_mb: PositiveInt = Field(default=64, ge=1, le=128)
    format: Literal["json", "parquet"] = "json"
    prefix: Text = "data/"


class Mail(DataHolder):
    """Sends mail to people."""

    kind: Literal["mail"] = "mail"
    sender_domain: Text = ""
    """Domain the mail comes from; empty for a deployment parameter."""


class DeviceGateway(DataHolder):
    """Where devices connect and publish (MQTT)."""

    kind: Literal["device-gateway"] = "device-gateway"
    protocol: Literal["mqtt", "https"] = "mqtt"
    topic_filter: Text = "devices/+/telemetry"
    devices: PositiveFloat = 1000.0
