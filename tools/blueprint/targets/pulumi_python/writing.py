"""Writes Python: values, resources and references, laid out as a formatter would.

Every string is quoted here and nowhere else, so that nothing in it ends the string or begins a substitution.
"""

from __future__ import annotations

import keyword
from collections.abc import Callable
from typing import Any

from tools.blueprint.bridged.layout import group
from tools.blueprint.bridged.names import Given, Props, attribute_of, component_props, props_of, token_of
from tools.blueprint.bridged.program import ARCHIVE, Declared, Program, is_output, key_of
from tools.blueprint.resources.labels import snake
from tools.blueprint.resources.tree import (
    Apply,
    Attr,
    Block,
    Call,
    Choice,
    Equal,
    Fact,
    Item,
    Local,
    Node,
    Noted,
    Text,
    Variable,
    Word,
    is_number,
)

STEP = "    "

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def quoted(text: str) -> str:
    """A string literal that stands for exactly this text."""
    return f'"{_literal(text)}"'


def _literal(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return "".join(_ESCAPES.get(c) or _character(c) for c in text)


def _character(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _in_format(text: str) -> str:
    return _literal(text).replace("{", "{{").replace("}", "}}")


FACTS = {
    "partition": "partition",
    "region": "region",
    "account": "account",
    "stack": "stack",
    "suffix": "dns_suffix",
    "primary": "is_primary",
    "zones": "zones",
    "edge": "edge",
}
"""Names of facts in the settings."""


class Writer:
    """Writes the values of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.secrets = program.secrets
        self._writers: dict[type, Callable[[Any, str], str]] = {
            str: lambda node, pad: quoted(node),
            bool: lambda node, pad: str(node),
            int: lambda node, pad: str(node),
            float: lambda node, pad: f"{node:.10f}".rstrip("0").rstrip("."),
            type(None): lambda node, pad: "None",
            dict: self._object,
            list: self._list,
            tuple: self._objects,
            Props: self._props,
            Text: self._text,
            Call: self._json,
            Noted: lambda node, pad: self.write(node.value, pad),
            Attr: lambda node, pad: self.attribute(node),
            Fact: lambda node, pad: self._fact(node),
            Variable: lambda node, pad: f"settings.{snake(node.name)}",
            Local: lambda node, pad: self.program.declared["locals", "", node.name].name,
            Word: lambda node, pad: quoted(node.code),
            Apply: self._applied,
            Item: self._item,
            Equal: lambda node, pad: f"{self.write(node.left, pad)} == {quoted(node.right)}",
            Choice: self._choice,
        }

    def write(self, node: Given, pad: str = "") -> str:
        """A value; lines after the first are indented."""
        return self._writers[type(node)](node, pad)

    def _props(self, node: Props, pad: str) -> str:
        return self._mapping([(name, value) for name, value in node.items], pad)

    def _object(self, node: dict[str, Node], pad: str) -> str:
        return self._mapping(list(node.items()), pad)

    def _mapping(self, entries: list[tuple[str, Any]], pad: str) -> str:
        inner = pad + STEP
        items = [f"{quoted(name)}: {self.write(value, inner)}" for name, value in entries]
        return group("{", items, "}", pad, step=STEP, open_up=len(items) > 2)

    def _objects(self, node: tuple[Props, ...], pad: str) -> str:
        return group("[", [self._props(each, pad + STEP) for each in node], "]", pad, step=STEP)

    def _list(self, node: list[Node], pad: str) -> str:
        inner = pad + STEP
        items = [self._remark(item, inner) + self.write(item, inner) for item in node]
        return group("[", items, "]", pad, step=STEP, open_up=any(type(item) is Noted for item in node))

    def _remark(self, node: Node, pad: str) -> str:
        return f"# {node.remark}\n{pad}" if isinstance(node, Noted) else ""

    def _text(self, node: Text, pad: str) -> str:
        parts = node.parts
        if parts and parts[0] == Fact("folder"):
            return quoted("".join(part for part in parts[1:] if isinstance(part, str)).removeprefix("/"))
        if is_output(node, self.secrets):
            return group("pulumi.Output.concat(", [self._part(part, pad + STEP) for part in parts], ")", pad, step=STEP)
        found = (_in_format(part) if isinstance(part, str) else f"{{{self.write(part)}}}" for part in parts)
        return f'f"{"".join(found)}"'

    def _part(self, node: Node, pad: str) -> str:
        """A part of a text, which has to be a text itself."""
        written = self.write(node, pad)
        return f"{written}.apply(str)" if isinstance(node, Attr) and is_number(node) else written

    def _json(self, node: Call, pad: str) -> str:
        function = "pulumi.Output.json_dumps" if is_output(node.argument, self.secrets) else "json.dumps"
        written = self.write(node.argument, pad + STEP)
        return group(f"{function}(", [written], ")", pad, step=STEP)

    def _fact(self, node: Fact) -> str:
        return "number" if node.what == "number" else f"settings.{FACTS[node.what]}"

    def attribute(self, node: Attr) -> str:
        """An attribute of something declared; the thing itself where no attribute is asked for."""
        if node.kind == ARCHIVE:
            return f"archive({self.write(self.program.folder_of(node.label))})"
        told = self.program.told_before(node)
        if told is not None:
            return self.write(told)
        name, path = self.program.declared[key_of(node)].name, self._path(node)
        match node.which:
            case "every":
                return f"[each{path} for each in {name}]"
            case "same":
                return f"{name}[number]{path}"
            case int() if self.program.declared[key_of(node)].several == "many":
                return f"{name}[{node.which}]{path}"
            case _:
                return f"{name}{path}"

    def _path(self, node: Attr) -> str:
        if node.path == "random_password":
            return ".result"
        return f".{attribute_of(node.kind, node.path)}" if node.path else ""

    def _item(self, node: Item, pad: str) -> str:
        match node:
            case Item(Apply("split", (str(mark), text)), int(key)):
                return f"{self.write(text, pad)}.apply(lambda text: text.split({quoted(mark)})[{key}])"
            case Item(Apply("jsondecode", (text,)), str(key)):
                return f"{self.write(text, pad)}.apply(lambda text: json.loads(text)[{quoted(key)}])"
            case _:
                return f"{self.write(node.value, pad)}[{self.write(node.key, pad)}]"

    def _applied(self, node: Apply, pad: str) -> str:
        match node:
            case Apply("join", (str(mark), items)):
                return f"pulumi.Output.all(*{self.write(items, pad)}).apply(lambda found: {quoted(mark)}.join(found))"
            case Apply("sha1", (text,)):
                return f"{self.write(text, pad)}.apply(digest)"
            case Apply("replace", (text, str(old), str(new))):
                # Single quotes: this stands inside format strings.
                return f"{self.write(text, pad)}.replace({old!r}, {new!r})"
            case Apply("trimsuffix", (Apply("substr", (_, _, int(most))), _)):
                return f"settings.short({most})"
            case Apply("slice", (items, _, Apply("min", (int(most), _)))):
                return f"{self.write(items, pad)}[:{most}]"
            case Apply("file", (path,)):
                return f'Path({self.write(path, pad)}).read_text("utf-8")'
            case _:
                raise ValueError(f"no way to write {node.function} of {len(node.arguments)} arguments")

    def _choice(self, node: Choice, pad: str) -> str:
        return f"{self.write(node.yes, pad)} if {self.write(node.condition, pad)} else {self.write(node.no, pad)}"

    def statement(self, declared: Declared) -> str:
        """A declaration, as the statement of a file."""
        entry = declared.entry
        if entry.word == "locals":
            return "\n".join(f"{name} = {self.write(value)}" for name, value in entry.body.items())
        made = self._counted(declared)
        known = (entry.word, entry.kind, entry.label) in self.program.used
        return f"{declared.name} = {made}" if known else made

    def _counted(self, declared: Declared) -> str:
        count = declared.entry.body.get("count")
        if isinstance(count, int):
            return f"[\n{STEP}{self._made(declared, STEP, True)}\n{STEP}for number in range({count})\n]"
        if isinstance(count, Choice):
            made, condition = self._made(declared, STEP), self.write(count.condition)
            first, second = ("None", made) if count.yes == 0 else (made, "None")
            return f"(\n{STEP}{first}\n{STEP}if {condition}\n{STEP}else {second}\n)"
        return self._made(declared, "")

    def _made(self, declared: Declared, pad: str, numbered: bool = False) -> str:
        entry = declared.entry
        label = entry.label.replace("_", "-")
        name = f'f"{label}-{{number + 1}}"' if numbered else quoted(label)
        if entry.word == "module":
            return self._component(declared, name, pad)
        if "random" in entry.kind:
            length = entry.body["password_length"]
            return f"random.RandomPassword({name}, length={length}, special=False)"
        props = props_of(entry.kind, entry.body)
        if entry.word in ("data", "ephemeral"):
            return self._called("aws.secretsmanager.get_secret_version_output", "", props, "", pad)
        token = token_of(entry.kind)
        module = f"{token.module}_" if keyword.iskeyword(token.module) else token.module
        return self._called(f"aws.{module}.{token.name}", name, props, self._options(declared), pad)

    def _called(self, head: str, name: str, props: Props, options: str, pad: str) -> str:
        inner = pad + STEP
        given = [f"{word}={self.write(value, inner)}" for word, value in props.items]
        items = [*([name] if name else []), *given, *([f"opts={options}"] if options else [])]
        return group(f"{head}(", items, ")", pad, step=STEP, open_up=len(given) > 1)

    def _component(self, declared: Declared, name: str, pad: str) -> str:
        body = dict(declared.entry.body)
        edge = body.pop("providers", None) is not None
        del body["source"]
        options = 'pulumi.ResourceOptions(providers={"aws": settings.edge})' if edge else ""
        return self._called("LambdaFunction", name, component_props(body), options, pad)

    def _options(self, declared: Declared) -> str:
        found: list[str] = []
        body = declared.entry.body
        if "provider" in body:
            found.append("provider=settings.edge")
        lifecycle = body.get("lifecycle")
        settings = lifecycle.body if isinstance(lifecycle, Block) else {}
        if settings.get("prevent_destroy"):
            found.append("protect=True")
        if "ignore_changes" in settings:
            found.append(f"ignore_changes={self.write(settings['ignore_changes'])}")
        waiting = body.get("depends_on")
        if isinstance(waiting, list):
            found.append(f"depends_on=[{', '.join(self._awaited(each) for each in waiting)}]")
        return f"pulumi.ResourceOptions({', '.join(found)})" if found else ""

    def _awaited(self, node: Node) -> str:
        assert isinstance(node, Attr)
        declared = self.program.declared[key_of(node)]
        if declared.several == "perhaps":
            return f"*([{declared.name}] if {declared.name} else [])"
        return f"*{declared.name}" if declared.several == "many" else declared.name
