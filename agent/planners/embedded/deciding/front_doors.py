"""How requests come in: the kind of API, who may call it, how cold starts are met, what stands in front."""

from __future__ import annotations

from agent.planners.embedded.deciding.facts import Facts
from agent.planners.embedded.deciding.rates import rate, rate_text
from agent.planners.embedded.deciding.table import Row, Table, decided_once, measure
from tools.catalog.coldstarts import cold_start
from tools.catalog.runtimes import newest
from tools.design.decisions import Decision, Flip

TYPICAL_WORK_P99_MS = 250.0
"""99th percentile of a warm handler that makes two or three calls to managed services; assumed until measured."""


@decided_once
def api_style(facts: Facts) -> Decision:
    """HTTP or REST API."""
    http, rest = rate("apigateway", "http_requests") * 1e6, rate("apigateway", "rest_requests") * 1e6
    monthly = facts.asked_rps * 30.4375 * 86400
    rows = (
        Row("rest", facts.names("apigateway_rest"), "the brief names REST APIs", ("technologies",)),
        Row("http", facts.names("apigateway_http"), "the brief names HTTP APIs", ("technologies",)),
        Row(
            "rest",
            facts.wants("partner-api"),
            "each client gets a key and a quota of its own, which only REST APIs offer",
            ("capabilities.partner-api",),
        ),
        Row(
            "rest",
            facts.wants("private-network") and not facts.wants("web-app"),
            "only private REST APIs can be kept off the internet",
            ("capabilities.private-network",),
        ),
        Row(
            "rest",
            facts.wants("web-firewall"),
            "a web firewall attaches to REST APIs directly; an HTTP API needs a CDN in front",
            ("capabilities.web-firewall",),
        ),
        Row(
            "rest",
            facts.requirements.regulated,
            "requests are checked against a schema at the edge, before any code runs on regulated data",
            ("regimes",),
        ),
        Row(
            "http",
            True,
            f"nothing asks for API keys, private endpoints or a firewall of its own, and HTTP APIs cost {http:.2f} instead of {rest:.2f} dollars a million requests",
        ),
    )
    return Table(
        id="api-style",
        question="HTTP API or REST API?",
        rows=rows,
        against={
            "rest": f"{monthly:,.0f} requests a month would cost {monthly * (rest - http) / 1e6:,.2f} dollars more for features nobody asked for",
            "http": "it has no usage plans, no private endpoint, no firewall and no schema validation",
        },
        flips=(
            Flip(to="rest", when="clients need keys and quotas, a private endpoint, or a firewall without a CDN"),
            Flip(to="http", when="keys, quotas and schema validation at the edge are no longer needed"),
        ),
        measures=(
            measure("requests a month", monthly),
            measure("HTTP API", http, "USD/million"),
            measure("REST API", rest, "USD/million"),
        ),
        patterns=("crud-api", "api-throttling"),
    ).decide()


@decided_once
def api_auth(facts: Facts) -> Decision:
    """Who may call the API."""
    rows = (
        Row(
            "jwt",
            facts.wants("sign-in"),
            "people sign in, and the API checks the token they get",
            ("capabilities.sign-in",),
        ),
        Row(
            "api-key",
            facts.wants("partner-api"),
            "other companies' systems call it, each with its own key and quota",
            ("capabilities.partner-api",),
        ),
        Row(
            "iam",
            facts.wants("private-network", "cloud-automation") and not facts.wants("web-app"),
            "only systems inside the account call it",
            ("capabilities.private-network",),
        ),
        Row(
            "jwt",
            True,
            "no route may be open; tokens of the issuer given at deployment are checked until you say who signs people in",
        ),
    )
    return Table(
        id="api-auth",
        question="Who may call the API?",
        rows=rows,
        against={
            "jwt": "the callers are machines, which have no sign-in",
            "api-key": "a key identifies a client, not a person",
            "iam": "callers outside the account have no signing credentials",
        },
        flips=(Flip(to="iam", when="only systems of your own account call it"),),
        patterns=("api-authentication",),
    ).decide()


def cold_start_for(facts: Facts, objective: float) -> str:
    """What is done about cold starts where an answer must come within so many milliseconds at p99."""
    language = facts.requirements.languages.value[0]
    start = cold_start(newest(language).id, "arm64", "zip", 512).p99_ms
    if start + TYPICAL_WORK_P99_MS <= objective:
        return "tolerated"
    has_snapstart = language in ("java", "dotnet", "python") and start > 600
    return "snapstart" if has_snapstart and start * 0.3 + TYPICAL_WORK_P99_MS <= objective else "provisioned"


@decided_once
def cold_starts(facts: Facts) -> Decision:
    """What is done about initialisation latency on user-facing paths."""
    language = facts.requirements.languages.value[0]
    runtime = newest(language)
    start = cold_start(runtime.id, "arm64", "zip", 512)
    objective = facts.p99_ms or 1000.0
    total = start.p99_ms + TYPICAL_WORK_P99_MS
    has_snapstart = language in ("java", "dotnet", "python") and start.p99_ms > 600
    rows = (
        Row(
            "tolerated",
            total <= objective,
            f"a cold start of {runtime.id} ({start.p99_ms:.0f} ms at p99) and the work together stay within {objective:.0f} ms",
            ("latencies",),
        ),
        Row(
            "snapstart",
            has_snapstart and start.p99_ms * 0.3 + TYPICAL_WORK_P99_MS <= objective,
            f"restoring a snapshot instead of initialising {runtime.id} meets {objective:.0f} ms without paying for idle capacity",
            ("latencies",),
        ),
        Row(
            "provisioned",
            True,
            f"a cold start of {runtime.id} takes {start.p99_ms:.0f} ms at p99; with {TYPICAL_WORK_P99_MS:.0f} ms of work it would break the objective of {objective:.0f} ms",
            ("latencies",),
        ),
    )
    return Table(
        id="cold-starts",
        question="What is done about cold starts where people wait?",
        rows=rows,
        against={
            "tolerated": f"cold calls would take about {total:.0f} ms against {objective:.0f} ms",
            "snapstart": "the runtime starts fast enough without it, or does not offer it",
            "provisioned": "warm capacity would be paid for around the clock without need",
        },
        flips=(
            Flip(
                to="provisioned",
                when="the objective is stricter than a cold start and the work",
                measure="p99 latency objective",
                threshold=round(total),
                current=objective,
                unit="ms",
            ),
            Flip(
                to="tolerated",
                when="the objective is relaxed",
                measure="p99 latency objective",
                threshold=round(total),
                current=objective,
                unit="ms",
            ),
        ),
        measures=(
            measure("cold start p99", start.p99_ms, "ms"),
            measure("warm work p99, assumed", TYPICAL_WORK_P99_MS, "ms"),
            measure("objective p99", objective, "ms"),
        ),
        patterns=("cold-start-mitigation", "provisioned-concurrency"),
    ).decide()


@decided_once
def granularity(facts: Facts) -> Decision:
    """How many functions serve an entity."""
    count = len(facts.entities)
    rows = (
        Row(
            "one function an entity",
            count > 3 and facts.asked_peak_rps < 200,
            f"{count} entities with one function for each operation would be {count * 4} functions to run for {rate_text(facts.asked_peak_rps)} requests a second at the peak",
        ),
        Row(
            "one function an operation",
            True,
            "reading and writing differ in load, rights and time limits, and small packages start faster",
        ),
    )
    return Table(
        id="function-granularity",
        question="One function for each operation, or one for each entity?",
        rows=rows,
        against={
            "one function an entity": "it would carry the rights of all its operations and scale them together",
            "one function an operation": "too many functions for so little load",
        },
        flips=(
            Flip(
                to="one function an operation",
                when="the peak passes",
                measure="peak rate",
                threshold=200,
                current=round(facts.asked_peak_rps, 2),
                unit="requests/s",
            ),
        ),
        measures=(measure("entities", count), measure("peak rate", facts.asked_peak_rps, "requests/s")),
        patterns=("function-granularity",),
    ).decide()
