"""Map steps: within the execution, or distributed over executions of their own."""

from __future__ import annotations

import math
from typing import Any

from tools.design.workflows import Map, Task, walk
from tools.workflow.document import Document
from tools.workflow.limits import inline_concurrency, max_children

State = dict[str, Any]

BATCH_FROM = 1000
"""Mean number of items from which a child execution takes several: starting one costs more than an iteration."""

_FORMATS = {"json": "JSON", "jsonl": "JSONL", "csv": "CSV"}


def map_fields(document: Document, step: Map, body: State, items_name: str) -> State:
    """The fields of a Map state that say over what it goes and what it does: `body` is the processor of one item."""
    if step.mode == "inline":
        return {
            "ItemsPath": step.items,
            "MaxConcurrency": min(step.max_concurrency, inline_concurrency()),
            "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **body},
        }
    size = batch_size(step)
    processor = _batched(step, body, items_name, size) if size > 1 else body
    config = {"Mode": "DISTRIBUTED", "ExecutionType": child_type(step)}
    return {
        **_items(document, step),
        **({"ItemBatcher": {"MaxItemsPerBatch": size}} if size > 1 else {}),
        "MaxConcurrency": min(max_children(), math.ceil(step.max_concurrency / min(size, inline_concurrency()))),
        "ToleratedFailurePercentage": _number(step.tolerated_failure_percent),
        "ItemProcessor": {"ProcessorConfig": config, **processor},
        **_results(document, step),
    }


def batch_size(step: Map) -> int:
    """How many items one child execution of a distributed map takes: as many as make about a thousand children."""
    if step.mode == "inline" or step.mean_items <= BATCH_FROM:
        return 1
    return min(100, math.ceil(step.mean_items / BATCH_FROM))


def child_type(step: Map) -> str:
    """EXPRESS for short bodies that only make requests, which costs less; STANDARD for those that wait."""
    inner = walk(step.body.steps)
    waiting = {"approval", "callback", "wait", "map"}
    if any(s.kind in waiting for s in inner) or any(isinstance(s, Task) and s.work_s > _SHORT_S for s in inner):
        return "STANDARD"
    total = sum(s.work_s for s in inner if isinstance(s, Task)) * batch_size(step)
    return "EXPRESS" if total <= _SHORT_S else "STANDARD"


_SHORT_S = 60.0
"""A fifth of the five minutes an express execution may take."""


def _batched(step: Map, body: State, name: str, size: int) -> State:
    inner: State = {
        "Type": "Map",
        "Comment": "The items of one batch",
        "ItemsPath": "$.Items",
        "MaxConcurrency": min(size, step.max_concurrency, inline_concurrency()),
        "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **body},
        "End": True,
    }
    return {"StartAt": name, "States": {name: inner}}


def _items(document: Document, step: Map) -> State:
    if step.bucket is None:
        return {"ItemsPath": step.items}
    bucket = document.resolve.reference(step.bucket, "name")
    if step.reads == "objects":
        parameters = {"Bucket": bucket, "Prefix.$": step.items}
        return {"ItemReader": {"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": parameters}}
    config: State = {"InputType": _FORMATS[step.reads]}
    if step.reads == "csv":
        config["CSVHeaderLocation"] = "FIRST_ROW"
    reader: State = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": config,
        "Parameters": {"Bucket": bucket, "Key.$": step.items},
    }
    return {"ItemReader": reader}


def _results(document: Document, step: Map) -> State:
    # Without a writer the results of all children must fit the 256 KiB of one state's output.
    if step.bucket is None:
        return {}
    bucket = document.resolve.reference(step.bucket, "name")
    prefix = f"map-results/{document.workflow.name}"
    return {
        "ResultWriter": {
            "Resource": "arn:aws:states:::s3:putObject",
            "Parameters": {"Bucket": bucket, "Prefix": prefix},
        }
    }


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value
