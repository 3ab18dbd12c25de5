"""`domain.py`: the pure functions in which a team's own rules go, with a sensible behaviour to begin with."""

from __future__ import annotations

from tools.blueprint.source.handlers import Handler, Told
from tools.blueprint.source.wording import conditions_of, events_told, percent, value_of, wanted_rules
from tools.blueprint.source.words import camel, documented, literal, remark, snake, spaced


def print_domain(handler: Handler) -> str:
    """The module."""
    lines = [
        f'"""The rules of {handler.name}. Pure: no network, no clock, no chance. Yours to write."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Any",
        "",
    ]
    if "door" in handler.callings:
        lines[4:4] = ["from hmac import compare_digest"]
        lines += ["", *_ALLOW]
    wanted = wanted_rules(handler)
    if "create" in wanted:
        lines += ["", *_create(handler), ""]
    if "update" in wanted:
        lines += ["", *_update(handler), ""]
    if "process" in wanted:
        lines += ["", *_process(handler), ""]
    for name, told in conditions_of(handler).items():
        lines += ["", *_condition(name, told), ""]
    for told in events_told(handler):
        lines += ["", *_projection(handler, told), ""]
    return spaced(lines)


def _name(handler: Handler) -> str:
    return remark(handler.entity.name) if handler.entity is not None else "item"


_CREATE = "given: dict[str, Any], known: dict[str, Any], identifier: str, time: str, caller: str"


def _create(handler: Handler) -> list[str]:
    return [
        f"def create({_CREATE}) -> dict[str, Any]:",
        f'    """What becomes of a new {_name(handler)}: its id, when it came, and who brought it are added."""',
        '    made = {"id": identifier, **given, "createdAt": time}',
        '    return {**made, "createdBy": caller} if caller else made',
    ]


def _update(handler: Handler) -> list[str]:
    return [
        "def update(given: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:",
        f'    """The changes to make to {_article(_name(handler))}: those asked for, but never to its id."""',
        '    return {name: value for name, value in given.items() if name not in ("id", "createdAt", "createdBy")}',
    ]


def _article(word: str) -> str:
    return f"an {word}" if word[:1].lower() in "aeiou" else f"a {word}"


def _process(handler: Handler) -> list[str]:
    lines = ["def process(data: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:"]
    kept = "isinstance(value, (str, int, float, dict, list))"
    if not handler.asks:
        return [*lines, '    """What comes of one fact: by default, the fact itself."""', "    return dict(data)"]
    names = remark(", ".join(client.component for client in handler.asks))
    return [
        *lines,
        *documented(f"What comes of one fact, given what is known from {names}: by default, both.", "    "),
        f"    found = {{name: value for name, value in known.items() if {kept}}}",
        '    return {**data, **({"known": found} if found else {})}',
    ]


def _condition(name: str, told: Told) -> list[str]:
    what = told.type if told.event is not None else told.client.component
    return [
        f"def {snake(name)}(result: dict[str, Any]) -> bool:",
        f'    """Whether {remark(what)} is told of a result: the design expects it of {percent(told.share)}.',
        "",
        f"    By default of all, but for those in which the rules above set `{camel(name)}` to false.",
        '    """',
        f"    return bool(result.get({literal(camel(name))}, True))",
    ]


def _projection(handler: Handler, told: Told) -> list[str]:
    assert told.event is not None
    lines = [
        f"def {snake(told.type)}(result: dict[str, Any]) -> dict[str, Any]:",
        f'    """What others are told by {told.type}, version {told.version}."""',
        "    data = {",
    ]
    lines += [f"        {literal(field.name)}: {_value(handler, field.name)}," for field in told.event.fields]
    return [*lines, "    }", "    return {name: value for name, value in data.items() if value is not None}"]


def _value(handler: Handler, name: str) -> str:
    own, *others = value_of(handler, name)
    return f"result.get({literal(own)}, result.get({literal(others[0])}))" if others else f"result.get({literal(own)})"


_ALLOW = [
    "def allow(token: str, expected: str) -> dict[str, Any] | None:",
    '    """Who may come in: whoever knows the secret. Without a secret, nobody."""',
    "    if expected and compare_digest(token.encode(), expected.encode()):",
    '        return {"sub": "partner"}',
    "    return None",
    "",
]
