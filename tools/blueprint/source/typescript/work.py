"""The work that is the same however a handler is called: ask, decide, keep, tell."""

from __future__ import annotations

from tools.blueprint.source.neighbours import Client
from tools.blueprint.source.program import Effects, Program, Tell
from tools.blueprint.source.words import camel, constant, quoted


def print_work(program: Program) -> list[str]:
    """The function `work`, where the handler has one."""
    if not program.works:
        return []
    lines = ["", f"/** {words_of_work(program)} */", "async function work(found: Fact): Promise<Data> {"]
    data = "found.data"
    if program.takes is not None:
        name = program.takes.name
        lines.append(f"  const data = checked<{name}>(found.data, {constant(name)}, {{ strict: false }});")
        data = "data"
    lines += [f"  {line}" for line in known_of(program.asks, data)]
    lines.append(f"  const result = domain.process({data}, {'known' if program.asks else '{}'});")
    lines += [f"  {line}" for line in effects_of(program.work, "result", "found.id", "found.time")]
    return [*lines, "  info('handled', { fact: found.id });", "  return result;", "}", ""]


def words_of_work(program: Program) -> str:
    """What the work consists of."""
    effects = program.work
    named = (("asks", program.asks), ("keeps", effects.keeps), ("tells", effects.tells))
    parts = [word for word, given in named if given]
    return f"Handles one fact: {', '.join(['decides', *parts])}." if parts else "Handles one fact."


def known_of(asks: tuple[Client, ...], data: str) -> list[str]:
    """What is asked before anything is decided."""
    if not asks:
        return []
    told = [f"  {_property(c.component)}: await {constant(c.component)}.about({data})," for c in asks]
    return ["const known: Known = {", *told, "};"]


def _property(name: str) -> str:
    return quoted(name) if "-" in name else name


def effects_of(effects: Effects, result: str, cause: str, time: str) -> list[str]:
    """What is kept, and who is told."""
    lines = [f"await {constant(client.component)}.keep({result}, {cause}, {time});" for client in effects.keeps]
    if not effects.guarded:
        return lines + [_telling(tell, result, cause) for tell in effects.tells]
    one = len(effects.tells) == 1
    told = [_tell(tell, result, cause) if one else _telling(tell, result, cause) for tell in effects.tells]
    once = "await ONCE.do(ONCE.keyOfFact(found), tell);"
    lines += ["// Others are told once, however often the fact is delivered."]
    lines += ["const tell = async () => {", *(f"  {line}" for line in told), "};"]
    if effects.always:
        return [*lines, once]
    wanted = " || ".join(f"domain.{camel(condition)}({result})" for condition in effects.conditions)
    return [*lines, f"if ({wanted}) {once}"]


def _telling(tell: Tell, result: str, cause: str) -> str:
    line = _tell(tell, result, cause)
    return f"if (domain.{camel(tell.condition)}({result})) {line}" if tell.condition else line


def _tell(tell: Tell, result: str, cause: str) -> str:
    data = f"domain.{camel(tell.type)}Told({result})" if tell.event else result
    name = constant(tell.client.component)
    if tell.everyone is not None:
        known = constant(tell.everyone.component)
        return f"await {name}.tellAll({known}, {quoted(tell.type)}, {tell.version}, {data});"
    return f"await {name}.tell({quoted(tell.type)}, {tell.version}, {data}, {cause});"
