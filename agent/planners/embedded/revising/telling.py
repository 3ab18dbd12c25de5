"""What a person is told of a follow-up: what was understood, what is so already, what was not done and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from agent.planners.embedded.revising.asking import option_meant
from agent.planners.embedded.revising.hearing.products import service_named
from agent.planners.embedded.revising.wishes import (
    Avoided,
    Budgeted,
    Chosen,
    Corrected,
    Delivering,
    Dropped,
    Growing,
    Lifted,
    Product,
    Removed,
    Renamed,
    Scaled,
    Setting,
    Sized,
    Spread,
    Wanted,
    Warmed,
    Wish,
)
from tools.bundle.asked import Statement, statements
from tools.bundle.wording import lowered, money, size_kb
from tools.design.design import Design
from tools.design.requirements import Requirements

if TYPE_CHECKING:
    from agent.planners.embedded.revising.thrift import Forgone

Kind = Literal["done", "already", "unclear", "refused", "told", "given"]

MOST_TOLD = 12
"""Notes of one answer; what is left over is counted."""

LONGEST = 160
"""Characters of somebody's words that are repeated."""

UNCLEAR = (
    "Name what should be different: a figure (“50,000 orders a day”), a product (“use Kinesis instead of SQS”),"
    " a place, something that is wanted or no longer wanted, or a part and its setting (“1 GB for” a function)."
)
BACK = "Taking back is done by the conversation (undo), not by an edit; nothing was changed for it."
EXCUSED = "Findings are accepted by people, as waivers in the design with a reason and a day, and not by a message."
DEFAULTS = "What stands after “until answered” holds for every open question; nothing has to be said for that"
DOLLARS = "Bills are worked out in US dollars; the figure was taken as dollars: no rate of exchange is known."
ASIDE = "What speaks to a reader, and not of the system, was left out."


class Note(NamedTuple):
    """One thing to be told."""

    kind: Kind
    words: str
    text: str = ""


def told(notes: Iterable[Note], *, is_changed: bool) -> str:
    """The notes as a person reads them, one sentence each, without repetitions."""
    lines = list(dict.fromkeys(_line(note) for note in notes))
    if len(lines) > MOST_TOLD:
        lines = [*lines[:MOST_TOLD], f"And {len(lines) - MOST_TOLD} more."]
    if any("could not tell" in line for line in lines):
        lines.append(UNCLEAR if is_changed else f"{UNCLEAR} Nothing was changed.")
    return " ".join(filter(None, lines))


def _line(note: Note) -> str:
    words = shortened(note.words)
    match note.kind:
        case "done":
            return f"“{words}”: {note.text}." if words else f"{_raised(note.text)}."
        case "already":
            return f"“{words}”: {f'asked for already ({note.text})' if note.text else 'it is so already'}."
        case "unclear":
            return f"I could not tell what to change in “{words}”{f': {note.text}' if note.text else ''}."
        case "refused":
            return f"“{words}” was not done: {note.text.rstrip('.')}."
        case "told":
            return note.text
        case "given":
            return f"“{words}”: {note.text}."


def forgone_told(options: Sequence[Forgone], *, is_more: bool) -> str:
    """What giving something up would save."""
    told = "; ".join(f"giving up “{option.what}” saves {money(option.saves)} a month" for option in options)
    if is_more:
        return f"More would take giving something up: {told}. Say which may go." if told else ""
    nothing = "nothing I know of makes it cheaper without giving up something that was asked"
    return f"{nothing}. {told[:1].upper()}{told[1:]}; say which may go" if told else f"{nothing}; say what may go"


def shortened(words: str) -> str:
    """Somebody's words on one line, cut where they run on."""
    plain = " ".join(words.split()).strip(" .,;:!?")
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST].rpartition(' ')[0]}…"


def news_of(design: Design, before: Requirements, after: Requirements) -> str:
    """What is asked now and was not before, in a client's words."""
    known, now = ({s.id: s for s in statements(_asking(design, asked))} for asked in (before, after))
    new = [s for name, s in now.items() if name not in known or known[name].value != s.value]
    gone = [s for name, s in known.items() if name not in now]
    return "; ".join([*(_statement(s) for s in new), *(f"no longer {lowered(_statement(s))}" for s in gone)])


def _statement(said: Statement) -> str:
    return lowered(said.value) if said.about == "Capability" else f"{lowered(said.about)} {said.value}"


def _asking(design: Design, asked: Requirements) -> Design:
    return design.model_copy(update={"requirements": asked, "components": ()})


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]


def meaning(wish: Wish, before: Design) -> str:
    """What a wish was taken to mean, in a few words."""
    match wish:
        case Scaled(factor=factor, of=of):
            return f"{factor:g} times the {of.replace('-', ' ') or 'traffic'}"
        case Sized(kilobytes=size, of=of):
            return f"{size_kb(size)} each for {_listed(of)}"
        case Growing(per_year=growth):
            return f"{abs(growth):.0%} {'more' if growth >= 0 else 'less'} every year"
        case Corrected(old=old, new=new):
            return f"{new:,g} in the place of {old:,g}"
        case Budgeted():
            return _of_budget(wish)
        case Spread():
            return _of_places(wish)
        case Chosen(decision=decision):
            question = next((d.question for d in before.decisions if d.id == decision), decision)
            return f"{question} {_raised(option_meant(wish, before))}"
        case Product() | Avoided():
            return _of_products(wish)
        case Wanted() | Dropped() | Lifted():
            return _of_needs(wish)
        case _:
            return _of_parts(wish)


def _of_needs(wish: Wanted | Dropped | Lifted) -> str:
    match wish:
        case Wanted(need=need):
            return f"asked for now: {need.replace('-', ' ')}"
        case Dropped(needs=needs):
            return f"no longer asked for: {', '.join(need.replace('-', ' ') for need in needs)}"
        case Lifted(field=field, names=names):
            return f"no longer asked for: {', '.join(names) or field}"


def _of_budget(wish: Budgeted) -> str:
    if wish.amount is None:
        return f"{wish.factor:g} times what it may cost" if wish.factor else "no limit on what it may cost"
    return f"it may cost {wish.amount:,.2f} dollars a month"


def _of_places(wish: Spread) -> str:
    where = f"in {' and '.join(wish.regions)}" if wish.regions else ""
    count = {
        "one": "one region is enough",
        "standby": "a second region stands by",
        "active": "two regions are active",
        "": "",
    }[wish.count]
    return "; ".join(filter(None, (where, count)))


def _of_products(wish: Product | Avoided) -> str:
    if isinstance(wish, Avoided):
        return f"{service_named(wish.service)} is not used any more"
    new = service_named(wish.service) if wish.service else f"a {wish.kinds[0]}"
    old = service_named(wish.left) if wish.left else f"a {wish.instead_of[0]}" if wish.instead_of else ""
    return f"{new} in the place of {old}" if old else f"{new} is used"


def _of_parts(wish: Wish) -> str:
    match wish:
        case Setting(parts=parts, field=field, value=value) | Delivering(parts=parts, field=field, value=value):
            return f"{field.replace('_', ' ')} {_shown(value)} for {_listed(parts)}"
        case Warmed(parts=parts, count=count):
            return f"{'no ' if count == 0 else ''}warm capacity for {_listed(parts)}"
        case Renamed(old=old, new=new):
            return f"{old} is called {new}"
        case Removed(parts=parts):
            return f"{_listed(parts)} goes"
        case _:
            return ""


def _listed(parts: tuple[str, ...]) -> str:
    return f"{', '.join(parts[:4])} and {len(parts) - 4} more" if len(parts) > 5 else ", ".join(parts)


def _shown(value: object) -> str:
    return {True: "on", False: "off"}.get(value, str(value)) if isinstance(value, bool) else str(value)
