"""Built handlers that bring no SDK, against services played over HTTP: what they send arrives."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.tools.blueprint.designs import design, made
from tests.tools.blueprint.toolchains import ORACLES, ROOT, TOOLCHAINS, Made, run, write_code
from tools.design.components import Idempotency
from tools.design.design import Design
from tools.design.links import Link

LAUNCHER = """
public class Launcher {
  public static void main(String[] arguments) throws Exception {
    new keeper.App().handle(System.in, System.out);
  }
}
"""


def keeper() -> Design:
    """A function that keeps and tells in all ways that the services played here know."""
    work = made("function", "keeper", idempotency=Idempotency(key=("id",), store="seen"), architecture="x86_64")
    return design(
        "served",
        [
            work,
            made("table", "orders", partition_key="orderId"),
            made("table", "seen", role="idempotency", partition_key="id"),
            made("bucket", "files"),
            made("queue", "inbox"),
            made("topic", "news"),
            made("bus", "events"),
        ],
        [
            Link(kind="write", source="keeper", target="orders"),
            Link(kind="write", source="keeper", target="seen", ratio=2),
            Link(kind="write", source="keeper", target="files"),
            Link(kind="send", source="keeper", target="inbox"),
            Link(kind="send", source="keeper", target="news"),
            Link(kind="send", source="keeper", target="events"),
        ],
    )


NAMES = {"ORDERS_TABLE": "orders", "FILES_BUCKET": "files", "EVENTS_BUS": "events"}
ONCE = {"IDEMPOTENCY_TABLE": "seen", "IDEMPOTENCY_HOURS": "24"}


def served(folder: Path, command: list[str]) -> dict[str, Any]:
    """What has come of two calls with one event."""
    python = ORACLES / "moto" / "bin" / "python"
    if not python.exists():
        pytest.skip("moto: not installed in .oracles/moto (make oracles)")
    script = ROOT / "tests" / "oracles" / "moto" / "serve.py"
    asked = [str(python), str(script), str(folder), *command]
    done = subprocess.run(asked, input=json.dumps(NAMES | ONCE), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
@pytest.mark.oracle("moto")
@pytest.mark.parametrize("language", ["java", "go"])
def test_what_is_sent_arrives(language: str, tmp_path: Path) -> None:
    toolchain = TOOLCHAINS[language]
    assert isinstance(toolchain, Made)
    if reason := toolchain.missing():
        pytest.skip(reason)
    write_code({"served": keeper()}, language, tmp_path)
    folder = tmp_path / "served"
    assert toolchain.failures(tmp_path, packed=True) == ""
    command = [str(folder / "dist" / "keeper" / "bootstrap")]
    if language == "java":
        (folder / "Launcher.java").write_text(LAUNCHER, encoding="utf-8")
        assert run(["javac", "-cp", "dist/keeper", "-d", "dist/keeper", "Launcher.java"], folder) == ""
        command = ["java", "-cp", "dist/keeper", "Launcher"]
    check_outcome(served(folder, command))


def check_outcome(found: dict[str, Any]) -> None:
    """Everything arrived, once, with what people wrote unharmed."""
    assert [how for how, _ in found["answers"]] == ["response", "response"], found["answers"]
    assert found["answers"][0][1] == found["answers"][1][1]
    (item,) = found["items"]
    assert (item["text"], item["count"], item["orderId"]) == ({"S": "héllo ✓"}, {"N": "3"}, {"S": "event-1"})
    assert item["inner"]["M"]["list"]["L"] == [{"N": "1"}, {"N": "2.5"}, {"BOOL": True}, {"NULL": True}]
    assert {name: len(messages) for name, messages in found["told"].items()} == {"inbox": 1, "heard": 1, "routed": 1}
    for message in (json.loads(found["told"][name][0]) for name in ("inbox", "heard")):
        assert (message["type"], message["id"], message["data"]["text"]) == (
            "KeeperDone",
            "event-1/KeeperDone",
            "héllo ✓",
        )
    assert json.loads(found["told"]["routed"][0])["detail"]["data"]["count"] == 3
    ((key, text),) = found["objects"].items()
    assert key.endswith("/event-1.json")
    assert json.loads(text)["text"] == "héllo ✓"
