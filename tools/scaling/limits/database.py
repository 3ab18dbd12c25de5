"""Relational databases: connections.

Aurora PostgreSQL's default is its memory in bytes / 9,531,392, at most 5,000; a capacity unit is 2 GiB.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.components import Database
from tools.scaling.assumptions import CONNECTION_BYTES, KEEP_ALIVE_S, LABEL
from tools.scaling.functions import Run
from tools.scaling.ground import Ground, breaking_multiple, busy_together, design_limit
from tools.scaling.model import Figure, Limit
from tools.scaling.pool import steady_pool

PROVIDERS = ("aws",)

_MOST = 5000.0
_GIB_PER_UNIT = 2
_NOTE = "from the memory at full capacity"


def measure(ground: Ground) -> Iterator[Limit]:
    """Connections of each relational database: functions busy at once behind a proxy, all environments without."""
    for database in ground.scene.all(Database):
        if database.engine != "document":
            clients = ground.clients_of(database.name)
            if clients:
                yield _connections(database, clients)


def _connections(database: Database, clients: tuple[Run, ...]) -> Limit:
    def use_at(multiple: float) -> float:
        busy = busy_together(clients, multiple)
        return busy if database.proxy else max(busy, _kept(clients, multiple))

    most = min(_MOST, database.max_capacity * _GIB_PER_UNIT * 2**30 / CONNECTION_BYTES)
    formula = "Σ concurrency of its clients" if database.proxy else "Σ environments of its clients, idle ones too"
    inputs = (("clients", float(len(clients))),)
    return design_limit(
        database.name,
        "max_capacity",
        "connections",
        Figure(use_at(1.0), "connections", formula, inputs),
        most,
        "connections are refused",
        multiple=breaking_multiple(use_at, most),
        note=_NOTE,
        source=LABEL,
    )


def _kept(clients: tuple[Run, ...], multiple: float) -> float:
    """Environments of several functions at their peak rates, busy or idle."""
    return sum(
        steady_pool(max(run.rates, default=0.0) * multiple, run.duration_s, KEEP_ALIVE_S).environments
        for run in clients
    )
