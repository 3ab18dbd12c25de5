"""A function runs on a runtime that is looked after."""

from __future__ import annotations

from collections.abc import Iterator

from tools.catalog.runtimes import Runtime, UnsuitableRuntimeError, family_of, newest, runtime
from tools.checks.findings import Finding, Mend, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Function

RULE = Rule(
    id="SL-L01",
    title="A function's runtime exists, runs its language, and is supported",
    severity="error",
    reason="A runtime past its end gets no security fixes; soon nothing can be deployed on it.",
    fix="propose",
    remedy="Leave the runtime empty for the newest one of the language, and run the tests on it.",
    sources=("CKV_AWS_363", "cfn-lint E2531", "FSBP Lambda.2", "cdk-nag AwsSolutions-L1"),
)

NOTICE_DAYS = 180
"""How long before its end a runtime is worth mentioning: the notice the provider gives."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Runtimes that are unknown, of another language, past their end, or close to it."""
    if subject.requirements.provider.value != "aws":
        return
    for function in subject.all(Function):
        if function.runtime and function.package == "zip":
            yield from _judged(subject, function)


def _judged(subject: Subject, function: Function) -> Iterator[Finding]:
    place = subject.place(function, "runtime")
    mend = _newer(subject, function)
    try:
        found = runtime(function.runtime)
    except UnsuitableRuntimeError:
        text = f"{function.name} asks for the runtime {function.runtime}, which does not exist."
        yield RULE.found(place, text, evidence=function.runtime, mend=mend)
        return
    if found.family not in (family_of(function.language), "provided"):
        text = f"{function.name} is written in {function.language}, which {found.id} does not run."
        yield RULE.found(place, text, evidence=found.id, mend=mend)
    elif found.deprecated_on <= subject.on:
        text = f"Support for {found.id}, on which {function.name} runs, ended on {found.deprecated_on}{_next(found)}."
        yield RULE.found(place, text, evidence=found.id, mend=mend)
    elif (found.deprecated_on - subject.on).days < NOTICE_DAYS:
        text = f"Support for {found.id}, on which {function.name} runs, ends on {found.deprecated_on}."
        yield RULE.found(place, text, evidence=found.id, severity="info", mend=mend)


def _next(found: Runtime) -> str:
    return f"; nothing new can be created on it from {found.create_blocked_on}" if found.create_blocked_on else ""


def _newer(subject: Subject, function: Function) -> Mend | None:
    try:
        return setting(function.name, runtime=newest(function.language, subject.on).id)
    except UnsuitableRuntimeError:
        return None
