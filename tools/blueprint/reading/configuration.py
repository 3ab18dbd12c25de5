"""A Terraform configuration evaluated as far as it is known before anything is deployed.

Variables of modules, locals, counts and dynamic blocks are worked out; what only a deployment knows stays as a
reference, `${aws_sqs_queue.orders.arn}`. Literal text that looks like a reference is written `${!...}`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from tools.blueprint.reading.hcl import (
    Attribute,
    Block,
    Call,
    Choice,
    Entries,
    Expression,
    Index,
    Items,
    Literal,
    Name,
    Operation,
    Splat,
    Template,
    UnreadableError,
    read_hcl,
)
from tools.blueprint.reading.model import Plain, is_list, is_mapping
from tools.blueprint.reading.unknown import FUNCTIONS, OPERATORS, Chosen, Unknown, code_of, plain_of, shown


class Made(NamedTuple):
    """A resource as it is configured."""

    kind: str
    label: str
    settings: dict[str, Any]
    """Nested blocks are lists of mappings. No references: they are text."""
    condition: str
    """Under which it exists; empty where it always does."""
    keeps: bool


class Configured(NamedTuple):
    """A configuration."""

    made: tuple[Made, ...]
    inputs: dict[str, Plain]
    """Defaults of variables."""
    outputs: dict[str, Plain]


_META = frozenset({"provider", "count", "depends_on", "lifecycle", "for_each"})


def read_configuration(files: Mapping[str, str]) -> Configured:
    """What the files of a configuration say, modules among them. Raises UnreadableError."""
    folders: dict[str, list[Block]] = {}
    texts = {path: text for path, text in files.items() if not path.endswith(".tf")}
    for path, text in sorted(files.items()):
        if path.endswith(".tf"):
            folders.setdefault(posixpath.dirname(path), []).append(read_hcl(text))
    root = _Module(folders, posixpath.dirname(_entry(folders)))
    root.texts = texts
    defaults = {name: root.default(block) for name, block in root.variables.items() if "default" in block.values}
    outputs = {name: plain_of(root.value(block.values["value"])) for name, block in root.outputs.items()}
    return Configured(tuple(root.made()), defaults, outputs)


def _entry(folders: Mapping[str, list[Block]]) -> str:
    tops = sorted(folder for folder in folders if "modules" not in folder.split("/"))
    if not tops:
        raise UnreadableError("no configuration: there is no .tf file")
    return f"{tops[0]}/" if tops[0] else ""


class _Module:
    """A module, with the values of its variables where they are given."""

    def __init__(
        self, folders: Mapping[str, list[Block]], folder: str, name: str = "", caller: _Module | None = None
    ) -> None:
        self.folders, self.folder, self.name, self.caller = folders, folder, name, caller
        self.given: dict[str, Expression] = {}
        """What its caller says of its variables."""
        self.worked_out: dict[str, Any] = {}
        self.texts: Mapping[str, str] = {}
        """Other files, by path."""
        self.blocks = [block for body in folders[folder] for block in body.blocks]
        self.variables = {b.words[1]: b for b in self.blocks if b.words[0] == "variable"}
        self.outputs = {b.words[1]: b for b in self.blocks if b.words[0] == "output"}
        self.locals = {k: v for b in self.blocks if b.words[0] == "locals" for k, v in b.values.items()}
        self.resources = {(b.words[1], b.words[2]): b for b in self.blocks if b.words[0] == "resource"}
        self.each: dict[str, Any] = {}
        """What `count` and the iterators of dynamic blocks stand for."""

    @cached_property
    def modules(self) -> dict[str, _Module]:
        """The modules it calls, by the names it gives them."""
        found: dict[str, _Module] = {}
        for block in self.blocks:
            if block.words[0] == "module":
                source = str(self.value(block.values["source"]))
                folder = posixpath.normpath(posixpath.join(self.folder, source))
                if folder not in self.folders:
                    raise UnreadableError(f"module {block.words[1]}: there is no folder {source}")
                called = _Module(self.folders, folder, block.words[1], self)
                called.given = {k: v for k, v in block.values.items() if k not in ("source", *_META)}
                found[block.words[1]] = called
        return found

    def default(self, block: Block) -> Plain:
        return plain_of(self.value(block.values["default"]))

    def made(self) -> list[Made]:
        """Its resources and those of its modules, in the order they are written."""
        found: list[Made] = []
        for block in self.blocks:
            if block.words[0] == "resource":
                found += self.expanded(block)
            elif block.words[0] == "module":
                found += self.modules[block.words[1]].made()
        return found

    def expanded(self, block: Block) -> list[Made]:
        _, kind, label = block.words
        count = self.value(block.values["count"]) if "count" in block.values else 1
        if isinstance(count, Chosen):
            condition = count.condition if count.yes else f"not {count.condition}"
            return [self.single(block, kind, self.label(label), condition)]
        several = _is_counted(block)
        found: list[Made] = []
        for number in range(int(count)):
            self.each["count"] = {"index": number}
            name = f"{self.label(label)}#{number}" if several else self.label(label)
            found.append(self.single(block, kind, name, ""))
        self.each.pop("count", None)
        return found

    def single(self, block: Block, kind: str, label: str, condition: str) -> Made:
        settings = self.body(block)
        keeps = any(
            inner.words == ("lifecycle",) and self.value(inner.values.get("prevent_destroy", Literal(False))) is True
            for inner in block.blocks
        )
        return Made(kind, label, plain_of(settings), condition or self.place(block), keeps)

    def place(self, block: Block) -> str:
        """The condition that stands for a region of its own."""
        provider = block.values.get("provider")
        if provider is None:
            return ""
        alias = code_of(self.value(provider)).rpartition(".")[2]
        for each in self.blocks:
            named = self.value(each.values.get("alias", Literal(None)))
            if each.words[0] == "provider" and named == alias:
                return f"var.region == {self.value(each.values['region'])}"
        raise UnreadableError(f"there is no provider {alias}")

    def label(self, label: str) -> str:
        """What is called `this` in a module is called after the module."""
        if not self.name:
            return label
        return self.name if label == "this" else f"{self.name}.{label}"

    def body(self, block: Block) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, expression in block.values.items():
            value = self.value(expression) if name not in _META else None
            if value is not None:
                found[name] = value
        for inner in block.blocks:
            if inner.words[0] == "dynamic":
                found.setdefault(inner.words[1], []).extend(self.dynamic(inner))
            elif inner.words[0] not in _META:
                found.setdefault(inner.words[0], []).append(self.body(inner))
        return {name: value for name, value in found.items() if value != []}

    def dynamic(self, block: Block) -> list[Any]:
        name = block.words[1]
        items: Any = self.value(block.values["for_each"])
        if isinstance(items, Unknown):
            raise UnreadableError(f"dynamic {name}: its items are not known")
        found: list[Any] = []
        for item in items:
            self.each[name] = {"value": item}
            found += [self.body(inner) for inner in block.blocks if inner.words[0] == "content"]
        self.each.pop(name, None)
        return found

    def value(self, expression: Expression) -> Any:
        """What an expression stands for."""
        match expression:
            case Literal(value):
                return value.replace("${", "${!") if isinstance(value, str) else value
            case Template(parts):
                return "".join(shown(self.value(part)) for part in parts)
            case Items(values):
                return [self.value(item) for item in values]
            case Entries(pairs):
                return {str(self.value(key)).replace("${!", "${"): self.value(value) for key, value in pairs}
            case Choice(condition, yes, no):
                return self.choice(condition, yes, no)
            case Operation(sign, values):
                return self.operated(sign, [self.value(value) for value in values])
            case Call(function, arguments):
                return self.called(function, arguments)
            case Splat(of):
                return self.all_of(of)
            case _:
                return self.referred(expression)

    def operated(self, sign: str, found: list[Any]) -> Any:
        """Nothing is null that only a deployment knows."""
        if None in found and sign in ("==", "!="):
            return (found[0] is found[1]) is (sign == "==")
        if not any(isinstance(value, Unknown) for value in found):
            return OPERATORS[sign](*found)
        shown = [code_of(value) for value in found]
        return Unknown(f"{sign}{shown[0]}" if len(shown) == 1 else f" {sign} ".join(shown))

    def choice(self, condition: Expression, yes: Expression, no: Expression) -> Any:
        found = self.value(condition)
        if not isinstance(found, Unknown):
            return self.value(yes if found else no)
        return Chosen(found.code, self.value(yes), self.value(no))

    def called(self, function: str, arguments: tuple[Expression, ...]) -> Any:
        found = [self.value(argument) for argument in arguments]
        if function == "file":
            path = str(found[0]).removeprefix("${path.module}/")
            return self.texts[posixpath.join(self.folder, path)].replace("${", "${!")
        answer = FUNCTIONS.get(function)
        if answer is not None and not any(isinstance(value, (Unknown, Chosen)) for value in found):
            return answer(*found)
        return Unknown(f"{function}({', '.join(map(code_of, found))})")

    def all_of(self, expression: Expression) -> Any:
        """`aws_subnet.x[*]`: each of them; an attribute of it is an attribute of each."""
        found = self.referred(expression)
        if not isinstance(found, Unknown):
            return found
        kind, label = found.code.split(".")[:2]
        block = self.resources.get((kind, label))
        count = self.value(block.values["count"]) if block is not None and _is_counted(block) else 1
        if block is None or not _is_counted(block):
            return [found]
        return [Unknown(f"{kind}.{self.label(label)}#{number}") for number in range(count)]

    def referred(self, expression: Expression) -> Any:
        match expression:
            case Name(word):
                return self.each[word] if word in self.each else Unknown(word)
            case Index(of, at):
                return self.item(of, at)
            case Attribute(Name("var"), word):
                return self.variable(word)
            case Attribute(Name("local"), word):
                return self.value(self.locals[word])
            case Attribute(Attribute(Name("module"), name), word):
                inner = self.modules[name]
                return inner.value(inner.outputs[word].values["value"])
            case Attribute(of, word):
                return self.part(of, word)
            case _:
                raise UnreadableError(f"not understood: {expression}")

    def part(self, of: Expression, word: str) -> Any:
        found = self.value(of)
        if isinstance(found, Unknown) and word in ("random_password", "secret_string"):
            return self.kept_secret(found.code, word)
        if is_list(found):
            return [_part(item, word) for item in found]
        if isinstance(of, Name) and isinstance(found, Unknown):
            known = (found.code, word) in self.resources
            return Unknown(f"{found.code}.{self.label(word) if known else word}")
        return _part(found, word)

    def kept_secret(self, code: str, word: str) -> Any:
        """A password of chance by how it is made, a stored one by where it is."""
        kind, label = code.removeprefix("ephemeral.").removeprefix("data.").split("[")[0].split(".")[:2]
        block = next(b for b in self.blocks if b.words[0] in ("ephemeral", "data") and b.words[1:] == (kind, label))
        if word == "random_password":
            return {"random": self.body(block)}
        return Unknown(f"stored({code_of(self.value(block.values['secret_id']))})")

    def item(self, of: Expression, at: Expression) -> Any:
        found, place = self.value(of), self.value(at)
        if isinstance(found, (list, dict)):
            return found[place]  # type: ignore[reportUnknownVariableType]
        match of:
            case Attribute(Name(kind), label) if (kind, label) in self.resources:
                several = _is_counted(self.resources[kind, label])
                return Unknown(f"{found.code}#{place}") if several else found
            case _:
                return Unknown(f"{found.code}[{code_of(place)}]")

    def variable(self, word: str) -> Any:
        if word in self.given and self.caller is not None:
            if word not in self.worked_out:
                self.worked_out[word] = self._whole(word, self.caller.value(self.given[word]))
            return self.worked_out[word]
        if self.name and "default" in self.variables[word].values:
            return self.value(self.variables[word].values["default"])
        if word not in self.variables:
            raise UnreadableError(f"there is no variable {word}")
        return Unknown(f"var.{word}")

    def _whole(self, word: str, value: Any) -> Any:
        """What is given for a variable, with null for the attributes of its type that are left out."""
        kind = self.variables[word].values.get("type")
        match kind:
            case Call("object", (Entries(pairs),)) if is_mapping(value):
                return {str(plain_of(self.value(key))): None for key, _ in pairs} | value
            case _:
                return value


def _is_counted(block: Block) -> bool:
    """Whether there are several of it, by their numbers: not one that is there or not."""
    count = block.values.get("count")
    return isinstance(count, (Literal, Call))


def _part(found: Any, word: str) -> Any:
    if isinstance(found, Unknown):
        return Unknown(f"{found.code}.{word}")
    return found[word]
