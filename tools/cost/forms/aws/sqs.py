"""Amazon SQS: requests of standard and FIFO queues, by started 64 KB."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Form, Given, choice, count, size, switch
from tools.cost.metering.steps import MESSAGE_KB
from tools.cost.usage import Usage

FIELDS = (
    count("requests", "API calls in a month", "api_calls", "api_requests", "calls", "actions", "sqs_requests", ""),
    count("messages", "messages that are sent, received and deleted, in place of requests", "msgs"),
    count("calls_per_message", "requests that one message takes", "requests_per_message", default=3.0),
    count("batch", "messages in one request", "batch_size", "messages_per_batch", default=1.0),
    size("request_size", "payload of one request", "request", "message", "message_size", "payload", "payload_size",
         "", unit="KB"),
    choice("queue_type", "kind of queue", "type", "kind_of_queue", of={"standard": "standard", "fifo": "fifo"},
           default="standard"),
    switch("fifo", "whether it is a FIFO queue", "fifo_queue", "is_fifo"),
    count("fifo_requests", "API calls of FIFO queues", "fifo_calls"),
    count("standard_requests", "API calls of standard queues"),
    count("fair_queue_requests", "standard requests with a message group", "requests_with_group", "fair_requests"),
)  # fmt: skip


def lines(given: Given) -> Iterator[Usage]:
    """Requests by the kind of queue."""
    sku = "fifo" if given.is_on("fifo") else given.text("queue_type")
    if given.has("requests"):
        yield _requests(given, sku, "requests")
    elif given.has("messages"):
        inputs = given.inputs("messages", "calls_per_message", "batch")
        yield _sized(given, sku, "messages x calls per message / batch", inputs)
    for name, own in (("fifo_requests", "fifo"), ("standard_requests", "standard")):
        if given.has(name):
            yield _requests(given, own, name)
    if given.has("fair_queue_requests"):
        inputs = given.inputs("fair_queue_requests")
        yield given.usage("fair_queue_surcharge", "Surcharge for fair queues", "fair queue requests", inputs)


def _requests(given: Given, sku: str, name: str) -> Usage:
    return _sized(given, sku, given.label_of(name), given.inputs(name))


def _sized(given: Given, sku: str, formula: str, inputs: tuple[tuple[str, float | str], ...]) -> Usage:
    if given.has("request_size"):
        formula += f" x started(request size KB / {MESSAGE_KB:g})"
        inputs += given.inputs("request_size")
    return given.usage(sku, f"Requests ({sku})", formula, inputs)


FORM = Form(
    "sqs",
    FIELDS,
    lines=lines,
    covers=("standard", "fifo", "fair_queue_surcharge"),
    features={
        "sqs_queue": {},
        "sqs_standard": {},
        "sqs_fifo": {"queue_type": "fifo"},
        "fifo": {"queue_type": "fifo"},
        "standard": {},
    },
)
