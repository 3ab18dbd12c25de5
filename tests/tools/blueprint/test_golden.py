"""What is printed for a small design, compared as bytes.

After a wanted change: python -m tests.tools.blueprint.test_golden
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.blueprint.designs import notes
from tools.blueprint import plan, render

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
SHARED = ("src/shared/", "src/testing/")
TARGETS = ("cloudformation", "sam")


def printed(target: str) -> dict[str, str]:
    """The files worth reading: the template, its settings, and beside SAM's the modules of the functions."""
    files = render(plan(notes()), target, code=target == "sam")
    return {f"{path}.golden": text for path, text in files.items() if not path.startswith(SHARED)}


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_printed_is_what_was_agreed(target: str) -> None:
    folder = GOLDEN / target / "notes"
    kept = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    made = {path: text.encode() for path, text in printed(target).items()}
    assert made.keys() == kept.keys()
    assert [path for path, text in made.items() if kept[path] != text] == []


def write() -> None:
    """Writes what is printed now."""
    for target in TARGETS:
        for path, text in printed(target).items():
            place = GOLDEN / target / "notes" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode())


if __name__ == "__main__":
    write()
