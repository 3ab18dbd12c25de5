"""Map steps: within the execution, or distributed over executions of their own."""

from __future__ import annotations

import math
from typing import Any

from tools.design.workflows import Map
from tools.workflow.document import Document
from tools.workflow.limits import inline_concurrency, max_children
from tools.workload.executions import batch_size, child_type

State = dict[str, Any]

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
