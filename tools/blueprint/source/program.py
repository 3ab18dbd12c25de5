"""What a typed handler is made of, decided once for every language that is compiled: its records, clients, steps.

A printer turns a `Program` into text and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tools.blueprint.source.handlers import Calling, Handler
from tools.blueprint.source.neighbours import Client
from tools.blueprint.source.records import Record

Verb = Literal["create", "get", "list", "search", "update", "delete", "process", "health"]
"""What an operation does with a request."""

SocketVerb = Literal["connected", "gone", "said"]
"""What is done with what comes over a socket."""

Source = Literal["parameters", "query", "body", "parameter", "caller", "id", "caller-or-id"]
"""Where a part of a key is taken from: all parameters, the query or the item by its own name; or, under the name of
the key's part, the parameter `id`, who asks, the item's id, or who asks and else the item's id."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place in which a key is looked for."""

    source: Source
    name: str = ""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a function remembers having done."""

    scope: str
    paths: tuple[str, ...]
    partition: str
    expires: str


@dataclass(frozen=True, slots=True)
class Made:
    """A client and what its maker is told beside its variable."""

    client: Client
    extra: tuple[str | tuple[str, ...], ...]

    @property
    def name(self) -> str:
        """The component it speaks to."""
        return self.client.component


@dataclass(frozen=True, slots=True)
class Projection:
    """What others are told by one type of event: each field, and where in a result it is found."""

    event: Record
    version: int
    picks: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule that says whether something is told."""

    name: str
    what: str
    share: str


@dataclass(frozen=True, slots=True)
class Tell:
    """One neighbour is told."""

    client: Client
    type: str
    version: int
    event: bool
    """Whether it is a declared event, made by its projection; else the whole result."""
    condition: str
    everyone: Client | None = None
    """The table of open connections, where all of them are told."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What is kept, and who is told."""

    keeps: tuple[Client, ...]
    tells: tuple[Tell, ...]
    guarded: bool = False
    """Whether telling is done once for a fact; else it happens as often as the work."""

    @property
    def always(self) -> bool:
        """Whether something is told of every result."""
        return not all(tell.condition for tell in self.tells)

    @property
    def conditions(self) -> tuple[str, ...]:
        """The rules of which one must hold for anything to be told, each once."""
        return tuple(dict.fromkeys(tell.condition for tell in self.tells if tell.condition))


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: what answers a request."""

    verb: Verb
    words: str
    key: tuple[Place, ...] = ()
    """Where its item's key is looked for, in this order."""
    body: Record | None = None
    asks: tuple[Client, ...] = ()
    effects: Effects = Effects((), ())
    table: Client | None = None
    index: Client | None = None
    """The index that is searched."""
    whose: str = ""
    """The part of the key that says whose items are listed; empty for everybody's."""
    status: int = 200
    by_work: bool = False
    """Whether the work that is done for facts answers it."""


@dataclass(frozen=True, slots=True)
class Program:
    """A handler, ready to be printed."""

    handler: Handler
    words: str
    callings: tuple[Calling, ...]
    clients: tuple[Made, ...]
    once: Remembered | None
    guards_work: bool
    given: Record | None
    """What requests carry, and the changes they ask for."""
    stored: Record | None
    """What becomes of a new one."""
    takes: Record | None
    """What a fact carries; None for anything."""
    result: Record | None
    """What comes of a fact."""
    projections: tuple[Projection, ...]
    conditions: tuple[Condition, ...]
    rules: tuple[str, ...]
    """Functions of the team: `create`, `update`, `process`, `allow`, in this order."""
    works: bool
    work: Effects
    asks: tuple[Client, ...]
    operations: tuple[Operation, ...]
    routes: tuple[tuple[str, Verb], ...]
    fields: tuple[tuple[str, Verb], ...]
    keys: tuple[tuple[str, SocketVerb], ...]
    place: tuple[tuple[str, str], ...]
    """The key of an open connection in its table: each part, and its value; the connection's own where empty."""
    secret: Client | None
    """What a door-keeper compares with."""
    modules: tuple[str, ...]
    """Parts of the shared library it uses."""

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record, each once."""
        found = (self.given, self.stored, self.takes, self.result, *(each.event for each in self.projections))
        return tuple(dict.fromkeys(record for record in found if record is not None))
