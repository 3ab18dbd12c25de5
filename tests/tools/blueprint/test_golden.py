"""What is printed for a small design, compared as bytes.

After a wanted change: python -m tests.tools.blueprint.test_golden
"""

from __future__ import annotations

from pathlib import Path

from tests.tools.blueprint.designs import notes
from tools.blueprint import plan, render

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "sam" / "notes"


def printed() -> dict[str, str]:
    """The files worth reading: the template, its settings, and the modules of the functions."""
    shared = ("src/shared/", "src/testing/")
    return {f"{path}.golden": text for path, text in render(plan(notes())).items() if not path.startswith(shared)}


def test_what_is_printed_is_what_was_agreed() -> None:
    kept = {p.relative_to(GOLDEN).as_posix(): p.read_bytes() for p in GOLDEN.rglob("*") if p.is_file()}
    made = {path: text.encode() for path, text in printed().items()}
    assert made.keys() == kept.keys()
    assert [path for path, text in made.items() if kept[path] != text] == []


def write() -> None:
    """Writes what is printed now."""
    for path, text in printed().items():
        place = GOLDEN / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())


if __name__ == "__main__":
    write()
