"""Handlers in Java: printed classes, their tests, and the library they share. No dependency but the language's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tools.blueprint.plan.model import Plan
from tools.blueprint.source.cases import cases_of
from tools.blueprint.source.handlers import Handler
from tools.blueprint.source.java.app import print_app
from tools.blueprint.source.java.domain import print_domain
from tools.blueprint.source.java.tests import print_test
from tools.blueprint.source.java.types import print_types
from tools.blueprint.source.lowering import program_of
from tools.blueprint.source.services import with_services
from tools.design.components import Function

LIBRARY = "shared/java/shared"

_FOLDER = Path(__file__).parent / "library"
_CLASSES = {
    "calls": ("Calls",),
    "databases": ("Databases", "Calls", "Storage"),
    "messaging": ("Messaging",),
    "models": ("Models",),
    "people": ("People",),
    "storage": ("Storage",),
    "triggers": ("Triggers",),
}
_ALWAYS = (
    *("Api", "Attributes", "Aws", "Batches", "Fact", "Facts", "Https", "Invocation", "Json", "Logs", "Money"),
    *("Neighbour", "Once", "Problem", "Settings", "Signing", "StandIn", "Table", "Tests", "Validation"),
)


def print_java(plan: Plan, function: Function, handler: Handler) -> tuple[dict[str, str], tuple[str, ...]]:
    """The files of one function, and the parts of the library it uses."""
    program = program_of(plan, handler)
    files = {
        "App.java": print_app(program),
        "AppTest.java": print_test(program, cases_of(plan, handler)),
        "Domain.java": print_domain(program),
    }
    if program.records:
        files["Types.java"] = print_types(program)
    if function.package == "image":
        files["Dockerfile"] = _image(plan, function)
    return files, program.modules


def print_java_library(modules: Sequence[str], functions: Sequence[str]) -> dict[str, str]:
    """The classes that are used, and what lets other tools build them."""
    del functions
    wanted = sorted({*_ALWAYS, *(name for module in modules for name in _CLASSES.get(module, ()))})
    return {f"{LIBRARY}/{name}.java": library_text(name) for name in wanted} | {"pom.xml": _POM}


@cache
def library_text(name: str) -> str:
    """One class of the shared library."""
    return with_services((_FOLDER / f"{name}.txt").read_text("utf-8"))


def _image(plan: Plan, function: Function) -> str:
    decided = plan.functions[function.name]
    version = decided.runtime.removeprefix("java")
    return (
        f"FROM public.ecr.aws/lambda/java:{version}\n"
        f"COPY dist/{function.name}/ ${{LAMBDA_TASK_ROOT}}/\n"
        f'CMD ["{decided.handler}"]\n'
    )


_POM = """\
<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>handlers</groupId>
  <artifactId>handlers</artifactId>
  <version>1</version>
  <!-- For editors, and for teams that build all handlers into one archive; the Makefile needs the compiler alone. -->
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <build>
    <sourceDirectory>${project.basedir}</sourceDirectory>
    <plugins>
      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-compiler-plugin</artifactId>
        <configuration>
          <includes>
            <include>*/*.java</include>
            <include>shared/java/shared/*.java</include>
          </includes>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
"""
