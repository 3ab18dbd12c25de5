"""Topics: messages published."""

from __future__ import annotations

from collections.abc import Iterator

from tools.catalog import UnknownQuotaError
from tools.design.components import Topic
from tools.scaling.ground import Ground, quota_limit
from tools.scaling.model import Limit

PROVIDERS = ("aws",)

_THROTTLED = "publishing is throttled"


def measure(ground: Ground) -> Iterator[Limit]:
    """The account's limit on plain topics, and that of each ordered one."""
    topics = ground.scene.all(Topic)
    topics = [topic for topic in topics if ground.scene.arriving(topic.name).weights]
    yield from _account(ground, [topic for topic in topics if not topic.fifo])
    quota = ground.quota("sns", "fifo_tps")
    for topic in topics:
        if topic.fifo and quota is not None:
            peak = ground.peak([ground.scene.arriving(topic.name)], unit="messages/s")
            limit = quota.number("per_topic")
            yield quota_limit(topic.name, quota, "messages published a second", peak, limit, _THROTTLED)


def _account(ground: Ground, topics: list[Topic]) -> Iterator[Limit]:
    quota = ground.quota("sns", "publish_tps")
    if not topics or quota is None:
        return
    try:
        limit = quota.number()
    except UnknownQuotaError:
        return
    peak = ground.peak([ground.scene.arriving(topic.name) for topic in topics], unit="messages/s")
    yield quota_limit("account", quota, "messages published a second", peak, limit, _THROTTLED)
