"""The report as SARIF 2.1.0, which code hosts show beside the lines of a change.

Source: OASIS Static Analysis Results Interchange Format 2.1.0.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from tools.checks.findings import Finding, Report, Rule, Severity
from tools.checks.registry import all_rules
from tools.checks.reports.places import Lines, line_of
from tools.design.decisions import Waiver

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def to_sarif(report: Report, *, source: str = "design.yaml", lines: Lines | None = None, version: str = "") -> str:
    """The report as a SARIF log of one run. `source` is the file as a path relative to the repository.

    Findings that are waived are results with a suppression. The fingerprint of a result outlives edits elsewhere in the
    file: it is made of the rule, of what it is about, and of the field, not of positions.
    """
    known = all_rules()
    index = {rule.id: number for number, rule in enumerate(known)}
    driver = {"name": "Cloudwright", **({"version": version} if version else {}), "rules": [_rule(r) for r in known]}
    seen: dict[str, int] = {}
    entries = [*((finding, None) for finding in report.findings), *((w.finding, w.waiver) for w in report.waived)]
    results = [_result(finding, waiver, index, source, lines, seen) for finding, waiver in entries]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def fingerprint(finding: Finding) -> str:
    """32 hexadecimal digits that stay the same while the finding does, wherever in the file it moves."""
    fields = [part for part in finding.path if isinstance(part, str)]
    return sha256("\n".join((finding.rule, finding.subject, *fields)).encode()).hexdigest()[:32]


def _rule(rule: Rule) -> dict[str, Any]:
    tags = ["serverless", *rule.proves]
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": rule.reason},
        "help": {"text": rule.remedy},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": tags, "fix": rule.fix, "sources": list(rule.sources)},
    }


def _result(
    finding: Finding,
    waiver: Waiver | None,
    index: Mapping[str, int],
    source: str,
    lines: Lines | None,
    seen: dict[str, int],
) -> dict[str, Any]:
    mark = fingerprint(finding)
    seen[mark] = seen.get(mark, 0) + 1
    value: dict[str, Any] = {
        "ruleId": finding.rule,
        **({"ruleIndex": index[finding.rule]} if finding.rule in index else {}),
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.message} {finding.remedy}"},
        "locations": [_location(finding, source, lines)],
        "partialFingerprints": {"cloudwrightFinding/v1": f"{mark}:{seen[mark]}"},
        "properties": {"evidence": finding.evidence, "fix": finding.fix},
    }
    if waiver is not None:
        reason = f"{waiver.reason} (until {waiver.expires})"
        value["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": reason}]
    return value


def _location(finding: Finding, source: str, lines: Lines | None) -> dict[str, Any]:
    line = line_of(finding.path, lines)
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(source), "uriBaseId": "%SRCROOT%"}}
    if line is not None:
        place["region"] = {"startLine": line}
    logical = {"name": finding.subject, "fullyQualifiedName": finding.where}
    return {"physicalLocation": place, "logicalLocations": [logical]}


def _uri(source: str) -> str:
    """A path as a relative URI: `/` between its parts, and what a URI cannot hold as percent codes."""
    safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"
    text = source.replace("\\", "/")
    return "".join(
        letter if letter in safe else "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))
        for letter in text
    )
