"""Puts a relational database in the place of tables, with everybody who reads and writes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent.planners.embedded.revising.hearing.parts import parts_named
from agent.planners.embedded.revising.wishes import Product
from tools.bundle.wording import listed
from tools.design.components import Component, Database, Table
from tools.design.design import Design
from tools.design.edits import Edit, PutComponent, PutLink, RemoveComponent
from tools.design.links import Link
from tools.design.queries import Graph

SPEAKING = ("function", "container", "etl")
"""Kinds that can speak to a database; all else reaches tables alone."""


@dataclass(frozen=True, slots=True)
class Move:
    """Tables whose data moves into a database."""

    tables: tuple[str, ...]
    engine: str


def move_of(wish: Product, design: Design) -> Move | None:
    """Which tables a wish for a database means; None where it means none."""
    if wish.is_added or wish.kinds[:1] != ("database",) or "table" not in wish.instead_of:
        return None
    tables = [c.name for c in design.components if isinstance(c, Table) and c.role == "data"]
    named = set(parts_named(wish.scope, design)) if wish.scope else set[str]()
    meant = tuple(name for name in tables if name in named) or tuple(tables)
    engine = str(dict(wish.where).get("engine", "mysql" if "mysql" in wish.service else "postgres"))
    return Move(meant, engine) if meant else None


def hindrance(move: Move, design: Design) -> str:
    """Why the tables cannot become a database; empty where they can."""
    graph = Graph(design)
    return next((text for name in move.tables if (text := _hindrance(graph, name))), "")


def _hindrance(graph: Graph, name: str) -> str:
    started = [link.target for link in graph.outgoing(name)]
    if started:
        return f"{listed(started)} start with the changes of {name}, and a database announces none"
    mute = [link.source for link in graph.incoming(name) if graph[link.source].kind not in SPEAKING]
    if mute:
        kind = graph[mute[0]].kind.replace("-", " ")
        return f"{mute[0]} reaches {name} by itself, and a {kind} cannot speak to a database; a function would have to"
    return ""


def moved(move: Move, design: Design) -> tuple[Edit, ...]:
    """The edits that move tables into one database."""
    graph = Graph(design)
    base = next((c for c in design.components if isinstance(c, Database)), None)
    name = base.name if base is not None else _free_name(graph)
    tables = [table for each in move.tables if isinstance(table := graph[each], Table)]
    made = () if base is not None else (PutComponent(component=_database(name, tables, move.engine)),)
    links = tuple(PutLink(link=link) for link in _joined(graph, move, name))
    return (*made, *links, *(RemoveComponent(name=table) for table in move.tables))


def _free_name(graph: Graph) -> str:
    return next(name for name in ("database", *(f"database-{n}" for n in range(2, 99))) if graph.get(name) is None)


def _database(name: str, tables: list[Table], engine: str) -> Component:
    first = tables[0]
    order = ("public", "internal", "confidential", "restricted")
    return Database.model_validate(
        {
            "name": name,
            "engine": engine,
            "entity": first.entity if len(tables) == 1 else None,
            "serves": tuple(dict.fromkeys(need for table in tables for need in table.serves)),
            "patterns": ("relational-database",),
            "sensitivity": max((table.sensitivity for table in tables), key=order.index),
            "key": first.key,
            "group": first.group,
            "proxy": True,
        }
    )


def _joined(graph: Graph, move: Move, name: str) -> Iterator[Link]:
    """Everybody's links to the tables as links to the database: those of the same kind and load in one."""
    found: dict[tuple[str, str, str | None], Link] = {}
    for link in (link for link in graph.design.links if link.target in move.tables):
        key = (link.kind, link.source, link.load)
        known = found.get(key)
        ratio = link.ratio + (known.ratio if known is not None else 0.0)
        found[key] = link.model_copy(update={"target": name, "ratio": ratio, "events": (), "matches": ()})
    yield from found.values()
