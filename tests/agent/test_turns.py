"""A turn's answer: what changed, why, in numbers that the evidence of both designs bears out."""

from __future__ import annotations

import json

from agent.turns import Answer, lines, plain, told
from tests.agent.scripted import small_design
from tools.bundle.evidence import Evidence, gather
from tools.design.components import Bucket
from tools.design.design import Design
from tools.design.edits import PutComponent, PutLink, PutRequirements, SetField, apply
from tools.design.links import Link
from tools.design.requirements import Quoted, Stated

BEFORE = gather(small_design())


def changed() -> Design:
    """The function gets more memory and writes to a bucket; the traffic is a hundred times as much."""
    design = BEFORE.design
    load = design.requirements.loads[0]
    more = load.model_copy(update={"count": load.count * 100})
    return apply(
        design,
        PutRequirements(requirements=design.requirements.model_copy(update={"loads": (more,)})),
        SetField(name="place-order", field="memory_mb", value=2048),
        PutComponent(component=Bucket(name="receipts", access_logs=None)),
        PutLink(link=Link(kind="write", source="place-order", target="receipts")),
    )


AFTER = gather(changed())


def answer(before: Evidence | None = BEFORE, after: Evidence = AFTER, said: str = "Done.") -> Answer:
    return told(before, after, said)


def test_the_figures_are_those_of_the_evidence() -> None:
    found = answer()
    assert (found.cost_before, found.cost) == (round(float(BEFORE.bill.total), 2), round(float(AFTER.bill.total), 2))
    assert (found.p99_before_ms, found.p99_ms) == (BEFORE.slowest_p99_ms, AFTER.slowest_p99_ms)
    first = AFTER.scaling.first_limit
    assert first is not None
    assert found.limit is not None
    assert (found.limit.component, found.limit.multiple) == (first.component, first.multiple)


def test_what_moved_the_bill_adds_up_to_its_difference() -> None:
    found = answer()
    assert found.cost is not None
    assert found.cost_before is not None
    assert abs(sum(m.after - m.before for m in found.moved) - (found.cost - found.cost_before)) < 0.1
    sizes = [abs(m.after - m.before) for m in found.moved]
    assert sizes == sorted(sizes, reverse=True)


def test_findings_come_and_go_by_rule_and_subject() -> None:
    there = {(f.rule, f.subject) for f in BEFORE.report.at_least("warning")}
    here = {(f.rule, f.subject) for f in AFTER.report.at_least("warning")}
    found = answer()
    assert {(f.rule, f.subject) for f in found.findings_new} == here - there
    assert {(f.rule, f.subject) for f in found.findings_gone} == there - here


def test_the_first_answer_compares_with_nothing() -> None:
    found = answer(before=None)
    assert found.is_first
    assert not found.is_same
    assert (found.changes, found.decisions, found.cost_before, found.moved) == ((), (), None, ())
    assert {q.id for q in found.questions_new} == {q.id for q in AFTER.design.requirements.questions}
    assert not any(line.startswith("changed") for line in lines(found))


def test_an_answer_to_nothing_says_that_nothing_changed() -> None:
    found = answer(after=BEFORE, said="")
    assert found.is_same
    assert lines(found)[0].split() == ["changed", "nothing"]


def test_lines_tell_parts_rights_and_money() -> None:
    text = "\n".join(lines(answer()))
    assert "Done." in text
    assert "bucket receipts" in text
    assert "memory 512 MB -> 2 GB" in text
    assert "place-order writes receipts" in text
    assert "s3:PutObject on receipts" in " ".join(text.split())
    assert "rights" in text
    assert " a month (" in text
    assert max(map(len, text.split("\n"))) <= 100


def test_a_bill_over_the_budget_is_shouted() -> None:
    asked = AFTER.design.requirements
    budget = Stated[float](value=1.0, origin=Quoted(text="one dollar", start=0, end=10))
    poor = apply(AFTER.design, PutRequirements(requirements=asked.model_copy(update={"budget": budget})))
    assert "OVER the budget of $1" in "\n".join(lines(answer(after=gather(poor))))


def test_the_words_of_others_cannot_command_a_terminal() -> None:
    text = "\n".join(lines(answer(said="\x1b[31mred\x1b[0m\r\nnext\u202e")))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\r" not in text


def test_a_whole_answer_leaves_nothing_out() -> None:
    quiet = apply(AFTER.design, SetField(name="orders", field="title", value="All orders"))
    found = answer(before=AFTER, after=gather(quiet), said="")
    assert "All orders" not in "\n".join(lines(found))
    assert "All orders" in "\n".join(lines(found, whole=True))


def test_plain_data_is_json_and_says_the_same() -> None:
    found = json.loads(json.dumps(plain(answer())))
    assert found["cost"] == answer().cost
    assert [change["name"] for change in found["changes"]] == [change.name for change in answer().changes]
    assert found["permissions"]["added"] == answer().permissions.added
    assert set(found) == set(Answer.__dataclass_fields__)
