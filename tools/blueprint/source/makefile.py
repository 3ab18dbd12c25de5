"""`Makefile`: what builds the functions of compiled languages, each into a folder that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Callable

from tools.blueprint.plan.model import Plan
from tools.blueprint.source.java.words import package_of
from tools.design.components import Function

_OfAll = Callable[[Plan, list[str]], list[str]]
_OfOne = Callable[[Plan, str], list[str]]


def print_makefile(plan: Plan, functions: dict[str, list[str]]) -> str:
    """The file: `make` builds, `make test` tests, `make build-<id>` is what `sam build` asks for."""
    languages = {language: names for language, names in functions.items() if language in _LANGUAGES}
    names = [name for each in languages.values() for name in each]
    everything = " ".join(f"dist/{name}" for name in names)
    tests = " ".join(f"test-{language}" for language in languages)
    compiled = " ".join(f"compile-{language}" for language in languages)
    lines = [
        "# Builds every function into dist/<function>. `make test` tests them; `sam build` asks for build-<id>.",
        "",
        f".PHONY: all test {everything} {tests} {compiled}",
        "",
        f"all: {everything}",
        "",
        f"test: {tests}",
    ]
    for language, each in languages.items():
        lines += _section(plan, language, each)
    return "\n".join(lines) + "\n"


def _section(plan: Plan, language: str, names: list[str]) -> list[str]:
    compiling, packing, testing = _LANGUAGES[language]
    lines = ["", f"compile-{language}:", *_recipe(compiling(plan, names))]
    for name in names:
        lines += ["", f"dist/{name}: compile-{language}", *_recipe(["rm -rf $@ && mkdir -p $@", *packing(plan, name)])]
        lines += ["", f"build-{plan.ids[name]}: dist/{name}", f'\tcp -R dist/{name}/. "$(ARTIFACTS_DIR)"']
    return [*lines, "", f"test-{language}: compile-{language}", *_recipe(testing(plan, names))]


def _recipe(commands: list[str]) -> list[str]:
    return [f"\t{command}" for command in commands]


def _compile_java(plan: Plan, names: list[str]) -> list[str]:
    sources = " ".join(f"{name}/*.java" for name in names)
    return [f"mkdir -p build/java && javac --release 17 -d build/java shared/java/shared/*.java {sources}"]


def _pack_java(plan: Plan, name: str) -> list[str]:
    package = package_of(name)
    return [
        f"cp -R build/java/shared build/java/{package} $@/",
        f"rm -f $@/shared/StandIn*.class $@/shared/Tests*.class $@/{package}/AppTest*.class",
    ]


def _test_java(plan: Plan, names: list[str]) -> list[str]:
    classes = " ".join(f"{package_of(name)}.AppTest" for name in names)
    return [f"java -cp build/java shared.Tests {classes}"]


def _compile_go(plan: Plan, names: list[str]) -> list[str]:
    return [f"go vet {_packages(names)}"]


def _pack_go(plan: Plan, name: str) -> list[str]:
    processor = "arm64" if _architecture(plan, name) == "arm64" else "amd64"
    flags = "-trimpath -ldflags='-s -w'"
    return [f"CGO_ENABLED=0 GOOS=linux GOARCH={processor} go build {flags} -o $@/bootstrap ./{name}"]


def _test_go(plan: Plan, names: list[str]) -> list[str]:
    return [f"go test -vet=off {_packages(names)}"]


def _packages(names: list[str]) -> str:
    return " ".join(f"./{name}" for name in names)


def _architecture(plan: Plan, name: str) -> str:
    function = plan.graph[name]
    assert isinstance(function, Function)
    return function.architecture


_LANGUAGES: dict[str, tuple[_OfAll, _OfOne, _OfAll]] = {
    "java": (_compile_java, _pack_java, _test_java),
    "go": (_compile_go, _pack_go, _test_go),
}
"""What compiles all functions of a language, what puts one of them where it is packed, what tests all of them."""
