"""Designs written short: what a case does not say is the smallest thing that makes a whole design."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tools.design.design import Design

Plain = dict[str, Any]

ORIGIN: Plain = {"kind": "assumed", "reason": "a test"}
STATED = ("title", "summary", "provider", "regions", "residency", "languages", "targets")
STATED += ("availability", "budget", "tenancy")
ASKED: Plain = {"title": "T", "provider": "aws", "regions": ["eu-west-1"], "languages": [], "targets": ["sam"]}


def design_of(case: Plain) -> Design:
    """A design from components by name (`f: function`, `q: {kind: queue, fifo: true}`), links as `trigger q f`, alone
    or as `{is: trigger q f, ratio: 2}`, requirements without origins, and the rest as in a design file."""
    rest = {key: value for key, value in case.items() if key not in ("components", "links", "requirements")}
    return Design.model_validate(
        {
            "name": "d",
            "title": "D",
            "requirements": _requirements({**ASKED, **case.get("requirements", {})}),
            "components": [_component(name, given) for name, given in case.get("components", {}).items()],
            "links": [_link(given) for given in case.get("links", ())],
            **rest,
        }
    )


def _component(name: str, given: str | Plain) -> Plain:
    return {"name": name, "kind": given} if isinstance(given, str) else {"name": name, **given}


def _link(given: str | Plain) -> Plain:
    fields = {"is": given} if isinstance(given, str) else dict(given)
    kind, source, target = fields.pop("is").split()
    return {"kind": kind, "source": source, "target": target, **fields}


def _requirements(given: Plain) -> Plain:
    return {key: {"value": v, "origin": ORIGIN} if key in STATED else _with_origins(v) for key, v in given.items()}


def _with_origins(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_origins(item) for item in value]
    if isinstance(value, dict):
        inner = {key: _with_origins(v) if key == "peaks" else v for key, v in value.items()}
        return {"origin": ORIGIN, **inner}
    return value


@pytest.fixture(scope="session")
def build() -> Callable[[Plain], Design]:
    """The helper that makes a design of a case."""
    return design_of
