"""What is added to a design: only what it lacks, named by what needs it, of the sort its source can hand over to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.tools.blueprint import designs
from tests.tools.blueprint.designs import design, made, requirements
from tools.blueprint import complete, plan, render
from tools.blueprint.plan.completion import UNDELIVERED, UNDELIVERED_IN_ORDER, dead_letter_of, support
from tools.checks import check
from tools.design.components import Api, Cdn, Firewall, Queue, Table
from tools.design.decisions import Decision, Rejected, Waiver
from tools.design.design import Design
from tools.design.links import Link
from tools.design.queries import Graph
from tools.design.requirements import Assumed, DataClass

TODAY = date(2026, 11, 21)
SECRET = (DataClass(name="health", sensitivity="restricted", origin=Assumed(reason="a test")),)


def shaped(*components: Any, links: list[Link], **more: Any) -> Design:
    return design("x", components, links, **more)


@pytest.mark.parametrize("make", [designs.shop, designs.world, designs.clinic, designs.fleet, designs.chat])
def test_completing_twice_changes_nothing(make: Any) -> None:
    once = complete(make())
    assert complete(once) is once
    assert support(once) is once


@pytest.mark.parametrize("make", [designs.shop, designs.world, designs.clinic, designs.fleet, designs.chat])
def test_what_is_added_is_joined_to_what_needs_it(make: Any) -> None:
    before = make()
    added = {c.name for c in complete(before).components[len(before.components) :]}
    orphans = {f.subject for f in check(complete(before), on=TODAY).findings if f.rule == "SL-X61"}
    assert orphans & added == set()


def test_a_lost_delivery_names_the_queue_that_keeps_it() -> None:
    bus = shaped(
        made("bus", "events"),
        made("workflow", "flow", definition="process"),
        made("function", "worker"),
        links=[Link(kind="trigger", source="events", target="flow")],
        workflows=[designs.PROCESS],
    )
    graph = Graph(support(bus))
    assert dead_letter_of(graph, graph.design.links[0]) == UNDELIVERED
    delivery = graph.design.links[0].delivery
    assert delivery is not None
    assert delivery.dead_letter == UNDELIVERED


def test_a_topic_that_keeps_order_hands_over_to_a_queue_that_does() -> None:
    fifo = shaped(
        made("topic", "news", fifo=True),
        made("queue", "inbox", fifo=True),
        made("queue", "loose"),
        links=[Link(kind="trigger", source="news", target=name) for name in ("inbox", "loose")],
    )
    graph = Graph(support(fifo))
    kept = [dead_letter_of(graph, link) for link in graph.design.links]
    assert kept == ["inbox-dead-letter", UNDELIVERED_IN_ORDER]
    assert all(isinstance(queue := graph[name or ""], Queue) and queue.fifo for name in kept)


def test_a_queue_that_keeps_order_is_no_dead_letter_of_a_bus() -> None:
    found = Graph(
        support(
            shaped(
                made("bus", "events"),
                made("queue", "inbox", fifo=True),
                links=[Link(kind="trigger", source="events", target="inbox")],
            )
        )
    )
    assert dead_letter_of(found, found.design.links[0]) == UNDELIVERED


def test_what_delivers_nothing_by_itself_loses_nothing() -> None:
    quiet = shaped(
        made("bucket", "files"),
        made("bus", "account", scope="default"),
        made("stream", "clicks"),
        made("delivery-stream", "lake"),
        links=[
            Link(kind="send", source="files", target="account"),
            Link(kind="trigger", source="clicks", target="lake"),
            Link(kind="write", source="lake", target="files"),
        ],
    )
    assert support(quiet) is quiet


def test_a_sort_key_that_repeats_the_partition_key_goes() -> None:
    table = made("table", "tenants", partition_key="tenantId", sort_key="tenantId")
    found = support(shaped(table, links=[])).components[0]
    assert isinstance(found, Table)
    assert found.sort_key is None


def test_an_api_with_sensitive_data_gets_a_firewall_and_becomes_what_takes_one() -> None:
    style = Decision(
        id="api-style", question="?", chosen="http", because="cheap", components=("api",),
        rejected=(Rejected(option="rest", why="dear"),),
    )  # fmt: skip
    before = exposed().model_copy(update={"decisions": (style,)})
    after = complete(before)
    api, cdn, socket = (after.components[i] for i in range(3))
    assert isinstance(api, Api)
    assert isinstance(cdn, Cdn)
    assert (api.style, api.firewall, cdn.firewall) == ("rest", "regional-firewall", "edge-firewall")
    assert socket == before.components[2]
    assert {c.name: c.scope for c in after.components if isinstance(c, Firewall)} == {
        "edge-firewall": "edge",
        "regional-firewall": "regional",
    }
    assert (after.decisions[0].chosen, [r.option for r in after.decisions[0].rejected]) == ("rest", ["http"])
    assert not [f for f in check(after, on=TODAY).findings if f.rule == "SL-A05" and f.subject in ("api", "cdn")]


def exposed(**more: Any) -> Design:
    parts = [
        made("api", "api"),
        made("cdn", "cdn"),
        made("api", "socket", style="websocket", auth="iam"),
        made("function", "f"),
    ]
    links = [Link(kind="trigger", source=name, target="f") for name in ("api", "socket")]
    return design("x", parts, links, needs=requirements(data_classes=SECRET), **more)


def test_public_data_and_what_is_waived_need_no_firewall() -> None:
    assert complete(shaped(made("api", "api"), made("function", "f"), links=[])).components[0].firewall is None  # type: ignore[union-attr]
    waiver = Waiver(rule="SL-A05", reason="the network in front filters", expires="2027-01-01")
    waived = exposed().model_copy(update={"waivers": (waiver,)})
    assert [getattr(c, "firewall", None) for c in complete(waived).components[:2]] == [None, None]


def test_what_a_user_wrote_is_printed_without_a_firewall_of_ours() -> None:
    assert plan(exposed()).apis["api"].style == "http"


def test_no_id_is_a_parameter_too() -> None:
    named = shaped(
        made("external", "order", url=""),
        made("mail", "order-mail"),
        made("topic", "news", audience="people"),
        made("dns-failover", "dns-failover"),
        made("api", "api", auth="iam"),
        made("function", "f"),
        links=[
            Link(kind="trigger", source="news", target="order"),
            Link(kind="trigger", source="dns-failover", target="api"),
            Link(kind="trigger", source="api", target="f"),
        ],
    )
    decided = plan(named)
    assert not {parameter.name for parameter in decided.parameters} & set(decided.ids.values())
    text = render(decided, code=False)["template.yaml"]
    assert text.count("\n  DnsFailoverDomain:\n") == 1


def test_two_apis_in_front_of_one_function_both_lead_to_it() -> None:
    both = shaped(
        made("api", "one"),
        made("api", "onboarding"),
        made("function", "f"),
        links=[
            Link(kind="trigger", source=name, target="f", matches=("POST /orders",)) for name in ("one", "onboarding")
        ],
    )
    text = render(plan(both), code=False)["template.yaml"]
    assert (text.count("ApiId: !Ref OneApi"), text.count("ApiId: !Ref OnboardingApi")) == (1, 1)
