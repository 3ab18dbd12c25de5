"""The runner: order, waivers, broken rules, automatic fixes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from tools.catalog.runtimes import AS_OF
from tools.checks import Finding, Rule, Subject, check, fix_all, judge, registered
from tools.checks.registry import Registered
from tools.design.design import Design

Build = Callable[[dict[str, Any]], Design]

WAIVER = {"rule": "SL-A01", "component": "api", "reason": "an internal tool", "expires": "2027-01-01"}
CARELESS: dict[str, Any] = {
    "components": {"api": {"kind": "api", "access_logs": False, "throttle_rps": 50, "throttle_burst": 90}},
}
RULE = Rule("SL-T01", "A test rule", "info", "reason", "ask", "remedy")


def _only(*names: str) -> list[Registered]:
    return [entry for entry in registered() if entry.rule.id in names]


def test_findings_come_worst_first_and_then_in_the_order_of_the_document(build: Build) -> None:
    design = build(
        {
            "components": {
                "b": {"kind": "api", "access_logs": False},
                "q": "queue",
                "a": {"kind": "api", "auth": "none", "access_logs": False},
            }
        }
    )
    found = check(design, rules=_only("SL-A01", "SL-A02", "SL-M01")).findings
    assert [(f.rule, f.where) for f in found] == [
        ("SL-M01", "components[1].dead_letter"),
        ("SL-A02", "components[2].auth"),
        ("SL-A01", "components[0].access_logs"),
        ("SL-A01", "components[2].access_logs"),
    ]


def test_positions_are_ordered_as_numbers(build: Build) -> None:
    design = build({"components": {f"a{i}": {"kind": "api", "access_logs": False} for i in range(12)}})
    found = check(design, rules=_only("SL-A01")).findings
    assert [f.path[1] for f in found] == list(range(12))


def test_a_waived_finding_is_kept_and_does_not_count(build: Build) -> None:
    report = check(build({**CARELESS, "waivers": [WAIVER]}), rules=_only("SL-A01"))
    assert report.findings == ()
    assert [(w.finding.rule, w.waiver.reason) for w in report.waived] == [("SL-A01", "an internal tool")]
    assert (report.expired, report.idle) == ((), ())


def test_an_expired_waiver_is_reported_and_its_finding_counts_again(build: Build) -> None:
    report = check(build({**CARELESS, "waivers": [WAIVER]}), on=date(2027, 1, 1), rules=_only("SL-A01"))
    assert [f.rule for f in report.findings] == ["SL-A01"]
    assert [w.rule for w in report.expired] == ["SL-A01"]
    last_day = check(build({**CARELESS, "waivers": [WAIVER]}), on=date(2026, 12, 31), rules=_only("SL-A01"))
    assert last_day.findings == ()


@pytest.mark.parametrize("change", [{"component": "other"}, {"rule": "SL-A02"}, {"component": None}])
def test_a_waiver_holds_for_its_rule_and_component_only(build: Build, change: dict[str, Any]) -> None:
    case = {"components": {**CARELESS["components"], "other": "table"}, "waivers": [{**WAIVER, **change}]}
    report = check(build(case), rules=_only("SL-A01"))
    assert [f.rule for f in report.findings] == ["SL-A01"]
    assert len(report.idle) == 1


def test_a_waiver_without_a_component_is_for_findings_about_no_component(build: Build) -> None:
    waiver = {"rule": "SL-X73", "reason": "nobody counts here", "expires": "2027-01-01"}
    report = check(build({"waivers": [waiver]}), rules=_only("SL-X73"))
    assert (len(report.findings), len(report.waived)) == (0, 1)


def test_a_link_is_waived_at_either_end(build: Build) -> None:
    case = {"components": {"b": "bus", "f": "function"}, "links": ["trigger b f"]}
    for end in ("b", "f"):
        waiver = {"rule": "SL-M11", "component": end, "reason": "events may be lost", "expires": "2027-01-01"}
        assert len(check(build({**case, "waivers": [waiver]}), rules=_only("SL-M11")).waived) == 1


def test_a_rule_that_raises_is_a_finding_and_the_others_run(build: Build) -> None:
    def broken(subject: Subject) -> Iterator[Finding]:
        yield RULE.found(subject.place("api"), "The first is fine.")
        raise KeyError("gone")

    report = check(build(CARELESS), rules=[Registered("test", RULE, broken), *_only("SL-A01")])
    assert [(f.rule, f.severity) for f in report.findings] == [
        ("SL-T01", "error"),
        ("SL-A01", "warning"),
        ("SL-T01", "info"),
    ]
    assert report.findings[0].message == "Rule SL-T01 failed: KeyError: 'gone'."


def test_the_day_is_that_of_the_catalogue_unless_given(build: Build) -> None:
    days: list[date] = []

    def telling(subject: Subject) -> Iterator[Finding]:
        days.append(subject.on)
        yield from ()

    entry = Registered("test", RULE, telling)
    check(build({}), rules=[entry])
    check(build({}), on=date(2030, 1, 2), rules=[entry])
    assert days == [AS_OF, date(2030, 1, 2)]


def test_counts_and_bars(build: Build) -> None:
    design = build({"components": {"a": {"kind": "api", "auth": "none", "access_logs": False}}})
    report = check(design, rules=_only("SL-A01", "SL-A02", "SL-X73"))
    assert [report.count(s) for s in ("error", "warning", "info")] == [1, 1, 1]
    assert [len(report.at_least(s)) for s in ("error", "warning", "info")] == [1, 2, 3]
    assert report.rules == 3


def test_fixing_applies_what_is_safe_until_nothing_changes(build: Build) -> None:
    design = build(
        {
            "components": {
                "s": "stream",
                "t": "table",
                "q": {"kind": "queue", "fifo": True, "dead_letter": "d"},
                "d": {"kind": "queue", "role": "dead-letter", "retention_s": 600},
                "f": "function",
                "u": "bucket",
            },
            "links": ["trigger s f", "trigger t f", "trigger q f", "trigger u f"],
        }
    )
    fixed = fix_all(design)
    assert [f.message for f in check(fixed).findings if f.fix == "auto"] == []
    assert fix_all(fixed) == fixed
    assert fixed.components[1].kind == "table"
    assert fixed.components[1].change_stream
    assert fixed.components[4].kind == "function"
    assert fixed.components[4].on_failure == "f-dead-letters"
    delivery = fixed.links[0].delivery
    assert delivery is not None
    assert (delivery.bisect, delivery.retries) == (True, 5)


def test_a_waived_finding_is_not_fixed(build: Build) -> None:
    design = build({**CARELESS, "waivers": [WAIVER]})
    assert fix_all(design) == design


def test_a_fix_that_mends_nothing_ends(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = Rule("SL-T01", "A test rule", "info", "reason", "auto", "remedy")

    def stubborn(subject: Subject) -> Iterator[Finding]:
        yield rule.found(subject.place("api"), "Never content.", mend=tuple)

    monkeypatch.setattr("tools.checks.runner.registered", lambda: (Registered("test", rule, stubborn),))
    design = build(CARELESS)
    assert fix_all(design) == design


def test_rules_that_weigh_nothing_need_not_be_asked_twice(build: Build) -> None:
    poor = build(CARELESS)
    assert check(poor, judged=judge(poor)) == check(poor)
