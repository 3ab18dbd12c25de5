"""`domain.go`: the pure functions in which a team's own rules go, with a sensible behaviour to begin with."""

from __future__ import annotations

from tools.blueprint.source.golang.words import aligned, comment, quoted, record_name, texts
from tools.blueprint.source.program import Condition, Program, Projection
from tools.blueprint.source.words import camel, remark, spaced

DATA = "shared.Object"


def print_domain(program: Program) -> str:
    """The file."""
    name = program.handler.name
    body: list[str] = []
    for rule in program.rules:
        body += ["", *_RULES[rule](program)]
    for condition in program.conditions:
        body += ["", *_condition(condition)]
    for projection in program.projections:
        body += ["", *_projection(projection)]
    imports = ['import shared "handlers/shared/go"']
    if any("hmac." in line for line in body):
        imports = ["import (", '\t"crypto/hmac"', "", '\tshared "handlers/shared/go"', ")"]
    head = [f"// The rules of {name}. Pure: no network, no clock, no chance. Yours to write.", "", "package main", ""]
    return spaced([*head, *(imports if body else []), *body], 1)


def given_of(program: Program) -> str:
    """The type of what requests carry."""
    return program.given.name if program.given is not None else DATA


def _plain(program: Program) -> str:
    return "given.Object()" if program.given is not None else "given"


def _create(program: Program) -> list[str]:
    assert program.stored is not None
    name = program.stored.name
    return [
        "// ruleCreate is YOURS TO WRITE: what becomes of a new one. Id, moment and maker are added.",
        f"func ruleCreate(given {given_of(program)}, known {DATA}, added shared.Added) ({name}, error) {{",
        f'\tmade := shared.Joined({DATA}{{"id": added.Identifier}}, {_plain(program)})',
        '\tmade["createdAt"] = added.Time',
        '\tif added.Caller != "" {',
        '\t\tmade["createdBy"] = added.Caller',
        "\t}",
        f"\treturn {record_name(name)}Of(made), nil",
        "}",
    ]


def _update(program: Program) -> list[str]:
    fixed = f'shared.Without({_plain(program)}, "id", "createdAt", "createdBy")'
    made = f"{record_name(program.given.name)}Of({fixed})" if program.given is not None else f"{fixed}, nil"
    return [
        "// ruleUpdate is YOURS TO WRITE: the changes to make. Never to an id, a moment or a maker.",
        f"func ruleUpdate(given {given_of(program)}, known {DATA}) ({given_of(program)}, error) {{",
        f"\treturn {made}",
        "}",
    ]


def _process(program: Program) -> list[str]:
    data = program.takes.name if program.takes is not None else DATA
    plain = "data.Object()" if program.takes is not None else "data"
    names = remark(", ".join(client.component for client in program.asks))
    words = f"given what is known from {names}. By default, both" if program.asks else "By default, the fact itself"
    lines = [
        f"// ruleProcess is YOURS TO WRITE: what comes of one fact, {words}."
        if program.asks
        else f"// ruleProcess is YOURS TO WRITE: what comes of one fact. {words}.",
        f"func ruleProcess(data {data}, known {DATA}) (Result, error) {{",
    ]
    if not program.asks:
        return [*lines, f"\treturn resultOf({plain}), nil", "}"]
    return [
        *lines,
        f"\tfound := {DATA}{{}}",
        "\tfor name, value := range known {",
        "\t\tif value != nil {",
        "\t\t\tfound[name] = value",
        "\t\t}",
        "\t}",
        "\tif len(found) == 0 {",
        f"\t\treturn resultOf({plain}), nil",
        "\t}",
        f'\treturn resultOf(shared.Joined({plain}, {DATA}{{"known": found}})), nil',
        "}",
    ]


def _allow(program: Program) -> list[str]:
    del program
    return [
        "// ruleAllow is YOURS TO WRITE: who may come in. Whoever knows the secret; without a secret, nobody.",
        f"func ruleAllow(token, expected string) {DATA} {{",
        '\tif expected != "" && hmac.Equal([]byte(token), []byte(expected)) {',
        f'\t\treturn {DATA}{{"sub": "partner"}}',
        "\t}",
        "\treturn nil",
        "}",
    ]


_RULES = {"create": _create, "update": _update, "process": _process, "allow": _allow}


def _condition(condition: Condition) -> list[str]:
    name = camel(condition.name)
    return [
        f"// {name} says whether {condition.what} is told of a result: the design expects it of {condition.share}.",
        f"// By default of all, but for those in which the rules above set `{name}` to false.",
        f"func {name}(result {DATA}) bool {{",
        f"\treturn result[{quoted(name)}] != false",
        "}",
    ]


def _projection(projection: Projection) -> list[str]:
    event = projection.event
    picks = [(f"{quoted(name)}:", f"{{{texts(places)[9:-1]}}},") for name, places in projection.picks]
    function = record_name(event.name)
    return [
        comment(f"{function} gives: {event.words}"),
        f"func {function}(result {DATA}) {event.name} {{",
        f"\treturn {function}Of(shared.Picked(result, map[string][]string{{",
        *aligned(picks, "\t\t"),
        "\t}))",
        "}",
    ]
