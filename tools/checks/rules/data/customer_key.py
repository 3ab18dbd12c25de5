"""Sensitive data is encrypted with a key of one's own."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Mend, Rule
from tools.checks.remedies import putting, setting, together
from tools.checks.subject import Subject, is_sensitive
from tools.design.components import DataHolder, Key

RULE = Rule(
    id="SL-D02",
    title="What keeps sensitive data is encrypted with a key of its owner's",
    severity="info",
    reason="One's own key can be revoked, and every decryption leaves a trace.",
    fix="propose",
    remedy="Name a customer-managed key; it costs about a dollar a month and a little for each use.",
    sources=("CKV_AWS_119", "CKV_AWS_145", "CKV_AWS_173"),
)

_WITHOUT = frozenset({"user-pool", "static-site", "mail", "query-engine", "device-gateway", "file-gateway"})
"""Keepers of data that know no customer key, or keep none themselves."""
KEY = "data-key"


def findings(subject: Subject) -> Iterator[Finding]:
    """Keepers of sensitive data without a customer key; a warning where it is restricted or a regime applies."""
    for holder in subject.holders:
        if holder.key is not None or not is_sensitive(holder.sensitivity) or _kind(subject, holder) in _WITHOUT:
            continue
        strict = holder.sensitivity == "restricted" or subject.requirements.regulated
        text = f"{holder.name} keeps {holder.sensitivity} data under the provider's own key."
        place = subject.place(holder, "key")
        severity = "warning" if strict else None
        yield RULE.found(place, text, evidence="none", severity=severity, mend=_keying(subject, holder))


def _kind(subject: Subject, holder: DataHolder) -> str:
    return subject.graph[holder.name].kind


def _keying(subject: Subject, holder: DataHolder) -> Mend | None:
    keys = subject.all(Key)
    if keys:
        return setting(holder.name, key=keys[0].name)
    if subject.has(KEY):
        return None
    made = Key(name=KEY, description="Encrypts what is sensitive.")
    return together(putting(made), setting(holder.name, key=KEY))
