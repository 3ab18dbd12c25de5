"""An API knows whose tokens it takes."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Api, UserPool

RULE = Rule(
    id="SL-X26",
    title="An API that takes tokens names their issuer, and one that does not names none",
    severity="warning",
    reason="People sign in at one place and are refused at another; or a setting promises what nothing keeps.",
    fix="propose",
    remedy="Name the user pool of the design on the API.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Token APIs beside an unnamed user pool, and issuers or authorisers that the authentication ignores."""
    pools = subject.all(UserPool)
    for api in subject.all(Api):
        if api.auth == "jwt" and api.user_pool is None and len(pools) == 1:
            text = f"{api.name} takes tokens and does not say that {pools[0].name} issues them."
            mend = setting(api.name, user_pool=pools[0].name)
            yield RULE.found(subject.place(api, "user_pool"), text, evidence="none", mend=mend)
        elif api.auth not in ("jwt", "function") and api.user_pool is not None:
            text = f"{api.name} names {api.user_pool} and authenticates by {api.auth}: its tokens count for nothing."
            yield RULE.found(subject.place(api, "auth"), text, evidence=api.auth, fix="ask")
        elif api.auth != "function" and api.authorizer is not None and api.style != "websocket":
            text = f"{api.name} names {api.authorizer} and authenticates by {api.auth}: the function is never asked."
            mend = setting(api.name, authorizer=None)
            yield RULE.found(subject.place(api, "authorizer"), text, evidence=api.auth, mend=mend)
