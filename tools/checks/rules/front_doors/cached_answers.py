"""A cache does not hand one person's answer to another."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject, is_sensitive
from tools.design.components import Api

RULE = Rule(
    id="SL-X27",
    title="An API does not cache answers that depend on who asks for sensitive data",
    severity="warning",
    reason="A cache keyed by the address alone hands one person's answer to the next, and keeps a copy of it.",
    fix="propose",
    remedy="Do without the cache, or cache in the client; where it must be, key it by the caller.",
    sources=("CKV_AWS_308", "FSBP APIGateway.5"),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Caches of authenticated APIs in systems that hold sensitive data."""
    if not is_sensitive(subject.requirements.sensitivity):
        return
    for api in subject.all(Api):
        if api.cache_ttl_s and api.auth != "none":
            level = subject.requirements.sensitivity
            text = f"{api.name} keeps answers for {api.cache_ttl_s} s in a system that holds {level} data."
            mend = setting(api.name, cache_ttl_s=0)
            yield RULE.found(subject.place(api, "cache_ttl_s"), text, evidence=api.cache_ttl_s, mend=mend)
