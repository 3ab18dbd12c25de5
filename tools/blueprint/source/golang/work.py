"""The work that is the same however a handler is called: ask, decide, keep, tell."""

from __future__ import annotations

from tools.blueprint.source.golang.words import done, indented, quoted, record_name, tried, variable_of
from tools.blueprint.source.neighbours import Client
from tools.blueprint.source.program import Effects, Program, Tell
from tools.blueprint.source.words import camel


def print_work(program: Program) -> list[str]:
    """The function `work`, where the handler has one."""
    if not program.works:
        return []
    body: list[str] = []
    data = "fact.Data"
    if program.takes is not None:
        name = record_name(program.takes.name)
        body += tried(f"checked, err := shared.Checked(fact.Data, {name}Fields, false)")
        body += tried(f"data, err := {name}Of(checked)")
        data = "data"
    body += known_of(program.asks, "fact.Data", "nil")
    body += tried(f"made, err := ruleProcess({data}, {'known' if program.asks else 'nil'})")
    body += ["result := made.Object()", *effects_of(program.work, "result", "fact.ID", "fact.Time", "nil")]
    body += ['shared.Info("handled", "fact", fact.ID)', "return result, nil"]
    head = ["", "// work handles one fact: asks, decides, keeps, tells."]
    return [*head, "func work(fact shared.Fact) (shared.Object, error) {", *indented(body), "}", ""]


def known_of(asks: tuple[Client, ...], data: str, giving: str) -> list[str]:
    """What is asked before anything is decided."""
    if not asks:
        return []
    lines = ["known := shared.Object{}"]
    for client in asks:
        said = f"{camel(client.component)}Said"
        lines += tried(f"{said}, err := {variable_of(client)}.About({data})", giving)
        lines.append(f"known[{quoted(client.component)}] = {said}")
    return lines


def effects_of(effects: Effects, result: str, cause: str, time: str, giving: str) -> list[str]:
    """What is kept, and who is told."""
    lines: list[str] = []
    for client in effects.keeps:
        lines += done(f"{variable_of(client)}.Keep({result}, {cause}, {time})", giving)
    if not effects.guarded:
        return lines + [line for tell in effects.tells for line in _telling(tell, result, cause, giving)]
    one = len(effects.tells) == 1
    told = [
        line
        for tell in effects.tells
        for line in (done(_tell(tell, result, cause)) if one else _telling(tell, result, cause, "nil"))
    ]
    lines += ["// Others are told once, however often the fact is delivered."]
    tell = ["tell := func() (shared.Object, error) {", *indented(told), "\treturn shared.Object{}, nil", "}"]
    once = [
        "if _, err := once.Do(once.KeyOfFact(fact), tell); err != nil {",
        f"\treturn {giving}, err",
        "}",
    ]
    if effects.always:
        return [*lines, *tell, *once]
    wanted = " || ".join(f"{camel(condition)}({result})" for condition in effects.conditions)
    return [*lines, *tell, f"if {wanted} {{", *indented(once), "}"]


def _telling(tell: Tell, result: str, cause: str, giving: str) -> list[str]:
    lines = done(_tell(tell, result, cause), giving)
    return [f"if {camel(tell.condition)}({result}) {{", *indented(lines), "}"] if tell.condition else lines


def _tell(tell: Tell, result: str, cause: str) -> str:
    data = f"{record_name(tell.type)}Told({result}).Object()" if tell.event else result
    name = variable_of(tell.client)
    if tell.everyone is not None:
        return f"{name}.TellAll({variable_of(tell.everyone)}, {quoted(tell.type)}, {tell.version}, {data})"
    return f"{name}.Tell({quoted(tell.type)}, {tell.version}, {data}, {cause})"
