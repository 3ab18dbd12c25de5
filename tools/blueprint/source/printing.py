"""Every file of code that a plan needs, by path."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from tools.blueprint.plan.model import Plan
from tools.blueprint.source.golang import print_go, print_go_library
from tools.blueprint.source.handlers import Handler, handler_of
from tools.blueprint.source.java import print_java, print_java_library
from tools.blueprint.source.makefile import print_makefile
from tools.blueprint.source.python import print_python, print_python_library
from tools.blueprint.source.samples import sample_of
from tools.blueprint.source.tasks import print_container, print_job, print_layer, print_schema
from tools.blueprint.source.typescript import print_typescript, print_typescript_library
from tools.design.components import Container, Database, Etl, Function, Layer

Files = dict[str, str]

_PRINTERS: dict[str, Callable[[Plan, Function, Handler], tuple[Files, Iterable[str]]]] = {
    "python": print_python,
    "nodejs": print_typescript,
    "java": print_java,
    "go": print_go,
}
"""What prints the files of a function, and says which parts of its library it uses, by language."""

_LIBRARIES: dict[str, Callable[[list[str], list[str]], Files]] = {
    "nodejs": print_typescript_library,
    "java": print_java_library,
    "go": print_go_library,
}
"""What prints the parts of a library, and what builds the functions named, by language."""


def print_source(plan: Plan) -> Files:
    """Paths, relative to the folder of the code, and texts: handlers, tests, sample events, shared code."""
    files: Files = {}
    modules: dict[str, set[str]] = {}
    functions: dict[str, list[str]] = {}
    for function in plan.graph.all(Function):
        handler = handler_of(plan, function)
        language = plan.functions[function.name].language
        printed, used = _PRINTERS[language](plan, function, handler)
        modules.setdefault(language, set()).update(used)
        functions.setdefault(language, []).append(function.name)
        files |= {f"{function.name}/{path}": text for path, text in printed.items()}
        files |= _samples(plan, function, handler)
    for container in plan.graph.all(Container):
        if not container.image and container.platform == "managed":
            printed, used = print_container(plan, container)
            files |= printed
            modules.setdefault("python", set()).update(used)
    if modules.get("python"):
        files |= print_python_library(modules["python"])
    for language, names in functions.items():
        if language in _LIBRARIES:
            files |= _LIBRARIES[language](sorted(modules[language]), names)
    if any(language not in ("python", "nodejs") for language in functions):
        files["Makefile"] = print_makefile(plan, functions)
    files |= _rest(plan)
    return dict(sorted(files.items()))


def _samples(plan: Plan, function: Function, handler: Handler) -> Files:
    found: Files = {}
    for calling in handler.callings:
        text = json.dumps(sample_of(plan, function, handler, calling), indent=2, ensure_ascii=False)
        found[f"{function.name}/events/{calling}.json"] = text + "\n"
    return found


def _rest(plan: Plan) -> Files:
    files: Files = {}
    for component in plan.design.components:
        match component:
            case Layer():
                files |= print_layer(component)
            case Etl():
                files |= print_job(plan, component)
            case Database() if component.engine != "document":
                files |= print_schema(plan, component)
            case _:
                pass
    return files
