"""What every composed design has in common, whatever the brief is made of."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings

from agent.nodes.propose import known_patterns
from agent.planners.embedded.planner import ALTERNATIVES, EmbeddedPlanner
from agent.planners.protocol import Proposal
from knowledge.knowledge import Knowledge
from tests.agent.planners.embedded.sentences import SENTENCES, briefs
from tools.design import codec
from tools.design.design import Design
from tools.design.queries import Graph

SHOP = "Customers place orders over an API; orders are stored and looked up by number."

USUAL = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def proposals(brief: str, shelf: Knowledge) -> tuple[Proposal, ...]:
    planner, brief = EmbeddedPlanner(), f"{SHOP} {brief}"
    return planner.propose(brief, planner.read(brief, {}), known_patterns(shelf))


def designed(brief: str, shelf: Knowledge) -> Design:
    return proposals(brief, shelf)[0].design


@given(brief=briefs())
@USUAL
def test_every_option_survives_its_file(brief: str, shelf: Knowledge) -> None:
    for option in proposals(brief, shelf):
        assert codec.loads(codec.dumps(option.design)) == option.design


def test_logs_are_kept_as_long_as_a_regime_asks(shelf: Knowledge) -> None:
    kinds = ("api", "function", "workflow")
    for brief, days in (("PCI-DSS applies.", {365}), ("", {30})):
        made = designed(brief, shelf)
        assert {part.log_retention_days for part in made.components if part.kind in kinds} == days


@given(brief=briefs())
@USUAL
def test_options_turn_each_decision_once_and_are_told_apart(brief: str, shelf: Knowledge) -> None:
    options = proposals(brief, shelf)
    assert 1 <= len(options) <= 1 + len({decision for decision, _, _ in ALTERNATIVES})
    assert len({option.id for option in options}) == len(options)
    assert (options[0].id, options[0].difference) == ("recommended", "")
    assert all(option.difference for option in options[1:])
    decided = {decision.id: decision.chosen for decision in options[0].design.decisions}
    for option in options[1:]:
        other = {decision.id: decision.chosen for decision in option.design.decisions}
        assert [name for name in decided if other.get(name) != decided[name]]


@given(brief=briefs())
@USUAL
def test_parts_and_decisions_rest_on_patterns_there_are(brief: str, shelf: Knowledge) -> None:
    made = designed(brief, shelf)
    library = {pattern.id for pattern in shelf.list()}
    for part in made.components:
        assert set(part.patterns) <= library
    for decision in made.decisions:
        assert set(decision.patterns) <= library
        assert decision.because


@given(brief=briefs())
@USUAL
def test_links_are_unique_and_events_are_told_by_their_owner_and_heard(brief: str, shelf: Knowledge) -> None:
    made = designed(brief, shelf)
    graph = Graph(made)
    ends = [(link.kind, link.source, link.target, link.matches, link.events, link.load) for link in made.links]
    assert len(set(ends)) == len(ends)
    for event in made.events:
        assert graph.producers(event.name) or graph.consumers(event.name)


@given(brief=briefs())
@USUAL
def test_work_enters_the_system_somewhere(brief: str, shelf: Knowledge) -> None:
    made = designed(brief, shelf)
    assert Graph(made).entry_links() or any(component.kind == "schedule" for component in made.components)


@given(brief=briefs())
@example(brief="This workflow shows what becomes of tasks in parallel when a branch fails. Its state is kept by key.")
@USUAL
def test_what_a_workflow_is_said_to_coordinate_has_a_workflow(brief: str, shelf: Knowledge) -> None:
    made = designed(brief, shelf)
    chosen = [decision.chosen for decision in made.decisions if decision.id == "coordination"]
    assert ("orchestration" in chosen) <= any(component.kind == "workflow" for component in made.components)


@given(brief=briefs())
@USUAL
def test_the_order_in_which_patterns_are_given_changes_nothing(brief: str, shelf: Knowledge) -> None:
    planner, patterns = EmbeddedPlanner(), list(known_patterns(shelf))
    found = planner.read(brief, {})
    before = planner.propose(brief, found, tuple(patterns))
    after = planner.propose(brief, found, tuple(reversed(patterns)))
    assert [option.design for option in after] == [option.design for option in before]


@pytest.mark.parametrize("brief", SENTENCES)
def test_each_sentence_finds_a_place_in_a_design(brief: str, shelf: Knowledge) -> None:
    made = designed(brief, shelf)
    assert made.components
    assert made.requirements.title.value


def test_a_thing_of_the_brief_gives_its_name_to_what_keeps_it(shelf: Knowledge) -> None:
    made = designed("", shelf)
    assert "orders" in {component.name for component in made.components if component.kind == "table"}


def test_an_answer_changes_the_design_as_it_says(shelf: Knowledge) -> None:
    planner, patterns = EmbeddedPlanner(), known_patterns(shelf)

    def chosen(answers: dict[str, str], decision: str) -> str:
        made = planner.propose(SHOP, planner.read(SHOP, answers), patterns)[0].design
        return next(taken.chosen for taken in made.decisions if taken.id == decision)

    assert chosen({}, "cold-starts") == "tolerated"
    assert chosen({"latency": "300 ms"}, "cold-starts") == "provisioned"


def test_what_is_counted_comes_in_as_often_as_it_is_said(shelf: Knowledge) -> None:
    brief = (
        "We sell 3,000 concert tickets a day to people who look at their tickets online. There are 20 orders a second."
        " People place orders and pay by card."
    )
    planner = EmbeddedPlanner()
    made = planner.propose(brief, planner.read(brief, {}), known_patterns(shelf))[0].design
    loads = {load.id: load.per_second for load in made.requirements.loads}
    apis = {component.name for component in made.components if component.kind == "api"}
    entering = {link.load: link.ratio for link in made.links if link.target in apis and link.kind == "call"}
    assert loads.keys() >= {"tickets", "orders"}
    assert all(entering[load] >= 1 for load in ("tickets", "orders"))


@pytest.mark.parametrize(("devices", "carrier"), [(200, "device-gateway"), (20_000, "stream")])
def test_readings_that_are_looked_at_are_kept(devices: int, carrier: str, shelf: Knowledge) -> None:
    brief = f"{devices:,} sensors send a reading every 15 seconds over MQTT. Customers see them in a mobile app."
    planner = EmbeddedPlanner()
    made = planner.propose(brief, planner.read(brief, {}), known_patterns(shelf))[0].design
    graph = Graph(made)
    (reader,) = [part.name for part in made.components if part.name == "query-readings"]
    kept = [link.target for link in graph.outgoing(reader, "read")]
    writers = {link.source for name in kept for link in graph.incoming(name, "write")}
    assert all(graph[name].serves for name in (*kept, *writers))
    assert {graph[link.source].kind for name in writers for link in graph.incoming(name, "trigger")} == {carrier}
    assert all(graph[name].idempotency.store is None for name in writers) == (carrier == "stream")


def test_a_process_starts_with_the_thing_and_not_with_a_picture_of_it(shelf: Knowledge) -> None:
    brief = """Sellers create listings with photos over an API. A moderator must approve each listing, then the
    listing fee is charged; if that fails the listing is withdrawn. People are notified."""
    planner = EmbeddedPlanner()
    graph = Graph(planner.propose(brief, planner.read(brief, {}), known_patterns(shelf))[0].design)
    (process,) = [part.name for part in graph.design.components if part.kind == "workflow"]
    started = [link for link in graph.incoming(process, "trigger", "call") if "record" not in link.source]
    assert [event for link in started for event in link.events] == ["ListingCreated"]
