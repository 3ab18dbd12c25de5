"""Requirements corrected by the model: only in words that the person said, which are looked up and kept as the origin.

A reading is put right, never bargained with. What the person said is changed only by the same words read differently,
or by a later word of theirs; it is dropped only by a later word. Figures must stand in the words that are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from agent.planners.claude.editing import explained, is_structured, put_field, structured
from agent.planners.claude.schemas import short
from agent.planners.claude.shapes import fields_of
from agent.planners.claude.workbench import RefusalError, Source
from tools.design.base import Model
from tools.design.requirements import Requirements

KEYS: dict[str, str] = {
    "capabilities": "id", "entities": "name", "actors": "name", "loads": "id", "latencies": "what", "durations": "what",
    "retentions": "what", "volumes": "what", "populations": "what", "data_classes": "name", "regimes": "name",
    "technologies": "service", "constraints": "id",
}  # fmt: skip
"""Lists that may be corrected, and what names an item of each."""

SINGLE = ("title", "summary", "provider", "regions", "residency", "languages", "targets", "availability", "recovery",
          "budget", "tenancy")  # fmt: skip
"""Statements of which there is one."""

LEAST_QUOTE = 2
_NUMERAL = re.compile(r"\d[\d,_ ]*(?:\.\d+)?|\d*\.\d+")
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_WORDS: dict[str, float] = {word: float(number) for number, word in enumerate(_NUMBERS)} | {
    "once": 1, "twice": 2, "half": 0.5, "dozen": 12, "hundred": 100, "thousand": 1000, "million": 1e6,
}  # fmt: skip
_UNITS: dict[str, tuple[float, ...]] = {
    "second": (), "minute": (60,), "hour": (60, 3600), "day": (24, 1440, 86_400), "week": (7, 168, 604_800),
    "month": (30, 30.4375, 2_629_800), "year": (12, 52, 365, 365.25, 31_557_600), "hundred": (100,),
    "thousand": (1e3,), "k": (1e3,), "million": (1e6,), "m": (1e6, 60), "billion": (1e9,), "percent": (100,),
    "mb": (1e3, 1024), "gb": (1e3, 1024, 1e6, 1024**2), "tb": (1e3, 1024), "ms": (1e3,), "s": (1e3,), "h": (3600,),
    "daily": (24, 86_400), "hourly": (60, 3600), "weekly": (7,), "monthly": (30.4375,), "yearly": (365.25,),
}  # fmt: skip
"""Words of units to the factors by which figures beside them may be turned into the units we keep."""

Change = Mapping[str, Any]


def corrected(asked: Requirements, changes: list[Change], sources: tuple[Source, ...]) -> Requirements:
    """The requirements after these changes, all of them or none. Raises RefusalError."""
    if not sources:
        raise RefusalError("what was asked is settled here; only the person may change it")
    document = asked.model_dump()
    for number, change in enumerate(changes, 1):
        try:
            _change(document, change, sources)
        except RefusalError as error:
            raise RefusalError(f"change {number}: {error}; none of the {len(changes)} changes was made") from None
    try:
        return Requirements.model_validate(document)
    except ValueError as error:
        raise RefusalError(f"{'; '.join(explained(error))}; no change was made") from None


def _change(document: dict[str, Any], change: Change, sources: tuple[Source, ...]) -> None:
    name = change["list"]
    source, start = _stands(change["quote"], sources)
    origin = _origin(change["quote"], source, start)
    there, place = _there(document, name, change["name"])
    if there is not None:
        _ensure_allowed(there["origin"], origin, source, is_drop=change["act"] == "drop")
    if change["act"] == "drop":
        _drop(document, name, change["name"], place, there)
        return
    _put(document, name, place, _changed(name, there, change, origin))


def _stands(quote: str, sources: tuple[Source, ...]) -> tuple[Source, int]:
    """The text of the person that holds the quote, and where; later words first."""
    if len(quote.strip()) < LEAST_QUOTE or not any(letter.isalnum() for letter in quote):
        raise RefusalError("a change needs a quote: the person's own words, letter by letter")
    for source in reversed(sources):
        start = source.text.find(quote)
        if start >= 0:
            return source, start
    names = " nor ".join(source.name for source in sources)
    raise RefusalError(f"{short(quote)} does not stand in the {names}; quote the person's words letter by letter")


def _origin(quote: str, source: Source, start: int) -> dict[str, Any]:
    if source.question:
        return {"kind": "answered", "question": source.question}
    place = source.offset + start
    return {"kind": "quoted", "text": quote, "start": place, "end": place + len(quote)}


def _there(document: dict[str, Any], name: str, item: str) -> tuple[dict[str, Any] | None, int | None]:
    """The item that is meant, as it stands, and its place in its list."""
    if name in SINGLE:
        return document.get(name), None
    key = KEYS[name]
    for place, held in enumerate(document[name]):
        if held[key] == item:
            return dict(held), place
    return None, None


def _ensure_allowed(before: Mapping[str, Any], now: Mapping[str, Any], source: Source, *, is_drop: bool) -> None:
    """Raises RefusalError where what the person said would be changed by other words than theirs."""
    if source.overrules or before["kind"] == "assumed":
        return
    if before["kind"] == "answered":
        raise RefusalError("the person answered that; only a later word of theirs changes it")
    if is_drop:
        raise RefusalError("the person said that; it is not dropped but by a later word of theirs. Use `ask`")
    if not (now["start"] < before["end"] and before["start"] < now["end"]):
        raise RefusalError(
            f"that rests on {short(before['text'])}; a correction quotes these words and what is around them"
        )


def _drop(document: dict[str, Any], name: str, item: str, place: int | None, there: object) -> None:
    if there is None:
        raise RefusalError(f"there is nothing {short(item)} in {name}")
    if place is not None:
        held = cast("tuple[Any, ...]", document[name])
        document[name] = (*held[:place], *held[place + 1 :])
    elif not _may_be_empty(name):
        raise RefusalError(f"{name} cannot be empty; put what it is to be")
    else:
        document[name] = None


def _may_be_empty(name: str) -> bool:
    return not cast("Any", Requirements).model_fields[name].is_required()


def _changed(name: str, there: dict[str, Any] | None, change: Change, origin: dict[str, Any]) -> dict[str, Any]:
    model = _model_of(name)
    document = dict(there or {})
    if name in KEYS and there is None:
        document[KEYS[name]] = change["name"]
    for each in change["fields"]:
        top = re.split(r"[.\[]", each["field"])[0]
        before = document.get(top)
        put_field(model, document, each["field"], _parsed(model, each))
        _ensure_figures(document.get(top), before, change["quote"], each["field"])
    return {**{field: _given_origins(value, origin) for field, value in document.items()}, "origin": origin}


def _model_of(name: str) -> type[Model]:
    shape = fields_of(Requirements)[name]
    found = shape.model or shape.inner[0].model
    if found is None:
        raise RefusalError(f"{name} cannot be corrected")
    return found


def _parsed(model: type[Model], each: Mapping[str, Any]) -> Any:
    """The value of a field, taken apart where it is structured. Raises RefusalError where it brings its own origin."""
    name, value = each["field"], each["value"]
    shape = fields_of(model).get(name)
    if isinstance(value, str) and shape is not None and is_structured(shape):
        value = structured(value, name)
    if "origin" in re.split(r"[.\[]", name) or _has_origin(value):
        raise RefusalError("the origin is the quote; it cannot be written")
    return value


def _has_origin(value: Any) -> bool:
    if isinstance(value, dict):
        held = cast("dict[str, Any]", value)
        return "origin" in held or any(map(_has_origin, held.values()))
    return isinstance(value, list) and any(map(_has_origin, cast("list[Any]", value)))


def _given_origins(value: Any, origin: dict[str, Any]) -> Any:
    """A value in which the peaks of a load rest on the same words, where they rest on nothing yet."""
    if isinstance(value, list | tuple):
        return tuple(_given_origins(item, origin) for item in cast("tuple[Any, ...]", value))
    if isinstance(value, dict):
        held = cast("dict[str, Any]", value)
        return {"origin": origin, **held} if "multiplier" in held else held
    return value


def _ensure_figures(value: Any, before: Any, quote: str, field: str) -> None:
    """Raises RefusalError for a new figure that the quoted words do not hold."""
    said, scales, known = [*_figures_said(quote)], _scales_of(quote), [*_figures_in(before)]
    for figure in _figures_in(value):
        if figure not in known and not any(_follows(figure, number, scales) for number in said):
            raise RefusalError(f"{field}: {figure:g} does not follow from {short(quote)}; figures stand in the quote")


def _scales_of(quote: str) -> tuple[float, ...]:
    words = re.findall(r"[a-z]+", quote.lower())
    found = (factor for word in words for unit in (word, word.removesuffix("s")) for factor in _UNITS.get(unit, ()))
    return (1.0, *found, *((100.0,) if "%" in quote else ()))


def _follows(figure: float, said: float, scales: tuple[float, ...]) -> bool:
    """Whether a figure is one that was said, in units that were said; what is written per cent is a part or a whole."""
    return any(_is_same(figure, said * scale) or _is_same(figure, said / scale) for scale in scales)


def _figures_said(quote: str) -> Iterator[float]:
    for found in _NUMERAL.findall(quote):
        yield float(re.sub(r"[,_ ]", "", found))
    for word in re.findall(r"[a-z]+", quote.lower()):
        if word in _WORDS:
            yield float(_WORDS[word])


def _figures_in(value: Any) -> Iterator[float]:
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, Mapping):
        for name, inner in cast("Mapping[str, Any]", value).items():
            if name != "origin":
                yield from _figures_in(inner)
    elif isinstance(value, list | tuple):
        for inner in cast("tuple[Any, ...]", value):
            yield from _figures_in(inner)


def _is_same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(abs(one), abs(other), 1e-9)


def _put(document: dict[str, Any], name: str, place: int | None, item: dict[str, Any]) -> None:
    if name in SINGLE:
        document[name] = item
        return
    held = cast("tuple[Any, ...]", document[name])
    at = len(held) if place is None else place
    document[name] = (*held[:at], item, *held[at + 1 :])
