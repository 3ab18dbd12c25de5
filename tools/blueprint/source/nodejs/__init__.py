"""Handlers in Node.js: printed modules, their tests, and the library they share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tools.blueprint.plan.model import Plan
from tools.blueprint.source.handlers import Handler
from tools.blueprint.source.nodejs.app import print_app
from tools.blueprint.source.nodejs.domain import print_domain
from tools.blueprint.source.nodejs.edge import print_edge
from tools.blueprint.source.nodejs.tests import print_test
from tools.design.components import Function

LIBRARY = "shared-node/nodejs/node_modules/shared"
STAND_IN = f"{LIBRARY}/testing.mjs"

_FOLDER = Path(__file__).parent / "library"
_ALWAYS = ("clients", "errors", "facts", "logs", "tables", "testing")
_NEEDS = {
    "api": ("validation",),
    "triggers": ("api", "validation"),
}


def print_nodejs(plan: Plan, function: Function, handler: Handler) -> tuple[dict[str, str], set[str]]:
    """The files of one function, and the modules of the library it uses."""
    if "edge" in handler.callings:
        return print_edge(handler), set()
    app, used = print_app(handler)
    files = {"app.mjs": app, "app.test.mjs": print_test(plan, handler)}
    if "domain." in app:
        files["domain.mjs"] = print_domain(handler)
    if function.package == "image":
        files["Dockerfile"] = _image(plan, function, [name for name in files if name != "app.test.mjs"])
    return files, used


def print_nodejs_library(modules: set[str]) -> dict[str, str]:
    """The modules that are used, what makes them a package, and what lets the tests find them."""
    wanted = {*_ALWAYS, *modules}
    for module in sorted(modules):
        wanted |= set(_NEEDS.get(module, ()))
    files = {f"{LIBRARY}/{name}.mjs": library_text(name) for name in sorted(wanted)}
    return {
        **files,
        f"{LIBRARY}/package.json": _PACKAGE,
        "testing/register.mjs": library_text("register"),
        "package.json": _ROOT,
    }


_PACKAGE = """\
{
  "name": "shared",
  "private": true,
  "type": "module",
  "exports": { "./*": "./*.mjs" }
}
"""

_ROOT = """\
{
  "private": true,
  "type": "module",
  "scripts": { "test": "node --import ./testing/register.mjs --test" }
}
"""


@cache
def library_text(name: str) -> str:
    """One module of the shared library."""
    return (_FOLDER / f"{name}.txt").read_text("utf-8")


def _image(plan: Plan, function: Function, modules: list[str]) -> str:
    version = plan.functions[function.name].runtime.removeprefix("nodejs").removesuffix(".x")
    return (
        f"FROM public.ecr.aws/lambda/nodejs:{version}\n"
        f"COPY {LIBRARY} ${{LAMBDA_TASK_ROOT}}/node_modules/shared\n"
        f"COPY {' '.join(f'{function.name}/{module}' for module in modules)} ${{LAMBDA_TASK_ROOT}}/\n"
        'CMD ["app.handler"]\n'
    )
