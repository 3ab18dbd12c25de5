"""What changed between two designs, in words."""

from __future__ import annotations

from agent.changes import (
    Asked,
    Change,
    FieldChange,
    asked_otherwise,
    part_changes,
    permission_changes,
    turned_decisions,
)
from tests.agent.scripted import small_design
from tools.design.components import Function, Queue
from tools.design.decisions import Decision
from tools.design.design import Design
from tools.design.edits import (
    PutComponent,
    PutDecision,
    PutLink,
    PutRequirements,
    RemoveDecision,
    RemoveLink,
    SetField,
    apply,
)
from tools.design.links import Link
from tools.design.requirements import Quoted, Stated

DESIGN = small_design()
SAID = Quoted(text="said so", start=0, end=7)


def test_nothing_is_different_from_itself() -> None:
    assert list(part_changes(DESIGN, DESIGN)) == []
    assert list(turned_decisions(DESIGN, DESIGN)) == []
    assert list(asked_otherwise(DESIGN, DESIGN)) == []
    assert permission_changes(DESIGN, DESIGN).roles == ()


def test_parts_that_come_and_go_are_named_by_what_they_are() -> None:
    after = apply(DESIGN, PutComponent(component=Queue(name="later")))
    assert list(part_changes(DESIGN, after)) == [Change("added", "queue", "later")]
    assert list(part_changes(after, DESIGN)) == [Change("removed", "queue", "later")]


def test_fields_are_told_with_their_units() -> None:
    after = apply(
        DESIGN,
        SetField(name="place-order", field="memory_mb", value=1024),
        SetField(name="place-order", field="timeout_s", value=90),
    )
    (change,) = part_changes(DESIGN, after)
    assert change.name == "place-order"
    assert change.fields == (
        FieldChange("memory", "512 MB", "1 GB"),
        FieldChange("timeout", "1 minute", "1.5 minutes"),
    )


def test_what_a_part_is_for_is_a_quiet_change() -> None:
    (change,) = part_changes(DESIGN, apply(DESIGN, SetField(name="orders", field="title", value="All orders")))
    assert change.is_quiet


def test_links_are_told_as_sentences() -> None:
    after = apply(
        DESIGN,
        RemoveLink(kind="write", source="place-order", target="orders"),
        PutLink(link=Link(kind="send", source="place-order", target="spare")),
    )
    assert [(change.how, change.name) for change in part_changes(DESIGN, after)] == [
        ("added", "place-order sends to spare"),
        ("removed", "place-order writes orders"),
    ]


def test_decisions_are_told_when_they_turn_come_up_or_go() -> None:
    decision = Decision(id="stores", question="Which store?", chosen="table", because="it is by key")
    one = apply(DESIGN, PutDecision(decision=decision))
    other = apply(one, PutDecision(decision=decision.model_copy(update={"chosen": "database"})))
    assert [(t.before, t.after) for t in turned_decisions(DESIGN, one)] == [("", "table")]
    assert [(t.before, t.after) for t in turned_decisions(one, other)] == [("table", "database")]
    assert [(t.before, t.after) for t in turned_decisions(one, apply(one, RemoveDecision(id="stores")))] == [
        ("table", "")
    ]


def with_budget(design: Design, amount: float) -> Design:
    budget = Stated[float](value=amount, origin=SAID)
    return apply(design, PutRequirements(requirements=design.requirements.model_copy(update={"budget": budget})))


def test_what_is_asked_is_told_before_and_after() -> None:
    one, two = with_budget(DESIGN, 100), with_budget(DESIGN, 250)
    assert list(asked_otherwise(DESIGN, one)) == [Asked("Budget", "", "$100 a month")]
    assert list(asked_otherwise(one, two)) == [Asked("Budget", "$100 a month", "$250 a month")]
    assert list(asked_otherwise(one, DESIGN)) == [Asked("Budget", "$100 a month", "")]


def test_permissions_are_told_by_role_action_and_resource() -> None:
    after = apply(
        DESIGN,
        RemoveLink(kind="write", source="place-order", target="orders"),
        PutLink(link=Link(kind="send", source="place-order", target="spare")),
    )
    found = permission_changes(DESIGN, after)
    (role,) = [role for role in found.roles if role.owner == "place-order"]
    assert "sqs:SendMessage on spare" in role.added
    assert "dynamodb:PutItem on orders" in role.removed
    assert found.added == sum(len(role.added) for role in found.roles)
    assert found.removed == sum(len(role.removed) for role in found.roles)


def test_a_new_function_brings_a_role_of_its_own() -> None:
    found = permission_changes(DESIGN, apply(DESIGN, PutComponent(component=Function(name="idle"))))
    assert [role.owner for role in found.roles] == ["idle"]
    assert found.removed == 0


def test_a_physical_name_stands_for_its_part() -> None:
    """A table that is replicated is named in full in every permission; who may do what is the same."""
    after = apply(DESIGN, SetField(name="orders", field="replicas", value=("eu-west-1",)))
    assert all("orders" not in grant for role in permission_changes(DESIGN, after).roles for grant in role.removed)
