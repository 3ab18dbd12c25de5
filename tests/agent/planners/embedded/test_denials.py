"""What a brief does not want: needs, products, places and languages it denies, in the ways people say so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.embedded.reading.denials import FORMS, MARKS, denials_in, without_denied
from agent.planners.embedded.reading.text import Brief
from tools.design.requirements import Requirements

CLUB = "Members book boats over an API. "

DENIALS = (
    "There is no need for {}.",
    "We don't need {}.",
    "We do not want {} at all.",
    "It does not require {}.",
    "{} is out of scope.",
    "{} is not required.",
    "{} is explicitly excluded.",
    "{} isn't part of the first release.",
    "We will not support {}.",
    "Out of scope: {}.",
    "\n## Non-goals\n\n- {}\n",
    "\n### Out of scope\n\n{}\n",
    "\nNot in scope:\n- {}\n",
    "\n\n**Won't**\n- {}\n",
)
WANTED = {
    "search": "full-text search over boats",
    "notify": "push notifications to phones",
    "relational": "a relational database with joins",
    "sign-in": "user accounts with sign-in",
    "email": "confirmation emails to members",
    "multi-tenant": "multi-tenant operation",
}


def read(text: str) -> Requirements:
    return EmbeddedPlanner().read(text, {})


def needs(text: str) -> set[str]:
    return {capability.need for capability in read(CLUB + text).capabilities}


@pytest.mark.parametrize("denial", DENIALS)
@pytest.mark.parametrize("need", sorted(WANTED))
def test_what_is_denied_is_not_built(need: str, denial: str) -> None:
    assert need not in needs(denial.format(WANTED[need]))


@pytest.mark.parametrize(
    ("need", "text"),
    [
        ("search", "We don't need chat, but full-text search over boats by any word is wanted."),
        ("search", "Chat is out of scope. Full-text search over boats by any word is needed."),
        ("search", "Full-text search over boats by any word is wanted, and chat is not needed."),
        ("search", "Not only members but also guests search; full-text search over boats by any word."),
        ("upload", "Users upload files. We do not want members to wait for them."),
        ("sign-in", "Users sign in with an account and a password. We don't want to lose one."),
    ],
)
def test_what_is_said_beside_a_denial_stays(need: str, text: str) -> None:
    assert need in needs(text)


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("DynamoDB is not allowed.", {"dynamodb": "avoid"}),
        ("Lambda must not be used.", {"lambda": "avoid"}),
        ("Kafka is forbidden here.", {"kafka": "avoid"}),
        ("Anything but MongoDB.", {"mongodb": "avoid"}),
        ("Kinesis cannot be used; SQS can.", {"kinesis": "avoid", "sqs": "use"}),
        ("Rather than Lambda we want Fargate.", {"lambda": "avoid", "ecs": "use"}),
        ("Instead of Kinesis, use SQS.", {"kinesis": "avoid", "sqs": "use"}),
        ("We don't want to use Redis or Kafka.", {"redis": "avoid", "kafka": "avoid"}),
        ("DynamoDB and Redis are not permitted, Aurora is.", {"dynamodb": "avoid", "redis": "avoid", "rds": "use"}),
        ("Not only SQS but also SNS is used.", {"sqs": "use", "sns": "use"}),
        ("DynamoDB is used; Redis is not needed.", {"dynamodb": "use", "redis": "avoid"}),
        ("\n## Out of scope\n\n- Kinesis\n", {"kinesis": "avoid"}),
    ],
)
def test_products_that_are_ruled_out(text: str, stances: dict[str, str]) -> None:
    assert {product.service: product.stance for product in read(CLUB + text).technologies} == stances


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("We don't use Java any more.", ("python",)),
        ("We no longer write Java but Go, golang all over.", ("go",)),
        ("Java is not allowed, TypeScript is.", ("nodejs",)),
    ],
)
def test_languages_that_are_ruled_out(text: str, languages: tuple[str, ...]) -> None:
    assert read(CLUB + text).languages.value == languages


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("Not in us-east-1; use eu-west-1.", ("eu-west-1",)),
        ("Never outside eu-west-2.", ("us-east-1",)),
        ("us-east-1 must not be used, ca-central-1 is fine.", ("ca-central-1",)),
        ("GDPR applies to all data. We run in Frankfurt.", ("eu-central-1",)),
        ("Our customers are in the UK. Everything stands in Stockholm.", ("eu-north-1",)),
    ],
)
def test_regions_named_denied_and_hinted_at(text: str, regions: tuple[str, ...]) -> None:
    assert read(CLUB + text).regions.value == regions


@pytest.mark.parametrize(
    ("text", "tenancy"),
    [
        ("Each tenant gets its own stack.", "siloed"),
        ("Every customer has a separate database.", "siloed"),
        ("Clubs are tenants, and each tenant has its own isolated account.", "siloed"),
        ("Single-tenant only.", "single"),
        ("Clubs are tenants.", "pooled"),
    ],
)
def test_tenancy(text: str, tenancy: str) -> None:
    stated = read(CLUB + text).tenancy
    assert stated is not None
    assert stated.value == tenancy
    assert ("multi-tenant" in needs(text)) <= (tenancy != "single")


def test_what_is_denied_becomes_blanks_of_the_same_length() -> None:
    brief = Brief("Boats are booked. Search and chat are out of scope. Photos are uploaded.")
    kept = without_denied(brief)
    assert len(kept.text) == len(brief.text)
    assert kept.text.split() == ["Boats", "are", "booked.", ".", "Photos", "are", "uploaded."]
    assert denials_in(brief).covers(brief.text.index("chat"))
    assert not denials_in(brief).covers(brief.text.index("Photos"))


@given(st.one_of(st.from_regex(form) for form in FORMS).map(str.lower))
def test_whatever_denies_has_a_mark(text: str) -> None:
    assert MARKS.search(text) or not any(form.search(text) for form in FORMS)


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("Today, bookings are handled by phone and a shared spreadsheet.", "by phone and a shared spreadsheet"),
        ("Bookings currently come in by fax, which we type in.", "by fax"),
        ("Everything is kept in Excel sheets right now.", "in Excel sheets"),
        ("So far it is done by hand and on paper.", "by hand and on paper"),
    ],
)
def test_what_a_system_replaces_is_no_part_of_it(text: str, replaced: str) -> None:
    spans = denials_in(Brief(text)).unwanted
    assert [text[start:end] for start, end in spans] == [replaced]


@pytest.mark.parametrize("text", ["Today members upload Excel files.", "Members book by phone.", "It runs on EC2."])
def test_what_goes_on_is_not_replaced(text: str) -> None:
    assert denials_in(Brief(text)).unwanted == ()
