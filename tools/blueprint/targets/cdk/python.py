"""The program in Python."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from functools import lru_cache

from tools.blueprint.targets.cdk.tree import Contents, Expression, Struct, Text
from tools.blueprint.targets.cdk.writing import Lines, Writer, alias_of, escaped, quoted, snake

WIDE = "\\U{:08x}"


class PythonWriter(Writer):
    """Structures are classes with values by name, plain data are dictionaries."""

    wide = WIDE
    remark = "#"
    indent = "    "
    nothing = "None"
    truth = ("True", "False")

    def member(self, name: str) -> str:
        return word(name)

    def text(self, node: Text) -> str:
        parts = [
            "".join([_in_format(character) for character in part]) if isinstance(part, str)
            else f"{{{self.one_line(part)}}}"
            for part in node.parts
        ]  # fmt: skip
        return f'f"{"".join(parts)}"'

    def contents(self, node: Contents) -> str:
        return f'Path({quoted(node.path, WIDE)}).read_text(encoding="utf-8")'

    def new(self, cls: str) -> str:
        return cls

    def call(self, callee: str, arguments: list[Lines], named: Mapping[str, Expression] | None) -> Lines:
        return self.wrap(f"{callee}(", [*arguments, *self.named(named or {})], ")")

    def struct(self, node: Struct) -> Lines:
        from tools.blueprint.targets.cdk.library import name_of

        return self.wrap(f"{self.scope.name(name_of(node.cls))}(", self.named(node.fields), ")")

    def named(self, fields: Mapping[str, Expression]) -> list[Lines]:
        """Values by name."""
        return [self.prefixed(f"{word(name)}=", self.write(value)) for name, value in fields.items()]

    def mapping(self, node: Mapping[str, Expression]) -> Lines:
        items = [self.prefixed(f"{quoted(key, WIDE)}: ", self.write(value)) for key, value in node.items()]
        return self.wrap("{", items, "}")

    def child(self, owner: str) -> str:
        return f"{owner}.node.default_child"


def _in_format(character: str) -> str:
    return character * 2 if character in "{}" else escaped(character, WIDE)


@lru_cache(maxsize=4096)
def word(name: str) -> str:
    """A name in Python: in snake case, with a line below after it where it is a word of the language."""
    found = snake(name)
    return f"{found}_" if keyword.iskeyword(found) else found


def alias(module: str) -> str:
    """What a module is imported as."""
    return word(alias_of(module))
