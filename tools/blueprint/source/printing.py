"""Every file of code that a plan needs, by path."""

from __future__ import annotations

import json

from tools.blueprint.plan.model import Plan
from tools.blueprint.source.handlers import Handler, handler_of
from tools.blueprint.source.nodejs import print_nodejs, print_nodejs_library
from tools.blueprint.source.python import print_python, print_python_library
from tools.blueprint.source.samples import sample_of
from tools.blueprint.source.tasks import print_container, print_job, print_layer, print_schema
from tools.design.components import Container, Database, Etl, Function, Layer

Files = dict[str, str]


def print_source(plan: Plan) -> Files:
    """Paths, relative to the folder of the code, and texts: handlers, tests, sample events, shared code."""
    files: Files = {}
    modules: dict[str, set[str]] = {"python": set(), "nodejs": set()}
    for function in plan.graph.all(Function):
        handler = handler_of(plan, function)
        language = plan.functions[function.name].language
        printer = print_nodejs if language == "nodejs" else print_python
        printed, used = printer(plan, function, handler)
        modules[language] |= used
        files |= {f"{function.name}/{path}": text for path, text in printed.items()}
        files |= _samples(plan, function, handler)
    for container in plan.graph.all(Container):
        if not container.image and container.platform == "managed":
            printed, used = print_container(plan, container)
            files |= printed
            modules["python"] |= used
    if modules["python"]:
        files |= print_python_library(modules["python"])
    if modules["nodejs"]:
        files |= print_nodejs_library(modules["nodejs"])
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
