"""What the decision tables ask about: the numbers and flags of one set of requirements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from agent.planners.embedded.reading.counting import role_of
from agent.planners.embedded.reading.needs import ACCEPTED
from agent.planners.embedded.reading.steps import Step
from agent.planners.embedded.reading.text import stem
from agent.planners.embedded.reading.traffic import EVENTS
from tools.design.requirements import Load, Requirements

SHORT_RTO_S = 4 * 3600.0
"""Time to be back within which another region cannot be set up from backups."""

UNCOUNTED_RPS = 20_000 / 86_400
"""Requests a second where a brief counts only what flows in by itself; assumed."""

FUNCTION_LIMIT_S = 900.0
"""Longest a function may run; the catalog's quota says the same and the checks hold designs to it."""


@dataclass(frozen=True, eq=False)
class Facts:
    """One set of requirements, as the tables see it."""

    requirements: Requirements
    certainty: dict[str, float]
    """Need to how surely the brief expresses it."""
    steps: tuple[Step, ...]
    thing: str
    """What the files are called, "file" where there are none."""
    text: str = ""
    """The brief in lower case."""
    accepted_rps: float | None = None
    """Requests a second that outside systems take, where the brief says so."""
    file_kb: float | None = None
    """Size of one file in KB, where the brief tells it."""

    def says(self, *words: str) -> bool:
        """Whether one of these words stands in the brief."""
        return not self.words.isdisjoint(words)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the brief."""
        return frozenset(re.findall(r"[a-z][a-z0-9]+", self.text))

    def sentence_at(self, place: int) -> str:
        """The line or sentence around a place of the brief."""
        start = max(self.text.rfind("\n", 0, place), self.text.rfind(". ", 0, place)) + 1
        ends = [end for end in (self.text.find("\n", place), self.text.find(". ", place)) if end >= 0]
        return self.text[start : min(ends, default=len(self.text))]

    def wants(self, *needs: str) -> bool:
        """Whether one of these needs counts as expressed."""
        return not self.accepted.isdisjoint(needs)

    @cached_property
    def accepted(self) -> frozenset[str]:
        """Needs that count as expressed."""
        return frozenset(need for need, certainty in self.certainty.items() if certainty >= ACCEPTED)

    def names(self, *services: str) -> bool:
        """Whether the brief asks for one of these services by name."""
        return not self.named.isdisjoint(services)

    def avoids(self, *services: str) -> bool:
        """Whether the brief rules one of these services out."""
        return any(t.service in services and t.stance == "avoid" for t in self.requirements.technologies)

    @cached_property
    def named(self) -> frozenset[str]:
        """Services to be used, by catalogue id."""
        return frozenset(t.service for t in self.requirements.technologies if t.stance == "use")

    @cached_property
    def existing(self) -> frozenset[str]:
        """Services that are there already, by catalogue id."""
        return frozenset(t.service for t in self.requirements.technologies if t.stance == "existing")

    @cached_property
    def main_load(self) -> Load | None:
        """The load with the highest mean rate."""
        return max(self.requirements.loads, key=lambda load: load.per_second, default=None)

    @cached_property
    def mean_rps(self) -> float:
        """Mean rate of all loads together, per second."""
        return sum(load.per_second for load in self.requirements.loads)

    @cached_property
    def peak_ratio(self) -> float:
        """How many times its mean the strongest peak of any load is."""
        return max((peak_ratio(load) for load in self.requirements.loads), default=3.0)

    @cached_property
    def peak_rps(self) -> float:
        """Sum of the loads' own peaks, per second."""
        return sum(load.per_second * peak_ratio(load) for load in self.requirements.loads)

    @cached_property
    def _asked(self) -> tuple[Load, ...]:
        """Loads that people or programs ask for and wait for, not events that flow in by themselves."""
        return tuple(load for load in self.requirements.loads if stem(load.what.split(" ")[-1]) not in EVENTS)

    @cached_property
    def asked_rps(self) -> float:
        """Mean rate of what people or programs ask for, per second; where only events are counted, a usual one."""
        return sum(load.per_second for load in self._asked) if self._asked else UNCOUNTED_RPS

    @cached_property
    def asked_peak_ratio(self) -> float:
        """How many times its mean the strongest peak of any load that is asked for is."""
        return max((peak_ratio(load) for load in self._asked), default=3.0)

    @cached_property
    def asked_peak_rps(self) -> float:
        """Sum of the peaks of what is asked for, per second."""
        rates = [load.per_second * peak_ratio(load) for load in self._asked]
        return sum(rates) if rates else UNCOUNTED_RPS * 3.0

    @cached_property
    def longest_work_s(self) -> float:
        """Longest single piece of work the brief speaks of, in seconds; 0 where it speaks of none."""
        return max((work.seconds for work in self.requirements.durations), default=0.0)

    @cached_property
    def p99_ms(self) -> float | None:
        """Strictest objective on answers at or above the 90th percentile, in milliseconds.

        Those that no managed front door can meet are left to the judgement of fitness.
        """
        met = [o for o in self.requirements.latencies if o.percentile >= 90 and o.what == "all"]
        return min((o.milliseconds for o in met if o.milliseconds >= 5), default=None)

    @cached_property
    def door_p99_ms(self) -> dict[str, float]:
        """Need to the strictest objective on answers at the door that serves it, in milliseconds."""
        found: dict[str, float] = {}
        for goal in self.requirements.latencies:
            if goal.percentile >= 90 and goal.what not in ("all", "reaction", "dedicated"):
                found[goal.what] = min(goal.milliseconds, found.get(goal.what, goal.milliseconds))
        return found

    def population(self, roles: frozenset[str], usual: float) -> float:
        """How many there are of those in these roles, the most of them, not counting who is there at the same time.

        Where nobody in these roles is counted, the first who are; else the usual number.
        """
        counted = [p for p in self.requirements.populations if not p.what.startswith("concurrent-")]
        meant = max((p.count for p in counted if role_of(p.what) in roles), default=None)
        return meant or next((p.count for p in counted), usual)

    @cached_property
    def entities(self) -> tuple[str, ...]:
        """Entity names, the most important first."""
        return tuple(entity.name for entity in self.requirements.entities)

    @property
    def regions(self) -> tuple[str, ...]:
        """Regions, home first."""
        return self.requirements.regions.value

    @property
    def is_multi_region(self) -> bool:
        """Whether the loss of a region must be survived."""
        recovery = self.requirements.recovery
        short = recovery is not None and recovery.rto_s is not None and recovery.rto_s <= SHORT_RTO_S
        return len(self.regions) > 1 or self.wants("multi-region") or (short and self.speaks_of_regions)

    @property
    def speaks_of_regions(self) -> bool:
        """Whether a time to be back is one after the loss of a region: the brief hints at it, or it was asked so."""
        recovery = self.requirements.recovery
        was_asked = recovery is not None and recovery.origin.kind == "answered"
        return was_asked or self.certainty.get("multi-region", 0) > 0


def peak_ratio(load: Load) -> float:
    """How many times its mean a load's strongest second is."""
    return max([daily_peak(load), *(peak.multiplier for peak in load.peaks)])


def daily_peak(load: Load) -> float:
    """How many times its mean a load's strongest second of an ordinary day is."""
    return float(getattr(load.profile, "peak_ratio", 1.0))
