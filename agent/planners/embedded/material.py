"""What composing works with, out of what was read: the facts of a brief, and the fragments of patterns."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter

from agent.planners.embedded.composing.fragment import Fragment
from agent.planners.embedded.deciding.facts import Facts
from agent.planners.embedded.reading import intake
from agent.planners.embedded.reading.asides import blanked
from agent.planners.protocol import Known
from tools.design.requirements import Requirements


def facts_of(brief: str, requirements: Requirements) -> Facts:
    """What decisions ask about, where this is asked in these words."""
    reading, words = reading_of(brief), blanked(brief).lower()
    outside = reading.accepted_rps
    return Facts(requirements, reading.certainty, reading.steps, reading.thing, words, outside, reading.file_kb)


@lru_cache(maxsize=16)
def reading_of(brief: str) -> intake.Reading:
    """A brief, read once."""
    return intake.read(brief)


@lru_cache(maxsize=4)
def fragments_of(patterns: frozenset[Known]) -> dict[str, Fragment]:
    """The fragments of all patterns by their names, made ready once."""
    return {
        name: Fragment(parts)
        for pattern in sorted(patterns, key=attrgetter("id"))
        for name, parts in pattern.fragments.items()
    }
