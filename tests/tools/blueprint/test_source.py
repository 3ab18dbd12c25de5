"""Printed code: it is what the links say, it runs, its tests pass, and linters have nothing to say."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.tools.blueprint import designs
from tests.tools.blueprint.designs import design, made
from tools.blueprint import plan, print_source
from tools.design.components import Idempotency
from tools.design.design import Design
from tools.design.links import Link

HERE = Path(__file__).parent
HOSTILE = '"""\n*/ `${process.exit(1)}` \\ \' " {{}} <script>'


def written(made_of: Mapping[str, Design], root: Path) -> list[Path]:
    """Writes the code of designs and gives the folders that hold tests in Python."""
    for name, each in made_of.items():
        for path, text in print_source(plan(each)).items():
            place = root / name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    return sorted(path.parent for path in root.rglob("test_app.py"))


@pytest.fixture(scope="module")
def code(shipped: dict[str, Design], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of the shipped briefs and of the designs made by hand, one folder each."""
    root = tmp_path_factory.mktemp("code")
    written(shipped | {each.name: each for each in designs.examples()}, root)
    return root


def test_printed_python_passes_its_tests(code: Path) -> None:
    folders = sorted(str(path.parent) for path in code.rglob("test_app.py"))
    assert len(folders) > 100
    done = subprocess.run([sys.executable, str(HERE / "run_printed.py"), *folders], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == {}


def test_the_runner_sees_a_test_that_fails(tmp_path: Path) -> None:
    failing = "import unittest\nclass T(unittest.TestCase):\n    def test_it(self):\n        self.fail('planted')\n"
    (tmp_path / "test_app.py").write_text(failing)
    done = subprocess.run([sys.executable, str(HERE / "run_printed.py"), str(tmp_path)], capture_output=True, text=True)
    assert "planted" in json.loads(done.stdout)[str(tmp_path)]


def test_linters_have_nothing_to_say(code: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "ruff", "check", "--isolated", "--quiet", str(code)], text=True)
    assert done.returncode == 0
    style = [sys.executable, "-m", "ruff", "format", "--isolated", "--quiet", "--check", "--line-length", "120"]
    assert subprocess.run([*style, str(code)], text=True).returncode == 0


def source_of(*parts: Any, links: list[Link], language: str = "python") -> dict[str, str]:
    """The printed code of a few parts, the first of them a function."""
    first, *others = parts
    return print_source(plan(design("x", [first.model_copy(update={"language": language}), *others], links)))


READER = Link(kind="trigger", source="readings", target="detect")
ONCE = Idempotency(key=("deviceId", "measuredAt"), store="idempotency")


def consumer(*, seldom: float, guard: float, language: str = "python") -> dict[str, str]:
    """A consumer of a stream that keeps everything and tells some of it."""
    return source_of(
        made("function", "detect", idempotency=ONCE),
        made("stream", "readings"),
        made("table", "states"),
        made("table", "idempotency", role="idempotency", partition_key="key"),
        made("topic", "alerts"),
        links=[
            READER,
            Link(kind="write", source="detect", target="states"),
            Link(kind="write", source="detect", target="idempotency", ratio=guard),
            Link(kind="send", source="detect", target="alerts", ratio=seldom),
        ],
        language=language,
    )


def test_what_is_sent_seldom_has_a_condition_of_its_own() -> None:
    files = consumer(seldom=0.02, guard=2)
    assert "def tells_alerts(result: dict[str, Any]) -> bool:" in files["detect/domain.py"]
    assert "2 in 100" in files["detect/domain.py"]
    assert "    if domain.tells_alerts(result):\n        ALERTS.tell(" in files["detect/app.py"]
    always = consumer(seldom=1, guard=2)
    assert "tells_alerts" not in always["detect/domain.py"] + always["detect/app.py"]


def test_the_condition_in_typescript() -> None:
    files = consumer(seldom=0.02, guard=2, language="nodejs")
    assert "export function tellsAlerts(result: Data): boolean {" in files["detect/domain.ts"]
    assert "if (domain.tellsAlerts(result)) await ALERTS.tell(" in files["detect/app.ts"]


def test_only_what_is_told_is_guarded_where_the_design_guards_little() -> None:
    app = consumer(seldom=0.02, guard=0.04)["detect/app.py"]
    kept, told = app.index("    STATES.keep(result"), app.index("        ONCE.do(ONCE.key_of_fact(fact), tell)")
    assert kept < told
    assert "batches.each(event, work)" in app
    app = consumer(seldom=0.02, guard=2)["detect/app.py"]
    assert "batches.each(event, work, ONCE)" in app
    assert "IDEMPOTENCY.keep" not in app
    app = consumer(seldom=0.02, guard=0.04, language="nodejs")["detect/app.ts"]
    assert "each(event, work)" in app
    assert "await ONCE.do(ONCE.keyOfFact(found), tell);" in app


KEYED = """
import json, sys
sys.path[:0] = [f"{sys.argv[1]}/shared/python", f"{sys.argv[1]}/testing", f"{sys.argv[1]}/resize"]
import os
os.environ |= {"AWS_REGION": "eu-west-1", "FILES_BUCKET": "files"}
os.environ |= {"IDEMPOTENCY_TABLE": "seen", "IDEMPOTENCY_HOURS": "24"}
from aws import Aws
aws = Aws().install()
import app
event = json.load(open(f"{sys.argv[1]}/resize/events/fact.json"))
app.handler(event, None)
app.handler({**event, "id": "delivered-again"}, None)
print(json.dumps([item["id"]["S"] for item in aws.items["seen"]]))
"""


@pytest.mark.parametrize("by_bus", [True, False])
def test_an_object_is_known_by_bucket_key_and_version(by_bus: bool, tmp_path: Path) -> None:
    once = Idempotency(key=("bucket", "key", "versionId"), store="seen")
    files = source_of(
        made("function", "resize", idempotency=once),
        made("bucket", "files", events_to_bus=by_bus),
        made("table", "seen", role="idempotency", partition_key="id"),
        links=[
            Link(kind="trigger", source="files", target="resize"),
            Link(kind="read", source="resize", target="files"),
            Link(kind="write", source="resize", target="seen", ratio=2),
        ],
    )
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", KEYED, str(tmp_path)], capture_output=True, text=True)
    keys = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else done.stderr
    kind = "Object Created" if by_bus else "ObjectCreated:Put"
    assert keys == [f"resize#{kind}#files#uploads/example.json#v1"]


@pytest.mark.parametrize("language", ["python", "nodejs"])
def test_keys_are_those_of_the_design(language: str) -> None:
    name = {"python": "detect/app.py", "nodejs": "detect/app.ts"}[language]
    app = consumer(seldom=1, guard=2, language=language)[name].replace("'", '"')
    assert '"deviceId", "measuredAt"' in app


def test_guarded_consumers_pass_their_tests(tmp_path: Path) -> None:
    for number, (seldom, guard) in enumerate([(0.02, 0.04), (1.0, 0.5), (0.02, 2.0)]):
        for path, text in consumer(seldom=seldom, guard=guard).items():
            place = tmp_path / str(number) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    folders = [str(path.parent) for path in tmp_path.rglob("test_app.py")]
    assert len(folders) == 3
    done = subprocess.run([sys.executable, str(HERE / "run_printed.py"), *folders], capture_output=True, text=True)
    assert json.loads(done.stdout) == {}


def test_a_person_may_have_two_orders() -> None:
    files = source_of(
        made("function", "create-order", operation="create", entity="Order"),
        made("api", "shop"),
        made("table", "orders", entity="Order", partition_key="orderId"),
        links=[
            Link(kind="trigger", source="shop", target="create-order", matches=("POST /orders",)),
            Link(kind="write", source="create-order", target="orders"),
        ],
    )
    assert '{"orderId": order.get("id")}' in files["create-order/app.py"]


@pytest.mark.parametrize("language", ["python", "nodejs"])
def test_words_of_people_stay_words(language: str) -> None:
    files = source_of(
        made("function", "work", title=HOSTILE, description=HOSTILE),
        made("container", "serve", mode="service", health_path='/a" + POLLING + THE_PORT'),
        made("queue", "jobs"),
        links=[
            Link(kind="trigger", source="jobs", target="work"),
            Link(kind="trigger", source="jobs", target="serve"),
        ],
        language=language,
    )
    for path, text in files.items():
        if path.endswith(".py"):
            compile(text, path, "exec")
    assert '"/a\\" + POLLING + THE_PORT"' in files["serve/main.py"]
