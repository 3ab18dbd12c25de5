"""Amazon API Gateway: REST, HTTP and WebSocket APIs, response caches, private endpoints, and data out."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Field, Form, Given, choice, count, size
from tools.cost.metering.steps import HTTP_REQUEST_KB, WEBSOCKET_MESSAGE_KB
from tools.cost.usage import Usage

FIELDS = (
    choice("api_type", "kind of API", "type", "protocol", "api", "protocol_type", "style", "kind_of_api",
           of={"rest": "rest", "http": "http", "websocket": "websocket", "web_socket": "websocket", "ws": "websocket",
               "private": "private", "rest_api": "rest", "http_api": "http"}),
    count("requests", "calls in a month", "api_calls", "calls", "api_requests", "invocations", ""),
    size("payload", "payload of a request of an HTTP API", "request", "request_size", "body", "average_request_size",
         unit="KB"),
    size("response", "answer that leaves for the internet, of REST and HTTP APIs", "response_size", "answer",
              unit="KB"),
    size("data_out", "data out to the internet", "dto", "egress", "data_transfer_out"),
    count("messages", "WebSocket messages", "websocket_messages", "message", "msgs"),
    size("message_size", "one WebSocket message", "message", "msg", unit="KB"),
    count("connection_minutes", "WebSocket connection minutes", "connection_mins", "connected_minutes",
          "connection_min"),
    count("users", "people connected", "connections", "clients", "connected_users"),
    Field("hours_per_day", "hours", "hours a day each is connected", ("connected_hours_per_day",)),
    count("messages_per_user", "messages a minute of each user", "messages_per_minute_per_user"),
    choice("cache", "response cache of a REST API", "cache_size", "cache_gb", "cache_cluster_size", "cache_size_gb",
           of={"0.5": "0.5", "0.5gb": "0.5", "1.6": "1.6", "1.6gb": "1.6", "6.1": "6.1", "6.1gb": "6.1", "13.5": "13.5",
               "28.4": "28.4", "58.2": "58.2", "118": "118", "237": "237", "237gb": "237"}),
    Field("cache_hours", "hours", "hours the cache is kept", ("cache",)),
    Field("endpoint_hours", "hours", "hours of the endpoint of a private API, over all zones",
          ("vpce", "vpce_hours", "vpc_endpoint", "endpoint")),
    size("endpoint_data", "data through it", "gb_processed", "vpce", "vpce_data", "vpc_endpoint", "processed", ""),
    size("streamed_response", "a streamed answer of a REST API, billed by started 10 MB", unit="MB"),
)  # fmt: skip
CHARGES = (
    Charge("websocket_messages", "Messages", ("messages",), ("message_size", WEBSOCKET_MESSAGE_KB)),
    Charge("interface_endpoint_hour", "Private endpoint", ("endpoint_hours",), service="vpc"),
    Charge("interface_endpoint_gb", "Private endpoint data", ("endpoint_data",), service="vpc"),
)
COVERED = (
    "rest_requests", "http_requests", "websocket_messages", "websocket_connection_minutes", "cache_0.5GB",
    "cache_1.6GB", "cache_6.1GB", "cache_237GB", "rest_streaming",
)  # fmt: skip


def lines(given: Given) -> Iterator[Usage]:
    """Requests by the kind of API, connections, cache, and what leaves."""
    kind = given.text("api_type") or ("websocket" if given.has("messages", "connection_minutes") else "rest")
    if given.has("requests"):
        yield _requests(given, kind)
    if kind == "websocket":
        yield from _connections(given)
    if given.has("cache"):
        inputs = (("cache hours", given.number("cache_hours", given.hours)),)
        yield given.usage(f"cache_{given.text('cache')}GB", f"Cache ({given.text('cache')} GB)", "cache hours", inputs)
    yield from _data_out(given)


def _requests(given: Given, kind: str) -> Usage:
    if kind == "http":
        formula = "requests"
        inputs = given.inputs("requests")
        if given.has("payload"):
            formula += f" x started(payload KB / {HTTP_REQUEST_KB:g})"
            inputs += given.inputs("payload")
        return given.usage("http_requests", "HTTP API requests", formula, inputs)
    if given.has("streamed_response"):
        inputs = given.inputs("requests", "streamed_response")
        formula = "requests x started(streamed response MB / 10)"
        return given.usage("rest_requests", "REST API requests (streamed)", formula, inputs)
    return given.usage("rest_requests", "REST API requests", "requests", given.inputs("requests"))


def _connections(given: Given) -> Iterator[Usage]:
    sku, title = "websocket_connection_minutes", "Connection minutes"
    if given.has("connection_minutes"):
        yield given.usage(sku, title, "connection minutes", given.inputs("connection_minutes"))
    elif given.has("users") and given.has("hours_per_day"):
        inputs = (*given.inputs("users"), ("hours a day", given.number("hours_per_day")), ("days", given.hours / 24))
        yield given.usage(sku, title, "users x hours a day x 60 x days", inputs)


def _data_out(given: Given) -> Iterator[Usage]:
    title = "Data out to the internet"
    if given.has("response") and given.has("requests"):
        inputs = given.inputs("requests", "response")
        yield given.usage(
            "internet_out", title, "requests x response KB / 1024 / 1024", inputs, service="data_transfer"
        )
    if given.has("data_out"):
        yield given.usage("internet_out", title, "data out GB", given.inputs("data_out"), service="data_transfer")


FORM = Form(
    "apigateway",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=COVERED,
    features={
        "apigateway_rest": {"api_type": "rest"},
        "apigateway_http": {"api_type": "http"},
        "apigateway_websocket": {"api_type": "websocket"},
        "apigateway_private": {"api_type": "private"},
        "apigateway_cache": {"api_type": "rest"},
        "apigateway_caching": {"api_type": "rest"},
        "apigateway_rest_cache": {"api_type": "rest"},
        "apigateway_streaming": {"api_type": "rest"},
        "api_gateway_rest_api": {"api_type": "rest"},
        "api_gateway_stage": {"api_type": "rest"},
        "apigatewayv2_api": {},
        "rest": {"api_type": "rest"},
        "http": {"api_type": "http"},
        "websocket": {"api_type": "websocket"},
    },
)
