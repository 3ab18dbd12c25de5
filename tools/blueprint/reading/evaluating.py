"""A program of resources, evaluated as far as it is known before anything is deployed. Nothing of it is run.

What is understood is what a program that declares resources needs: literals, names, calls of resources and of the
program's own functions and components, choices, and lists of as many as a number says. Anything else is an error.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from tools.blueprint.reading.bridging import apart, attribute_named, body_of, kind_of
from tools.blueprint.reading.calls import (
    COMPARED,
    HELPERS,
    METHODS,
    OWN,
    SIGNS,
    Component,
    Function,
    Handle,
    Method,
    Module,
    Scope,
    is_condition,
    password_of,
    separated,
)
from tools.blueprint.reading.configuration import Made
from tools.blueprint.reading.hcl import UnreadableError
from tools.blueprint.reading.unknown import FUNCTIONS, Chosen, Unknown, code_of, plain_of, referring, shown
from tools.blueprint.resources.labels import snake

_HERE = {
    "get_caller_identity_output": "data.aws_caller_identity.current",
    "get_partition_output": "data.aws_partition.current",
    "get_availability_zones_output": "data.aws_availability_zones.available",
}


class Evaluator:
    """Evaluates the modules of one program."""

    def __init__(self, modules: Mapping[str, ast.Module], texts: Mapping[str, str], *, joined: bool = False) -> None:
        self.modules = modules
        """By dotted name."""
        self.texts = texts
        """Other files, by path."""
        self.joined = joined
        """Whether the words of a name are joined, as TypeScript writes them, and arguments are one object."""
        self.scopes: dict[str, Scope] = {}
        self.made: list[Made] = []
        self.outputs: dict[str, Any] = {}
        self.passwords: Scope = {}
        """Passwords of chance by the names they are given."""
        self.condition = ""
        self.number: int | None = None

    def load(self, name: str) -> Scope:
        """The names of a module, once it is evaluated."""
        if name not in self.scopes:
            scope = self.scopes[name] = {}
            for statement in self.modules[name].body:
                self.statement(statement, scope)
        return self.scopes[name]

    def statement(self, node: ast.stmt, scope: Scope) -> None:
        match node:
            case ast.Assign([target], value) | ast.AnnAssign(target, _, ast.expr() as value):
                self.put(target, self.value(value, scope), scope)
            case ast.AnnAssign():
                pass
            case ast.Expr(value):
                self.value(value, scope)
            case ast.If(test, body, orelse):
                for each in body if self.truth(self.value(test, scope)) else orelse:
                    self.statement(each, scope)
            case _:
                self.defined(node, scope)

    def defined(self, node: ast.stmt, scope: Scope) -> None:
        """A statement that names something: what is imported, a function, a component."""
        match node:
            case ast.Import(names):
                for each in names:
                    self.imported(each, scope)
            case ast.ImportFrom(module=str(module), names=names):
                for each in names:
                    scope[each.asname or each.name] = self.named(module, each.name)
            case ast.FunctionDef(name):
                scope[name] = Function(node, scope)
            case ast.ClassDef(name, body=body):
                made = [each for each in body if isinstance(each, ast.FunctionDef) and each.name == "__init__"]
                scope[name] = Function(made[0], scope, makes=True)
            case _:
                raise UnreadableError(f"line {node.lineno}: a statement that declares nothing")

    def imported(self, each: ast.alias, scope: Scope) -> None:
        if each.name in self.modules:
            self.load(each.name)
        scope[each.asname or each.name.partition(".")[0]] = Module(each.name)

    def named(self, module: str, name: str) -> Any:
        """A name of another module: what it stands for there."""
        if f"{module}.{name}" in self.modules:
            return self.load(f"{module}.{name}")
        return self.load(module)[name] if module in self.modules else Module(f"{module}.{name}")

    def put(self, target: ast.expr, value: Any, scope: Scope) -> None:
        match target:
            case ast.Name(name):
                scope[name] = value
            case ast.Attribute(ast.Name("self"), name):
                scope["self"].told[name] = value
            case _:
                raise UnreadableError(f"line {target.lineno}: assigned to neither a name nor an attribute")

    def truth(self, value: Any) -> bool:
        """Whether a value that is known counts as true."""
        if isinstance(value, Chosen):
            raise UnreadableError("a choice of what only a deployment knows, where it has to be known")
        return bool(value)

    def value(self, node: ast.expr, scope: Scope) -> Any:
        """What an expression stands for."""
        read = _READERS.get(type(node))
        if read is None:
            raise UnreadableError(f"line {node.lineno}: {type(node).__name__} is not understood")
        return read(self, node, scope)

    def constant(self, node: ast.Constant, scope: Scope) -> Any:
        return node.value.replace("${", "${!") if isinstance(node.value, str) else node.value

    def name(self, node: ast.Name, scope: Scope) -> Any:
        if node.id in scope:
            return scope[node.id]
        if node.id == "undefined":
            return None
        if node.id == "JSON":
            return Module("JSON")
        if node.id in METHODS:
            return Method(None, node.id)
        raise UnreadableError(f"line {node.lineno}: there is no {node.id}")

    def text(self, node: ast.JoinedStr, scope: Scope) -> str:
        return "".join(shown(self.value(part, scope)) for part in node.values)

    def formatted(self, node: ast.FormattedValue, scope: Scope) -> Any:
        return self.value(node.value, scope)

    def mapping(self, node: ast.Dict, scope: Scope) -> Any:
        found: Scope = {}
        for key, each in zip(node.keys, node.values, strict=True):
            value = self.value(each, scope)
            if key is None:
                found |= value
            elif value is not None or isinstance(each, ast.Constant):
                found[str(self.value(key, scope)).replace("${!", "${")] = value
        return found

    def items(self, node: ast.List, scope: Scope) -> list[Any]:
        found: list[Any] = []
        for item in node.elts:
            if isinstance(item, ast.Starred):
                found += self.value(item.value, scope)
            else:
                found.append(self.value(item, scope))
        return found

    def comprehended(self, node: ast.ListComp, scope: Scope) -> list[Any]:
        match node.generators:
            case [ast.comprehension(ast.Name(name), over, [])]:
                pass
            case _:
                raise UnreadableError(f"line {node.lineno}: a list of what is not understood")
        match over:
            case ast.Call(ast.Name("range"), [last]):
                several, counted = range(self.value(last, scope)), True
            case _:
                several, counted = self.value(over, scope), False
        found: list[Any] = []
        for each in several:
            self.number = each if counted else None
            found.append(self.value(node.elt, {**scope, name: each}))
        self.number = None
        return found

    def apart(self, word: str) -> str:
        """A name of the packages with its words joined by `_`."""
        return apart(word) if self.joined else word

    def attribute(self, node: ast.Attribute, scope: Scope) -> Any:
        return self.part(self.value(node.value, scope), node.attr)

    def part(self, of: Any, word: str) -> Any:
        match of:
            case Module(path):
                return Module(f"{path}.{word}")
            case Chosen(_, yes, no) if yes is None or no is None:
                return self.part(yes or no, word)
            case Component() if word in of.told:
                return of.told[word]
            case Handle() | Unknown() if word not in METHODS and word != "apply":
                return self.asked(of, self.apart(word))
            case dict() if word in of or self.joined:
                return of.get(word)  # type: ignore[reportUnknownVariableType]
            case _:
                return Method(of, word)

    def asked(self, of: Handle | Unknown, word: str) -> Any:
        """An attribute of what is declared, or of what only a deployment knows."""
        match of:
            case Handle("random", label):
                return self.passwords[label] if word == "result" else None
            case Handle(kind, label):
                return Unknown(f"{kind}.{label}.{attribute_named(kind, word)}")
            case Unknown(code):
                stored = code.startswith("stored(") and word == "secret_string"
                return of if stored else Unknown(f"{code}.{word}")

    def subscript(self, node: ast.Subscript, scope: Scope) -> Any:
        of = self.value(node.value, scope)
        if isinstance(node.slice, ast.Slice):
            return self.cut(of, node.slice, scope)
        at = self.value(node.slice, scope)
        return Unknown(f"{of.code}[{code_of(at)}]") if isinstance(of, Unknown) else of[at]

    def cut(self, of: Any, place: ast.Slice, scope: Scope) -> Any:
        most = self.value(place.upper, scope) if place.upper else None
        if place.lower or place.step or not isinstance(most, int):
            raise UnreadableError("a slice that is not one from the start")
        if isinstance(of, Unknown):
            return Unknown(f"substr({of.code}, 0, {most})")
        return FUNCTIONS["substr"](of, 0, most) if isinstance(of, str) else of[:most]

    def compared(self, node: ast.Compare, scope: Scope) -> Any:
        one, other = self.value(node.left, scope), self.value(node.comparators[0], scope)
        sign = SIGNS[type(node.ops[0])]
        if sign in ("is", "is not"):
            return (one is other) is (sign == "is")
        if isinstance(one, (Unknown, Chosen)) or isinstance(other, (Unknown, Chosen)):
            return Unknown(f"{code_of(one)} {sign} {code_of(other)}")
        return COMPARED[sign](one, other)

    def both(self, node: ast.BoolOp, scope: Scope) -> Any:
        found: Any = None
        for each in node.values:
            found = self.value(each, scope)
            if self.truth(found) is isinstance(node.op, ast.Or):
                break
        return found

    def unary(self, node: ast.UnaryOp, scope: Scope) -> Any:
        found = self.value(node.operand, scope)
        if isinstance(node.op, ast.USub):
            return -found
        return Unknown(f"!{found.code}") if isinstance(found, Unknown) else not self.truth(found)

    def added(self, node: ast.BinOp, scope: Scope) -> Any:
        if not isinstance(node.op, ast.Add):
            raise UnreadableError(f"line {node.lineno}: {type(node.op).__name__} is not understood")
        return self.value(node.left, scope) + self.value(node.right, scope)

    def choice(self, node: ast.IfExp, scope: Scope) -> Any:
        condition = self.value(node.test, scope)
        if not is_condition(condition):
            return self.value(node.body if self.truth(condition) else node.orelse, scope)
        outer, self.condition = self.condition, condition.code
        yes = self.value(node.body, scope)
        self.condition = f"not {condition.code}"
        no = self.value(node.orelse, scope)
        self.condition = outer
        for one in (yes, no):
            if isinstance(one, (Handle, Component)):
                return one
        return Chosen(condition.code, yes, no)

    def function(self, node: ast.Lambda, scope: Scope) -> Function:
        return Function(node, scope)

    def call(self, node: ast.Call, scope: Scope) -> Any:
        called = self.value(node.func, scope)
        given: list[Any] = self.items(ast.List(node.args), scope)
        named: Scope = {}
        for each in node.keywords:
            found = self.value(each.value, scope)
            named |= {each.arg: found} if each.arg else found
        return self.called(called, given, named)

    def called(self, called: Any, given: list[Any], named: Scope) -> Any:
        match called:
            case Function():
                return self.entered(called, given, named)
            case Module(path):
                return self.declared(path, given, named)
            case Method(of, "apply"):
                return self.called(given[0], [of], {})
            case Method(Method(path, "path"), "read_text"):
                return self.texts[path].replace("${", "${!")
            case Method(of, name) if name in METHODS:
                return METHODS[name](of, *given)
            case _:
                raise UnreadableError(f"{called}: there is nothing to call")

    def entered(self, called: Function, given: list[Any], named: Scope) -> Any:
        code = called.code
        if isinstance(code, ast.FunctionDef) and code.name in OWN:
            return OWN[code.name](*given)
        scope = dict(called.scope)
        names = [each.arg for each in code.args.args]
        if called.makes:
            scope["self"] = Component()
            names = names[1:]
        for each, default in zip(code.args.kwonlyargs, code.args.kw_defaults, strict=True):
            if default is not None:
                scope[each.arg] = self.value(default, called.scope)
        if self.joined:
            given = [*given, *[None] * (len(names) - len(given))]
        scope |= dict(zip(names, given, strict=True)) | named
        if isinstance(code, ast.Lambda):
            return self.value(code.body, scope)
        for statement in code.body:
            if isinstance(statement, ast.Return):
                return self.value(statement.value, scope) if statement.value else None
            self.statement(statement, scope)
        return scope.get("self")

    def declared(self, path: str, given: list[Any], named: Scope) -> Any:
        """What a call of a package is: a resource, a fact, or one of the helpers of the language."""
        first, _, rest = path.partition(".")
        last = self.apart(path.rpartition(".")[2])
        if first in ("pulumi_aws", "pulumi_random") and self.joined:
            given, named = separated(given)
        if last in _HERE:
            return Unknown(_HERE[last])
        if last == "get_secret_version_output":
            secret = body_of("", named, apart=self.apart)["secret_id"]
            return Unknown(f"stored({code_of(secret)})")
        if first == "pulumi_aws":
            return self.resource(rest, given, named)
        if first == "pulumi_random":
            return self.chance(given[0], named)
        if path == "pulumi.export":
            self.outputs[snake(given[0])] = plain_of(given[1])
            return None
        if path == "fs.readFileSync":
            return self.texts[given[0]].replace("${", "${!")
        if path in HELPERS:
            return HELPERS[path](*given, **named)
        raise UnreadableError(f"{path}: not known")

    def resource(self, path: str, given: list[Any], named: Scope) -> Any:
        options: Any = named.pop("opts", None) or {}
        module, _, name = path.rpartition(".")
        if name == "Provider":
            return Handle("provider", str(plain_of(named["region"])))
        kind = kind_of(module, name)
        label = str(given[0])
        if self.number is not None:
            label = f"{label.removesuffix(f'-{self.number + 1}')}#{self.number}"
        label = label.replace("-", "_")
        edge = options.get("provider")
        condition = self.condition or (f"var.region == {edge.label}" if edge else "")
        settings = plain_of(body_of(kind, named, apart=self.apart))
        self.made.append(Made(kind, label, settings, referring(condition), options.get("protect") is True))
        return Handle(kind, label)

    def chance(self, label: str, named: Scope) -> Handle:
        self.passwords[label] = {"random": password_of(named)}
        return Handle("random", label)


_READERS: dict[type[ast.expr], Callable[[Evaluator, Any, Scope], Any]] = {
    ast.Constant: Evaluator.constant,
    ast.Name: Evaluator.name,
    ast.JoinedStr: Evaluator.text,
    ast.FormattedValue: Evaluator.formatted,
    ast.Dict: Evaluator.mapping,
    ast.List: Evaluator.items,
    ast.Set: Evaluator.items,
    ast.ListComp: Evaluator.comprehended,
    ast.Attribute: Evaluator.attribute,
    ast.Subscript: Evaluator.subscript,
    ast.Compare: Evaluator.compared,
    ast.BoolOp: Evaluator.both,
    ast.UnaryOp: Evaluator.unary,
    ast.BinOp: Evaluator.added,
    ast.IfExp: Evaluator.choice,
    ast.Lambda: Evaluator.function,
    ast.Call: Evaluator.call,
}
