"""Edits: each changes what it names and nothing else, and what they leave holds together."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from tools.design.codec import dumps, loads
from tools.design.components import KINDS, Function
from tools.design.decisions import Decision
from tools.design.design import Design
from tools.design.diff import diff
from tools.design.edits import (
    Edit,
    EditError,
    PutComponent,
    PutDecision,
    PutLink,
    RemoveComponent,
    RemoveDecision,
    RemoveEvent,
    RemoveLink,
    RemoveWorkflow,
    RenameComponent,
    SetField,
    apply,
)
from tools.design.links import Link

EDIT: TypeAdapter[Any] = TypeAdapter(Edit)


def paths(old: Design, new: Design) -> list[str]:
    return [change.path for change in diff(old, new)]


def test_no_edit_changes_nothing(any_design: Design) -> None:
    assert apply(any_design) == any_design


def test_every_component_can_be_put_again(any_design: Design) -> None:
    puts = [PutComponent(component=component) for component in any_design.components]
    assert apply(any_design, *puts) == any_design


def test_a_new_component_comes_last(one_design: Design) -> None:
    after = apply(one_design, PutComponent(component=Function(name="new")))
    assert after.components[:-1] == one_design.components
    assert paths(one_design, after) == ["components.new"]


def test_a_field_is_set_and_nothing_else(one_design: Design) -> None:
    after = apply(one_design, SetField(name="the-function", field="timeout_s", value=77))
    assert next(c.timeout_s for c in after.components if isinstance(c, Function)) == 77
    assert paths(one_design, after) in (["components.the-function.timeout_s"], [])


@pytest.mark.parametrize("kind", KINDS)
def test_a_component_is_renamed_everywhere(one_design: Design, kind: str) -> None:
    after = apply(one_design, RenameComponent(name=f"the-{kind}", to="other"))
    text = dumps(after)
    assert f"the-{kind}\n" not in text
    assert loads(text) == after
    assert apply(after, RenameComponent(name="other", to=f"the-{kind}")) == one_design


@pytest.mark.parametrize("kind", KINDS)
def test_a_component_is_removed_with_its_links(one_design: Design, kind: str) -> None:
    """Where something cannot be without it, the edit is refused; a design that does not hold never comes out."""
    name = f"the-{kind}"
    try:
        after = apply(one_design, RemoveComponent(name=name))
    except EditError:
        return
    assert name not in {component.name for component in after.components}
    assert all(name not in (link.source, link.target) for link in after.links)
    assert loads(dumps(after)) == after


def test_links_are_put_replaced_and_removed(one_design: Design) -> None:
    link = Link(kind="call", source="the-container", target="the-search-index", ratio=2)
    put = apply(one_design, PutLink(link=link))
    assert put.links[-1] == link
    changed = apply(put, PutLink(link=link.model_copy(update={"ratio": 3.0})))
    assert [after.ratio for after in changed.links if after not in one_design.links] == [3.0]
    removed = apply(changed, RemoveLink(kind="call", source="the-container", target="the-search-index"))
    assert removed == one_design


def test_an_event_is_removed_from_links_too(one_design: Design) -> None:
    after = apply(one_design, RemoveEvent(name="ThingDone"))
    assert all("ThingDone" not in link.events for link in after.links)


def test_links_of_different_loads_stand_beside_each_other(one_design: Design) -> None:
    loads = one_design.requirements.loads
    two = one_design.model_copy(
        update={
            "requirements": one_design.requirements.model_copy(
                update={"loads": (*loads, loads[0].model_copy(update={"id": "orders"}))}
            )
        }
    )
    ends: dict[str, Any] = {"kind": "call", "source": "the-external", "target": "the-search-index"}
    visits, orders = Link(**ends, load="visits"), Link(**ends, load="orders")
    both = apply(two, PutLink(link=visits), PutLink(link=orders))
    assert both.links[-2:] == (visits, orders)
    rarer = orders.model_copy(update={"ratio": 0.5})
    assert apply(both, PutLink(link=rarer)).links[-2:] == (visits, rarer)
    assert apply(both, RemoveLink(**ends, load="visits")).links[-1:] == (orders,)
    assert apply(both, RemoveLink(**ends)) == two


def test_a_link_takes_the_place_of_the_only_one_there_is(one_design: Design) -> None:
    ends: dict[str, Any] = {"kind": "call", "source": "the-external", "target": "the-search-index"}
    with_load = apply(one_design, PutLink(link=Link(**ends)), PutLink(link=Link(**ends, load="visits")))
    assert len(with_load.links) == len(one_design.links) + 1
    assert apply(with_load, PutLink(link=Link(**ends))).links[-1].load is None


def test_a_workflow_goes_with_its_engine(one_design: Design) -> None:
    with pytest.raises(EditError, match="no workflow 'process'"):
        apply(one_design, RemoveWorkflow(name="process"))
    after = apply(one_design, RemoveWorkflow(name="process"), RemoveComponent(name="the-workflow"))
    assert after.workflows == ()


def test_a_decision_is_taken_off_the_record(one_design: Design) -> None:
    decision = Decision(id="stores", question="Which?", chosen="a table", because="it is by key")
    put = apply(one_design, PutDecision(decision=decision))
    assert apply(put, RemoveDecision(id="stores")) == one_design


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"edit": "remove-component", "name": "gone"}, "no component 'gone'; there is: "),
        ({"edit": "rename-component", "name": "gone", "to": "x"}, "no component 'gone'"),
        ({"edit": "rename-component", "name": "the-queue", "to": "the-table"}, "already taken"),
        ({"edit": "set-field", "name": "the-queue", "field": "colour", "value": 1}, "no field 'colour'.*it has: "),
        ({"edit": "set-field", "name": "the-queue", "field": "kind", "value": "table"}, "no field 'kind'"),
        ({"edit": "set-field", "name": "the-queue", "field": "fifo", "value": "maybe"}, "the-queue.fifo cannot be"),
        ({"edit": "remove-link", "kind": "call", "source": "the-key", "target": "the-queue"}, "no call link leads"),
        ({"edit": "put-link", "link": {"kind": "call", "source": "the-queue", "target": "gone"}}, "named 'gone'"),
        ({"edit": "remove-workflow", "name": "gone"}, "no workflow 'gone'; there is: process"),
        ({"edit": "remove-decision", "id": "gone"}, "no decision 'gone'; there is: "),
        ({"edit": "remove-event", "name": "Gone"}, "no event 'Gone'; there is: .*ThingDone"),
    ],
)
def test_edits_that_cannot_be_are_refused(one_design: Design, edit: dict[str, Any], said: str) -> None:
    with pytest.raises(EditError, match=said):
        apply(one_design, EDIT.validate_python(edit))


def test_a_part_that_was_never_proven_is(one_design: Design) -> None:
    """Copies made with `update` skip validation; what an edit brings in is looked at all the same."""
    function = next(c for c in one_design.components if isinstance(c, Function))
    with pytest.raises(EditError):
        apply(one_design, PutComponent(component=function.model_copy(update={"timeout_s": -5})))
    with pytest.raises(EditError):
        apply(one_design, PutLink(link=one_design.links[0].model_copy(update={"target": "nowhere"})))


def test_edits_are_taken_in_order_and_proven_at_the_end(one_design: Design) -> None:
    link = Link(kind="call", source="the-function", target="late")
    after = apply(one_design, PutLink(link=link), PutComponent(component=Function(name="late")))
    assert after.links[-1] == link
