"""`cloudwright render --verify` from outside: it ends with 1 where a printer says less than the others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import pytest

from tests.runs import called
from tests.tools.blueprint.designs import shop
from tools.blueprint.plan.model import Plan
from tools.blueprint.targets import Files, target, targets
from tools.design.codec import dumps


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a design in it."""
    found = tmp_path_factory.mktemp("verified")
    (found / "design.yaml").write_text(dumps(shop()), encoding="utf-8")
    return found


def test_targets_that_say_the_same_end_with_0(folder: Path) -> None:
    done = called("render", "design.yaml", "--verify", folder=folder)
    readable = [found for found in targets().values() if found.read is not None]
    assert done.returncode == 0
    assert done.stdout.decode().count("  equal\n") == len(readable) - 1 > 1


@pytest.mark.parametrize(
    ("name", "path", "setting", "said"),
    [
        ("sam", "template.yaml", " +VisibilityTimeout: 180", "queue/invoices"),
        ("terraform", "messaging.tf", " +visibility_timeout_seconds += 180", "queue/invoices"),
        ("serverless", "serverless.yml", " +memorySize: 512", "memory_size"),
    ],
)
def test_a_printer_that_drops_a_setting_ends_with_1(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, path: str, setting: str, said: str
) -> None:
    whole = target(name)

    def render(plan: Plan, source: str) -> Files:
        files = whole.render(plan, source)
        less = re.sub(rf"^{setting}\n", "", files[path], count=1, flags=re.MULTILINE)
        assert less != files[path]
        return {**files, path: less}

    monkeypatch.setitem(cast("dict[str, Any]", targets()), name, whole._replace(render=render))
    done = called("render", "design.yaml", "--verify", folder=folder)
    assert done.returncode == 1
    assert re.search(rf"^  .*{said}.* nothing in the second$", done.stdout.decode(), re.MULTILINE)
    assert "1 differences" in done.stdout.decode()


def test_a_text_that_cannot_be_read_ends_with_1(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def render(plan: Plan, source: str) -> Files:
        return {"main.tf": 'resource "aws_sqs_queue" {'}

    broken = target("terraform")._replace(render=render)
    monkeypatch.setitem(cast("dict[str, Any]", targets()), "terraform", broken)
    done = called("render", "design.yaml", "--target", "sam,terraform", "--verify", folder=folder)
    assert done.returncode == 1
    assert "not understood" in done.stdout.decode()
