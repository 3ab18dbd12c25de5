"""The work that is the same however a handler is called: ask, decide, keep, tell."""

from __future__ import annotations

from tools.blueprint.source.neighbours import Client
from tools.blueprint.source.program import Effects, Program, Tell
from tools.blueprint.source.words import camel, constant, literal


def print_work(program: Program) -> list[str]:
    """The method `work`, where the handler has one."""
    if not program.works:
        return []
    lines = ["", "/** Handles one fact: asks, decides, keeps, tells. */"]
    lines += ["static Map<String, Object> work(Fact fact) {"]
    data = "fact.data()"
    if program.takes is not None:
        kind = f"Types.{program.takes.name}"
        lines.append(f"  {kind} data = {kind}.of(Validation.checked(fact.data(), {kind}.FIELDS, false));")
        data = "data"
    lines += [f"  {line}" for line in known_of(program.asks, "fact.data()")]
    known = "known" if program.asks else "Map.of()"
    lines.append(f"  Map<String, Object> result = Domain.process({data}, {known}).json();")
    lines += [f"  {line}" for line in effects_of(program.work, "result", "fact.id()", "fact.time()")]
    return [*lines, '  Logs.info("handled", "fact", fact.id());', "  return result;", "}", ""]


def known_of(asks: tuple[Client, ...], data: str) -> list[str]:
    """What is asked before anything is decided."""
    if not asks:
        return []
    told = [f"known.put({literal(c.component)}, {constant(c.component)}.about({data}));" for c in asks]
    return ["Map<String, Object> known = new LinkedHashMap<>();", *told]


def effects_of(effects: Effects, result: str, cause: str, time: str) -> list[str]:
    """What is kept, and who is told."""
    lines = [f"{constant(client.component)}.keep({result}, {cause}, {time});" for client in effects.keeps]
    if not effects.guarded:
        return lines + [_telling(tell, result, cause) for tell in effects.tells]
    one = len(effects.tells) == 1
    told = [_tell(tell, result, cause) if one else _telling(tell, result, cause) for tell in effects.tells]
    lines += ["// Others are told once, however often the fact is delivered."]
    once = ["ONCE.once(ONCE.keyOf(fact), () -> {", *(f"  {line}" for line in told), "  return Json.object();", "});"]
    if effects.always:
        return [*lines, *once]
    wanted = " || ".join(f"Domain.{camel(condition)}({result})" for condition in effects.conditions)
    return [*lines, f"if ({wanted}) {{", *(f"  {line}" for line in once), "}"]


def _telling(tell: Tell, result: str, cause: str) -> str:
    line = _tell(tell, result, cause)
    return f"if (Domain.{camel(tell.condition)}({result})) {line}" if tell.condition else line


def _tell(tell: Tell, result: str, cause: str) -> str:
    data = f"Domain.{camel(tell.type)}Told({result}).json()" if tell.event else result
    name = constant(tell.client.component)
    if tell.everyone is not None:
        known = constant(tell.everyone.component)
        return f"{name}.tellAll({known}, {literal(tell.type)}, {tell.version}, {data});"
    return f"{name}.tell({literal(tell.type)}, {tell.version}, {data}, {cause});"
