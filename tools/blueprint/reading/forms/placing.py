"""What the forms share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tools.blueprint.reading.folding import many
from tools.blueprint.reading.model import is_list, is_mapping
from tools.blueprint.reading.neutral import Settings

Shaper = Callable[[Settings], None]
"""Changes the settings of one resource, in place."""


def by_key(items: Any, key: str, value: str) -> dict[str, Any]:
    """`[{name: a, value: b}]` as `{a: b}`."""
    return {str(item[key]): item[value] for item in many(items)}


def placed(value: Any) -> None:
    """Where tasks run, the same wherever it is said."""
    if is_list(value):
        for item in value:
            placed(item)
    if not is_mapping(value):
        return
    for key in ("awsvpc_configuration", "aws_vpc_configuration"):
        place = value.pop(key, None)
        if place is not None:
            value.update(place)
            value["assign_public_ip"] = "true" if place.get("assign_public_ip") in ("ENABLED", "true") else "false"
    for item in value.values():
        placed(item)
