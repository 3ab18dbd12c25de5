"""`main.go`: the handler of one function, from what calls it to what it keeps and tells."""

from __future__ import annotations

from tools.blueprint.source.golang.operations import print_operations, tables_of
from tools.blueprint.source.golang.words import aligned, comment, indented, quoted, texts, variable_of
from tools.blueprint.source.golang.work import print_work
from tools.blueprint.source.handlers import Calling
from tools.blueprint.source.program import Made, Program
from tools.blueprint.source.words import remark, spaced


def print_app(program: Program) -> str:
    """The file."""
    body = [*_clients(program), *tables_of(program), *_entry(program), *print_work(program), *print_operations(program)]
    head = [comment(program.words), "package main", "", 'import shared "handlers/shared/go"', ""]
    return spaced([*head, *body], 1)


_MEMBERS = {
    "Table": ("Variable", "Partition", "Sort", "Numeric"),
    "Database": ("Prefix", "Table"),
    "Index": ("Variable", "Name"),
    "Model": ("Variable", "Capability"),
    "Bus": ("Variable", "Source"),
    "Queue": ("Variable", "Source"),
    "Topic": ("Variable", "Source"),
    "Stream": ("Variable", "Source"),
    "DeliveryStream": ("Variable", "Source"),
}
_PREFIXED = frozenset({"Task", "Transcoder", "Timers", "Documents", "Warehouse", "Queries", "Series", "Cache", "Mail"})


def _clients(program: Program) -> list[str]:
    pairs = [(f"{variable_of(made.client)} =", _made(made)) for made in program.clients]
    if program.once is not None:
        once = program.once
        given = [f"Scope: {quoted(once.scope)}", f"Paths: {texts(once.paths)}"]
        given += [f"Partition: {quoted(once.partition)}", f"Expires: {quoted(once.expires)}"]
        pairs.append(("once =", f"&shared.Once{{{', '.join(given)}}}"))
    if not pairs:
        return []
    names = [(first.removesuffix(" ="), f"= {second}") for first, second in pairs]
    return ["var (", *aligned(names, "\t"), ")", ""]


def _made(made: Made) -> str:
    kind = made.client.type
    members = _MEMBERS.get(kind, ("Prefix" if kind in _PREFIXED else "Variable",))
    values = (made.client.variable, *made.extra)
    given = [
        f"{member}: {texts(value) if isinstance(value, tuple) else quoted(value)}"
        for member, value in zip(members, values, strict=False)
        if value
    ]
    return f"shared.{kind}{{{', '.join(given)}}}"


_CONDITIONS: dict[Calling, str] = {
    "door": "shared.AsksForEntry(event)",
    "socket": 'shared.Inside(event, "requestContext")["connectionId"] != nil',
    "api": 'event["requestContext"] != nil',
    "graph": 'event["field"] != nil',
    "pool": 'event["triggerSource"] != nil',
    "transform": 'event["deliveryStreamArn"] != nil',
    "batch": "shared.IsBatch(event)",
}


def _entry(program: Program) -> list[str]:
    who = remark(", ".join(program.handler.callers[:4])) or "whoever may invoke it"
    lines = ["", "func main() {", "\tshared.Serve(answer)", "}", ""]
    lines += [f"// answer is what an event gets. Called by {who}."]
    lines += ["func answer(event shared.Object) (any, error) {"]
    for calling in program.callings[:-1]:
        lines += [f"\tif {_CONDITIONS[calling]} {{", *(f"\t\t{step}" for step in _call(program, calling)), "\t}"]
    return [*lines, *indented(_call(program, program.callings[-1])), "}", ""]


def _call(program: Program, calling: Calling) -> list[str]:
    once = "once" if program.guards_work else "nil"
    if calling == "pool":
        return _person(program)
    if calling == "transform":
        return [
            "return shared.Transform(event, func(data shared.Object) (shared.Object, error) {",
            "\tmade, err := ruleProcess(data, nil)",
            "\treturn made.Object(), err",
            "})",
        ]
    return [
        {
            "door": "return shared.Allow(event, decide)",
            "socket": "return shared.Socket(event, answers)",
            "api": f"return shared.Answer(event, routes, {once})",
            "graph": "return shared.Resolve(event, fields)",
            "batch": f"return shared.Each(event, work, {once})",
            "fact": f"return shared.Whole(event, work, {once})",
        }[calling]
    ]


def _person(program: Program) -> list[str]:
    handled = "shared.Handle(shared.FactOfPerson(event), work, nil)"
    if not program.handler.keeps_people:
        return [f"_, err := {handled}", "return event, err"]
    return [
        f"result, err := {handled}",
        "if err != nil {",
        "\treturn nil, err",
        "}",
        'return event, shared.JoinGroup(shared.Text(event["userPoolId"]), result)',
    ]
