"""Object storage: requests a second for one prefix of keys."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import Bucket
from tools.scaling.ground import Ground, quota_limit
from tools.scaling.model import Limit

PROVIDERS = ("aws",)

_NOTE = "if all keys share one prefix; each further prefix adds as much again"


def measure(ground: Ground) -> Iterator[Limit]:
    """Writes and reads of each bucket with traffic."""
    quota = ground.quota("s3", "request_rate_per_prefix")
    if quota is None:
        return
    for bucket in ground.scene.all(Bucket):
        arriving = ground.scene.inbound(bucket.name)
        writes = [demand for link, demand in arriving if link.kind != "read"]
        reads = [demand for link, demand in arriving if link.kind == "read"]
        for what, part, demands in (("writes", "put_copy_post_delete", writes), ("reads", "get_head", reads)):
            if demands:
                yield quota_limit(
                    bucket.name,
                    quota,
                    f"{what} a second of one prefix",
                    ground.peak(demands),
                    quota.number(part),
                    "requests get 503 until the storage has split the prefix",
                    part=what,
                    is_certain=False,
                    note=_NOTE,
                )
