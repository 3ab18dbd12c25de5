"""The same brief gives the same bytes, whoever runs it, where and when."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runs import ROOT, cloudwright, contents

ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "Africa/Casablanca")
LOCALES = ("C", "de_DE.UTF-8", "tr_TR.UTF-8", "C.UTF-8", "ja_JP.eucJP")
NAMES = ("ecommerce-orders", "avatar-pipeline", "trading", "multi-region-recovery")


def run(number: int, brief: Path, home: Path, folder: Path) -> dict[str, bytes]:
    """The bundle of one run in surroundings of its own."""
    place = folder / f"run {number}" / ("deep" * (number % 3))
    place.mkdir(parents=True)
    locale = LOCALES[number % len(LOCALES)]
    more = {"PYTHONHASHSEED": str(number * 7919), "TZ": ZONES[number % len(ZONES)], "LANG": locale, "LC_ALL": locale}
    if number % 2:
        given, source = brief.read_bytes(), "-"
    else:
        given, source = b"", str(brief)
    done = cloudwright("design", source, "-o", "out", home=home, folder=place, given=given, more=more)
    assert done.returncode in (0, 1), done.stderr.decode()
    return contents(place / "out")


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def test_four_runs_give_the_same_bytes(home: Path, tmp_path: Path) -> None:
    brief = ROOT / "examples" / "ecommerce-orders.md"
    first = run(0, brief, home, tmp_path)
    assert len(first) > 40
    for number in (1, 2):
        assert differences(run(number, brief, home, tmp_path), first) == []
    assert differences(run(3, brief, tmp_path / "no index yet", tmp_path), first) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_twenty_runs_give_the_same_bytes(name: str, home: Path, tmp_path: Path) -> None:
    brief = ROOT / "examples" / f"{name}.md"
    first = run(0, brief, home, tmp_path)
    for number in range(1, 20):
        found = run(number, brief, tmp_path / "fresh" if number == 10 else home, tmp_path)
        assert differences(found, first) == []
