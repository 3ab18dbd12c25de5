"""Amazon CloudWatch dashboards: one for the system. Source: its pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope
from tools.cost.usage import Usage


def overhead(scope: Scope) -> Iterator[Usage]:
    """The dashboard of the system."""
    yield Usage("", "cloudwatch", "dashboard", "Dashboard", 1, "dashboards", (("dashboards", 1),), is_standing=True)
