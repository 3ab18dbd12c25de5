"""Handlers in Go: printed commands, their tests, and the library they share. No dependency but the standard library."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tools.blueprint.plan.model import Plan
from tools.blueprint.source.cases import cases_of
from tools.blueprint.source.golang.app import print_app
from tools.blueprint.source.golang.domain import print_domain
from tools.blueprint.source.golang.tests import print_test
from tools.blueprint.source.golang.types import print_types
from tools.blueprint.source.handlers import Handler
from tools.blueprint.source.lowering import program_of
from tools.blueprint.source.services import with_services
from tools.design.components import Function

LIBRARY = "shared/go"

_FOLDER = Path(__file__).parent / "library"
_ALWAYS = (
    *("api", "aws", "batches", "data", "facts", "https", "idempotency", "logs", "problems", "runtime"),
    *("signing", "tables", "validation"),
)
_NEEDS = {"databases": ("calls", "storage")}
_STRANGERS = {
    "calls": '\tCarryWith(func(string, string, map[string]string, string) (string, error) { return "{}", nil })\n',
    "databases": '\tSpeakWith(func(string, ...string) (string, error) { return "", nil })\n',
}


def print_go(plan: Plan, function: Function, handler: Handler) -> tuple[dict[str, str], tuple[str, ...]]:
    """The files of one function, and the parts of the library it uses."""
    program = program_of(plan, handler)
    files = {
        "main.go": print_app(program),
        "main_test.go": print_test(program, cases_of(plan, handler)),
        "domain.go": print_domain(program),
    }
    if program.records:
        files["types.go"] = print_types(program)
    if function.package == "image":
        files["Dockerfile"] = _image(function)
    return files, program.modules


def print_go_library(modules: Sequence[str], functions: Sequence[str]) -> dict[str, str]:
    """The parts that are used, and what makes them a module."""
    del functions
    wanted = {*_ALWAYS, *modules} | {need for module in modules for need in _NEEDS.get(module, ())}
    files = {f"{LIBRARY}/{name}.go": library_text(name) for name in sorted(wanted)}
    strangers = "".join(line for name, line in _STRANGERS.items() if name in wanted)
    stand_in = library_text("standin").replace("\tSTRANGERS\n", strangers)
    return {**files, f"{LIBRARY}/standin/standin.go": stand_in, "go.mod": "module handlers\n\ngo 1.22\n"}


@cache
def library_text(name: str) -> str:
    """One file of the shared library."""
    return with_services((_FOLDER / f"{name}.txt").read_text("utf-8"))


def _image(function: Function) -> str:
    return (
        "FROM public.ecr.aws/lambda/provided:al2023\n"
        f"COPY dist/{function.name}/bootstrap /var/runtime/bootstrap\n"
        'CMD ["bootstrap"]\n'
    )
