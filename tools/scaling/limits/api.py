"""Front doors: the account's throttle, a door's own, new connections."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import Api
from tools.scaling.ground import Ground, design_limit, quota_limit, refilled_limit
from tools.scaling.model import Limit
from tools.scaling.supply import TokenBucket

PROVIDERS = ("aws",)

_REJECTED = "requests are rejected with 429"


def measure(ground: Ground) -> Iterator[Limit]:
    """The throttle all HTTP and REST doors share, what a door sets itself, and new connections a second."""
    doors = ground.scene.all(Api)
    doors = [door for door in doors if ground.scene.arriving(door.name).weights]
    yield from _account_throttle(ground, [door for door in doors if door.style in ("http", "rest", "websocket")])
    for door in doors:
        if door.throttle_rps is not None:
            peak = ground.peak([ground.scene.arriving(door.name)])
            yield design_limit(door.name, "throttle_rps", "requests a second", peak, door.throttle_rps, _REJECTED)
        if door.style == "websocket":
            yield from _connections(ground, door)


def _account_throttle(ground: Ground, doors: list[Api]) -> Iterator[Limit]:
    rate, burst = ground.quota("apigateway", "throttle_rps"), ground.quota("apigateway", "throttle_burst")
    if doors and rate is not None and burst is not None:
        demands = [ground.scene.arriving(door.name) for door in doors]
        bucket = TokenBucket(burst.number(), rate.number())
        title = "requests a second of all APIs"
        yield refilled_limit(ground, "account", rate, title, demands, _REJECTED, bucket)


def _connections(ground: Ground, door: Api) -> Iterator[Limit]:
    quota = ground.quota("apigateway", "websocket")
    if quota is not None:
        peak = ground.peak([ground.scene.arriving(door.name)], 1 / door.messages_per_connection, "connections/s")
        title = "new connections a second"
        yield quota_limit(
            door.name, quota, title, peak, quota.number("new_connections_per_s"), "connections are refused"
        )
