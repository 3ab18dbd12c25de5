"""The setting of a brief: all tables of the lexicon are looked for at once, each as if it stood alone."""

from __future__ import annotations

import re

import pytest

from agent.planners.embedded.lexicon.setting import TABLES
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.embedded.reading.context import first_mentions
from agent.planners.embedded.reading.text import Brief
from tools.design.requirements import Requirements

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


def read(text: str) -> Requirements:
    return EmbeddedPlanner().read(text, {})


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("We run on Azure in Norway.", ("norwayeast",)),
        ("Azure, region westeurope.", ("westeurope",)),
        ("Google Cloud, europe-west3.", ("europe-west3",)),
        ("On GCP in Frankfurt.", ("europe-west3",)),
        ("On Azure in Dublin.", ("northeurope",)),
        ("GDPR applies; the data is in Germany.", ("eu-central-1",)),
        ("Customers all over Europe; hosted in France.", ("eu-west-3",)),
        ("Multi-region active-active, London and Dublin.", ("eu-west-2", "eu-west-1")),
        ("The region is Zurich.", ("eu-central-2",)),
    ],
)
def test_regions_of_every_cloud_and_of_the_place_that_says_the_most(text: str, regions: tuple[str, ...]) -> None:
    stated = read(text).regions
    assert (stated.value, stated.origin.kind) == (regions, "quoted")


@pytest.mark.parametrize(
    "text",
    ["Texts are in French and English.", "It speaks German, Italian and Spanish.", "Cloudflare Workers in Paris."],
)
def test_languages_are_no_places(text: str) -> None:
    assert read(text).regions.origin.kind == "assumed"


@pytest.mark.parametrize(
    ("text", "land"),
    [
        ("Nothing may leave the EU.", "eu"),
        ("EU only.", "eu"),
        ("Servers must be in Germany.", "germany"),
        ("Data is processed within the European Union only.", "european union"),
        ("No transfer outside Switzerland.", "switzerland"),
        ("It has to stay in Austria or at least in the EU.", "eu"),
        ("data_location: EU", "eu"),
        ("The data stays in the US.", "us"),
        ("The data stays with us.", None),
        ("Our customers are in Germany.", None),
    ],
)
def test_where_data_must_stay(text: str, land: str | None) -> None:
    stated = read(text).residency
    assert (stated.value if stated else None) == land


def test_a_region_inside_the_land_is_no_contradiction_on_any_cloud() -> None:
    assert read("Azure in Norway. Servers must be in Europe.").conflicts == ()
    elsewhere = read("Data stays in Germany. It runs in us-east-1.")
    assert [c.id for c in elsewhere.conflicts] == ["residency-region"]
    assert elsewhere.regions.value == ("eu-central-1",)
    assert read("Azure, eastus. Servers must be in France.").regions.value == ("francecentral",)


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Today it is a Rails monolith. We write TypeScript.", ("nodejs",)),
        ("Currently a Rails app; Ruby would be best.", ("ruby",)),
        ("The team knows Go.", ("go",)),
        ("Terraform, go.", ("go",)),
        ("A .NET team.", ("dotnet",)),
        ("**Won't**\n- chat\n\n**Technical**: TypeScript", ("nodejs",)),
    ],
)
def test_languages_of_the_team_not_of_what_is_to_go(text: str, languages: tuple[str, ...]) -> None:
    assert read(text).languages.value == languages


def test_files_dropped_somewhere_do_not_drop_a_cloud() -> None:
    assert read("Pictures are dropped in a gs bucket.").provider.value == "gcp"
    assert read("We dropped Azure.").provider.value == "aws"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("project: laundry board\nrooms: 900\nload:\n  orders_per_day: 40\n", "laundry board"),
        ("**Context**: Votes for works councils.", "Votes for works councils"),
    ],
)
def test_what_it_is_called(text: str, title: str) -> None:
    assert read(text).title.value == title
