"""`Makefile`: what builds the functions of compiled languages, each into a folder that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence

from tools.blueprint.plan.model import Plan
from tools.blueprint.source.java.words import package_of

Recipe = tuple[list[str], list[str]]
"""Lines that make dist/<function>, and lines that test all functions of a language."""

_ARCHITECTURES = {"arm64": ("arm64", "aarch64"), "x86_64": ("amd64", "x86_64")}


def print_makefile(plan: Plan, functions: dict[str, list[str]]) -> str:
    """The file: `make` builds, `make test` tests, `make build-<id>` is what `sam build` asks for."""
    made = [(language, name) for language, names in functions.items() for name in names if language in _BUILDS]
    everything = [f"dist/{name}" for _, name in made]
    tests = [f"test-{language}" for language in functions if language in _BUILDS]
    lines = [
        "# Builds every function into dist/<function>. `make test` tests them; `sam build` asks for build-<id>.",
        "",
        f".PHONY: all test {' '.join(everything)} {' '.join(tests)}",
        "",
        f"all: {' '.join(everything)}",
        "",
        f"test: {' '.join(tests)}",
    ]
    for language, name in made:
        lines += ["", f"dist/{name}:", "\trm -rf $@ && mkdir -p $@", *_BUILDS[language](plan, name)]
        lines += ["", f"build-{plan.ids[name]}: dist/{name}", "\tcp -R dist/" + name + '/. "$(ARTIFACTS_DIR)"']
    for language, names in functions.items():
        if language in _TESTS:
            lines += ["", f"test-{language}:", *_TESTS[language](names)]
    return "\n".join(lines) + "\n"


def _build_java(plan: Plan, name: str) -> list[str]:
    del plan
    sources = f"$(filter-out %/StandIn.java %/Tests.java,$(wildcard shared/java/shared/*.java)) {name}/App.java"
    return [f"\tjavac --release 17 -d $@ -cp $@ -sourcepath . {sources} $(wildcard {name}/[DT]*.java)"]


def _test_java(names: Sequence[str]) -> list[str]:
    classes = " ".join(f"{package_of(name)}.AppTest" for name in names)
    sources = " ".join(f"{name}/*.java" for name in names)
    return [
        f"\tmkdir -p build/java && javac --release 17 -d build/java shared/java/shared/*.java {sources}",
        f"\tjava -cp build/java shared.Tests {classes}",
    ]


_BUILDS = {"java": _build_java}
_TESTS = {"java": _test_java}
