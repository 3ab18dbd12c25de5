"""What builds and tests printed code in each compiled language, where it is found on this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tools.blueprint import plan, print_source
from tools.design.components import Function
from tools.design.design import Design

ROOT = Path(__file__).resolve().parents[3]
ORACLES = ROOT / ".oracles"
QUIET = {"AWS_EC2_METADATA_DISABLED": "true", "POWERTOOLS_LOG_LEVEL": "SILENT", "NO_UPDATE_NOTIFIER": "1"}


def spoken(design: Design, language: str) -> Design:
    """A design whose functions are all asked for in one language."""
    parts = [
        part.model_copy(update={"language": language, "runtime": ""}) if isinstance(part, Function) else part
        for part in design.components
    ]
    return design.model_copy(update={"components": tuple(parts)})


def write_code(designs: Mapping[str, Design], language: str, root: Path) -> None:
    """Writes the code of designs in one language, a folder each."""
    for name, design in designs.items():
        for path, text in print_source(plan(spoken(design, language))).items():
            place = root / name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")


class Toolchain:
    """What builds and tests one language."""

    family = ""
    """The validator it is, as tests name it."""

    def missing(self) -> str:
        """Why it cannot be asked; empty where it can."""
        raise AssertionError(self)

    def failures(self, root: Path, *, packed: bool = False) -> str:
        """What is wrong with the code of the designs under a folder; empty where it builds and its tests pass.

        With `packed`, what is deployed is made as well, where that is more than was tested.
        """
        raise AssertionError(self)


def run(command: list[str], folder: Path, **environment: str) -> str:
    """What a command says when it fails; nothing when it succeeds."""
    surroundings = {**os.environ, **QUIET, **environment}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=surroundings)
    return "" if done.returncode == 0 else (done.stdout + done.stderr)[-4000:]


class TypeScript(Toolchain):
    family = "handlers"

    def missing(self) -> str:
        if shutil.which("node") is None:
            return "node: not installed"
        return "" if (ORACLES / "handlers" / ".installed").is_file() else "handlers: not installed (make oracles)"

    def failures(self, root: Path, *, packed: bool = False) -> str:
        """All are compiled in one go, with the configuration that is printed; each design's tests run where it is."""
        modules = ORACLES / "handlers" / "node_modules"
        printed = next(iter(sorted(root.glob("*/tsconfig.json"))))
        (root / "tsconfig.json").write_text(printed.read_text("utf-8"), encoding="utf-8")
        (root / "package.json").write_text('{"type": "module"}', encoding="utf-8")
        (root / "node_modules").symlink_to(modules)
        said = run([str(modules / ".bin" / "tsc"), "-p", "."], root)
        for folder in sorted(root.glob("*/tsconfig.json")) if not said else ():
            name = folder.parent.name
            tests = sorted(str(path) for path in (root / "build" / name).rglob("*.test.js"))
            said += run(["node", "--test", *tests], folder.parent) if tests else f"{name} has no tests"
            said += run(["node", "build.mjs"], folder.parent) if packed else ""
        return said


class Made(Toolchain):
    """A language whose printed Makefile builds and tests everything."""

    def __init__(self, family: str, program: str, *folders: str) -> None:
        self.family = family
        self.program = program
        self.path = os.pathsep.join([*(str(ORACLES / folder) for folder in folders), os.environ.get("PATH", "")])

    def missing(self) -> str:
        wanted = ("make", self.program)
        return next((f"{each}: not installed" for each in wanted if shutil.which(each, path=self.path) is None), "")

    def failures(self, root: Path, *, packed: bool = False) -> str:
        """Each design's functions are built, and their tests run."""
        folders = sorted(path.parent for path in root.glob("*/Makefile"))
        assert folders, "no design has a Makefile"
        cache = {
            "GOCACHE": str(ORACLES / "golang-cache"),
            "GOPROXY": "off",
            "GOTOOLCHAIN": "local",
            "GOFLAGS": "-mod=mod",
        }
        return "".join(
            run(["make", "-s", "all", "test"], each, PATH=self.path, QUIET="yes", **cache) for each in folders
        )


TOOLCHAINS: dict[str, Toolchain] = {
    "nodejs": TypeScript(),
    "java": Made("java", "javac"),
    "go": Made("golang", "go", "golang/usr/lib/go-1.23/bin"),
}

SOURCES = {"nodejs": "*/domain.ts", "java": "*/Domain.java", "go": "*/domain.go"}
"""Where the rules of the team are, relative to the folder of a design."""


def plant_fault(language: str, folder: Path) -> None:
    """Makes the rules of one handler give a text in place of a result."""
    for path in sorted(folder.glob(SOURCES[language])):
        text = path.read_text("utf-8")
        planted = re.sub(FAULTS[language][0], FAULTS[language][1], text, count=1)
        if planted != text:
            path.write_text(planted, encoding="utf-8")
            return
    raise AssertionError(f"there is no place for a fault in {folder}")


FAULTS = {
    "nodejs": (r"return \{ \.\.\.data \};", "return 'planted';"),
    "go": (r"return resultOf\(data\S*\), nil", 'return "planted", nil'),
    "java": (r"return Types\.Result\.of\(data\S*\);", 'return "planted";'),
}
"""What the rules say by default, and what breaks them."""
