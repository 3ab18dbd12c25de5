"""Whether the renderings of one design are the same system: each is read back, and their graphs are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tools.blueprint.plan.model import Plan
from tools.blueprint.reading.comparing import differences
from tools.blueprint.reading.model import Reading, is_list, is_mapping
from tools.blueprint.targets import Files, Target, target, targets


class Verified(NamedTuple):
    """What was read of one target."""

    target: str
    resources: int
    permissions: int
    settings: int
    differences: tuple[str, ...]
    """How it differs from the first target: none where it is the same system."""
    problem: str = ""
    """Why it could not be read; empty where it was."""


class Verification(NamedTuple):
    """Targets of one design, compared with the first of them that can be read."""

    first: str
    rows: tuple[Verified, ...]

    @property
    def equal(self) -> bool:
        """Whether all could be read and say the same."""
        return not any(row.differences or row.problem for row in self.rows)


def readable() -> tuple[str, ...]:
    """Names of the targets that can be read back."""
    return tuple(name for name, found in targets().items() if found.read is not None)


def verify(plan: Plan, names: Iterable[str]) -> Verification:
    """Renders a plan in each target, reads it back, and compares. Raises UnknownTargetError."""
    chosen = [target(name) for name in names]
    return compare([(found, found.render(plan, "src")) for found in chosen])


def compare(printed: Iterable[tuple[Target, Files]]) -> Verification:
    """Compares what was printed."""
    rows: list[Verified] = []
    first: tuple[str, Reading] | None = None
    for found, files in printed:
        reading = _read(found, files)
        if isinstance(reading, str):
            rows.append(Verified(found.name, 0, 0, 0, (), reading))
            continue
        first = first or (found.name, reading)
        apart = differences(first[1], reading) if reading is not first[1] else ()
        rows.append(_row(found.name, reading, apart))
    return Verification(first[0] if first else "", tuple(rows))


def _read(found: Target, files: Files) -> Reading | str:
    if found.read is None:
        return "this language is not read back yet"
    try:
        return found.read(files)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        # Whatever the text holds that is not understood is said; nothing is taken for granted.
        return f"not understood: {type(error).__name__}: {error}"


def _row(name: str, reading: Reading, apart: tuple[str, ...]) -> Verified:
    settings = sum(1 for each in reading.resources.values() for _ in _leaves(each.settings))
    return Verified(name, len(reading.resources), len(reading.permissions), settings, apart)


def _leaves(value: Any) -> Iterator[Any]:
    if is_mapping(value):
        for item in value.values():
            yield from _leaves(item)
    elif is_list(value):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def to_text(found: Verification, most: int = 40) -> str:
    """A table of the targets, then every difference, at most so many for each target."""
    width = max(len(row.target) for row in found.rows)
    lines = [f"{'target'.ljust(width)}  resources  permissions  settings  verdict"]
    for row in found.rows:
        figures = f"{row.resources:>9}  {row.permissions:>11}  {row.settings:>8}"
        lines.append(f"{row.target.ljust(width)}  {figures}  {_verdict(row, found.first)}")
    for row in found.rows:
        if row.differences:
            lines += ["", f"{row.target} differs from {found.first} (first: {found.first}, second: {row.target}):"]
            lines += [f"  {line}" for line in row.differences[:most]]
            left = len(row.differences) - most
            lines += [f"  and {left} more"] if left > 0 else []
    return "\n".join(lines) + "\n"


def _verdict(row: Verified, first: str) -> str:
    if row.problem:
        return row.problem
    if row.target == first:
        return "read first: the others are compared with it"
    return f"{len(row.differences)} differences" if row.differences else "equal"
