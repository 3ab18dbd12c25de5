"""`cloudwright sessions` from outside."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.runs import called

WIDE = "Customers place orders over an API and look them up."


@pytest.fixture
def own(home: Path, tmp_path: Path) -> Path:
    """A home without sessions, with the index of the patterns."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "index").symlink_to(home / "index")
    return tmp_path / "home"


@pytest.fixture
def shop(own: Path) -> str:
    """A conversation of two turns, by the beginning of its id."""
    done = called("chat", home=own, given=f"{WIDE}\n\ngive every function 1 GB\n\n/name Shop\n".encode())
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().split()[-1]


def told(own: Path, *arguments: str, given: bytes = b"") -> str:
    """What a command prints that goes well."""
    done = called("sessions", *arguments, home=own, folder=own.parent, given=given)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
    return done.stdout.decode()


def refused(own: Path, *arguments: str, given: bytes = b"") -> str:
    """The one line of a command that is refused."""
    done: subprocess.CompletedProcess[bytes] = called("sessions", *arguments, home=own, folder=own.parent, given=given)
    lines = done.stderr.decode().splitlines()
    assert (done.returncode, done.stdout, len(lines)) == (2, b"", 1), done
    assert lines[0].startswith(("cloudwright: ", "Error: "))
    return lines[0]


def test_none_yet(own: Path) -> None:
    assert told(own, "list") == "no conversation yet; begin one with `cloudwright chat`\n"
    assert told(own, "list", "--json") == "[]\n"


def test_they_are_listed(own: Path, shop: str) -> None:
    line = told(own, "list").rstrip("\n")
    assert line.startswith(f"{shop}  20")
    assert line.endswith("2 turns  answered   Shop")
    assert told(own, "list", "LOOK THEM UP").rstrip("\n") == line
    assert told(own, "list", "nobody said this") == "none speaks of that\n"
    (plain,) = json.loads(told(own, "list", "--json"))
    assert (plain["id"][:8], plain["turns"], plain["status"]) == (shop, 2, "answered")


def test_one_is_shown(own: Path, shop: str) -> None:
    lines = told(own, "show", "shop").splitlines()
    assert lines[0].endswith("  Shop")
    assert lines[2].startswith("   1  answered  Customers place orders")
    assert lines[3].startswith("*  2  answered  give every function")
    assert "1024" in told(own, "show", shop, "--turn", "2")
    plain = json.loads(told(own, "show", shop, "--json"))
    assert [turn["text"] for turn in plain["turns"]] == [WIDE, "give every function 1 GB"]
    assert json.loads(told(own, "show", shop, "--turn", "2", "--json"))["is_first"] is False
    assert "there is no turn 3" in refused(own, "show", shop, "--turn", "3")


def test_it_is_renamed_and_branched(own: Path, shop: str) -> None:
    told(own, "rename", shop, "Other")
    new = told(own, "branch", "other", "--turn", "1", "--name", "Twig").strip()
    assert f"branched from {shop} after turn 1" in told(own, "show", new)
    assert len(told(own, "list").splitlines()) == 2


def test_it_goes_out_and_comes_back(own: Path, shop: str) -> None:
    told(own, "export", shop, "-o", "shop.session")
    data = (own.parent / "shop.session").read_bytes()
    assert told(own, "export", shop).encode() == data
    one = told(own, "import", "shop.session").strip()
    two = told(own, "import", "-", given=data).strip()
    assert told(own, "export", one) == told(own, "export", two) == data.decode()
    assert "its hash does not hold" in refused(own, "import", "-", given=data.replace(b"Customers", b"customers"))
    assert "not a packed session" in refused(own, "import", "-", given=b"\x89PNG")
    assert "there is no such file" in refused(own, "import", "nowhere")


def test_it_is_deleted_for_good(own: Path, shop: str) -> None:
    assert "deleting is for good. Say --yes" in refused(own, "delete", shop)
    told(own, "delete", shop, "--yes")
    assert told(own, "list").startswith("no conversation yet")
    assert [name for name in os.listdir(own / "sessions") if shop in name] == []


def test_a_damaged_one_is_listed_and_can_be_deleted(own: Path, shop: str) -> None:
    (path,) = (own / "sessions").glob(f"{shop}*.db")
    path.write_bytes(b"x" * 4096)
    assert f"{shop}  session {shop}: " in told(own, "list")
    assert "a copy is in" in refused(own, "show", path.stem)
    told(own, "delete", path.stem, "--yes")
    assert told(own, "list").startswith("no conversation yet")


@pytest.mark.parametrize(
    "arguments",
    [("show",), ("show", "nobody"), ("resume", "nobody"), ("cancel", "nobody"), ("rename", "nobody", "x"),
     ("branch", "nobody"), ("export", "nobody"), ("delete", "nobody", "--yes"), ("show", "../../etc/passwd")],
)  # fmt: skip
def test_nobody_is_meant(arguments: tuple[str, ...], own: Path) -> None:
    done = called("sessions", *arguments, home=own)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_nothing_is_open(own: Path, shop: str) -> None:
    assert "nothing is open" in refused(own, "resume", shop)
    assert "nothing is open" in refused(own, "cancel", shop)


def test_names_are_data(own: Path, shop: str) -> None:
    told(own, "rename", shop, "[red]x[/] \x1b[31m \u202e {{7*7}}")
    assert "\x1b" not in told(own, "list")
    assert "\u202e" not in told(own, "list")
    assert "{{7*7}}" in told(own, "list")
