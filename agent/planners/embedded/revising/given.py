"""What people ask for by general words and every design has, or none can have: monitoring, stages, backups, tests.

It is told how the design stands there, in its own figures, and what to say for more. Nothing is changed by such words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from agent.planners.embedded.revising.hearing.small import content_words
from tools.blueprint.plan import plan
from tools.bundle.evidence import gather, weigh
from tools.bundle.wording import counted, listed, money, number
from tools.design.components import Api, Bucket, Database, Table
from tools.design.design import Design

Teller = Callable[[Design], str]


class Topic(NamedTuple):
    """A matter of general words: one of `core` is said, and nothing beyond `core` and `beside`."""

    core: str
    beside: str
    told: Teller


def given(words: str, design: Design) -> str:
    """How the design stands to what general words ask for; empty where they ask for something of their own."""
    said = content_words(words)
    if not said or re.search(r"\d", words):
        return ""
    for topic in TOPICS:
        core, beside = set(topic.core.split()), set(topic.beside.split())
        if said & core and said <= core | beside:
            return topic.told(design)
    return ""


def _monitoring(design: Design) -> str:
    days = sorted({float(getattr(c, "log_retention_days", 0)) for c in design.components} - {0.0})
    logs = (
        f"whatever runs writes logs, kept for {listed([number(d) for d in days])} days" if days else "nothing here logs"
    )
    return f"that comes with every design: {logs}; {_alarms(design)}. Say another number of days to change that"


def _alarms(design: Design) -> str:
    if design.requirements.provider.value != "aws":
        return "alarms are printed for AWS alone"
    alarms = plan(design).alarms
    watched = listed(list(dict.fromkeys(alarm.component for alarm in alarms)), 4)
    return f"{counted(len(alarms), 'alarm')} are in the blueprint, on {watched}" if alarms else "no part needs an alarm"


def _stages(design: Design) -> str:
    return (
        "the blueprint takes its stage as a parameter (Stage: dev, test, prod): deploy the same files once more with"
        f" another one. A stage without traffic costs about {money(weigh(_without_traffic(design))[0])} a month more"
    )


def _throttling(design: Design) -> str:
    apis = [c for c in design.components if isinstance(c, Api)]
    if not apis:
        return "there is no API in this design whose requests could be limited"
    told = listed([f"{c.name} lets {number(c.throttle_rps)} requests a second through" for c in apis if c.throttle_rps])
    return (
        f"{told or 'the API takes what its account may take'}. Say a figure to change that: “limit the API to 50 rps”"
    )


def _protection(design: Design) -> str:
    keys = sorted({str(getattr(c, "key", None) or "") for c in design.components} - {""})
    whose = f"a key of your own ({', '.join(keys)})" if keys else "the provider's keys"
    buckets = any(isinstance(c, Bucket) for c in design.components)
    private = "; buckets are private, and refuse whoever comes without TLS" if buckets else ""
    return f"everything at rest is encrypted with {whose}, everything on its way with TLS{private}"


def _backups(design: Design) -> str:
    tables = [c.name for c in design.components if isinstance(c, Table) and c.point_in_time_recovery]
    bases = [f"{c.name} for {c.backup_days} days" for c in design.components if isinstance(c, Database)]
    told = [f"{listed(tables, 4)} can be set back to any second of the last 35 days" if tables else ""]
    told += [f"backups are kept of {listed(bases, 4)}" if bases else ""]
    return "; ".join(filter(None, told)) or "nothing here holds data that is backed up by itself"


def _tests(design: Design) -> str:
    return "each function comes with a test of its own and events to run it with, under src/ in the bundle"


def _documents(design: Design) -> str:
    return "README.md, report.html and the pictures are written with every bundle (/write DIR in a conversation)"


def _always_on(design: Design) -> str:
    idle = gather(_without_traffic(design))
    costly = [name for name, amount in idle.bill.by_component.items() if amount >= 1]
    parts = f", most of it for {listed([name or 'the system as a whole' for name in costly], 4)}" if costly else ""
    return (
        "what runs only when something comes in costs nothing at other times. Without traffic the whole costs"
        f" {money(idle.bill.total)} a month{parts}; nothing of it can be switched off by the hour"
    )


def _without_traffic(design: Design) -> Design:
    """The design while next to nothing comes in."""
    asked = design.requirements
    loads = tuple(load.model_copy(update={"count": load.count * 1e-6}) for load in asked.loads)
    return design.model_copy(update={"requirements": asked.model_copy(update={"loads": loads})})


def _malware(design: Design) -> str:
    return (
        "I know no part that looks for malware. It would be a step of your own between what is handed in and what works"
        " on it; the design is as it was"
    )


def _reliability(design: Design) -> str:
    letters = [c.name for c in design.components if getattr(c, "role", "") == "dead-letter"]
    kept = f"What fails is tried again and then kept in {listed(letters, 4)}. " if letters else ""
    return (
        f"{kept}For more say what must be survived: “make it multi-region”, “99.95% availability”, “RPO 5 minutes,"
        " RTO 1 hour”; the design is as it was"
    )


def _scaling(design: Design) -> str:
    limit = gather(design).scaling.first_limit
    first = f"; the first limit is {limit.title} of {limit.component}, {limit.effect}" if limit is not None else ""
    return f"it grows with its traffic by itself{first}. Say how much must go through: “50,000 orders a day”"


def _security(design: Design) -> str:
    report = gather(design).report
    found = f"{counted(report.count('error'), 'error')} and {counted(report.count('warning'), 'warning')}"
    return (
        f"the rules find {found} in it; {_protection(design)}. More is by name: “our own key”, “mfa”, “an audit trail”,"
        " “a web firewall”, or a regime such as “SOC 2”"
    )


def _delivery(design: Design) -> str:
    return "pipelines are not a part of designs; the bundle's README says how its blueprint is deployed"


TOPICS: tuple[Topic, ...] = (
    Topic(
        "monitoring monitored watched observability logging logs alarm alarms alerting tracing traces metrics",
        "cloudwatch xray x-ray ops operational operations errors error failures full proper better good alerts some",
        _monitoring,
    ),
    Topic(
        "staging environment environments sandbox qa uat preprod preproduction stages",
        "stage dev test testing development production prod separate second account accounts own new pre",
        _stages,
    ),
    Topic(
        "throttling throttle ratelimit ratelimiting ratelimits",
        "rate limit limits limiting api apis calls requests per client",
        _throttling,
    ),
    Topic("limiting", "rate api apis calls requests", _throttling),
    Topic(
        "private encrypted encryption https tls",
        "bucket buckets data rest transit storage everything access block keep all s3 files uploads stored only",
        _protection,
    ),
    Topic(
        "backup backups backed restore pitr",
        "daily nightly automatic automatically table tables database data restores up",
        _backups,
    ),
    Topic("tests unittests", "unit integration test automated write written automatic", _tests),
    Topic(
        "documentation docs diagram diagrams readme",
        "architecture draw show generate create document picture pictures write up",
        _documents,
    ),
    Topic(
        "night nights weekend weekends", "turn switch shut off down stop everything office hours outside stopped",
        _always_on,
    ),
    Topic(
        "virus viruses malware antivirus",
        "scan scans scanning scanned uploads upload files file check checked anti",
        _malware,
    ),
    Topic(
        "reliable robust resilient sturdier sturdy reliability resilience resiliency fault-tolerant",
        "more highly available availability ha fault tolerant failures",
        _reliability,
    ),
    Topic("scalable scalability autoscaling", "more auto scaling scale automatically horizontally highly", _scaling),
    Topic("secure security safer hardened", "more improve best practices better harden tighten", _security),
    Topic("ci cd cicd ci/cd", "pipeline pipelines github gitlab jenkins actions deployment continuous", _delivery),
)  # fmt: skip
