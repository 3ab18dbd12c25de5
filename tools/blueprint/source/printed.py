"""What printing the operations of a handler gives, in any language."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Printed:
    """The functions, and which of them answers what."""

    lines: list[str] = field(default_factory=list[str])
    routes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    fields: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    keys: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
