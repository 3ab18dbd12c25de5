"""TypeScript as far as a program that declares resources needs it, read into the syntax trees of Python.

One evaluator then follows both languages. Types are read over; whatever else is not understood is an error.
"""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Callable
from typing import Any

from tools.blueprint.reading.hcl import UnreadableError
from tools.blueprint.reading.tokens import Token, tokens_of

_PACKAGES = {"@pulumi/aws": "pulumi_aws", "@pulumi/pulumi": "pulumi", "@pulumi/random": "pulumi_random"}


def _name(word: str) -> ast.Name:
    return ast.Name("self" if word == "this" else word, ast.Load())


def _constant(value: Any) -> ast.Constant:
    return ast.Constant(value)


def _is_missing(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "undefined"


class Reader:
    """Reads the tokens of one module."""

    def __init__(self, tokens: list[Token], folder: str = "") -> None:
        self.tokens, self.folder, self.at = tokens, folder, 0
        self.exported: list[str] = []

    def peek(self, ahead: int = 0) -> Any:
        """The sign or word that comes; nothing where it is a literal."""
        place = self.at + ahead
        kind, token = self.tokens[place] if place < len(self.tokens) else ("", None)
        return token if kind in ("sign", "word") else None

    def here(self) -> Token:
        """The token that comes, whatever it is."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", None)

    def take(self, wanted: str = "") -> Any:
        if self.at >= len(self.tokens) or (wanted and self.peek() != wanted):
            raise UnreadableError(f"{wanted or 'more'} is missing before {self.tokens[self.at : self.at + 3]}")
        self.at += 1
        return self.tokens[self.at - 1][1]

    def took(self, token: str) -> bool:
        if self.peek() == token:
            self.at += 1
            return True
        return False

    def module(self) -> ast.Module:
        found: list[ast.stmt] = []
        while self.at < len(self.tokens):
            found += self.statement()
        hoisted = [each for each in found if isinstance(each, (ast.FunctionDef, ast.Import, ast.ImportFrom))]
        return ast.Module([*hoisted, *(each for each in found if each not in hoisted)], [])

    def statement(self) -> list[ast.stmt]:
        start = self.at
        found = self._statement()
        for each in found:
            each.lineno = start
        return found

    def _statement(self) -> list[ast.stmt]:
        exported = self.took("export")
        read: Callable[[], list[ast.stmt]] | None = {
            "import": self.imported,
            "interface": self.interface,
            "class": self.component,
            "function": self.function,
            "if": self.condition,
        }.get(str(self.peek()))
        if read is not None:
            self.at += 1
            return read()
        if self.took("const"):
            return self.constant(exported)
        value = self.expression()
        if self.took("="):
            found: list[ast.stmt] = [ast.Assign([value], self.expression())]
        else:
            found = [ast.Expr(value)]
        self.took(";")
        return found

    def imported(self) -> list[ast.stmt]:
        names: list[ast.alias] = []
        whole = ""
        if self.took("*"):
            self.take("as")
            whole = self.take()
        elif self.took("{"):
            while not self.took("}"):
                word = self.take()
                names.append(ast.alias(word, self.take() if self.took("as") else None))
                self.took(",")
        if whole or names:
            self.take("from")
        path = self.take()
        self.took(";")
        return [self.from_path(path, whole, names)]

    def from_path(self, path: str, whole: str, names: list[ast.alias]) -> ast.stmt:
        if not path.startswith("."):
            package = _PACKAGES.get(path, path)
            return ast.Import([ast.alias(package, whole)]) if whole else ast.ImportFrom(package, names, 0)
        module = posixpath.normpath(posixpath.join(self.folder, path)).replace("/", ".")
        if whole:
            above, _, last = module.rpartition(".")
            return ast.ImportFrom(above, [ast.alias(last, whole)], 0)
        return ast.ImportFrom(module, names, 0) if names else ast.Import([ast.alias(module)])

    def interface(self) -> list[ast.stmt]:
        self.take()
        self.skip("{", "}")
        return []

    def skip(self, opening: str, closing: str) -> None:
        """Reads over what stands between brackets."""
        while not self.took(opening):
            self.take()
        depth = 1
        while depth:
            token = self.peek()
            depth += 1 if token == opening else -1 if token == closing else 0
            self.at += 1
            if self.at > len(self.tokens):
                raise UnreadableError(f"{closing} is missing")

    def component(self) -> list[ast.stmt]:
        name = self.take()
        while not self.took("constructor"):
            self.take()
        names = self.parameters()
        made = self.defined("__init__", ["self", *names], self.block())
        self.take("}")
        return [ast.ClassDef(name, [], [], [made], [])]

    def function(self) -> list[ast.stmt]:
        """A function, of which only the name is kept: what it does is known by its name."""
        name = self.take()
        names = self.parameters()
        self.skip("{", "}")
        return [self.defined(name, names, [])]

    def defined(self, name: str, names: list[str], body: list[ast.stmt]) -> ast.FunctionDef:
        arguments = ast.arguments([], [ast.arg(each) for each in names], None, [], [], None, [])
        made = ast.FunctionDef(name, arguments, body, [], None, None)
        made.lineno = self.at
        return made

    def parameters(self) -> list[str]:
        self.take("(")
        found: list[str] = []
        while not self.took(")"):
            found.append(self.take())
            while self.peek() not in (",", ")"):
                self.take()
            self.took(",")
        return found

    def block(self) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        self.take("{")
        while not self.took("}"):
            found += self.statement()
        return found

    def condition(self) -> list[ast.stmt]:
        self.take("(")
        test = self.expression()
        self.take(")")
        return [ast.If(test, self.block(), [])]

    def constant(self, exported: bool) -> list[ast.stmt]:
        if self.took("{"):
            names: list[str] = []
            while not self.took("}"):
                names.append(self.take())
                self.took(",")
            self.take("=")
            value = self.expression()
            self.took(";")
            return [self.assigned(each, ast.Attribute(value, each, ast.Load())) for each in names]
        name = self.take()
        self.take("=")
        value = self.expression()
        self.take(";")
        if exported:
            self.exported.append(name)
        return [self.assigned(name, value)]

    def assigned(self, name: str, value: ast.expr) -> ast.stmt:
        found = ast.Assign([ast.Name(name, ast.Store())], value)
        found.lineno = self.at
        return found

    def expression(self) -> ast.expr:
        start = self.at
        test = self.binary(0)
        if self.took("?"):
            yes = self.expression()
            self.take(":")
            test = ast.IfExp(test, yes, self.expression())
        if self.took("as"):
            self.take()
        test.lineno = start
        return test

    def binary(self, level: int) -> ast.expr:
        if level == len(_LEVELS):
            return self.unary()
        found = self.binary(level + 1)
        while self.peek() in _LEVELS[level]:
            sign = self.take()
            found = _combined(sign, found, self.binary(level + 1))
            found.lineno = self.at
        return found

    def unary(self) -> ast.expr:
        start = self.at
        if self.took("!"):
            found: ast.expr = ast.UnaryOp(ast.Not(), self.unary())
        elif self.took("-"):
            found = ast.UnaryOp(ast.USub(), self.unary())
        else:
            self.took("new")
            found = self.followed(self.primary())
        found.lineno = start
        return found

    def followed(self, found: ast.expr) -> ast.expr:
        """What is asked of a value: attributes, items, calls."""
        while True:
            if self.peek() == "!" and self.peek(1) in (".", "[", ")", ",", "]", "}"):
                self.at += 1
            elif self.took("."):
                found = self.member(found)
            elif self.took("?."):
                asked = ast.Attribute(found, self.take(), ast.Load())
                found = ast.IfExp(ast.Compare(found, [ast.IsNot()], [_constant(None)]), asked, _constant(None))
            elif self.took("["):
                found = ast.Subscript(found, self.expression(), ast.Load())
                self.take("]")
            elif self.peek() == "(":
                found = ast.Call(found, self.arguments(), [])
            else:
                return found
            for each in ast.walk(found):
                each.lineno = getattr(each, "lineno", self.at)  # type: ignore[attr-defined]

    def member(self, of: ast.expr) -> ast.expr:
        word = self.take()
        if word == "map":
            return self.mapped(of)
        if word == "slice":
            self.take("(")
            if self.take() != "0":
                raise UnreadableError("a slice that is not one from the start")
            self.take(",")
            most = self.expression()
            self.take(")")
            return ast.Subscript(of, ast.Slice(None, most, None), ast.Load())
        if word == "replace" and self.tokens[self.at + 1][0] == "regular":
            self.arguments()
            return ast.Call(ast.Attribute(of, "removesuffix", ast.Load()), [_constant("-")], [])
        kind, parts = self.here()
        if word == "interpolate" and kind == "template":
            self.at += 1
            return self.template(parts)
        return ast.Attribute(of, word, ast.Load())

    def mapped(self, of: ast.expr) -> ast.expr:
        """One thing for each of a list; numbers that are counted are a range."""
        [made] = self.arguments()
        if not isinstance(made, ast.Lambda):
            raise UnreadableError("a list of what is not understood")
        name = made.args.args[0].arg
        over = of
        if isinstance(of, ast.List) and name == "number":
            over = ast.Call(_name("range"), [_constant(len(of.elts))], [])
        return ast.ListComp(made.body, [ast.comprehension(ast.Name(name, ast.Store()), over, [], 0)])

    def arguments(self) -> list[ast.expr]:
        self.take("(")
        found: list[ast.expr] = []
        while not self.took(")"):
            found.append(self.expression())
            if self.peek() != ")":
                self.take(",")
        return found

    def primary(self) -> ast.expr:
        kind, token = self.here()
        if kind == "sign" and token in ("(", "[", "{"):
            return {"(": self.parenthesis, "[": self.items, "{": self.entries}[token]()
        self.at += 1
        match kind:
            case "text" | "regular":
                return _constant(token)
            case "number":
                return _constant(float(token) if "." in token else int(token))
            case "template":
                return self.template(token)
            case "word":
                return _constant(_WORDS[token]) if token in _WORDS else _name(token)
            case _:
                raise UnreadableError(f"not understood: {token}")

    def template(self, parts: list[Any]) -> ast.expr:
        found: list[ast.expr] = []
        for part in parts:
            inner = _constant(part) if isinstance(part, str) else Reader(part, self.folder).expression()
            found.append(inner)
        return ast.JoinedStr(found)

    def parenthesis(self) -> ast.expr:
        if self.peek(2) == ":" or (self.peek(2) == ")" and self.peek(3) == "=>"):
            names = [ast.arg(name) for name in self.parameters()]
            while not self.took("=>"):
                self.take()
            arguments = ast.arguments([], names, None, [], [], None, [])
            return ast.Lambda(arguments, self.expression())
        self.take("(")
        found = self.expression()
        self.take(")")
        return found

    def items(self) -> ast.expr:
        found: list[ast.expr] = []
        self.take("[")
        while not self.took("]"):
            spread = self.took("...")
            item = self.expression()
            found.append(ast.Starred(item, ast.Load()) if spread else item)
            if self.peek() != "]":
                self.take(",")
        return ast.List(found, ast.Load())

    def entries(self) -> ast.expr:
        keys: list[ast.expr | None] = []
        values: list[ast.expr] = []
        self.take("{")
        while not self.took("}"):
            if self.took("..."):
                keys.append(None)
                values.append(self.expression())
            else:
                key = self.take()
                keys.append(_constant(key))
                values.append(self.expression() if self.took(":") else _name(key))
            if self.peek() != "}":
                self.take(",")
        return ast.Dict(keys, values)


_WORDS = {"true": True, "false": False, "null": None}
_LEVELS = (("??",), ("||",), ("&&",), ("===", "!=="), (">",), ("+",))


def _combined(sign: str, one: ast.expr, other: ast.expr) -> ast.expr:
    match sign:
        case "??":
            return ast.IfExp(ast.Compare(one, [ast.IsNot()], [_constant(None)]), one, other)
        case "||" | "&&":
            return ast.BoolOp(ast.Or() if sign == "||" else ast.And(), [one, other])
        case "+":
            return ast.BinOp(one, ast.Add(), other)
        case ">":
            return ast.Compare(one, [ast.Gt()], [other])
        case _:
            same = sign == "==="
            if _is_missing(other):
                return ast.Compare(one, [ast.Is() if same else ast.IsNot()], [other])
            return ast.Compare(one, [ast.Eq() if same else ast.NotEq()], [other])


def read_module(path: str, text: str) -> tuple[ast.Module, list[str]]:
    """A module, and the names of the constants it exports. Raises UnreadableError."""
    reader = Reader(tokens_of(text)[0], posixpath.dirname(path))
    return reader.module(), reader.exported
