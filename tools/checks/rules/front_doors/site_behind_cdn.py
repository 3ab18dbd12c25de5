"""Files reach the public through a content network only."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Bucket, Cdn

RULE = Rule(
    id="SL-S09",
    title="A bucket that holds a site is behind a content network",
    severity="error",
    reason="Otherwise the bucket must be public, without encryption in transit, and can be read past every check.",
    fix="propose",
    remedy="Put a content network in front that alone may read the bucket.",
    sources=("cdk-nag AwsSolutions-S5", "cdk-nag AwsSolutions-CFR7", "FSBP CloudFront.13"),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Site buckets that no content network reads."""
    for bucket in subject.all(Bucket):
        if bucket.role == "site" and not any(isinstance(w.source, Cdn) for w in subject.incoming(bucket.name)):
            text = f"{bucket.name} holds a site, and no content network stands before it."
            yield RULE.found(subject.place(bucket), text, evidence=bucket.role)
