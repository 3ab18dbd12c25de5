"""A parameter holds configuration, not a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Parameter

RULE = Rule(
    id="SL-L06",
    title="What is named like a secret is a secret, not a parameter",
    severity="error",
    reason="Parameters are readable by everyone who may read the configuration, and stay in its history.",
    fix="propose",
    remedy="Make it a secret, which functions read at run time.",
    sources=("CKV_AWS_45",),
)

_NAMED = re.compile(r"(^|-)(password|passwd|secret|api-key|apikey|token|credential|credentials|private-key)(-|$)")


def findings(subject: Subject) -> Iterator[Finding]:
    """Parameters with the name of a secret."""
    for parameter in subject.all(Parameter):
        if _NAMED.search(parameter.name):
            text = f"{parameter.name} is named like a secret and kept as a plain parameter."
            yield RULE.found(subject.place(parameter), text, evidence=parameter.kind)
