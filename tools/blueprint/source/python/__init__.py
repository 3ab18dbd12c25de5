"""Handlers in Python: printed modules, their tests, and the library they share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tools.blueprint.plan.model import Plan
from tools.blueprint.source.handlers import Handler
from tools.blueprint.source.python.app import print_app
from tools.blueprint.source.python.domain import print_domain
from tools.blueprint.source.python.edge import print_edge
from tools.blueprint.source.python.tests import print_test
from tools.design.components import Function

LIBRARY = "shared/python/shared"
STAND_IN = "testing/aws.py"

_FOLDER = Path(__file__).parent / "library"
_ALWAYS = ("__init__", "clients", "errors", "facts", "logs", "tables")
_NEEDS = {
    "api": ("idempotency", "validation"),
    "batches": ("idempotency",),
    "triggers": ("api", "idempotency", "validation"),
    "people": (),
}


def print_python(plan: Plan, function: Function, handler: Handler) -> tuple[dict[str, str], set[str]]:
    """The files of one function, and the modules of the library it uses."""
    if "edge" in handler.callings:
        return print_edge(handler), set()
    app, used = print_app(handler)
    files = {"app.py": app, "test_app.py": print_test(plan, handler)}
    if "domain." in app:
        files["domain.py"] = print_domain(handler)
    if function.package == "image":
        files["Dockerfile"] = _image(plan, function, [name for name in files if name != "test_app.py"])
    return files, used


def print_container_app(plan: Plan, handler: Handler) -> tuple[dict[str, str], set[str]]:
    """The modules of a task, and the modules of the library it uses."""
    app, used = print_app(handler, entry=False)
    return {"app.py": app, "domain.py": print_domain(handler)}, used


def print_python_library(modules: set[str]) -> dict[str, str]:
    """The modules that are used, and the stand-in for AWS that the tests use."""
    wanted = {*_ALWAYS, *modules}
    for module in sorted(modules):
        wanted |= set(_NEEDS.get(module, ()))
    files = {f"{LIBRARY}/{name}.py": library_text(name) for name in sorted(wanted)}
    return {**files, STAND_IN: library_text("testing")}


@cache
def library_text(name: str) -> str:
    """One module of the shared library."""
    return (_FOLDER / f"{name}.txt").read_text("utf-8")


def _image(plan: Plan, function: Function, modules: list[str]) -> str:
    version = plan.functions[function.name].runtime.removeprefix("python")
    return (
        f"FROM public.ecr.aws/lambda/python:{version}\n"
        "COPY shared/python/shared ${LAMBDA_TASK_ROOT}/shared\n"
        f"COPY {' '.join(f'{function.name}/{module}' for module in modules)} ${{LAMBDA_TASK_ROOT}}/\n"
        'CMD ["app.handler"]\n'
    )
