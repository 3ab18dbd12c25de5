"""Whatever the design: no rule fails, every finding is whole, fixing ends."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import StringConstraints, ValidationError
from pydantic.fields import FieldInfo

from tools.checks import all_rules, check, fix_all
from tools.checks.reports import to_json, to_markdown, to_sarif, to_text
from tools.design.base import anatomy
from tools.design.components import COMPONENT_TYPES
from tools.design.design import Design

ORIGIN = {"kind": "assumed", "reason": "a test"}
REGIONS = ("eu-west-1", "eu-central-1", "us-east-1")
WORDS = st.sampled_from(("", "orders", "cold start", "GET /a", "GET /a/{id}", "in/*", "insert", "AKIAIOSFODNN7EXAMPLE"))
NEEDED: dict[str, dict[str, Any]] = {
    "workflow": {"definition": "p"},
    "layer": {"libraries": ("x",)},
    "dns-failover": {"regions": REGIONS[:2]},
}
LINKS = ("trigger", "call", "send", "read", "write")


def bounds(field: FieldInfo, cap: float) -> tuple[float, float]:
    low, high = 0.0, cap
    for mark in field.metadata:
        match mark:
            case Ge(ge=edge):
                low = float(edge)  # type: ignore[arg-type]
            case Gt(gt=edge):
                low = float(edge) + 1  # type: ignore[arg-type]
            case Le(le=edge):
                high = float(edge)  # type: ignore[arg-type]
            case Lt(lt=edge):
                high = float(edge) - 1  # type: ignore[arg-type]
            case _:
                pass
    return low, max(low, high)


def values(annotation: Any, field: FieldInfo) -> st.SearchStrategy[Any] | None:
    """Values for a field of a simple type; None for the others, which keep their defaults."""
    if annotation is bool:
        return st.booleans()
    if annotation is str and not any(isinstance(mark, StringConstraints) for mark in field.metadata):
        return WORDS
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    if annotation is int:
        low, high = bounds(field, 2000)
        return st.integers(int(low), int(high))
    if annotation is float:
        low, high = bounds(field, 500_000)
        return st.floats(low, high)
    inner = [arg for arg in get_args(annotation) if arg is not type(None)]
    return values(inner[0], field) if type(None) in get_args(annotation) and len(inner) == 1 else None


@st.composite
def component(draw: st.DrawFn, name: str, kind: str, names: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "kind": kind, "description": draw(WORDS), **NEEDED.get(kind, {})}
    model = COMPONENT_TYPES[kind]
    fields, references = model.model_fields, anatomy(model).references
    chosen = draw(st.lists(st.sampled_from(sorted(fields)), unique=True, max_size=6))
    for field in chosen:
        if field in found:
            continue
        wanted = references.get(field)
        fitting = [other for other, of in names.items() if wanted is not None and (not wanted or of in wanted)]
        if fitting:
            found[field] = [draw(st.sampled_from(fitting))] if field == "layers" else draw(st.sampled_from(fitting))
        elif wanted is None and (given_values := values(fields[field].annotation, fields[field])) is not None:
            found[field] = draw(given_values)
    return found


@st.composite
def steps(draw: st.DrawFn, names: list[str], depth: int = 0) -> list[dict[str, Any]]:
    count = draw(st.integers(1, 4))
    labels = [f"S{depth}x{number}" for number in range(count)]
    following = st.sampled_from([None, *labels])
    found: list[dict[str, Any]] = []
    for label in labels:
        kind = draw(st.sampled_from(["task", "approval", "callback", "wait", "choice", "pass", "map", "fail"]))
        step: dict[str, Any] = {"name": label, "kind": kind}
        if kind in ("task", "approval", "callback"):
            step |= {"component": draw(st.sampled_from(names)), "work_s": draw(st.sampled_from([1, 2000]))}
        if kind == "choice":
            when = {"kind": "compare", "path": "$.a", "operator": "present"}
            step |= {"branches": [{"when": when, "next": draw(st.sampled_from(labels))}], "default": labels[0]}
        elif kind == "fail":
            step["error"] = "x"
        else:
            step["next"] = draw(following)
        if kind == "map":
            step["body"] = {"steps": draw(steps(names, depth + 1)) if depth < 2 else [{"kind": "pass", "name": "P"}]}
        found.append(step)
    return found


@st.composite
def designs(draw: st.DrawFn) -> Design:
    kinds = draw(st.lists(st.sampled_from(sorted(COMPONENT_TYPES)), min_size=1, max_size=10))
    names = {f"c{number}": kind for number, kind in enumerate(kinds)}
    name = st.sampled_from(sorted(names))
    events = [
        {"name": f"E{n}", "owner": draw(name), "fields": [{"name": draw(st.sampled_from(["orderId", "email"]))}]}
        for n in range(draw(st.integers(0, 2)))
    ]
    labels = [event["name"] for event in events]
    link = st.fixed_dictionaries(
        {"kind": st.sampled_from(LINKS), "source": name, "target": name},
        optional={
            "events": st.lists(st.sampled_from(labels), max_size=2) if labels else st.just([]),
            "matches": st.lists(WORDS, max_size=2),
            "ratio": st.sampled_from([0, 0.5, 2]),
            "payload_kb": st.sampled_from([1, 400, 99_999]),
            "load": st.just("hits"),
            "delivery": st.sampled_from([{"batch_size": 50}, {"mode": "sync"}, {"retries": 0, "max_age_s": 9}]),
        },
    )
    regimes = draw(st.lists(st.sampled_from(["gdpr", "hipaa", "sox"]), unique=True, max_size=2))
    given_value = {
        "name": "d",
        "title": draw(WORDS),
        "requirements": {
            "title": {"value": "T", "origin": ORIGIN},
            "provider": {"value": draw(st.sampled_from(["aws", "gcp", "azure", "cloudflare"])), "origin": ORIGIN},
            "regions": {"value": draw(st.lists(st.sampled_from(REGIONS), unique=True)), "origin": ORIGIN},
            "residency": {"value": draw(st.sampled_from(["EU", "the moon"])), "origin": ORIGIN},
            "languages": {"value": draw(st.sampled_from([[], ["java"]])), "origin": ORIGIN},
            "targets": {"value": [], "origin": ORIGIN},
            "tenancy": {"value": "pooled", "origin": ORIGIN},
            "availability": {"value": draw(st.sampled_from([99.0, 99.999])), "origin": ORIGIN},
            "loads": [{"id": "hits", "what": "hits", "count": draw(st.sampled_from([0, 1, 1e6])), "origin": ORIGIN}],
            "latencies": [{"what": draw(st.sampled_from(["all", "hits"])), "milliseconds": 200, "origin": ORIGIN}],
            "durations": [{"what": "work", "seconds": 5000, "origin": ORIGIN}],
            "recovery": {"rpo_s": 1, "rto_s": 60, "origin": ORIGIN},
            "regimes": [{"name": regime, "origin": ORIGIN} for regime in regimes],
            "technologies": [{"service": "dynamodb", "stance": "avoid", "origin": ORIGIN}],
        },
        "components": [draw(component(one, kind, names)) for one, kind in names.items()],
        "links": draw(st.lists(link, max_size=14)),
        "events": events,
        "workflows": [{"name": "p", "steps": draw(steps(sorted(names)))}],
        "waivers": [{"rule": draw(st.sampled_from(["SL-A01", "x"])), "reason": "for a test", "expires": "2026-99-99"}],
    }
    try:
        return Design.model_validate(given_value)
    except ValidationError:
        assume(False)
        raise


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(designs())
def test_no_rule_fails_and_every_finding_is_whole(design: Design) -> None:
    report = check(design)
    known = {rule.id for rule in all_rules()}
    for finding in report.findings:
        assert "failed:" not in finding.message
        assert finding.rule in known
        assert finding.message.endswith((".", "?", "!"))
        assert finding.message.isprintable()
        assert finding.remedy
        assert all(design.model_dump() is not None and name for name in finding.place.components)
    assert check(design) == report
    for form in (to_text, to_json, to_sarif, to_markdown):
        assert form(report)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(designs())
def test_fixing_ends_and_leaves_nothing_to_fix(design: Design) -> None:
    fixed = fix_all(design)
    assert [f.message for f in check(fixed).findings if f.fix == "auto"] == []
    assert fix_all(fixed) == fixed
