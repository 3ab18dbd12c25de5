"""Remedies applied together: two for one part are merged, one that cannot be applied costs no other."""

from __future__ import annotations

import pytest

from agent.planners.remedies import remedied
from tests.agent.scripted import small_design
from tools.checks import Finding, Place
from tools.design.base import Model
from tools.design.components import Component
from tools.design.design import Design
from tools.design.edits import Edit, PutComponent, PutLink, RemoveComponent, SetField
from tools.design.links import Delivery

DESIGN = small_design()


def finding(*edits: Edit) -> Finding:
    return Finding(
        rule="T-1",
        severity="warning",
        place=Place("orders", ()),
        message="Wrong.",
        reason="It matters.",
        fix="propose",
        remedy="Mend it.",
        mend=lambda: edits,
    )


def part(design: Design, name: str) -> Component:
    return next(component for component in design.components if component.name == name)


def changed(name: str, **fields: object) -> PutComponent:
    component: Model = part(DESIGN, name)
    return PutComponent.model_validate({"component": {**component.model_dump(), **fields}})


def test_without_remedies_the_design_is_the_same_value() -> None:
    words = Finding("T-1", "info", Place("orders", ()), "Odd.", "It matters.", "ask", "Think.")
    assert remedied(DESIGN, [words]) is DESIGN
    assert remedied(DESIGN, []) is DESIGN


def test_two_remedies_for_one_part_both_count() -> None:
    mended = remedied(
        DESIGN, [finding(changed("place-order", timeout_s=20)), finding(changed("place-order", memory_mb=1024))]
    )
    function = part(mended, "place-order").model_dump()
    assert (function["timeout_s"], function["memory_mb"]) == (20, 1024)


@pytest.mark.parametrize("is_set_first", [True, False])
def test_a_field_set_survives_a_part_put(is_set_first: bool) -> None:
    remedies = [
        finding(SetField(name="place-order", field="timeout_s", value=20)),
        finding(changed("place-order", memory_mb=1024)),
    ]
    function = part(remedied(DESIGN, remedies if is_set_first else remedies[::-1]), "place-order").model_dump()
    assert (function["timeout_s"], function["memory_mb"]) == (20, 1024)


def test_parts_of_a_part_are_merged_as_well() -> None:
    link = DESIGN.links[1].model_copy(update={"delivery": Delivery(retries=1)})
    design = DESIGN.model_copy(update={"links": (DESIGN.links[0], link, DESIGN.links[2])})
    slower = link.model_copy(update={"delivery": Delivery(retries=1, max_age_s=60)})
    bolder = link.model_copy(update={"delivery": Delivery(retries=5), "matches": (*link.matches, "PUT /orders")})
    mended = remedied(design, [finding(PutLink(link=slower)), finding(PutLink(link=bolder))])
    assert mended.links[1].delivery == Delivery(retries=5, max_age_s=60)
    assert mended.links[1].matches == ("POST /orders", "PUT /orders")


def test_what_two_remedies_add_to_a_list_is_all_there() -> None:
    adding = [
        finding(PutLink(link=DESIGN.links[1].model_copy(update={"matches": ("POST /orders", route)})))
        for route in ("PUT /orders", "GET /orders")
    ]
    mended = remedied(DESIGN, adding)
    assert mended.links[1].matches[0] == "POST /orders"
    assert len(mended.links[1].matches) >= 2


def test_a_remedy_that_cannot_be_applied_costs_no_other() -> None:
    mended = remedied(
        DESIGN,
        [
            finding(SetField(name="nobody", field="timeout_s", value=20)),
            finding(SetField(name="place-order", field="colour", value="red")),
            finding(SetField(name="place-order", field="timeout_s", value=20)),
        ],
    )
    assert part(mended, "place-order").model_dump()["timeout_s"] == 20


def test_a_part_taken_away_stays_away() -> None:
    mended = remedied(
        DESIGN, [finding(RemoveComponent(name="spare")), finding(SetField(name="spare", field="fifo", value=True))]
    )
    assert "spare" not in {component.name for component in mended.components}
