"""Amazon API Gateway (HTTP, REST, WebSocket) and AWS AppSync.

Source: their pricing pages. HTTP APIs count each started 512 KB as a request, WebSocket APIs each started 32 KB as a
message; a cache is billed by the hour, a private endpoint by zone and hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tools.cost.measures import steps
from tools.cost.metering.steps import HTTP_REQUEST_KB, WEBSOCKET_MESSAGE_KB
from tools.cost.scope import Scope, gigabytes, total
from tools.cost.usage import Usage
from tools.design.components import Api


def meter(api: Api, scope: Scope) -> Iterator[Usage]:
    """Usage of one API."""
    yield from _STYLES[_style(api)](api, scope)


def _style(api: Api) -> str:
    """As deployed: HTTP APIs have no keys, cache, firewall, or edge and private endpoints, so such a one is REST."""
    needs_rest = (
        api.auth == "api-key",
        bool(api.usage_plans),
        api.endpoint != "regional",
        api.cache_ttl_s > 0,
        api.firewall is not None,
    )
    return "rest" if api.style == "http" and any(needs_rest) else api.style


def _http(api: Api, scope: Scope) -> Iterator[Usage]:
    demand = scope.demand(api.name)
    each = steps(demand.payload_kb, HTTP_REQUEST_KB)
    yield Usage(
        api.name,
        "apigateway",
        "http_requests",
        "HTTP API requests",
        demand.per_month * each,
        "requests x started(payload KB / 512)",
        (("requests", demand.per_month), ("payload KB", demand.payload_kb)),
    )


def _rest(api: Api, scope: Scope) -> Iterator[Usage]:
    requests = scope.demand(api.name).per_month
    note = "billed as a REST API: HTTP APIs lack what it asks for" if api.style == "http" else ""
    yield Usage(
        api.name,
        "apigateway",
        "rest_requests",
        "REST API requests",
        requests,
        "requests",
        (("requests", requests),),
        note,
    )
    if api.cache_ttl_s:
        yield Usage(
            api.name,
            "apigateway",
            "cache_0.5GB",
            "Response cache (0.5 GB)",
            scope.hours,
            "hours",
            (("hours", scope.hours),),
            is_standing=True,
        )
    if api.endpoint == "private":
        yield from _private(api, scope)


def _private(api: Api, scope: Scope) -> Iterator[Usage]:
    zones = scope.zones(api.network)
    yield Usage(
        api.name,
        "vpc",
        "interface_endpoint_hour",
        "Private endpoint",
        zones * scope.hours,
        "zones x hours",
        (("zones", zones), ("hours", scope.hours)),
        is_standing=True,
    )
    size = gigabytes(scope.incoming(api.name)) * 2
    yield Usage(
        api.name,
        "vpc",
        "interface_endpoint_gb",
        "Private endpoint data",
        size,
        "GB both ways",
        (("GB both ways", size),),
    )


def _websocket(api: Api, scope: Scope) -> Iterator[Usage]:
    messages, sizes = 0.0, 0.0
    for flow in scope.incoming(api.name):
        messages += flow.demand.per_month
        sizes += flow.demand.per_month * steps(flow.demand.payload_kb, WEBSOCKET_MESSAGE_KB)
    yield Usage(
        api.name,
        "apigateway",
        "websocket_messages",
        "WebSocket messages",
        sizes,
        "messages in and out x started 32 KB of one",
        (("messages in and out", messages), ("started 32 KB of one", sizes / messages if messages else 0.0)),
    )
    received = total(flow for flow in scope.incoming(api.name) if flow.link.kind == "trigger")
    minutes = received / api.messages_per_connection * api.connection_minutes
    yield Usage(
        api.name,
        "apigateway",
        "websocket_connection_minutes",
        "Connection minutes",
        minutes,
        "messages in / messages per connection x minutes of a connection",
        (
            ("messages in", received),
            ("messages per connection", api.messages_per_connection),
            ("minutes of a connection", api.connection_minutes),
        ),
    )


def _graphql(api: Api, scope: Scope) -> Iterator[Usage]:
    operations = scope.demand(api.name).per_month
    yield Usage(
        api.name,
        "appsync",
        "query_mutation",
        "Queries and mutations",
        operations,
        "operations",
        (("operations", operations),),
    )
    if api.cache_ttl_s:
        yield Usage(api.name, "appsync", "", "Response cache", 0.0, "", note="no rate for AppSync caches at hand")


_STYLES: dict[str, Callable[[Api, Scope], Iterator[Usage]]] = {
    "http": _http,
    "rest": _rest,
    "websocket": _websocket,
    "graphql": _graphql,
}
