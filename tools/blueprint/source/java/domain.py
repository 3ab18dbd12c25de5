"""`Domain.java`: the pure functions in which a team's own rules go, with a sensible behaviour to begin with."""

from __future__ import annotations

from tools.blueprint.source.java.words import package_of
from tools.blueprint.source.program import Condition, Program, Projection
from tools.blueprint.source.words import camel, literal, remark, spaced

DATA = "Map<String, Object>"


def print_domain(program: Program) -> str:
    """The class."""
    name = program.handler.name
    body: list[str] = []
    for rule in program.rules:
        body += ["", *_RULES[rule](program)]
    for condition in program.conditions:
        body += ["", *_condition(condition)]
    for projection in program.projections:
        body += ["", *_projection(projection)]
    text = "\n".join(body)
    imports = [
        *(["import java.nio.charset.StandardCharsets;"] if "StandardCharsets" in text else []),
        *(["import java.security.MessageDigest;"] if "MessageDigest" in text else []),
        "import java.util.Map;",
        *(["import shared.Facts.Added;"] if "Added added" in text else []),
        *(["import shared.Json;"] if "Json." in text else []),
    ]
    head = [f"package {package_of(name)};", "", *imports, ""]
    words = f"/** The rules of {name}. Pure: no network, no clock, no chance. Yours to write. */"
    return spaced([*head, words, "public final class Domain {", "  private Domain() {}", *_indented(body), "}"], 1)


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def given_of(program: Program) -> str:
    """The type of what requests carry."""
    return f"Types.{program.given.name}" if program.given is not None else DATA


def _plain(program: Program) -> str:
    return "given.json()" if program.given is not None else "given"


def _create(program: Program) -> list[str]:
    assert program.stored is not None
    made = f"Types.{program.stored.name}"
    return [
        "/** YOURS TO WRITE. What becomes of a new one: its id, when it came, and who brought it are added. */",
        f"public static {made} create({given_of(program)} given, {DATA} known, Added added) {{",
        f'  {DATA} made = Json.joined(Json.object("id", added.identifier()), {_plain(program)});',
        '  made.put("createdAt", added.time());',
        '  if (!added.caller().isEmpty()) made.put("createdBy", added.caller());',
        f"  return {made}.of(made);",
        "}",
    ]


def _update(program: Program) -> list[str]:
    fixed = f'Json.without({_plain(program)}, "id", "createdAt", "createdBy")'
    made = f"{given_of(program)}.of({fixed})" if program.given is not None else fixed
    return [
        "/** YOURS TO WRITE. The changes to make: those asked for, but never to an id, a moment or a maker. */",
        f"public static {given_of(program)} update({given_of(program)} given, {DATA} known) {{",
        f"  return {made};",
        "}",
    ]


def _process(program: Program) -> list[str]:
    data = f"Types.{program.takes.name}" if program.takes is not None else DATA
    plain = "data.json()" if program.takes is not None else "data"
    names = remark(", ".join(client.component for client in program.asks))
    words = f"given what is known from {names}: by default, both" if program.asks else "by default, the fact itself"
    lines = [
        f"/** YOURS TO WRITE. What comes of one fact, {words}. */",
        f"public static Types.Result process({data} data, {DATA} known) {{",
    ]
    if not program.asks:
        return [*lines, f"  return Types.Result.of({plain});", "}"]
    return [
        *lines,
        f"  {DATA} found = Json.joined(known);",
        "  found.values().removeIf(each -> each == null);",
        f'  return Types.Result.of(found.isEmpty() ? {plain} : Json.joined({plain}, Json.object("known", found)));',
        "}",
    ]


def _allow(program: Program) -> list[str]:
    del program
    return [
        "/** YOURS TO WRITE. Who may come in: whoever knows the secret. Without a secret, nobody. */",
        f"public static {DATA} allow(String token, String expected) {{",
        "  byte[] given = token.getBytes(StandardCharsets.UTF_8);",
        "  byte[] wanted = expected.getBytes(StandardCharsets.UTF_8);",
        '  return wanted.length > 0 && MessageDigest.isEqual(given, wanted) ? Json.object("sub", "partner") : null;',
        "}",
    ]


_RULES = {"create": _create, "update": _update, "process": _process, "allow": _allow}


def _condition(condition: Condition) -> list[str]:
    name = camel(condition.name)
    return [
        "/**",
        f" * Whether {condition.what} is told of a result: the design expects it of {condition.share}.",
        f" * By default of all, but for those in which the rules above set `{name}` to false.",
        " */",
        f"public static boolean {name}({DATA} result) {{",
        f"  return !Boolean.FALSE.equals(result.get({literal(name)}));",
        "}",
    ]


def _projection(projection: Projection) -> list[str]:
    event = projection.event
    picks = [
        f"      {literal(name)}, Json.first(result, {', '.join(literal(place) for place in places)}),"
        for name, places in projection.picks
    ]
    picks[-1] = picks[-1].removesuffix(",") + "));"
    return [
        f"/** {remark(event.words)} */",
        f"public static Types.{event.name} {camel(event.name)}({DATA} result) {{",
        f"  return Types.{event.name}.of(Json.object(",
        *picks,
        "}",
    ]
