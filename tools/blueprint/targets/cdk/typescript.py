"""The program in TypeScript."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tools.blueprint.targets.cdk.tree import Contents, Expression, Name, Struct, Text
from tools.blueprint.targets.cdk.writing import Lines, Writer, escaped, quoted

WIDE = "\\u{{{:x}}}"
_PLAIN = re.compile(r"[A-Za-z_]\w*", re.ASCII)


class TypeScriptWriter(Writer):
    """Structures and plain data are object literals; the last one of a call holds its values by name."""

    wide = WIDE
    remark = "//"
    indent = "  "
    nothing = "null"
    truth = ("true", "false")

    def member(self, name: str) -> str:
        return name

    def text(self, node: Text) -> str:
        parts = [
            "".join([_in_template(character) for character in part]) if isinstance(part, str)
            else f"${{{self.one_line(part)}}}"
            for part in node.parts
        ]  # fmt: skip
        return f"`{''.join(parts)}`"

    def contents(self, node: Contents) -> str:
        return f'readFileSync({quoted(node.path, WIDE)}, "utf-8")'

    def new(self, cls: str) -> str:
        return f"new {cls}"

    def call(self, callee: str, arguments: list[Lines], named: Mapping[str, Expression] | None) -> Lines:
        if not named:
            return self.wrap(f"{callee}(", arguments, ")")
        last = self.mapping(named)
        if any(len(argument) > 1 for argument in arguments):
            return self.wrap(f"{callee}(", [*arguments, last], ")")
        before = "".join([f"{argument[0]}, " for argument in arguments])
        found = self.prefixed(f"{callee}({before}", last)
        found[-1] += ")"
        return found

    def struct(self, node: Struct) -> Lines:
        return self.mapping(node.fields)

    def mapping(self, node: Mapping[str, Expression]) -> Lines:
        items = [self.prefixed(f"{_key(key)}: ", self.write(value)) for key, value in node.items()]
        return self.wrap("{", items, "}", spaced=True)

    def child(self, owner: str) -> str:
        return f"({owner}.node.defaultChild as {self.scope.name(Name('', 'CfnResource'))})"


def _key(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else quoted(name, WIDE)


def _in_template(character: str) -> str:
    if character in "`$":
        return f"\\{character}"
    return character if character == '"' else escaped(character, WIDE)
