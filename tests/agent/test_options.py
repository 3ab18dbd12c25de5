"""How options are compared: like with like, each once, and only when somebody looks."""

from __future__ import annotations

from typing import Any, get_args

from agent.options import LOAD_OF, MOST_OPTIONS, compared, mended_alike, operational_load
from agent.planners.protocol import Proposal
from agent.state import Repairs, Verified
from tests.agent.scripted import small_design
from tools.bundle.evidence import gather, weigh
from tools.design.components import Component
from tools.design.design import Design

Said = list[tuple[str, str]]


def option(name: str, design: Design, difference: str = "") -> Proposal:
    return Proposal(name, name.upper(), difference, lambda: design)


def other_design(number: int = 0) -> Design:
    """The small design with another queue."""
    small = small_design()
    spare = {"kind": "queue", "name": f"spare-{number}", "role": "dead-letter"}
    return Design.model_validate({**small.model_dump(), "components": (*small.model_dump()["components"], spare)})


def quietly(step: str, text: str) -> None:
    pass


def verified(*proposals: Proposal, heeded: frozenset[str] = frozenset()) -> Verified:
    evidence = gather(mended_alike(proposals[0].design, heeded))
    return {"proposals": proposals, "evidence": evidence, "repairs": Repairs(heeded=heeded)}


def test_options_are_compared_as_they_would_be_delivered() -> None:
    heeded = frozenset({"SL-L01", "SL-A12", "SL-X61"})
    bigger = other_design()
    state = verified(option("a", bigger), option("b", small_design(), "other"), heeded=heeded)
    first, second = compared(state, quietly)
    evidence = gather(mended_alike(small_design(), heeded))
    assert (second.monthly_cost, second.p99_ms) == (float(evidence.bill.total), evidence.slowest_p99_ms)
    assert (first.difference, second.difference) == ("", "other")


def test_an_option_keeps_what_was_wrong_with_it_alone() -> None:
    design = small_design()
    assert mended_alike(design, frozenset()) is design
    assert mended_alike(design, frozenset({"SL-X61"})) != design
    state = verified(option("a", other_design()), option("b", design))
    assert compared(state, quietly)[1].monthly_cost == weigh(design)[0]


def test_the_chosen_option_s_figures_are_those_of_the_evidence() -> None:
    state = verified(option("a", small_design()), heeded=frozenset({"SL-L01"}))
    (chosen,) = compared(state, quietly)
    assert chosen.monthly_cost == float(state["evidence"].bill.total)
    assert chosen.p99_ms == state["evidence"].slowest_p99_ms


def test_options_of_the_same_parts_are_one() -> None:
    state = verified(option("a", small_design()), option("b", small_design()), option("c", other_design()))
    assert [found.id for found in compared(state, quietly)] == ["a", "c"]


def test_no_more_options_are_composed_than_are_shown() -> None:
    composed: list[int] = []

    def composing(number: int) -> Proposal:
        return Proposal(str(number), str(number), "", lambda: composed.append(number) or other_design(number))

    state = verified(option("a", small_design()), *map(composing, range(5)))
    assert composed == []
    assert [found.id for found in compared(state, quietly)] == ["a", "0", "1"]
    assert composed == list(range(MOST_OPTIONS - 1))


def test_an_option_that_cannot_be_composed_is_left_out_and_that_is_said() -> None:
    def failing() -> Design:
        raise KeyError("rate")

    said: Said = []
    state = verified(option("a", small_design()), Proposal("b", "B", "", failing), option("c", other_design()))
    assert [found.id for found in compared(state, lambda step, text: said.append((step, text)))] == ["a", "c"]
    assert said[0] == ("compare", "B: left out, it does not hold together (KeyError: 'rate')")


def test_load_is_counted_for_kinds_that_exist() -> None:
    kinds: set[str] = set()
    for model in get_args(get_args(Component)[0]):
        fields: dict[str, Any] = model.model_fields
        kinds.add(fields["kind"].default)
    assert set(LOAD_OF) <= kinds
    assert operational_load(small_design()) == sum(LOAD_OF[kind] for kind in ("api", "function", "table", "queue"))
