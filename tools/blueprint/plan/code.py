"""What a function's code is: its language and runtime, what is called in it, and how it becomes what is packed.

Python is packed as it is written, with the code its handlers share in a layer. All other languages are built, each
function into a folder of its own that needs nothing beside it.
"""

from __future__ import annotations

from typing import NamedTuple

from tools.blueprint.plan.model import Build, CodeLanguage
from tools.catalog import newest
from tools.design.components import Function

ALIAS = "live"
"""What callers know the published version of a function by."""

BUILT = "dist"
"""Folder, beside the code, of what building makes."""

_AT_THE_EDGE = ("python", "nodejs")
"""Languages that run at the edge (CloudFront developer guide, "Restrictions on Lambda@Edge")."""

_SNAPSHOTS = ("python", "java", "dotnet")
"""Languages whose environments start from snapshots (Lambda developer guide, "Lambda SnapStart")."""


class Code(NamedTuple):
    """What is decided about a function's code."""

    language: CodeLanguage
    runtime: str
    handler: str
    folder: str
    build: Build | None
    note: str
    """What a reader must know; empty for nothing."""


def code_of(function: Function) -> Code:
    """The code of a function. One in a language that nothing is printed in, or that does not run where the function is
    placed, is printed in another, and that is noted."""
    language = _language(function)
    runtime = function.runtime if function.runtime and function.language == language else newest(language).id
    said = ""
    if language != function.language:
        where = " at the edge" if function.placement == "edge" else ""
        printed = _TITLES[language]
        said = f"{function.name} is asked for in {function.language}; its printed handler{where} is {printed}."
    build = _build(language, function.name)
    folder = function.name if build is None else f"{BUILT}/{function.name}"
    return Code(language, runtime, handler_in(language, function.name), folder, build, said)


def starts_from_snapshot(function: Function) -> bool:
    """Whether a function starts from a snapshot of its environment."""
    regional = function.placement == "regional"
    return regional and function.cold_start == "snapstart" and _language(function) in _SNAPSHOTS


def kept_warm(function: Function) -> int:
    """How many environments of a function are kept ready."""
    if starts_from_snapshot(function) or function.placement == "edge":
        return 0
    return max(function.provisioned_concurrency, int(function.cold_start == "provisioned"))


def _language(function: Function) -> CodeLanguage:
    if function.placement == "edge" and function.language not in _AT_THE_EDGE:
        return "nodejs"
    printed: CodeLanguage
    for printed in _TITLES:
        if printed == function.language:
            return printed
    return "python"


_TITLES: dict[CodeLanguage, str] = {"python": "Python", "nodejs": "TypeScript", "java": "Java", "go": "Go"}
"""Languages that handlers are printed in, and what people call them."""


def _build(language: CodeLanguage, name: str) -> Build | None:
    match language:
        case "python":
            return None
        case "nodejs":
            return Build("esbuild", "npm install && npm run build", f"{name}/app.ts")
        case _:
            return Build("makefile", "make", name)


def handler_in(language: CodeLanguage, name: str) -> str:
    """What the runtime is told to call."""
    match language:
        case "go" | "rust":
            return "bootstrap"
        case "java":
            return f"{java_package(name)}.App::handle"
        case _:
            return "app.handler"


def java_package(function: str) -> str:
    """The package of a function's classes."""
    name = function.replace("-", "_")
    return f"{name}_" if name in JAVA_WORDS else name


JAVA_WORDS = frozenset(
    "abstract assert boolean break byte case catch char class const continue default do double else enum extends false"
    " final finally float for goto if implements import instanceof int interface long native new null package private"
    " protected public return shared short static strictfp super switch synchronized this throw throws transient true"
    " try void volatile while".split()
)
"""Words that name no package: the language's own, and the package of the shared library."""
