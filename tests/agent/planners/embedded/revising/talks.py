"""Designs that stand, and follow-ups said about them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.merging import keyed
from agent.planners.protocol import Known, Revision
from tests.conftest import ROOT
from tools.design.components import Component
from tools.design.design import Design
from tools.design.diff import Change, diff
from tools.design.edits import apply
from tools.design.links import Link

SHOP = """# Bakery orders

Customers order bread and cakes on a website and sign in with their e-mail address. 3,000 orders a day, ten times as
many before Easter. Each order is paid by card, baked, packed and picked up; a payment is refunded when an order is
cancelled. Answers within 800 ms at the 99th percentile. The budget is 600 dollars a month. We run in eu-west-1.
"""

DESK = """# Tickets of a help desk

Our help desk takes about 40,000 tickets a day over a REST API. Each ticket goes onto an SQS queue, and a worker reads
it, classifies it and stores it. Agents look tickets up by number and search their text. An e-mail goes to the customer
when a ticket is closed. Tickets are kept for two years. Team of four, Python, AWS SAM, eu-central-1.
"""

METERS = """# Water meters

12,000 water meters send 4 readings an hour each over MQTT. Readings are watched for leaks, and the utility is alerted
by text message. Raw readings are archived for five years. A dashboard shows the last 30 days. We are in the US.
"""

BRIEFS = {"shop": SHOP, "desk": DESK, "meters": METERS}

EXAMPLES: dict[str, Path] = {path.stem: path for path in sorted((ROOT / "examples").glob("*.md"))}


class Talk(NamedTuple):
    """One follow-up: the design before, what the planner made of it, and the design after."""

    before: Design
    revision: Revision
    after: Design

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is different, part by part."""
        return diff(self.before, self.after)

    @property
    def paths(self) -> set[str]:
        """Where something is different, the reasons of decisions and the origins of statements left out."""
        quiet = ("decisions.", "requirements.questions", "requirements.conflicts")
        found = {c.path for c in self.changes if ".origin" not in c.path and c.path != "links"} | set(self._links())
        return {path for path in found if not path.startswith(quiet) or path.endswith(".chosen")}

    def _links(self) -> Iterator[str]:
        """Links by their ends and what is different about them, those of several loads as well."""
        old, new = keyed(self.before.links), keyed(self.after.links)
        for key in (*old, *(key for key in new if key not in old)):
            if key not in old or key not in new:
                yield f"links.{' '.join(key)}"
            elif old[key] != new[key]:
                yield from (
                    f"links.{' '.join(key)}.{f}" for f in FIELDS if getattr(old[key], f) != getattr(new[key], f)
                )


FIELDS = tuple(Link.model_fields)


@cache
def brief_of(name: str) -> str:
    """The brief of this name: of these here, or an example."""
    return BRIEFS.get(name) or EXAMPLES[name].read_text(encoding="utf-8")


def follow_up(design: Design, message: str, brief: str, patterns: tuple[Known, ...]) -> Talk:
    """What becomes of a design when this is said about it."""
    revision = EmbeddedPlanner().revise(design, message, brief, patterns)
    return Talk(design, revision, apply(design, *revision.edits) if revision.edits else design)


def part(design: Design, name: str) -> Component:
    """The component of this name."""
    return next(component for component in design.components if component.name == name)


def kinds(design: Design) -> dict[str, str]:
    """Name of each component to its kind."""
    return {component.name: component.kind for component in design.components}


def chosen(design: Design, decision: str) -> str:
    """What was chosen; empty where nothing was."""
    return next((d.chosen for d in design.decisions if d.id == decision), "")


def needs(design: Design) -> set[str]:
    """What is asked for."""
    return {capability.need for capability in design.requirements.capabilities}
