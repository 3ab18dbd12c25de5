"""What the brief leaves open and would change the design or the bill: questions with defaults, contradictions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from agent.planners.embedded.reading.needs import ACCEPTED
from tools.checks.geography import allowed_regions
from tools.design.requirements import Assumed, Conflict, Option, Question, Requirements

ASKED_AT_LEAST = 0.15
"""Impact below which a question is not worth asking."""

MOST_QUOTED = 120
"""Characters of a passage left out that are quoted."""


def questions_for(requirements: Requirements, certainty: dict[str, float]) -> tuple[Question, ...]:
    """Open questions, the one that would change the most first."""
    found = [question for question in _questions(requirements, certainty) if question.impact >= ASKED_AT_LEAST]
    return tuple(sorted(found, key=lambda question: (-question.impact, question.id)))


def _questions(found: Requirements, certainty: dict[str, float]) -> Iterator[Question]:
    yield from _about_traffic(found)
    yield from _about_promises(found, certainty)
    yield from _about_data(found, certainty)
    yield from _about_setting(found)


@cache
def _options(*texts: str) -> tuple[Option, ...]:
    """Answers to choose from, lettered."""
    return tuple(Option(id=letter, text=text) for letter, text in zip("abcdef", texts, strict=False))


def _about_traffic(found: Requirements) -> Iterator[Question]:
    load = found.loads[0] if found.loads else None
    if load is not None and isinstance(load.origin, Assumed):
        yield Question(
            id="traffic",
            text="How much traffic do you expect, in requests, orders or events a day?",
            about=f"loads.{load.id}.count",
            default=f"{load.count:g} {load.what} per {load.per}",
            options=_options("1,000 a day", "100,000 a day", "10 million a day"),
            impact=0.9,
            why="Almost every line of the bill and every limit is proportional to it.",
        )
    if load is not None and not load.peaks:
        yield Question(
            id="peak",
            text="How many times the normal rate is your highest peak, and how long does it last?",
            about=f"loads.{load.id}.peaks",
            default="3 times the mean once a day, without a special event",
            options=_options("3x", "10x for an hour", "50x for ten minutes"),
            impact=0.55,
            why="It decides whether queues must stand before what cannot scale, and which quota breaks first.",
        )


def _about_promises(found: Requirements, certainty: dict[str, float]) -> Iterator[Question]:
    faces_people = any(
        certainty.get(need, 0) >= ACCEPTED for need in ("http-api", "crud", "web-app", "graphql", "realtime-push")
    )
    if faces_people and not found.latencies:
        yield Question(
            id="latency",
            text="Within how many milliseconds must 99 of 100 answers to a user arrive?",
            about="latencies.all",
            default="1,000 ms",
            options=_options("300 ms", "1 s", "3 s"),
            impact=0.5,
            why="Under about half a second cold starts must be paid away with provisioned concurrency.",
        )
    if found.recovery is None:
        yield Question(
            id="recovery",
            text="If a whole region fails: how much data may be lost, and how soon must you be back?",
            about="recovery",
            default="Restore in another region within 24 hours, losing at most an hour of data",
            options=_options("One region is enough", "RPO 5 minutes, RTO 1 hour", "Two active regions"),
            impact=0.45,
            why="A second region costs about as much again for data, and shapes every name and table.",
        )
    if found.budget is None:
        yield Question(
            id="budget",
            text="What may it cost a month?",
            about="budget",
            default="No limit is set",
            options=_options("$100", "$1,000", "$10,000"),
            impact=0.3,
            why="It is checked against the bill, and decides how much warm capacity is affordable.",
        )


def _about_data(found: Requirements, certainty: dict[str, float]) -> Iterator[Question]:
    keeps = any(
        certainty.get(need, 0) >= ACCEPTED for need in ("key-value", "upload", "relational", "archive-stream", "stream")
    )
    if keeps and not found.retentions:
        yield Question(
            id="retention",
            text="How long must data be kept?",
            about="retentions",
            default="For good; old objects move to cheaper storage after 90 days",
            options=_options("30 days", "1 year", "7 years"),
            impact=0.25,
            why="Stored data is the part of the bill that only grows.",
        )
    personal = {data.name for data in found.data_classes} & {"personal", "health", "payment", "financial"}
    if personal and not found.regimes:
        yield Question(
            id="compliance",
            text=f"Which compliance regimes apply to the {' and '.join(sorted(personal))} data?",
            about="regimes",
            default="None beyond good practice",
            options=_options("GDPR", "HIPAA", "PCI DSS"),
            impact=0.4,
            why="A regime asks for customer-managed keys, an audit trail and longer log retention.",
        )


def _about_setting(found: Requirements) -> Iterator[Question]:
    if isinstance(found.regions.origin, Assumed):
        yield Question(
            id="region",
            text="In which region do your users, or your regulator, want the data?",
            about="regions",
            default=found.regions.value[0],
            options=_options("us-east-1", "eu-west-1", "eu-central-1"),
            impact=0.2,
            why="Prices, quotas and the law differ by region.",
        )


def asides_as_conflicts(passages: tuple[str, ...]) -> Iterator[Conflict]:
    """What was left out of the reading, because it speaks to a reader."""
    if passages:
        first = passages[0] if len(passages[0]) <= MOST_QUOTED else f"{passages[0][:MOST_QUOTED]}…"
        others = f" (and {len(passages) - 1} more)" if len(passages) > 1 else ""
        yield Conflict(
            id="words-to-a-reader",
            text=f"A passage speaks to whoever reads the brief, not of the system: “{first}”{others}.",
            between=("brief",),
            resolution="It was left out.",
            impact=0.2,
        )


def conflicts_in(found: Requirements) -> tuple[Conflict, ...]:
    """Statements that cannot both hold."""
    return tuple(sorted(_conflicts(found), key=lambda conflict: (-conflict.impact, conflict.id)))


def _conflicts(found: Requirements) -> Iterator[Conflict]:
    yield from _conflicting_latencies(found)
    yield from _conflicting_technologies(found)
    recovery = found.recovery
    if recovery and recovery.rpo_s == 0 and len(found.regions.value) == 1:
        yield Conflict(
            id="zero-loss-one-region",
            text="Nothing may be lost when a region fails, yet one region is named.",
            between=("recovery.rpo_s", "regions"),
            resolution="A second region is added; asynchronous replication still loses seconds, as the report says.",
            impact=0.8,
        )
    if (
        found.residency
        and (allowed := allowed_regions(found.residency.value))
        and not all(region.startswith(allowed) for region in found.regions.value)
    ):
        yield Conflict(
            id="residency-region",
            text=f"Data must stay in {found.residency.value.upper()}, but "
            f"{', '.join(found.regions.value)} lies elsewhere.",
            between=("residency", "regions"),
            resolution="Residency wins: a region inside is taken.",
            impact=0.9,
        )
    if found.budget and found.availability and found.availability.value >= 99.99 and found.budget.value < 50:
        yield Conflict(
            id="availability-budget",
            text=f"{found.availability.value:g} % availability does not go with "
            f"{found.budget.value:g} dollars a month.",
            between=("availability", "budget"),
            resolution="The design is built for the availability; the bill is reported against the budget.",
            impact=0.5,
        )


def _conflicting_latencies(found: Requirements) -> Iterator[Conflict]:
    seen: dict[tuple[str, float], float] = {}
    for objective in found.latencies:
        if objective.what == "reaction":
            continue
        key = (objective.what, objective.percentile)
        known = seen.setdefault(key, objective.milliseconds)
        if known != objective.milliseconds:
            low, high = sorted((known, objective.milliseconds))
            yield Conflict(
                id=f"latency-p{objective.percentile:g}".replace(".", "-"),
                text=f"The {objective.percentile:g}th percentile is asked to be {low:g} ms and {high:g} ms.",
                between=("latencies",),
                resolution=f"The stricter one, {low:g} ms, is designed for.",
                impact=0.3,
            )
            return


def _conflicting_technologies(found: Requirements) -> Iterator[Conflict]:
    wanted = {t.service for t in found.technologies if t.stance == "use"}
    if any(work.seconds > 900 for work in found.durations) and "lambda" in wanted:
        longest = max(work.seconds for work in found.durations)
        yield Conflict(
            id="long-work-in-functions",
            text=f"Functions are asked for, and work of {longest / 60:.0f} minutes, which no function may run.",
            between=("technologies", "durations"),
            resolution="The long work runs in a container that a workflow starts; the rest stays in functions.",
            impact=0.7,
        )
