"""What a brief states besides figures: what is wanted, what is not, the setting; and what holds for any text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.embedded.reading.steps import steps_in
from agent.planners.embedded.reading.text import Brief, stem, stems_of
from agent.planners.embedded.reading.things import file_noun
from agent.planners.protocol import BadAnswerError
from prompts import Library, render
from tests.agent.planners.embedded.sentences import briefs
from tools.design.base import Model
from tools.design.requirements import Quoted, Requirements

SHOP = "Customers place orders over an API. "


def read(text: str) -> Requirements:
    return EmbeddedPlanner().read(text, {})


def needs(text: str) -> set[str]:
    return {capability.need for capability in read(SHOP + text).capabilities}


@pytest.mark.parametrize(
    ("need", "wanted", "unwanted"),
    [
        ("sign-in", "Users sign in with an account.", "We do not need user accounts or sign-in."),
        ("sign-in", "Users sign in with an account.", "Without a user login."),
        ("search", "Full-text search over products.", "No full-text search is needed."),
        ("notify", "Push notifications tell users.", "We do not send push notifications."),
        ("email", "Send emails to customers.", "We do not send emails to customers."),
        ("relational", "A relational database with joins.", "No relational database."),
        ("multi-region", "It runs in multi-region active-active.", "No multi-region setup is required."),
        ("human-approval", "A manager approves each request before it goes on.", "No approval by a manager is needed."),
        ("cache", "Put a cache in front of the database.", "We do not want a cache."),
        ("multi-tenant", "It is a multi-tenant SaaS.", "It is not multi-tenant."),
        ("upload", "Users upload files.", "Users do not upload files."),
        ("iot", "Devices send telemetry over MQTT.", "There are no IoT devices."),
        ("schedule", "A job runs every night at two.", "No nightly job is needed."),
    ],
)
def test_what_is_not_wanted_is_not_built(need: str, wanted: str, unwanted: str) -> None:
    assert need in needs(wanted)
    assert need not in needs(unwanted)


@pytest.mark.parametrize(
    ("need", "text"),
    [
        ("graphql", "It has a GraphQL API."),
        ("web-firewall", "A web application firewall protects the API."),
        ("transcode", "Videos are transcoded."),
        ("realtime-push", "Clients get live updates over WebSocket."),
        ("custom-model", "We want machine learning to predict demand."),
        ("upload", "Sellers upload images of what they sell."),
        ("dashboards", "Managers look at dashboards."),
    ],
)
def test_a_need_said_outright_in_a_short_brief_is_built(need: str, text: str) -> None:
    assert need in needs(text)


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("Use DynamoDB.", {"dynamodb": "use"}),
        ("Do not use DynamoDB.", {"dynamodb": "avoid"}),
        ("We must not use Kinesis.", {"kinesis": "avoid"}),
        ("Avoid Step Functions.", {"stepfunctions": "avoid"}),
        ("Use SQS instead of Kinesis.", {"sqs": "use", "kinesis": "avoid"}),
        ("No Kubernetes.", {"kubernetes": "avoid"}),
        ("Our existing Aurora database stays.", {"rds": "existing"}),
        ("We already run PostgreSQL on-premises.", {"postgresql": "existing"}),
    ],
)
def test_products_are_used_avoided_or_there_already(text: str, stances: dict[str, str]) -> None:
    assert {product.service: product.stance for product in read(SHOP + text).technologies} == stances


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("Teams maintain a dead letter queue. Bicycles are lent by the team.", []),
        ("Integration points: the team books rides of its members.", ["Ride"]),
        ("The system manages teams. Users create teams and list teams.", ["Team"]),
    ],
)
def test_what_is_kept_is_told_from_what_is_only_spoken_of(text: str, entities: list[str]) -> None:
    assert [entity.name for entity in read(text).entities][: len(entities) or 9] == entities


@pytest.mark.parametrize(
    ("text", "provider", "language", "target"),
    [
        ("We are on AWS and write TypeScript.", "aws", "nodejs", "sam"),
        ("On Google Cloud, in Go, with Terraform.", "gcp", "go", "terraform"),
        ("Azure, C#, Bicep.", "azure", "dotnet", "bicep"),
        ("Infrastructure as CDK in Python.", "aws", "python", "cdk"),
        ("Not on Azure.", "aws", "python", "sam"),
    ],
)
def test_the_setting(text: str, provider: str, language: str, target: str) -> None:
    found = read(SHOP + text)
    assert (found.provider.value, found.languages.value, found.targets.value) == (provider, (language,), (target,))


@pytest.mark.parametrize(
    ("text", "regimes"),
    [
        ("GDPR applies.", ["gdpr"]),
        ("HIPAA compliance is needed.", ["hipaa"]),
        ("PCI DSS level 1 is required since we store card numbers.", ["pci-dss"]),
        ("SOC 2 and ISO 27001 audits.", ["soc2", "iso-27001"]),
        ("No GDPR data is processed.", []),
        ("We are not subject to HIPAA.", []),
    ],
)
def test_compliance(text: str, regimes: list[str]) -> None:
    assert [regime.name for regime in read(SHOP + text).regimes] == regimes


def test_a_filled_template_is_read_field_by_field() -> None:
    text = render(
        Library().get("brief"),
        {
            "title": "Rentals of a bicycle shop",
            "what": "People rent bicycles by the hour and bring them back to any station.",
            "users": "9,000 members with a mobile app.",
            "steps": "A member books a bicycle, a deposit is taken, the lock opens; without a lock it is given back.",
            "data": "Rentals are kept for 3 years.",
            "traffic": "7,200 rentals a day",
            "peak": "10 times normal on sunny Sundays, for 3 hours",
            "latency": "booking below 600 ms at the 95th percentile",
            "availability": "99.9 %",
            "budget": "1,500",
            "compliance": "GDPR",
            "cloud": "AWS",
            "region": "eu-central-1",
            "languages": "Python",
            "infrastructure": "SAM",
        },
    )
    found = read(text)
    assert found.title.value == "Rentals of a bicycle shop"
    assert [(load.id, load.count, load.per) for load in found.loads] == [("rentals", 7200, "day")]
    assert [(peak.multiplier, peak.duration_s) for peak in found.loads[0].peaks] == [(10, 10_800)]
    assert [(goal.percentile, goal.milliseconds) for goal in found.latencies] == [(95, 600)]
    assert found.availability is not None
    assert found.availability.value == 99.9
    assert found.budget is not None
    assert found.budget.value == 1500
    assert [regime.name for regime in found.regimes] == ["gdpr"]
    assert (found.regions.value, found.languages.value, found.targets.value) == (
        ("eu-central-1",),
        ("python",),
        ("sam",),
    )
    assert [population.count for population in found.populations] == [9000]
    assert [round(kept.days) for kept in found.retentions] == [1096]


def origins(value: Any) -> Iterator[Quoted]:
    """Every quotation in requirements."""
    if isinstance(value, Quoted):
        yield value
    elif isinstance(value, Model):
        for field in type(value).model_fields:
            yield from origins(getattr(value, field))
    elif isinstance(value, tuple):
        for item in value:
            yield from origins(item)


@given(brief=st.one_of(briefs(), st.text(max_size=300)))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_and_what_is_quoted_stands_there(brief: str) -> None:
    found = read(brief)
    assert [brief[quote.start : quote.end] for quote in origins(found)] == [quote.text for quote in origins(found)]
    assert found.loads
    for names in (
        [load.id for load in found.loads],
        [c.id for c in found.capabilities],
        [q.id for q in found.questions],
    ):
        assert len(set(names)) == len(names)
    assert [q.impact for q in found.questions] == sorted((q.impact for q in found.questions), reverse=True)
    assert Requirements.model_validate(found.model_dump()) == found


@given(brief=briefs())
@settings(max_examples=30, deadline=None)
def test_line_ends_and_blanks_at_the_end_change_nothing_but_places(brief: str) -> None:
    def said(found: Requirements) -> list[Any]:
        return [
            {c.need for c in found.capabilities},
            [(load.id, load.count, load.per, len(load.peaks)) for load in found.loads],
            [goal.milliseconds for goal in found.latencies],
            found.budget and found.budget.value,
        ]

    assert said(read(brief + "\n\n  ")) == said(read(brief))
    assert said(read(brief.replace("\n", "\r\n"))) == said(read(brief))


ANSWERS = (
    ("traffic", "50,000 orders a day", lambda found: (found.loads[0].count, found.loads[0].per), (50_000, "day")),
    ("traffic", "50000", lambda found: (found.loads[0].count, found.loads[0].per), (50_000, "day")),
    ("traffic", "50k/day", lambda found: (found.loads[0].count, found.loads[0].per), (50_000, "day")),
    ("traffic", "about 2 per second", lambda found: (found.loads[0].count, found.loads[0].per), (2, "second")),
    ("traffic", "c", lambda found: (found.loads[0].count, found.loads[0].per), (10_000_000, "day")),
    ("latency", "300", lambda found: found.latencies[0].milliseconds, 300),
    ("latency", "0.5 s", lambda found: found.latencies[0].milliseconds, 500),
    ("latency", "b", lambda found: found.latencies[0].milliseconds, 1000),
    ("recovery", "RTO 2h", lambda found: (found.recovery.rpo_s, found.recovery.rto_s), (None, 7200)),
    ("recovery", "b", lambda found: (found.recovery.rpo_s, found.recovery.rto_s), (300, 3600)),
    ("budget", "500", lambda found: found.budget.value, 500),
    ("budget", "$1,000", lambda found: found.budget.value, 1000),
    ("budget", "2k", lambda found: found.budget.value, 2000),
    ("retention", "90", lambda found: found.retentions[0].days, 90),
    ("retention", "7 years", lambda found: found.retentions[0].days, 2556.75),
    ("region", "eu-central-1", lambda found: found.regions.value, ("eu-central-1",)),
    ("region", "Frankfurt", lambda found: found.regions.value, ("eu-central-1",)),
)


@pytest.mark.parametrize(
    ("question", "answer", "what", "wanted"), ANSWERS, ids=[f"{name} {answer}" for name, answer, _, _ in ANSWERS]
)
def test_an_answer_settles_its_question(
    question: str, answer: str, what: Callable[[Requirements], object], wanted: object
) -> None:
    before, after = read(SHOP), EmbeddedPlanner().read(SHOP, {question: answer})
    assert what(after) == wanted
    assert {q.id for q in before.questions} - {q.id for q in after.questions} == {question}


@pytest.mark.parametrize("answer", ["no", "none", "skip", "you decide"])
def test_an_answer_may_leave_it_to_us(answer: str) -> None:
    before, after = read(SHOP), EmbeddedPlanner().read(SHOP, {"budget": answer})
    assert after == before.model_copy(update={"questions": after.questions})
    assert "budget" not in {question.id for question in after.questions}


def test_an_answer_to_no_question_names_those_that_are_asked() -> None:
    with pytest.raises(BadAnswerError, match=r"no question 'colour'; asked are: .*budget") as raised:
        EmbeddedPlanner().read(SHOP, {"colour": "red"})
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("question", "answer"),
    [("budget", "green"), ("traffic", "plenty"), ("latency", "soon"), ("peak", "huge"), ("region", "the moon")],
)
def test_an_answer_that_says_nothing_is_refused_with_an_example(question: str, answer: str) -> None:
    with pytest.raises(BadAnswerError, match=question) as raised:
        EmbeddedPlanner().read(SHOP, {question: answer})
    assert "\n" not in str(raised.value)


def test_a_word_is_no_form_of_another_that_looks_alike() -> None:
    assert stem("Important") == stem("importance") != stem("import") == stem("imported")
    assert stem("objectives") == stem("objective") != stem("object")
    assert stems_of(["important", "orders"]) == [stem("important"), stem("order")]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hi, we run a ferry line with 12 boats. Passengers book.", "Ferry line with 12 boats"),
        ("We would like to build an online shop for spices.", "Online shop for spices"),
        ("Hello team! Please build us the booking site of a theatre.", "Booking site of a theatre"),
        ("I'm looking for a way to count visitors.", "Way to count visitors"),
        ("The orders of a bakery are taken by app.", "Orders of a bakery are taken by app"),
        ("We run.", "We run"),
        ("## Problem\n\nOur gyms sell passes.\n\n## Must have\n\n1. A door opens by code.", "Gyms sell passes"),
        ("# Overview\n\n# Ferry bookings\n\nPassengers book.", "Ferry bookings"),
    ],
)
def test_a_title_is_what_the_first_sentence_is_about(text: str, title: str) -> None:
    assert read(text).title.value == title


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("Drivers scan the parcels. Photos are uploaded.", "photo"),
        ("A scan of every letter is uploaded; drivers scan parcels.", "scan"),
        ("Staff film their rounds.", "file"),
        ("Files are uploaded for scanning.", "file"),
    ],
)
def test_a_deed_is_no_file(text: str, noun: str) -> None:
    assert file_noun(Brief(text)) == noun


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Most of it comes in spring. Team of three, TypeScript.", ("nodejs",)),
        ("Our services run on Spring Boot.", ("java",)),
        ("It goes live in spring.", ("python",)),
    ],
)
def test_a_season_is_no_framework(text: str, languages: tuple[str, ...]) -> None:
    assert read(text).languages.value == languages


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We count about 9,000 check-ins on a weekday.", ["CheckIn"]),
        ("There are 300 requests a second, and 40 scans a day.", []),
        ("Customers place orders: 300 a day. There are 20 hand-overs a day.", ["Order"]),
    ],
)
def test_what_is_counted_is_kept_where_nothing_else_is_spoken_of(text: str, names: list[str]) -> None:
    assert [entity.name for entity in read(text).entities] == names


def test_where_a_company_keeps_its_people_says_nothing_of_the_cloud() -> None:
    assert read("Lawyers sign in with our Entra ID and read decisions.").provider.value == "aws"
    assert read("Lawyers sign in with our Entra ID; functions run on Azure Functions.").provider.value == "azure"


def test_a_deed_is_no_thing_that_is_kept() -> None:
    assert [entity.name for entity in read("A portal offers all orders of two years.").entities] == ["Order"]
    assert [entity.name for entity in read("Shops publish offers. Customers accept their offers.").entities] == [
        "Offer"
    ]


def test_questions_over_a_collection_are_answered_from_it() -> None:
    assert "rag" in needs("Lawyers ask questions over the whole collection of decisions and get answers with quotes.")


def test_a_step_that_was_told_before_is_one_step() -> None:
    text = (
        "The stock is reserved and the payment is charged for each order of the bakeries.\n\n"
        "## Steps\n\n- Reserve the stock\n- Charge the payment\n- Count the loaves\n- Count the loaves\n"
    )
    names = [step.name for step in steps_in(Brief(text), "orders", "order")]
    assert names == ["reserve-stock", "charge-payment", "count-loaves"]
