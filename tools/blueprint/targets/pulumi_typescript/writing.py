"""Writes TypeScript: values, resources and references, laid out as Prettier would.

Every string is quoted here and nowhere else, so that nothing in it ends the string or begins a substitution.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

from tools.blueprint.bridged.layout import group
from tools.blueprint.bridged.names import Given, Props, attribute_of, camel, component_props, props_of, token_of
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
)

STEP = "  "

_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*", re.ASCII)
_BARE = re.compile(r"[^`$\\]*")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_IN_TEMPLATE = {"`": "\\`", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "$": "\\$"}


def quoted(text: str) -> str:
    """A string literal that stands for exactly this text."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(_ESCAPES.get(c) or _character(c) for c in text) + '"'


def _character(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\u{{{code:x}}}"


def _literal(text: str) -> str:
    """Literal text of a template."""
    if text.isprintable() and _BARE.fullmatch(text):
        return text
    found = "".join(_IN_TEMPLATE.get(c) or _character(c) for c in text)
    return found.replace("\\$", "$") if "{" not in text and not text.endswith("$") else found


FACTS = {
    "partition": "partition",
    "region": "region",
    "account": "account",
    "stack": "stack",
    "suffix": "dnsSuffix",
    "primary": "isPrimary",
    "zones": "zones",
    "edge": "edge",
}
"""Names of facts in the settings."""


class Writer:
    """Writes the values of one program."""

    core: ClassVar[str] = "pulumi."
    """Where the functions on outputs are."""
    interpolated: ClassVar[str] = "pulumi.interpolate"
    encoded: ClassVar[str] = "pulumi.jsonStringify"

    def __init__(self, program: Program) -> None:
        self.program = program
        self.settings = "settings."
        self.secrets = program.secrets
        self._writers: dict[type, Callable[[Any, str], str]] = {
            str: lambda node, pad: quoted(node),
            bool: lambda node, pad: "true" if node else "false",
            int: lambda node, pad: str(node),
            float: lambda node, pad: f"{node:.10f}".rstrip("0").rstrip("."),
            type(None): lambda node, pad: "undefined",
            dict: self._object,
            list: self._list,
            tuple: self._objects,
            Props: self._props,
            Block: lambda node, pad: self._object(node.body, pad),
            Text: self._text,
            Call: self._json,
            Noted: lambda node, pad: self.write(node.value, pad),
            Attr: lambda node, pad: self.attribute(node),
            Fact: lambda node, pad: self._fact(node),
            Variable: lambda node, pad: self.settings + camel(snake(node.name)),
            Local: lambda node, pad: self._local(node),
            Word: lambda node, pad: quoted(camel(node.code)),
            Apply: self._applied,
            Item: self._item,
            Equal: lambda node, pad: f"{self.write(node.left, pad)} === {quoted(node.right)}",
            Choice: self._choice,
        }

    def write(self, node: Given, pad: str = "") -> str:
        """A value; lines after the first are indented."""
        return self._writers[type(node)](node, pad)

    def is_output(self, node: Node) -> bool:
        """Whether a value is known only while it is deployed."""
        return is_output(node, self.secrets)

    def _props(self, node: Props, pad: str) -> str:
        inner = pad + STEP
        items = [f"{camel(name)}: {self.write(value, inner)}" for name, value in node.items]
        return group("{", items, "}", pad, step=STEP, room=" ", open_up=len(items) > 2)

    def _objects(self, node: tuple[Props, ...], pad: str) -> str:
        if len(node) == 1:
            return f"[{self._props(node[0], pad)}]"
        return group("[", [self._props(each, pad + STEP) for each in node], "]", pad, step=STEP)

    def _object(self, node: dict[str, Node], pad: str) -> str:
        inner = pad + STEP
        # Data, unlike arguments, says that there is nothing: `undefined` would be left out of JSON.
        items = [f"{_key(key)}: {'null' if value is None else self.write(value, inner)}" for key, value in node.items()]
        return group("{", items, "}", pad, step=STEP, room=" ", open_up=len(items) > 2)

    def _list(self, node: list[Node], pad: str) -> str:
        if len(node) == 1 and type(node[0]) is dict:
            return f"[{self._object(node[0], pad)}]"
        inner = pad + STEP
        noted = any(type(item) is Noted for item in node)
        items = [
            f"// {item.remark}\n{inner}{self.write(item, inner)}"
            if isinstance(item, Noted)
            else self.write(item, inner)
            for item in node
        ]
        return group("[", items, "]", pad, step=STEP, open_up=noted)

    def _text(self, node: Text, pad: str) -> str:
        parts = node.parts
        if parts and parts[0] == Fact("folder"):
            rest = "".join(part for part in parts[1:] if isinstance(part, str))
            return quoted(rest.removeprefix("/"))
        written = "".join(
            _literal(part) if isinstance(part, str) else f"${{{self.write(part, pad)}}}" for part in parts
        )
        return f"{self.interpolated}`{written}`" if self.is_output(node) else f"`{written}`"

    def _json(self, node: Call, pad: str) -> str:
        function = self.encoded if self.is_output(node.argument) else "JSON.stringify"
        return f"{function}({self.write(node.argument, pad)})"

    def _fact(self, node: Fact) -> str:
        return "number" if node.what == "number" else self.settings + FACTS[node.what]

    def _local(self, node: Local) -> str:
        return camel(self.program.declared["locals", "", node.name].name)

    def attribute(self, node: Attr) -> str:
        """An attribute of something declared; the thing itself where no attribute is asked for."""
        if node.kind == ARCHIVE:
            return f"archive({self.write(self.program.folder_of(node.label))})"
        told = self.program.told_before(node)
        if told is not None:
            return self.write(told)
        declared = self.program.declared[key_of(node)]
        name, path = camel(declared.name), self.path(node)
        if node.which == "every":
            return f"{name}.map((each) => each{path})"
        if node.which == "same":
            return f"{name}[number]{path}"
        if declared.several == "many":
            return f"{name}[{node.which}]{path}" if node.which is not None else f"{name}{path}"
        return f"{name}!{path}" if declared.several == "perhaps" and path else f"{name}{path}"

    def path(self, node: Attr) -> str:
        """What is written after the name of what an attribute belongs to."""
        if node.path == "random_password":
            return ".result"
        return f".{camel(attribute_of(node.kind, node.path))}" if node.path else ""

    def _item(self, node: Item, pad: str) -> str:
        match node:
            case Item(Apply("split", (str(mark), text)), int(key)):
                return f"{self.write(text, pad)}.apply((text) => text.split({quoted(mark)})[{key}])"
            case Item(Apply("jsondecode", (text,)), str(key)):
                return f"{self.write(text, pad)}.apply((text) => JSON.parse(text)[{quoted(key)}] as string)"
            case _:
                return f"{self.write(node.value, pad)}[{self.write(node.key, pad)}]"

    def _applied(self, node: Apply, pad: str) -> str:
        match node:
            case Apply("join", (str(mark), items)):
                return f"{self.core}all({self.write(items, pad)}).apply((all) => all.join({quoted(mark)}))"
            case Apply("sha1", (text,)):
                return f"{self.write(text, pad)}.apply(digest)"
            case Apply("replace", (text, str(old), str(new))):
                return f"{self.write(text, pad)}.replaceAll({quoted(old)}, {quoted(new)})"
            case Apply("trimsuffix", (Apply("substr", (_, _, int(most))), _)):
                return f"{self.settings}short({most})"
            case Apply("slice", (items, _, Apply("min", (int(most), _)))):
                return f"{self.write(items, pad)}.slice(0, {most})"
            case Apply("file", (path,)):
                return f'readFileSync({self.write(path, pad)}, "utf8")'
            case _:
                raise ValueError(f"no way to write {node.function} of {len(node.arguments)} arguments")

    def _choice(self, node: Choice, pad: str) -> str:
        return f"{self.write(node.condition, pad)} ? {self.write(node.yes, pad)} : {self.write(node.no, pad)}"

    def statement(self, declared: Declared) -> str:
        """A declaration, as the statement of a file."""
        entry, known = declared.entry, self.program.used
        if entry.word == "locals":
            return "\n".join(f"export const {camel(name)} = {self.write(value)};" for name, value in entry.body.items())
        made = self._counted(declared)
        exported = (entry.word, entry.kind, entry.label) in known
        return f"export const {camel(declared.name)} = {made};" if exported else f"{made};"

    def _counted(self, declared: Declared) -> str:
        count = declared.entry.body.get("count")
        if isinstance(count, int):
            numbers = self.write(list(range(count)))
            return f"{numbers}.map(\n  (number) =>\n    {self._made(declared, '    ', True)},\n)"
        if isinstance(count, Choice):
            made, condition = self._made(declared, "  "), self.write(count.condition)
            first, second = ("undefined", made) if count.yes == 0 else (made, "undefined")
            return f"{condition}\n  ? {first}\n  : {second}"
        return self._made(declared, "")

    def _made(self, declared: Declared, pad: str, numbered: bool = False) -> str:
        entry = declared.entry
        label = entry.label.replace("_", "-")
        name = f"`{label}-${{number + 1}}`" if numbered else quoted(label)
        match entry.word:
            case "module":
                return self._component(declared, name, pad)
            case "data":
                return f"aws.secretsmanager.getSecretVersionOutput({self._open(props_of(entry.kind, entry.body), pad)})"
            case "ephemeral" if "random" in entry.kind:
                length = entry.body["password_length"]
                return f"new random.RandomPassword({name}, {{ length: {length}, special: false }})"
            case "ephemeral":
                return f"aws.secretsmanager.getSecretVersionOutput({self._open(props_of(entry.kind, entry.body), pad)})"
            case _:
                return self.resource(declared, name, pad)

    def resource(self, declared: Declared, name: str, pad: str) -> str:
        """A resource under its name."""
        kind, body = declared.entry.kind, declared.entry.body
        token = token_of(kind)
        return self.called(
            f"new aws.{token.module}.{token.name}", name, props_of(kind, body), self.options(declared), pad
        )

    def called(self, head: str, name: str, props: Props, options: str, pad: str) -> str:
        """A constructor with its name, what it is given, and its options."""
        if not options:
            return f"{head}({name}, {self._open(props, pad)})"
        inner = pad + STEP
        given = self._open(props, inner)
        return f"{head}(\n{inner}{name},\n{inner}{given},\n{inner}{options},\n{pad})"

    def _open(self, props: Props, pad: str) -> str:
        inner = pad + STEP
        items = [f"{camel(name)}: {self.write(value, inner)}" for name, value in props.items]
        return group("{", items, "}", pad, step=STEP, room=" ", open_up=True)

    def _component(self, declared: Declared, name: str, pad: str) -> str:
        body = dict(declared.entry.body)
        edge = body.pop("providers", None) is not None
        del body["source"]
        options = f"{{ providers: {{ aws: {self.settings}edge }} }}" if edge else ""
        return self.called("new LambdaFunction", name, component_props(body), options, pad)

    def options(self, declared: Declared) -> str:
        """How a resource is treated, where it is in any particular way."""
        found: list[str] = []
        body = declared.entry.body
        if "provider" in body:
            found.append(f"provider: {self.settings}edge")
        lifecycle = body.get("lifecycle")
        settings = lifecycle.body if isinstance(lifecycle, Block) else {}
        if settings.get("prevent_destroy"):
            found.append("protect: true")
        if "ignore_changes" in settings:
            found.append(f"ignoreChanges: {self.write(settings['ignore_changes'])}")
        waiting = body.get("depends_on")
        if isinstance(waiting, list):
            found.append(f"dependsOn: [{', '.join(self._awaited(each) for each in waiting)}]")
        return f"{{ {', '.join(found)} }}" if found else ""

    def _awaited(self, node: Node) -> str:
        assert isinstance(node, Attr)
        declared = self.program.declared[key_of(node)]
        name = camel(declared.name)
        if declared.several == "perhaps":
            return f"...({name} ? [{name}] : [])"
        return f"...{name}" if declared.several == "many" else name


def _key(key: str) -> str:
    return key if _NAME.fullmatch(key) else quoted(key)
