"""What lies outside: the rate it is known to take."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import External
from tools.scaling.ground import Ground, design_limit
from tools.scaling.model import Limit

PROVIDERS = ()


def measure(ground: Ground) -> Iterator[Limit]:
    """Calls of each external system whose limit is stated."""
    for outside in ground.scene.design.components:
        if not isinstance(outside, External) or outside.max_rps is None:
            continue
        arriving = ground.scene.arriving(outside.name)
        if arriving.weights:
            yield design_limit(
                outside.name,
                "max_rps",
                "requests a second it can take",
                ground.peak([arriving]),
                outside.max_rps,
                "it fails or rejects; a queue in between with a limit on concurrency protects it",
            )
