"""An API says how much it takes."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Api

RULE = Rule(
    id="SL-A04",
    title="An API throttles above its expected peak, and not below it",
    severity="error",
    reason="The default is the whole account's quota: one client starves every API. Too low a limit refuses customers.",
    fix="auto",
    remedy="Throttle at one and a half times the expected peak.",
    sources=("serverless-rules ES2003", "cdk-nag Serverless-APIGWDefaultThrottling", "Well-Architected REL1"),
    weighs=True,
)

HEADROOM = 1.5
LEAST_RPS = 10.0
"""No API is throttled below this: a person clicking fast is no attack."""


def findings(subject: Subject) -> Iterator[Finding]:
    """APIs without a throttle, or with one below the peak that is expected of them."""
    for api in subject.all(Api):
        if api.style == "graphql":
            continue
        peak = subject.peak_rps(api.name)
        better = float(max(LEAST_RPS, ceil(HEADROOM * peak)))
        place = subject.place(api, "throttle_rps")
        mend = setting(api.name, throttle_rps=better, throttle_burst=int(2 * better))
        if api.throttle_rps is None:
            text = f"{api.name} takes as much as the whole account may."
            if peak > 0:
                yield RULE.found(place, text, evidence="none", mend=mend)
            else:
                yield RULE.found(place, text, evidence="none", severity="warning", fix="ask")
        elif api.throttle_rps < peak:
            text = f"{api.name} refuses requests beyond {api.throttle_rps:g} a second; its peak is {peak:.0f}."
            yield RULE.found(place, text, evidence=api.throttle_rps, fix="propose", mend=mend)
