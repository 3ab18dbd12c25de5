"""Components of SST that make one resource and nothing beside it: what they say themselves, and what is left to say.

Source: the components of SST 4.17 (`platform/src/components/aws`). Not here, because they bring roles, policies, log
groups or notifications of their own: Bucket, Cron, ApiGatewayV2, StepFunctions, CognitoUserPool, Email, Vpc, Cluster.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tools.blueprint.bridged.names import Props
from tools.blueprint.resources.tree import Block, Body, Call, Entry, Node

Said = dict[str, Any]
"""What a component says in its own words."""


class Component(NamedTuple):
    """A component of SST."""

    name: str
    node: str
    """Where the resource is that it makes, and what changes it."""
    said: Callable[[Body], Said]
    """Takes what the component says itself out of the arguments of the resource."""


def _queue(body: Body) -> Said:
    found: Said = {}
    if body.pop("fifo_queue", False):
        by_content = bool(body.pop("content_based_deduplication", False))
        found["fifo"] = Props((("content_based_deduplication", by_content),))
    found["visibility_timeout"] = f"{body.pop('visibility_timeout_seconds')} seconds"
    if "delay_seconds" in body:
        found["delay"] = f"{body.pop('delay_seconds')} seconds"
    redrive = body.pop("redrive_policy", None)
    if isinstance(redrive, Call) and isinstance(redrive.argument, dict):
        known = redrive.argument
        found["dlq"] = Props((("queue", known["deadLetterTargetArn"]), ("retry", known["maxReceiveCount"])))
    return found


def _topic(body: Body) -> Said:
    return {"fifo": True} if body.pop("fifo_topic", False) else {}


def _nothing(body: Body) -> Said:
    return {}


_TYPES = {"S": "string", "N": "number", "B": "binary"}
_PROJECTIONS = {"ALL": "all", "KEYS_ONLY": "keys-only"}


def _table(body: Body) -> Said:
    attributes = [block.body for block in _blocks(body.pop("attribute"))]
    found: Said = {"fields": {str(a["name"]): _TYPES[str(a["type"])] for a in attributes}}
    found["primary_index"] = _keys(body)
    indexes = [block.body for block in _blocks(body.get("global_secondary_index"))]
    if indexes and not any("read_capacity" in index for index in indexes):
        del body["global_secondary_index"]
        found["global_indexes"] = {str(index["name"]): _index(dict(index)) for index in indexes}
    if body.pop("stream_enabled", False):
        found["stream"] = str(body.pop("stream_view_type")).lower().replace("_", "-")
    ttl = body.pop("ttl", None)
    if isinstance(ttl, Block):
        found["ttl"] = ttl.body["attribute_name"]
    found["deletion_protection"] = body.pop("deletion_protection_enabled")
    return found


def _blocks(value: Node) -> list[Block]:
    return [item for item in value if isinstance(item, Block)] if isinstance(value, list) else []


def _keys(body: Body) -> Props:
    names = ("hash_key", "range_key")
    return Props(tuple((name, body.pop(name)) for name in names if name in body))


def _index(index: Body) -> Props:
    keys = _keys(index)
    return Props((*keys.items, ("projection", _PROJECTIONS[str(index["projection_type"])])))


COMPONENTS = {
    "aws_cloudwatch_event_bus": Component("Bus", "bus", _nothing),
    "aws_dynamodb_table": Component("Dynamo", "table", _table),
    "aws_kinesis_stream": Component("KinesisStream", "stream", _nothing),
    "aws_sns_topic": Component("SnsTopic", "topic", _topic),
    "aws_sqs_queue": Component("Queue", "queue", _queue),
}
"""By type of resource."""


def component_of(entry: Entry) -> Component | None:
    """The component a resource is printed as. None where it is the resource itself: what a component is told to leave
    alone when it changes does not reach the resource it makes."""
    lifecycle = entry.body.get("lifecycle") if entry.word == "resource" else None
    if isinstance(lifecycle, Block) and "ignore_changes" in lifecycle.body:
        return None
    return COMPONENTS.get(entry.kind) if entry.word == "resource" else None
