"""What a program of resources declares, read from its text, in Python or in TypeScript."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any, NamedTuple

from tools.blueprint.reading.configuration import Made
from tools.blueprint.reading.evaluating import Evaluator
from tools.blueprint.reading.hcl import UnreadableError
from tools.blueprint.reading.typescript import read_module
from tools.blueprint.reading.unknown import plain_of
from tools.blueprint.resources.labels import snake


class Declared(NamedTuple):
    """What a program declares."""

    made: tuple[Made, ...]
    outputs: dict[str, Any]


def read_program(files: Mapping[str, str]) -> Declared:
    """What a program in Python declares. Raises UnreadableError."""
    modules = {path[:-3].replace("/", "."): _parsed(path, text) for path, text in files.items() if path.endswith(".py")}
    evaluator = Evaluator(modules, files)
    evaluator.load("__main__")
    return Declared(tuple(evaluator.made), evaluator.outputs)


def _parsed(path: str, text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise UnreadableError(f"{path}, line {error.lineno}: {error.msg}") from error


def read_typescript(files: Mapping[str, str]) -> Declared:
    """What a program in TypeScript declares. Raises UnreadableError."""
    read = {
        path[:-3].replace("/", "."): read_module(path, text) for path, text in files.items() if path.endswith(".ts")
    }
    evaluator = Evaluator({name: module for name, (module, _) in read.items()}, files, joined=True)
    told = evaluator.load("index")
    return Declared(tuple(evaluator.made), {snake(name): plain_of(told[name]) for name in read["index"][1]})
