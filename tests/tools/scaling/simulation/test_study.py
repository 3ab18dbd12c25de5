"""A study: where a design breaks, what mends it, what bad days do to it, and how all that is told."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest

from tools.design.design import Design
from tools.design.requirements import LatencyObjective, Load
from tools.scaling.scene import scene_of
from tools.scaling.simulation.drills import DrillError, drilled, read_drill
from tools.scaling.simulation.pictures import study_svg
from tools.scaling.simulation.planning import plan_of
from tools.scaling.simulation.profiles import Constant, LoadShape, Profile, spoken_profile
from tools.scaling.simulation.study import Study, TooManyRequestsError, studied
from tools.scaling.simulation.telling import breaking_text, study_json, study_markdown
from tools.scaling.simulation.traffic import day_traffic
from tools.workload import propagate

Build = Callable[..., Design]
Count = Callable[..., Load]
Wish = Callable[..., LatencyObjective]


@pytest.fixture(scope="module")
def study(shop: Design) -> Study:
    drills = tuple(read_drill(words) for words in ("bank:15", "poison:payments", "failover"))
    return studied(shop, propagate(shop), drills=drills)


def small(build: Build, traffic: Count, rate: float, *, door: dict[str, Any] | None = None, **fields: Any) -> Design:
    parts = [("external", "users"), ("api", "front", door or {}), ("function", "work", {"work_ms": 200, **fields})]
    links = [("call", "users", "front", {"load": "orders"}), ("trigger", "front", "work")]
    return build(parts, links, [traffic("orders", rate)])


def test_what_breaks_first_is_mended_and_what_breaks_next_follows(study: Study) -> None:
    first, *rest = study.breaks
    assert first.limit == "payments>charge/backlog"
    assert first.multiple < 1
    assert first.fixes[0].what == "reserved_concurrency"
    assert rest
    assert rest[-1].multiple >= study.target or not rest[-1].fixes
    assert all(19 * 3600 <= one.at_s <= 20 * 3600 for one in study.breaks[:2])


def test_a_throttle_breaks_where_its_rate_is_met(build: Build, traffic: Count) -> None:
    design = small(build, traffic, 20.0, door={"throttle_rps": 100, "throttle_burst": 100})
    found = studied(design, propagate(design), target=4.0).breaks
    assert found[0].limit == "front/design.throttle_rps"
    assert found[0].multiple == pytest.approx(5.0, rel=0.12)


def test_the_account_breaks_where_all_functions_meet_it(build: Build, traffic: Count) -> None:
    design = small(build, traffic, 100.0)
    found = studied(design, propagate(design), target=60.0)
    assert found.breaks[0].limit == "account/lambda.account_concurrency_default"
    assert found.breaks[0].multiple == pytest.approx(1000 / 20, rel=0.1)
    assert found.requests[0].quota == "lambda.account_concurrency_default"
    assert found.requests[0].wanted > 1000


def test_nothing_breaks_without_traffic(build: Build, traffic: Count) -> None:
    design = small(build, traffic, 0.0)
    found = studied(design, propagate(design))
    assert found.breaks == ()
    assert any("No traffic" in remark for remark in found.remarks)


def test_work_that_comes_back_is_followed_once_and_said(build: Build, traffic: Count) -> None:
    parts = [("external", "users"), ("function", "one"), ("function", "two")]
    links = [("call", "users", "one", {"load": "orders"}), ("send", "one", "two"), ("send", "two", "one")]
    design = build(parts, links, [traffic("orders", 1.0)])
    found = studied(design, propagate(design))
    assert any("followed once" in remark for remark in found.remarks)
    assert found.outcome.function("two").runs == pytest.approx(86_400, rel=0.02)


def test_few_requests_are_followed_one_by_one_and_too_many_are_not(build: Build, traffic: Count) -> None:
    rare, often = (small(build, traffic, rate) for rate in (0.1, 5000.0))
    assert studied(rare, propagate(rare)).outcome.engine == "events"
    assert studied(often, propagate(often)).outcome.engine == "fluid"
    with pytest.raises(TooManyRequestsError, match="432,000,000 requests"):
        studied(often, propagate(often), engine="exact")


def test_what_rarely_runs_for_people_is_kept_ready_at_a_price(build: Build, traffic: Count, wish: Wish) -> None:
    parts = [("external", "users"), ("api", "front"), ("function", "work", {"work_ms": 100, "memory_mb": 1024})]
    links = [("call", "users", "front", {"load": "orders"}), ("trigger", "front", "work")]
    design = build(
        parts, links, [traffic("orders", 0.002)], regions=("us-east-1",), latencies=(wish(150, "orders", 95.0),)
    )
    [ready] = studied(design, propagate(design)).ready
    assert (ready.function, ready.environments) == ("work", 1)
    assert ready.usd_per_month == pytest.approx(0.0000033334 * 30.4375 * 86_400, rel=1e-6)


def test_a_profile_moves_the_breaking_point(build: Build, traffic: Count) -> None:
    design = small(build, traffic, 20.0, door={"throttle_rps": 100, "throttle_burst": 100})
    spike = spoken_profile("spike:10x@14:00,15m")
    found = studied(design, propagate(design), profile=spike)
    assert found.breaks[0].multiple == pytest.approx(0.5, rel=0.12)
    assert 14 * 3600 - 60 <= found.breaks[0].at_s <= 14.3 * 3600
    calm = Profile(loads=(LoadShape(load="orders", shapes=(Constant(rps=1.0),)),))
    assert studied(design, propagate(design), profile=calm).outcome.requests == pytest.approx(86_400)


def test_drills_say_what_they_do_and_what_helps(study: Study) -> None:
    outage, poison, failover = study.drills
    assert "payments>charge" in [line.name for line in outage.lines]
    assert outage.extra_runs > 0
    assert "dead-letter" in outage.advice
    assert poison.engine == "events"
    assert failover.peak > 0


@pytest.mark.parametrize("words", ["bank:soon", "bank:-3", "poison:", "storm:", ":15", "bank:99999"])
def test_drills_that_make_no_sense(words: str) -> None:
    with pytest.raises(DrillError, match="COMPONENT:MINUTES"):
        read_drill(words)


@pytest.mark.parametrize(("words", "said"), [("ghost:5", "nothing waits for 'ghost'"), ("poison:bank", "no queue")])
def test_drills_on_what_is_not_there(shop: Design, words: str, said: str) -> None:
    workload = propagate(shop)
    plan = plan_of(scene_of(shop, workload, None))
    with pytest.raises(DrillError, match=said):
        drilled(plan, day_traffic(workload.sources, 60.0), read_drill(words))


def test_it_is_told_in_words_json_and_a_picture(study: Study) -> None:
    text = study_markdown(study)
    for part in ("## Where it breaks", "## Functions", "## Queues and streams", "## Alarms", "## Drill: bank is gone"):
        assert part in text
    assert breaking_text(study).startswith("Is broken from 0.5")
    plain = json.loads(study_json(study))
    assert plain["breaks"][0]["limit"] == "payments>charge/backlog"
    assert "NaN" not in study_json(study)
    picture = ET.fromstring(study_svg(study, 1000.0))
    assert picture.tag.endswith("svg")
    assert study_svg(study) == study_svg(study)
