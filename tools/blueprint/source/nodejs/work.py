"""The work that is the same however a handler is called: ask, decide, keep, tell."""

from __future__ import annotations

from tools.blueprint.source.handlers import Handler, Told
from tools.blueprint.source.neighbours import Client
from tools.blueprint.source.words import camel, constant, quoted


def print_work(handler: Handler) -> list[str]:
    """The function `work`, where the handler has one."""
    if not handler.works or handler.callings == ("door",) or handler.callings == ("transform",):
        return []
    parts = [
        word for word, given in (("asks", handler.asks), ("keeps", handler.keeps), ("tells", handler.tells)) if given
    ]
    words = f"Handles one fact: {', '.join(['decides', *parts])}." if parts else "Handles one fact."
    lines = ["", f"/** {words} */", "async function work(found) {"]
    data = "found.data"
    if handler.consumed is not None:
        kind = handler.consumed.name
        whole = f"checked(found.data, {constant(kind)}, {{ strict: false }})"
        lines.append(f"  const data = found.type === {quoted(kind)} ? {whole} : found.data;")
        data = "data"
    lines += [f"  {line}" for line in known_of(handler.asks, data)]
    lines.append(f"  const result = domain.process({data}, {'known' if handler.asks else '{}'});")
    effects = (
        _guarded(handler) if handler.guards == "telling" else effects_of(handler, "result", "found.id", "found.time")
    )
    lines += [f"  {line}" for line in effects]
    return [*lines, "  info('handled', { fact: found.id });", "  return result;", "}", ""]


def known_of(asks: tuple[Client, ...], data: str) -> list[str]:
    """What is asked before anything is decided."""
    if not asks:
        return []
    return [
        "const known = {",
        *(f"  {_property(c.component)}: await {constant(c.component)}.about({data})," for c in asks),
        "};",
    ]


def _property(name: str) -> str:
    return quoted(name) if "-" in name else name


def effects_of(handler: Handler, result: str, cause: str, time: str) -> list[str]:
    """What is kept, and who is told."""
    lines = [f"await {constant(client.component)}.keep({result}, {cause}, {time});" for client in handler.keeps]
    return lines + [_telling(handler, told, result, cause) for told in handler.tells]


def _telling(handler: Handler, told: Told, result: str, cause: str) -> str:
    line = _tell(handler, told, result, cause)
    return f"if ({_wanted(told, result)}) {line}" if told.condition else line


def _wanted(told: Told, result: str) -> str:
    return f"domain.{camel(told.condition)}({result})"


def _guarded(handler: Handler) -> list[str]:
    """What is kept, as often as it comes; who is told, once."""
    lines = [f"await {constant(client.component)}.keep(result, found.id, found.time);" for client in handler.keeps]
    tell = _tell if len(handler.tells) == 1 else _telling
    lines += ["// Others are told once, however often the fact is delivered.", "const tell = async () => {"]
    lines += [*(f"  {tell(handler, told, 'result', 'found.id')}" for told in handler.tells), "};"]
    once = "await ONCE.do(ONCE.keyOfFact(found), tell);"
    if not all(told.condition for told in handler.tells):
        return [*lines, once]
    wanted = " || ".join(dict.fromkeys(_wanted(told, "result") for told in handler.tells))
    return [*lines, f"if ({wanted}) {once}"]


def _tell(handler: Handler, told: Told, result: str, cause: str) -> str:
    data = f"domain.{camel(told.type)}({result})" if told.event is not None else result
    name = constant(told.client.component)
    if told.client.type == "Connections" and handler.connections is not None:
        known = constant(handler.connections.component)
        return f"await {name}.tellAll({known}, {quoted(told.type)}, {told.version}, {data});"
    return f"await {name}.tell({quoted(told.type)}, {told.version}, {data}, {cause});"
