"""What a follow-up can ask for: one value for each kind of wish, with the words it was said in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Scaled:
    """So many times the traffic: of everything, or of what the word names."""

    factor: float
    of: str = ""


@dataclass(frozen=True, slots=True)
class Sized:
    """What comes in is so large: one request, message or file of these loads, in kilobytes."""

    kilobytes: float
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Growing:
    """So much more traffic every year; 0.4 is 40 % more."""

    per_year: float


@dataclass(frozen=True, slots=True)
class Corrected:
    """A figure that was taken to be another one: 50,000, not 5,000."""

    old: float
    new: float


@dataclass(frozen=True, slots=True)
class Budgeted:
    """What it may cost a month: an amount, or a multiple of what it may cost now; neither for no limit."""

    amount: float | None = None
    factor: float | None = None


@dataclass(frozen=True, slots=True)
class Thriftier:
    """It shall cost less; how much less is not said."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Where it runs: these regions, home first; or so many, wherever they lie."""

    regions: tuple[str, ...] = ()
    count: Literal["", "one", "standby", "active"] = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A decision that shall go this way. `away` names the option that is not wanted, where no other is named."""

    decision: str
    option: str
    away: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """A product, or a kind of part, that shall be used: instead of others, or beside what is there."""

    service: str
    """Catalogue id; empty where only a kind of part is named."""
    kinds: tuple[str, ...]
    """Kinds of part it can be, the first choice first."""
    where: tuple[tuple[str, str | bool], ...] = ()
    instead_of: tuple[str, ...] = ()
    """Kinds of the parts it shall stand for; empty where nothing is said of that."""
    left: str = ""
    """Catalogue id of the product that goes."""
    scope: str = ""
    """Words that say which parts."""
    is_added: bool = False
    """Whether it comes beside what is there."""
    is_instead: bool = False
    """Whether it shall stand for something, though it is not said for what."""


@dataclass(frozen=True, slots=True)
class Avoided:
    """A product that shall not be used any more."""

    service: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A need that is asked for by its name."""

    need: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """Needs that are no longer asked for."""

    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lifted:
    """Compliance regimes, promises or limits that no longer hold: a field of the requirements, and which of it."""

    field: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """Fields of named parts."""

    parts: tuple[str, ...]
    field: str
    value: bool | int | float | str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Delivering:
    """How deliveries to named parts come: a field of the links that start them."""

    parts: tuple[str, ...]
    field: str
    value: bool | int | float


@dataclass(frozen=True, slots=True)
class Warmed:
    """Warm capacity for named functions: so many, or as many as their traffic asks for; 0 for none."""

    parts: tuple[str, ...]
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Renamed:
    """Another name: for a part, or for what the system is about and all that is named after it."""

    old: str
    new: str
    is_thing: bool = False


@dataclass(frozen=True, slots=True)
class Removed:
    """Parts that go."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be explained, not changed."""

    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """General words (monitoring, backups): how the design stands there is told, and nothing changed."""

    text: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was done last shall be undone; the conversation does that."""


@dataclass(frozen=True, slots=True)
class Excused:
    """A finding shall be accepted; people do that, in the design."""


@dataclass(frozen=True, slots=True)
class Courtesy:
    """Thanks, greetings, consent."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Something that is understood so far that it can be said what is missing."""

    why: str
    options: tuple[str, ...] = ()


Wish = (
    Scaled | Sized | Growing | Corrected | Budgeted | Thriftier | Spread | Chosen | Product | Avoided | Wanted | Dropped
    | Lifted | Setting | Delivering | Warmed | Renamed | Removed | Question | Given | TakenBack | Excused | Courtesy
    | Unclear
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """A wish and the words it was said in: a span of the message. Without a wish the words only repeat what goes."""

    wish: Wish | None
    text: str
    start: int
    end: int
    clause: str = ""
    """The clause it stands in, on one line."""

    @property
    def words(self) -> str:
        """What is repeated to whoever said it."""
        return self.clause or self.text
