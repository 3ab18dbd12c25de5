"""Amazon SNS: publishing by started 64 KB, deliveries by protocol, and FIFO topics by message and byte."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Form, Given, count, size, switch
from tools.cost.metering.steps import MESSAGE_KB
from tools.cost.usage import Usage

DECIMAL_KB_PER_GB = 1_000_000
"""The price list counts the payload of FIFO topics in decimal gigabytes."""

FIELDS = (
    count("requests", "publishes in a month", "publishes", "published", "messages", "api_requests", "notifications",
          "publish_requests", "api_calls", ""),
    size("request_size", "payload of one", "message", "message_size", "payload", "request", "payload_size", "",
         unit="KB"),
    switch("fifo", "whether it is a FIFO topic", "fifo_topic", "is_fifo"),
    count("subscriptions", "subscribers of a FIFO topic", "subscribers", "fifo_subscriptions", default=1.0),
    count("http_subscriptions", "subscribers by HTTP", "https_subscriptions", "http_subscribers"),
    count("email_subscriptions", "subscribers by mail", "email_subscribers"),
    count("kinesis_subscriptions", "delivery streams that subscribe", "firehose_subscriptions"),
    count("mobile_push_subscriptions", "phones that subscribe", "push_subscriptions", "mobile_subscriptions"),
    count("macos_subscriptions", "Macs that subscribe"),
    count("sqs_subscriptions", "queues that subscribe: free"),
    count("lambda_subscriptions", "functions that subscribe: free"),
    count("sms_subscriptions", "subscribers by text message"),
    count("sms_notification_price", "your own price of a text message", "sms_price"),
    count("sms_messages", "text messages", "sms", "sms_deliveries", "sms_notifications"),
    count("http_deliveries", "deliveries by HTTP", "http_notifications", "https_deliveries", "https_notifications",
          "http"),
    count("email_deliveries", "deliveries by mail", "email_notifications", "emails", "email"),
    count("firehose_deliveries", "deliveries to delivery streams", "firehose_notifications", "kinesis_deliveries"),
    count("mobile_push_deliveries", "deliveries to phones", "mobile_push", "mobile_push_notifications",
          "push_notifications"),
    count("sqs_deliveries", "deliveries to queues: free", "sqs_notifications"),
    count("lambda_deliveries", "deliveries to functions: free", "lambda_notifications"),
)  # fmt: skip
DELIVERIES = (
    ("http_delivery", "Deliveries by HTTP", "http_subscriptions", "http_deliveries"),
    ("email_delivery", "Deliveries by mail", "email_subscriptions", "email_deliveries"),
    ("firehose_delivery", "Deliveries to delivery streams", "kinesis_subscriptions", "firehose_deliveries"),
    ("mobile_push", "Deliveries to phones", "mobile_push_subscriptions", "mobile_push_deliveries"),
    ("mobile_push", "Deliveries to Macs", "macos_subscriptions", ""),
    ("sqs_lambda_delivery", "Deliveries to queues", "sqs_subscriptions", "sqs_deliveries"),
    ("sqs_lambda_delivery", "Deliveries to functions", "lambda_subscriptions", "lambda_deliveries"),
)
COVERED = (
    "publish_api", "http_delivery", "email_delivery", "firehose_delivery", "mobile_push", "sqs_lambda_delivery",
    "fifo_publish", "fifo_publish_payload", "fifo_delivery", "fifo_delivery_payload",
)  # fmt: skip


def lines(given: Given) -> Iterator[Usage]:
    """Publishing and deliveries."""
    protocols = any(given.has(name) for _, _, name, _ in DELIVERIES)
    if given.is_on("fifo") or (given.has("subscriptions") and not protocols):
        yield from _fifo(given)
        return
    if given.has("requests"):
        formula, inputs = "requests", given.inputs("requests")
        if given.has("request_size"):
            formula += f" x started(request size KB / {MESSAGE_KB:g})"
            inputs += given.inputs("request_size")
        yield given.usage("publish_api", "Publishes", formula, inputs)
    for sku, title, subscribers, deliveries in DELIVERIES:
        if given.has(subscribers) and given.has("requests"):
            inputs = given.inputs("requests", subscribers)
            yield given.usage(sku, title, f"requests x {given.label_of(subscribers)}", inputs)
        if deliveries and given.has(deliveries):
            yield given.usage(sku, title, given.label_of(deliveries), given.inputs(deliveries))
    yield from _texts(given)


def _texts(given: Given) -> Iterator[Usage]:
    """Text messages at the price that is stated: it depends on the country, so the price book has none."""
    note = "rates depend on the country; state sms_notification_price"
    if given.has("sms_messages"):
        yield Usage(given.label, "sns", "", "Text messages", given.number("sms_messages"), "sms messages",
                    given.inputs("sms_messages"), note)  # fmt: skip


def _fifo(given: Given) -> Iterator[Usage]:
    payload = f"request size KB / {DECIMAL_KB_PER_GB}"
    inputs = given.inputs("requests", "request_size", "subscriptions")
    yield given.usage("fifo_publish", "Publishes (FIFO)", "requests", inputs[:1])
    yield given.usage("fifo_publish_payload", "Published data", f"requests x {payload}", inputs[:2])
    yield given.usage("fifo_delivery", "Deliveries (FIFO)", "requests x subscriptions", (inputs[0], inputs[2]))
    formula = f"requests x subscriptions x {payload}"
    yield given.usage("fifo_delivery_payload", "Delivered data", formula, inputs)


FORM = Form(
    "sns",
    FIELDS,
    lines=lines,
    covers=COVERED,
    free_by_default=("publish_api", "http_delivery", "email_delivery"),
    features={"sns_topic": {}, "sns_topic_subscription": {}, "sns_fifo": {"fifo": True}, "sns_standard": {}},
)
