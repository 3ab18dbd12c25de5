"""The tools: small edits, all or none; what they answer; and all that a model may try with them in vain."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from agent.planners.claude.editing import edited
from agent.planners.claude.estimating import tokens_of_text
from agent.planners.claude.exchange import ToolCall
from agent.planners.claude.tooling import MOST_TOKENS, run_call, tools
from agent.planners.claude.workbench import Bench, RefusalError, laid_out
from agent.planners.embedded.revising.carrying import carried
from tests.agent.planners.claude.models import edit, put
from tools.design.design import Design
from tools.design.edits import apply
from tools.design.queries import Graph


def ran(bench: Bench, name: str, **given: Any) -> tuple[Bench, dict[str, Any]]:
    """A call that has to work."""
    done = run_call(bench, ToolCall("t", name, given))
    assert not done.is_error, done.content
    return done.bench, json.loads(done.content)


def refused(bench: Bench, name: str, given: Mapping[str, Any]) -> str:
    """Why a call is refused; the bench is as it was."""
    done = run_call(bench, ToolCall("t", name, given))
    assert done.is_error, done.content
    assert done.bench.evidence is bench.evidence
    assert done.bench.requirements == bench.requirements
    return str(json.loads(done.content)["refused"])


def edited_to(bench: Bench, *edits: Mapping[str, Any]) -> tuple[Design, dict[str, Any]]:
    """The design after edits, and what was told."""
    after, told = ran(bench, "edit", **edit(*edits)[1])
    return after.design, told


def test_fields_are_set_and_all_others_stay(bench: Bench) -> None:
    design, told = edited_to(bench, put("component", "create-order", memory_mb=1024, idempotency__key=["orderId"]))
    before, after = Graph(bench.design)["create-order"], Graph(design)["create-order"]
    changed = {f for f in type(after).model_fields if getattr(before, f) != getattr(after, f)}
    assert changed <= {"memory_mb", "idempotency"}
    assert getattr(after, "memory_mb") == 1024  # noqa: B009
    assert told["applied"] == 1
    assert {"findings", "cost", "p99", "first limit"} <= told.keys()


EDITS: dict[str, tuple[Mapping[str, Any], ...]] = {
    "a component and its link": (
        put("component", "audit", "queue", retention_s=86_400),
        put("link", "send create-order audit", ratio=1),
    ),
    "a link before its component": (put("link", "send create-order audit"), put("component", "audit", "topic")),
    "a component twice": (put("component", "audit", "queue"), put("component", "audit", delay_s=5)),
    "another kind": (put("component", "audit", "queue"), put("component", "audit", "topic", fifo=False)),
    "an event by shorthand": (
        put("event", "OrderSeen", owner="create-order", fields=["orderId:uuid", "note:string?", "mail:email!"]),
    ),
    "a decision": (put("decision", "audit", question="Who sees it?", chosen="all", because="they ask"),),
    "an index by its place": (
        put("component", "orders", indexes__=None, **{"indexes[0].name": "by-day", "indexes[0].partition_key": "day"}),
    ),
    "records as JSON": (put("component", "orders", indexes='[{"name":"by-day","partition_key":"day"}]'),),
    "a rename": ({"edit": "rename", "name": "create-order", "to": "place-order"},),
    "a removal": ({"edit": "remove", "part": "component", "name": "mail"},),
    "a removed decision": ({"edit": "remove", "part": "decision", "name": "coordination"},),
}


@pytest.mark.parametrize("name", [name for name in EDITS if name != "an index by its place"])
def test_edits_leave_a_whole_design_that_plain_edits_can_make_too(bench: Bench, name: str) -> None:
    design, told = edited_to(bench, *EDITS[name])
    assert told["applied"] == len(EDITS[name])
    assert design != bench.design
    made = apply(bench.design, *carried(bench.design, design, bench.design))
    assert {c.name: c for c in made.components} == {c.name: c for c in design.components}
    assert sorted(map(repr, made.links)) == sorted(map(repr, design.links))
    assert (set(made.events), set(made.decisions)) == (set(design.events), set(design.decisions))


def test_events_are_written_in_short(bench: Bench) -> None:
    design, _ = edited_to(bench, *EDITS["an event by shorthand"])
    event = next(event for event in design.events if event.name == "OrderSeen")
    assert [(f.name, f.type, f.required, f.sensitive) for f in event.fields] == [
        ("orderId", "uuid", True, False), ("note", "string", False, False), ("mail", "email", True, True),
    ]  # fmt: skip


def test_an_item_of_a_list_is_set_by_its_place(bench: Bench) -> None:
    fields = {"indexes[0].name": "by-day", "indexes[0].partition_key": "day", "indexes[1].name": "x"}
    design, _ = edited_to(bench, put("component", "orders", **{n: v for n, v in fields.items() if "[0]" in n}))
    assert [index.name for index in getattr(Graph(design)["orders"], "indexes")] == ["by-day"]  # noqa: B009
    assert "next one has the index" in refused(
        bench, "edit", edit(put("component", "orders", **{"indexes[7].name": "x"}))[1]
    )


def test_a_batch_is_made_whole_or_not_at_all(bench: Bench) -> None:
    good, bad = put("component", "api", log_retention_days=90), put("component", "api", throttle_rps=-1)
    said = refused(bench, "edit", edit(good, bad)[1])
    assert said.startswith("edit 2: api: throttle_rps")
    assert "none of the 2 edits was applied" in said


REFUSED: dict[str, tuple[Mapping[str, Any], str]] = {
    "an unknown part": (put("component", "nobody", memory_mb=512), "there is no component 'nobody'"),
    "an unknown kind": (put("component", "x", "mainframe"), "there is no kind"),
    "an unknown field": (put("component", "api", speed=9), "there is no field 'speed'"),
    "the name as a field": (put("component", "api", name="other"), "there is no field 'name'"),
    "a value of another type": (put("component", "create-order", memory_mb="much"), "create-order: memory_mb"),
    "a reference to nothing": (put("component", "create-order", on_failure="nowhere"), "no queue or topic or bus"),
    "a link to nothing": (put("link", "send create-order nowhere"), "no component named 'nowhere'"),
    "a link of no kind": (put("link", "bribe create-order orders"), "a link is named by its kind"),
    "a finding that is not there": ({"edit": "mend", "rule": "SL-X99", "name": "api"}, "there is no finding"),
    "a name that is a path": (put("component", "../../etc/passwd", "queue"), "name"),
    "JSON that is none": (put("component", "orders", indexes="[{"), "not JSON"),
    "a key twice": (put("component", "orders", indexes='[{"name":"a","name":"b"}]'), "given twice"),
    "a field too deep": (put("component", "orders", **{"a.b.c.d.e.f": 1}), "deeper"),
    "an attribute of the machine": (put("component", "orders", __class__="x"), "is no field"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_made_is_said(bench: Bench, name: str) -> None:
    wire, said = REFUSED[name]
    assert said in refused(bench, "edit", edit(wire)[1])


def test_ready_remedies_are_applied_by_name(drafted: dict[str, Design], bench: Bench) -> None:
    laid = laid_out(bench, drafted["ticket-rush"])
    found = next(f for f in laid.proven.report.findings if f.edits)
    after, told = ran(laid, "edit", **edit({"edit": "mend", "rule": found.rule, "name": found.subject})[1])
    assert f"{found.rule} {found.subject}" in told["gone"]
    assert after.design.requirements == laid.design.requirements
    without = next(f for f in laid.proven.report.findings if not f.edits)
    assert "no ready remedy" in refused(laid, *edit({"edit": "mend", "rule": without.rule, "name": without.subject}))


@pytest.mark.parametrize("what", ["outline", "components", "links", "events", "workflows", "decisions", "requirements",
                                  "findings", "brief"])  # fmt: skip
def test_everything_on_the_bench_can_be_shown(bench: Bench, what: str) -> None:
    _, told = ran(bench, "show", what=what, names=[], start=0)
    assert told[what]


def test_what_is_not_there_is_not_shown(bench: Bench) -> None:
    for given in ({"what": "components", "names": ["nobody"]}, {"what": "pattern", "names": ["../x"]}):
        assert "there is no" in refused(bench, "show", {**given, "start": 0})
    assert "start below" in refused(bench, "show", {"what": "links", "names": [], "start": 999})


def test_tables_answer(bench: Bench) -> None:
    assert ran(bench, "cost", component="")[1]["dollars a month"]
    assert ran(bench, "cost", component="api")[1]["api"]
    assert ran(bench, "scale", component="")[1]["limits"]
    assert ran(bench, "check", severity="info")[1]["findings"]
    assert ran(bench, "draw", form="mermaid")[1]["mermaid"][0] == "flowchart LR"
    assert ran(bench, "draw", form="outline")[1]["outline"]
    assert ran(bench, "search", query="orders twice", limit=2)[1]["patterns"]
    assert ran(bench, "show", what="pattern", names=["saga"], start=0)[1]["pattern"]


@pytest.mark.parametrize("name", ["claims-migration", "ecommerce-platform", "trading", "lecture-videos"])
def test_answers_are_bounded_and_the_same_every_time(bench: Bench, drafted: dict[str, Design], name: str) -> None:
    laid = laid_out(bench, drafted[name])
    calls = (
        ("show", {"what": "components", "names": [], "start": 0}),
        ("show", {"what": "decisions", "names": [], "start": 0}),
        ("check", {"severity": "info"}), ("cost", {"component": ""}), ("scale", {"component": ""}),
        ("draw", {"form": "mermaid"}), ("draw", {"form": "outline"}),
    )  # fmt: skip
    for tool, given in calls:
        first, again = (run_call(laid, ToolCall("t", tool, given)).content for _ in range(2))
        assert first == again
        assert tokens_of_text(first) <= MOST_TOKENS


QUESTION = {"id": "peak", "text": "How many at once?", "about": "loads", "default": "100", "options": [],
            "impact": 0.4, "why": "cost"}  # fmt: skip


def test_questions_are_collected_and_their_defaults_hold(bench: Bench) -> None:
    after, told = ran(bench, "ask", questions=[QUESTION])
    assert [question.id for question in after.questions] == ["peak"]
    assert told["until answered"] == ["peak: 100"]
    assert "already asked" in refused(after, "ask", {"questions": [QUESTION]})
    many = [{**QUESTION, "id": f"q-{number}"} for number in range(5)]
    assert "at most" in refused(after, "ask", {"questions": many})
    assert "impact" in refused(bench, "ask", {"questions": [{**QUESTION, "impact": 7}]})


FORBIDDEN: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("read_file", {"path": "/etc/passwd"}),
    ("bash", {"command": "id"}),
    ("fetch", {"url": "http://169.254.169.254/"}),
    ("waive", {"rule": "SL-X86"}),
    ("__import__", {}),
    ("", {}),
    ("edit", {"edits": [{"edit": "put-waiver", "waiver": {}}], "finish": True, "summary": ""}),
    ("edit", {"edits": [{"edit": "put-requirements", "requirements": {}}], "finish": True, "summary": ""}),
    ("edit", edit(put("waiver", "SL-X86", reason="it is fine so"))[1]),
    ("edit", edit(put("requirements", "all", capabilities=[]))[1]),
    ("edit", {**edit(put("component", "api"))[1], "waivers": []}),
    ("edit", edit(*[put("component", f"x-{number}", "queue") for number in range(41)])[1]),
    ("edit", edit(put("component", "api", description="x" * 200_000))[1]),
    ("edit", edit(*[put("component", "api", description="x" * 11_000) for _ in range(9)])[1]),
    ("correct", {"changes": [], "finish": True}),
    ("correct", {"changes": [{"list": "questions", "act": "drop", "name": "x", "fields": [], "quote": "orders"}],
                 "finish": True}),
    ("show", {"what": "../../secrets", "names": [], "start": 0}),
    ("show", {"what": "pattern", "names": ["../../../etc/passwd"], "start": 0}),
    ("show", {"what": "brief", "names": [], "start": -5}),
    ("search", {"query": "x", "limit": 10**9}),
    ("search", {"query": "x" * 100_000, "limit": 1}),
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(FORBIDDEN)))
def test_what_is_forbidden_has_no_effect(bench: Bench, number: int) -> None:
    """INJ-1: unknown tools, paths, waivers, requirements, floods: refused with the bench as it was."""
    name, given = FORBIDDEN[number]
    said = refused(bench, name, given)
    assert len(said) <= 1500
    assert "Traceback" not in said


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(["memory_mb", "idempotency", "idempotency.store", "indexes[0].name", "fields", "steps", "name",
                          "delivery.dead_letter", "kind", "serves", "[0]", "a..b", "indexes[999].x"])  # fmt: skip
SETS = st.builds(
    lambda part, name, kind, fields: {"edit": "set", "part": part, "name": name, "kind": kind, "fields": fields},
    st.sampled_from(["component", "link", "event", "workflow", "decision"]),
    st.sampled_from(
        ["api", "orders", "create-order", "order-process", "send api orders", "OrderPlaced", "Ünfug", "a b"]
    ),
    st.sampled_from(["", "queue", "function", "workflow", "nothing"]),
    st.lists(st.fixed_dictionaries({"field": FIELDS, "value": JSON}), max_size=3),
)


@drawn(st.lists(SETS, max_size=4), st.booleans())
def test_any_edit_leaves_a_whole_design_or_none(bench: Bench, edits: list[Any], finish: bool) -> None:
    """Whatever is sent gets an answer; requirements and waivers are never touched."""
    done = run_call(bench, ToolCall("t", "edit", {"edits": edits, "finish": finish, "summary": ""}))
    assert json.loads(done.content)
    assert done.bench.design.requirements == bench.design.requirements
    assert done.bench.design.waivers == bench.design.waivers
    Design.model_validate(done.bench.design.model_dump())


@drawn(st.sampled_from([*tools(), "nope", ""]), JSON | st.dictionaries(st.text(max_size=6), JSON), st.text(max_size=9))
def test_any_call_gets_an_answer(bench: Bench, name: str, given: Any, problem: str) -> None:
    done = run_call(bench, ToolCall("t", name, given if isinstance(given, dict) else {"x": given}, problem))
    assert json.loads(done.content)


def test_before_there_is_a_design_there_is_none_to_change(bench: Bench) -> None:

    bare = replace(bench, evidence=None)
    for name, given in (("edit", edit()[1]), ("check", {"severity": "error"}), ("cost", {"component": ""})):
        assert "no design yet" in refused(bare, name, given)


def test_a_refused_batch_changes_nothing_of_what_it_was_made_of(bench: Bench) -> None:
    before = bench.design.model_dump()
    with pytest.raises(RefusalError):
        edited(bench.design, [put("component", "orders", **{"indexes[0].name": "x", "item_kb": -1})], ())
    assert bench.design.model_dump() == before


@pytest.mark.devdata
def test_no_document_opens_a_way(dev_data: Path, bench: Bench) -> None:
    """INJ-1: more than 300 documents that speak to the model, and one that obeys: nothing comes of it."""
    lines = (dev_data / "injection_dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    texts = [str(row.get("payload") or row["text"]) for row in rows]
    documents = [*texts, *(f"# Requirements\n\nCustomers place orders.\n\n> {text}" for text in texts)]
    assert len(documents) > 300
    for number, document in enumerate(documents):
        told = replace(bench, brief=document)
        name, given = FORBIDDEN[number % len(FORBIDDEN)]
        refused(told, name, given)
        quote = document[:40].strip() or "orders"
        drop = {"list": "capabilities", "act": "drop", "name": "process", "fields": [], "quote": quote}
        refused(told, "correct", {"changes": [drop], "finish": True})
        shown = run_call(told, ToolCall("t", "show", {"what": "brief", "names": [], "start": 0})).content
        assert shown.isprintable()
        assert set(json.loads(shown)) == {"brief", "from", "characters"}
