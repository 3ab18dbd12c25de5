"""The work that is the same however a handler is called: ask, decide, keep, tell."""

from __future__ import annotations

from tools.blueprint.source.handlers import Handler, Told
from tools.blueprint.source.neighbours import Client
from tools.blueprint.source.words import constant, literal, snake


def print_work(handler: Handler) -> list[str]:
    """The function `work`, where the handler has one."""
    if not handler.works or handler.callings == ("door",) or handler.callings == ("transform",):
        return []
    lines = ["", "def work(fact: Fact) -> dict[str, Any]:", f'    """{_words(handler)}"""']
    data = "fact.data"
    if handler.consumed is not None:
        kind = handler.consumed.name
        whole = f"checked(fact.data, {constant(kind)}, strict=False)"
        lines.append(f"    data = {whole} if fact.type == {literal(kind)} else fact.data")
        data = "data"
    lines += [f"    {line}" for line in known_of(handler.asks, data)]
    known = "known" if handler.asks else "{}"
    lines.append(f"    result = domain.process({data}, {known})")
    effects = (
        _guarded(handler) if handler.guards == "telling" else effects_of(handler, "result", "fact.id", "fact.time")
    )
    lines += [f"    {line}" if line else "" for line in effects]
    return [*lines, '    logs.info("handled", fact=fact.id)', "    return result", ""]


def _words(handler: Handler) -> str:
    parts = [
        word for word, given in (("asks", handler.asks), ("keeps", handler.keeps), ("tells", handler.tells)) if given
    ]
    return f"Handles one fact: {', '.join(['decides', *parts])}." if parts else "Handles one fact."


def known_of(asks: tuple[Client, ...], data: str) -> list[str]:
    """What is asked before anything is decided."""
    if not asks:
        return []
    return ["known = {", *(f"    {literal(c.component)}: {constant(c.component)}.about({data})," for c in asks), "}"]


def effects_of(handler: Handler, result: str, cause: str, time: str) -> list[str]:
    """What is kept, and who is told."""
    lines = [f"{constant(client.component)}.keep({result}, {cause}, {time})" for client in handler.keeps]
    return lines + [line for told in handler.tells for line in _telling(handler, told, result, cause)]


def _telling(handler: Handler, told: Told, result: str, cause: str) -> list[str]:
    line = _tell(handler, told, result, cause)
    return [f"if {_wanted(told, result)}:", f"    {line}"] if told.condition else [line]


def _wanted(told: Told, result: str) -> str:
    return f"domain.{snake(told.condition)}({result})"


def _guarded(handler: Handler) -> list[str]:
    """What is kept, as often as it comes; who is told, once."""
    lines = [f"{constant(client.component)}.keep(result, fact.id, fact.time)" for client in handler.keeps]
    one = len(handler.tells) == 1
    told = [
        line
        for told in handler.tells
        for line in (
            [_tell(handler, told, "result", "fact.id")] if one else _telling(handler, told, "result", "fact.id")
        )
    ]
    lines += ["", "def tell() -> None:", '    """Tells others: once, however often the fact is delivered."""']
    lines += [*(f"    {line}" for line in told), ""]
    once = "ONCE.do(ONCE.key_of_fact(fact), tell)"
    if not all(told.condition for told in handler.tells):
        return [*lines, once]
    wanted = " or ".join(dict.fromkeys(_wanted(told, "result") for told in handler.tells))
    return [*lines, f"if {wanted}:", f"    {once}"]


def _tell(handler: Handler, told: Told, result: str, cause: str) -> str:
    data = f"domain.{snake(told.type)}({result})" if told.event is not None else result
    name = constant(told.client.component)
    if told.client.type == "Connections" and handler.connections is not None:
        known = constant(handler.connections.component)
        return f"{name}.tell_all({known}, {literal(told.type)}, {told.version}, {data})"
    return f"{name}.tell({literal(told.type)}, {told.version}, {data}, {cause})"
