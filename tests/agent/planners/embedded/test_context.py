"""The setting of a brief: all tables of the lexicon are looked for at once, each as if it stood alone."""

from __future__ import annotations

import re

import pytest

from agent.planners.embedded.lexicon.setting import TABLES
from agent.planners.embedded.reading.context import first_mentions
from agent.planners.embedded.reading.text import Brief

TEXT = (
    "In Frankfurt, Germany, and on the US west coast: GDPR, PCI DSS and protected health information of German"
    " hospital patients. A team with Go services writes Python 3.12 and TypeScript on AWS; Terraform, AWS SAM and the"
    " Serverless Framework. Each customer gets its own database; shared tables between tenants hold user profiles,"
    " credit card numbers, bank accounts and live location. Google Cloud Platform, London, Sao Paulo."
)


@pytest.mark.parametrize("table", TABLES)
def test_tables_find_together_what_each_pattern_finds_alone(table: str) -> None:
    alone: list[tuple[int, int, str]] = []
    for key, pattern in TABLES[table].items():
        match = re.search(rf"(?<![\w-])(?:{pattern})(?![\w-])", TEXT.lower())
        alone += [(*match.span(), key)] if match else []
    assert alone
    assert first_mentions(Brief(TEXT), table) == [(key, start, end) for start, end, key in sorted(alone)]


def test_what_is_denied_at_first_counts_where_it_is_wanted() -> None:
    text = "Not in Frankfurt at first. Later everything runs in Frankfurt."
    assert first_mentions(Brief(text), "city") == [("eu-central-1", text.rindex("F"), len(text) - 1)]
    assert first_mentions(Brief("Not in Frankfurt."), "city") == []


def test_words_within_a_denied_phrase_are_no_mention() -> None:
    assert first_mentions(Brief("No shared tables between tenants."), "tenancy") == []
