"""The system's own site may call its API."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Api, Bucket, StaticSite

RULE = Rule(
    id="SL-X28",
    title="An API that a site's pages call from another origin names that origin",
    severity="info",
    reason="A browser refuses to read the answer of another origin that does not name its page's.",
    fix="ask",
    remedy="Name the site's origin on the API, or serve both through one content network.",
)

_STYLES = ("http", "rest")


def findings(subject: Subject) -> Iterator[Finding]:
    """APIs without origins that people reach beside a site."""
    sites = [*subject.all(StaticSite), *(b for b in subject.all(Bucket) if b.role == "site")]
    for api in subject.all(Api):
        if not sites or api.style not in _STYLES or api.cors_origins:
            continue
        callers = [wire.source for wire in subject.incoming(api.name)]
        if any(caller.kind == "external" and caller.role == "person" for caller in callers):
            text = f"{api.name} lets no other origin call it, and pages of {sites[0].name} are of another."
            yield RULE.found(subject.place(api, "cors_origins"), text, evidence="none")
