"""An API asks only for what its style has."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Api

RULE = Rule(
    id="SL-X22",
    title="An API asks only for features that its style has",
    severity="error",
    reason="Caches, usage plans, edge and private endpoints belong to REST APIs: elsewhere they are lost.",
    fix="propose",
    remedy="Use a REST API, or do without the feature.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Features of REST APIs on other styles, and usage plans without keys to count by."""
    for api in subject.all(Api):
        if api.style != "rest":
            for field, words, plain in _only_rest(api):
                text = f"{api.name}, of style {api.style}, asks for {words}, which only REST APIs have."
                mend = setting(api.name, style="rest") if api.style == "http" else setting(api.name, **{field: plain})
                yield RULE.found(subject.place(api, field), text, evidence=getattr(api, field), mend=mend)
        elif api.usage_plans and api.auth != "api-key":
            text = f"{api.name} has usage plans and authenticates by {api.auth}: no key says which plan counts."
            yield RULE.found(subject.place(api, "usage_plans"), text, evidence=api.auth, severity="warning", fix="ask")


def _only_rest(api: Api) -> Iterator[tuple[str, str, object]]:
    """Field, feature in words, and the value that does without."""
    if api.cache_ttl_s and api.style != "graphql":
        yield "cache_ttl_s", "a cache", 0
    if api.usage_plans:
        yield "usage_plans", "usage plans", ()
    if api.endpoint == "edge" or (api.endpoint == "private" and api.style != "graphql"):
        yield "endpoint", f"an endpoint that is {api.endpoint}", "regional"
