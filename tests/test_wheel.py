"""The wheel as a user has it: everything inside, the same counts, undisturbed by folders of the user's own."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("agent", "evals", "knowledge", "prompts", "tools", "tui")
DATA = (
    "agent/planners/embedded/lexicon/habits.json",
    "evals/cases/briefs.jsonl",
    "knowledge/concepts.txt",
    "knowledge/patterns/saga.md",
    "prompts/sections/numbers.md",
    "prompts/templates/brief.md",
    "tools/bundle/report.css",
    "tools/catalog/data/prices/aws.json",
)
COUNT = """
import json
from knowledge.library import load_library, packaged_documents
from prompts import Library
from tools.blueprint.targets import targets
from tools.checks import all_rules
from tools.cost.registry import metered_kinds, overheads_of
from tools.scaling.limits import families
print(json.dumps({
    "rules": len(all_rules()), "targets": sorted(targets()), "meters": len(metered_kinds("aws")),
    "overheads": len(overheads_of("aws")), "limits": len(families()),
    "patterns": len(load_library(packaged_documents()).patterns), "templates": [t.name for t in Library().templates()],
}))
"""


@dataclass(frozen=True)
class Installed:
    """An environment with nothing of this checkout but the wheel; its dependencies are those of this environment."""

    python: Path
    wheel: Path

    def run(self, *command: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """Runs a program of the environment as a user would, from a folder."""
        program = str(self.python.parent / command[0])
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        environment["CLOUDWRIGHT_HOME"] = str(self.python.parents[2] / "home")
        return subprocess.run([program, *command[1:]], cwd=folder, capture_output=True, text=True, env=environment)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Builds the wheel and installs it, without a network."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed: run `make setup`")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")], check=True)
    python = folder / "venv" / "bin" / "python"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "-qq",
        "install",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run(pip, check=True, capture_output=True)
    _lend_dependencies(python)
    return Installed(python, wheel)


def _lend_dependencies(python: Path) -> None:
    """Every entry of this environment's packages but the project itself, by links."""
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    target = Path(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip())
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "cloudwright" not in entry.name and entry.suffix != ".pth" and not (target / entry.name).exists():
            (target / entry.name).symlink_to(entry)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A user's folder that has packages of our names."""
    for name in PACKAGES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('the wrong package was imported')\n")
    return tmp_path


def test_everything_is_inside(installed: Installed) -> None:
    inside = set(zipfile.ZipFile(installed.wheel).namelist())
    assert [name for name in DATA if name not in inside] == []
    listed = subprocess.run(["git", "ls-files", "-z", *PACKAGES], cwd=ROOT, check=True, capture_output=True, text=True)
    ours = {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}
    assert len(ours) > 500
    assert ours - inside == set()
    tops = {name.partition("/")[0] for name in inside}
    assert {name for name in tops if not name.endswith(".dist-info")} == set(PACKAGES)


def test_the_counts_are_those_of_the_checkout(installed: Installed, tmp_path: Path) -> None:
    there = installed.run("python", "-c", COUNT, folder=tmp_path)
    here = subprocess.run([sys.executable, "-c", COUNT], cwd=ROOT, capture_output=True, text=True)
    assert there.stderr == here.stderr == ""
    assert json.loads(there.stdout) == json.loads(here.stdout)
    assert all(json.loads(here.stdout).values())


@pytest.mark.parametrize("command", [("--version",), ("--help",), ("targets",), ("rules",), ("prompt", "list")])
def test_a_users_own_packages_do_not_disturb(installed: Installed, project: Path, command: tuple[str, ...]) -> None:
    done = installed.run("cloudwright", *command, folder=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_a_whole_design_comes_out_of_it(installed: Installed, project: Path) -> None:
    brief = "# Notes\n\nA web application in which 2,000 people keep notes. An HTTP API stores notes in a table.\n"
    (project / "brief.md").write_text(brief)
    done = installed.run("cloudwright", "design", "brief.md", "-o", "out", folder=project)
    assert done.returncode in (0, 1), done.stderr
    assert {path.name for path in (project / "out").iterdir()} >= {"README.md", "design.yaml", "evidence.json"}
    checked = installed.run("cloudwright", "check", "out", folder=project)
    assert checked.returncode in (0, 1), checked.stderr
