"""The packaged patterns as a collection."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from knowledge.library import PACKAGED
from knowledge.pattern import Pattern

COUNT = 104


def test_the_count(patterns: tuple[Pattern, ...]) -> None:
    assert len(patterns) == len(list(PACKAGED.glob("*.md"))) == COUNT


def test_related_patterns_exist_and_are_others(patterns: tuple[Pattern, ...]) -> None:
    known = {pattern.id for pattern in patterns}
    wrong = {p.id: [r for r in p.related if r not in known or r == p.id] for p in patterns}
    assert {name: related for name, related in wrong.items() if related} == {}


def test_every_pattern_can_be_reached_from_another(patterns: tuple[Pattern, ...]) -> None:
    reached = {name for pattern in patterns for name in pattern.related}
    assert {pattern.id for pattern in patterns} - reached == set()


def test_lengths(patterns: tuple[Pattern, ...]) -> None:
    words = {p.id: sum(len(section.text.split()) for section in p.sections) for p in patterns}
    assert {name: count for name, count in words.items() if not 330 <= count <= 800} == {}
    assert [p.id for p in patterns if len(p.summary.split()) > 25] == []
    assert [p.id for p in patterns if not 14 <= len(p.questions) <= 20] == []
    assert [p.id for p in patterns if not 1 <= len(p.sources) <= 4] == []


def test_no_question_stands_twice(patterns: tuple[Pattern, ...]) -> None:
    counted = Counter(question.lower().strip(" ?.!") for p in patterns for question in p.questions)
    assert [question for question, count in counted.items() if count > 1] == []


def test_every_pattern_names_services_of_aws_and_of_another_cloud(patterns: tuple[Pattern, ...]) -> None:
    assert [p.id for p in patterns if not p.services.aws or len(p.clouds()) < 2] == []


def test_services_carry_the_prefix_of_their_cloud(patterns: tuple[Pattern, ...]) -> None:
    for pattern in patterns:
        assert all("." not in service for service in pattern.services.aws), pattern.id
        for cloud, prefix in (("azure", "azure."), ("gcp", "gcp."), ("cloudflare", "cf.")):
            assert all(service.startswith(prefix) for service in getattr(pattern.services, cloud)), (pattern.id, cloud)


@pytest.mark.devdata
def test_topics_are_known_and_each_is_answered(patterns: tuple[Pattern, ...], dev_data: Path) -> None:
    known = set(json.loads((dev_data / "topics.json").read_text())["topics"])
    assert {topic for pattern in patterns for topic in pattern.topics} == known
