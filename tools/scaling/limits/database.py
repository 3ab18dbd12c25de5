"""Relational databases: connections.

Aurora PostgreSQL's default is its memory in bytes / 9,531,392, at most 5,000; a capacity unit is 2 GiB.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import Database
from tools.scaling.assumptions import CONNECTION_BYTES, LABEL
from tools.scaling.ground import Ground, design_limit
from tools.scaling.model import Figure, Limit

PROVIDERS = ("aws",)

_MOST = 5000.0
_GIB_PER_UNIT = 2
_NOTE = "from the memory at full capacity"


def measure(ground: Ground) -> Iterator[Limit]:
    """Connections of each relational database: functions busy at once behind a proxy, all environments without."""
    for database in ground.scene.design.components:
        if not isinstance(database, Database) or database.engine == "document":
            continue
        names = {link.source for _, link in ground.scene.links_to(database.name)}
        clients = [found for name, found in ground.functions.items() if name in names and found.cold is not None]
        busy = sum(found.worst.value for found in clients)
        kept = sum(found.cold.environments.value for found in clients if found.cold is not None)
        held = busy if database.proxy else max(busy, kept)
        if held > 0:
            memory = database.max_capacity * _GIB_PER_UNIT * 2**30
            formula = (
                "Σ concurrency of its clients" if database.proxy else "Σ environments of its clients, idle ones too"
            )
            yield design_limit(
                database.name,
                "max_capacity",
                "connections",
                Figure(held, "connections", formula, (("busy", busy), ("kept", kept))),
                min(_MOST, memory / CONNECTION_BYTES),
                "connections are refused",
                note=_NOTE,
                source=LABEL,
            )
