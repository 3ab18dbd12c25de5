"""Any design the language can express, made from the language's own types: every kind, every field, every choice."""

from __future__ import annotations

import types
from math import ceil
from random import Random
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import StringConstraints

from tools.design.base import FieldName, Model, Name, RefTo, Region, TypeName
from tools.design.components import COMPONENT_TYPES
from tools.design.decisions import Decision
from tools.design.design import Design
from tools.design.events import Event
from tools.design.links import Link
from tools.design.requirements import Requirements

Plain = dict[str, Any]

NAMES: dict[str, str] = {kind: f"the-{kind}" for kind in COMPONENT_TYPES}
"""One component of every kind, by kind."""

PARTS: dict[str, str] = {"definition": "process", "load": "visits", "events": "ThingDone", "key": "thingId"}
"""Fields whose values name other parts, and the one part there is."""

SAMPLES: dict[str, tuple[str, ...]] = {
    pattern.__metadata__[0].pattern: samples
    for pattern, samples in (
        (Name, ("a", "order-42", "x" * 48)),
        (TypeName, ("A", "OrderPlaced2")),
        (FieldName, ("_", "orderId", "a1_B")),
        (Region, ("eu-west-1", "westeurope")),
    )
}
"""Strings for each pattern of the language."""

WORDS = (
    "", "plain words", "a: b # c", "'", '"', "- x", "{}", "yes", "null", "1e3", "0x1F", "2024-01-01", "ü 漢 🚲",
    "a\nb", " lead", "trail ", "\t", "<b>&amp;</b>", "${Name}", "%s", "\\n", "*a", "&a", "!ref", "|", ">", "~",
    "\u2028", "a\r\nb", "\\ud83d\\udeb2",
)  # fmt: skip
"""Words that formats stumble over."""

WORKFLOW: Plain = {
    "name": "process",
    "steps": [
        {"kind": "pass", "name": "first"},
        {"kind": "wait", "name": "second", "seconds": 5},
        {"kind": "succeed", "name": "last"},
    ],
}
EVENT: Plain = {"name": "ThingDone", "owner": NAMES["function"], "fields": [{"name": "thingId", "type": "uuid"}]}
WAIVER: Plain = {
    "rule": "SL-A01",
    "component": NAMES["api"],
    "reason": "there is nothing to log",
    "expires": "2030-01-01",
}
LOAD: Plain = {"id": "visits", "what": "visits", "count": 3, "origin": {"kind": "assumed", "reason": "for a test"}}


def any_design(seed: int) -> Design:
    """A design with a component of every kind and parts of every sort; another one for every seed."""
    maker = Maker(Random(seed))
    asked = maker.model(Requirements)
    events = [EVENT, *({**e, "key": []} for e in maker.some(Event) if e["name"] != "ThingDone")]
    plain: Plain = {
        "name": "any",
        "title": maker.words(),
        "requirements": {**asked, "loads": [LOAD]},
        "components": [maker.component(kind) for kind in maker.random.sample(sorted(NAMES), len(NAMES))],
        "links": [maker.model(Link) for _ in range(8)],
        "events": events[:2],
        "workflows": [WORKFLOW],
        "decisions": maker.some(Decision)[:1],
        "waivers": [WAIVER] if maker.random.random() < 0.5 else [],
    }
    return Design.model_validate(plain)


class Maker:
    """Makes plain data of the language's types by the throw of a dice."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def component(self, kind: str) -> Plain:
        """A component of a kind, under its name."""
        return {**self.model(COMPONENT_TYPES[kind]), "kind": kind, "name": NAMES[kind]}

    def some(self, cls: type[Model]) -> list[Plain]:
        """None to two."""
        return [self.model(cls) for _ in range(self.random.randrange(3))]

    def model(self, cls: type[Model]) -> Plain:
        """All that is required, and about half of the rest."""
        return {
            name: self.field(name, field.annotation, tuple(field.metadata))
            for name, field in cls.model_fields.items()
            if field.is_required() or name == "kind" or self.random.random() < 0.5
        }

    def field(self, name: str, annotation: Any, metadata: tuple[Any, ...]) -> Any:
        """A value of a field: of its type, or the name of a part."""
        if name in PARTS and (name in ("definition", "load") or get_origin(annotation) is tuple):
            return [PARTS[name]] if get_origin(annotation) is tuple else PARTS[name]
        return self.of_type(annotation, metadata)

    def of_type(self, annotation: Any, metadata: tuple[Any, ...] = ()) -> Any:
        """A value of a type."""
        origin, arguments = get_origin(annotation), get_args(annotation)
        if hasattr(annotation, "__metadata__"):
            return self.of_type(annotation.__origin__, (*annotation.__metadata__, *metadata))
        if origin is Literal:
            return self.random.choice(arguments)
        if origin in (Union, types.UnionType):
            return self.of_type(self.random.choice(arguments), metadata)
        if origin is tuple:
            least = next((mark.min_length for mark in metadata if isinstance(mark, MinLen)), 0)
            return [self.of_type(arguments[0]) for _ in range(max(least, self.random.randrange(3)))]
        if isinstance(annotation, type) and issubclass(annotation, Model):
            return self.model(annotation)
        return self.scalar(annotation, metadata)

    def scalar(self, annotation: Any, metadata: tuple[Any, ...]) -> Any:
        """A string, a number, a truth, or nothing."""
        if annotation is str:
            return self.string(metadata)
        if annotation is bool:
            return self.random.random() < 0.5
        if annotation is type(None):
            return None
        low, high = bounds(metadata)
        if annotation is int:
            return self.random.choice((ceil(low), int(high), self.random.randint(ceil(low), int(high))))
        assert annotation is float, annotation
        return self.random.choice((low, high, self.random.uniform(low, high), float(int(high))))

    def string(self, metadata: tuple[Any, ...]) -> str:
        """A string that keeps what is asked of it."""
        for mark in sorted(metadata, key=lambda mark: not isinstance(mark, RefTo)):
            if isinstance(mark, RefTo):
                return NAMES[self.random.choice(mark.kinds or sorted(NAMES))]
            if isinstance(mark, StringConstraints) and mark.pattern is not None:
                return self.random.choice(SAMPLES[str(mark.pattern)])
        return self.words()[: next((m.max_length for m in metadata if isinstance(m, MaxLen | StringConstraints)), None)]

    def words(self) -> str:
        """Words of people, and of their tools."""
        return "".join(self.random.choice(WORDS) for _ in range(self.random.randrange(4)))


def bounds(metadata: tuple[Any, ...]) -> tuple[float, float]:
    """Least and greatest of a number."""
    low, high = -1e6, 1e6
    for mark in metadata:
        if isinstance(mark, Gt):
            low = float(str(mark.gt)) + 1e-6
        elif isinstance(mark, Ge):
            low = float(str(mark.ge))
        elif isinstance(mark, Lt):
            high = float(str(mark.lt)) - 1e-6
        elif isinstance(mark, Le):
            high = float(str(mark.le))
    return low, high
