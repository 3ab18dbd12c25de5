"""Every limit, and the one that breaks first."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.design.design import Design
from tools.design.requirements import Load, Peak
from tools.scaling import Limit, analyse
from tools.scaling.ground import breaking_multiple
from tools.scaling.limits import families
from tools.workload import propagate, scaled

Build = Callable[..., Design]
Traffic = Callable[..., Load]
Rush = Callable[..., Peak]


def limits_of(design: Design, region: str | None = None) -> dict[str, Limit]:
    return {limit.id: limit for limit in analyse(design, propagate(design), region=region).limits}


def test_every_family_is_found() -> None:
    names = [family.name for family in families()]
    assert names == sorted(set(names))
    assert len(names) == 17


def test_a_shop_meets_every_kind_of_limit(shop: Design) -> None:
    found = limits_of(shop)
    quotas = {limit.quota for limit in found.values()}
    assert quotas >= {
        "lambda.account_concurrency_default",
        "lambda.function_scaling_rate",
        "lambda.rps_per_concurrency",
        "lambda_esm.sqs_scaling",
        "lambda_esm.stream_parallelization_factor",
        "apigateway.throttle_rps",
        "eventbridge.put_events_tps",
        "eventbridge.invocations_tps",
        "sqs.inflight_standard",
        "sns.publish_tps",
        "dynamodb.on_demand_initial",
        "dynamodb.table_default_per_s",
        "dynamodb.partition_per_s",
        "kinesis.shard_in",
        "kinesis.shard_out",
        "stepfunctions.start_execution_standard",
        "stepfunctions.state_transition_standard",
        "stepfunctions.open_executions",
        "s3.request_rate_per_prefix",
        "design.reserved_concurrency",
        "design.throttle_rps",
        "design.max_rps",
        "design.max_capacity",
    }
    assert len(found) == len(analyse(shop, propagate(shop)).limits)
    for limit in found.values():
        assert limit.title
        assert limit.effect
        assert limit.source
        assert limit.use.formula
        assert limit.use.unit


def test_limits_are_sorted_and_the_first_is_certain(shop: Design) -> None:
    report = analyse(shop, propagate(shop))
    order = [(not limit.is_certain, limit.multiple) for limit in report.limits]
    assert order == sorted(order)
    assert report.first_limit == report.limits[0]
    assert report.first_limit is not None
    assert report.first_limit.is_certain


def test_at_its_multiple_each_limit_is_reached(shop: Design) -> None:
    for limit in limits_of(shop).values():
        if not 1e-3 < limit.multiple < 1e5 or limit.quota == "lambda.account_concurrency_default":
            continue
        there = limits_of(scaled(shop, limit.multiple))[limit.id]
        assert there.share == pytest.approx(1, rel=0.05), limit.id
        assert there.multiple == pytest.approx(1, rel=0.05), limit.id


def test_the_account_breaks_where_it_says(shop: Design) -> None:
    name = "account/lambda.account_concurrency_default"
    multiple = limits_of(shop)[name].multiple
    assert limits_of(scaled(shop, multiple))[name].share == pytest.approx(1, rel=0.05)


@settings(max_examples=20)
@given(st.floats(0.5, 5000), st.floats(5, 2000))
def test_the_first_limit_moves_against_the_traffic(
    build: Build, traffic: Traffic, count: float, work_ms: float
) -> None:
    design = build(
        [("external", "users"), ("api", "front"), ("function", "work", {"work_ms": work_ms}), ("table", "orders")],
        [("call", "users", "front", {"load": "orders"}), ("trigger", "front", "work"), ("write", "work", "orders")],
        [traffic(count=count)],
    )
    first = analyse(design, propagate(design)).first_limit
    assert first is not None
    bigger = scaled(design, first.multiple)
    again = analyse(bigger, propagate(bigger)).first_limit
    assert again is not None
    assert again.multiple == pytest.approx(1, rel=0.03)
    assert again.id == first.id or again.multiple <= 1.03


def test_regions_have_limits_of_their_own(shop: Design) -> None:
    name = "account/stepfunctions.start_execution_standard"
    here, there = limits_of(shop), limits_of(shop, "ca-central-1")
    assert there[name].limit < here[name].limit
    assert there[name].multiple < here[name].multiple


def test_a_short_function_is_bound_by_requests_not_by_concurrency(build: Build, traffic: Traffic) -> None:
    for work_ms, quota in ((50, "lambda.rps_per_concurrency"), (200, "lambda.account_concurrency_default")):
        design = build(
            [("external", "users"), ("function", "work", {"work_ms": work_ms})],
            [("call", "users", "work", {"load": "orders"})],
            [traffic(count=4000)],
        )
        first = analyse(design, propagate(design)).first_limit
        assert first is not None
        assert first.quota == quota
        expected = 10_000 / 4000 if work_ms == 50 else 5000 / 4000
        assert first.multiple == pytest.approx(expected, rel=0.2)


def test_a_token_bucket_bears_a_short_rush(build: Build, traffic: Traffic, rush: Rush) -> None:
    def multiple(duration_s: float) -> float:
        design = build(
            [("external", "users"), ("workflow", "flow", {"definition": "w", "work_s": 1})],
            [("call", "users", "flow", {"load": "orders"})],
            [traffic(count=1, peaks=(rush(500, duration_s),))],
            workflows=({"name": "w", "steps": [{"kind": "pass", "name": "p"}]},),
        )
        return limits_of(design)["account/stepfunctions.start_execution_standard"].multiple

    assert multiple(6.5) == pytest.approx(1, rel=0.01)
    assert multiple(3600) == pytest.approx(0.6, rel=0.01)


def test_on_demand_tables_double_but_not_more_at_once(build: Build, traffic: Traffic, rush: Rush) -> None:
    def limit(*peaks: Peak) -> Limit:
        design = build(
            [("external", "users"), ("function", "work"), ("table", "orders", {"item_kb": 2.5})],
            [("call", "users", "work", {"load": "orders"}), ("write", "work", "orders")],
            [traffic(count=100, peaks=peaks)],
        )
        return limits_of(design)["orders/dynamodb.on_demand_initial.write"]

    assert not limit().is_certain
    assert not limit(rush(1.9)).is_certain
    sudden = limit(rush(10))
    assert sudden.is_certain
    assert sudden.use.value == pytest.approx(3000)


def test_provisioned_tables_break_at_their_units(build: Build, traffic: Traffic, rush: Rush) -> None:
    design = build(
        [
            ("external", "users"),
            ("function", "work"),
            ("table", "orders", {"capacity": "provisioned", "write_units": 50, "read_units": 10}),
        ],
        [
            ("call", "users", "work", {"load": "orders"}),
            ("write", "work", "orders"),
            ("read", "work", "orders", {"ratio": 2}),
        ],
        [traffic(count=20, peaks=(rush(2),))],
    )
    found = limits_of(design)
    assert found["orders/design.write_units"].multiple == pytest.approx(50 / 40)
    assert found["orders/design.read_units"].multiple == pytest.approx(10 / 40)
    assert found["orders/design.write_units"].is_certain


def test_ordered_queues_and_topics(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("topic", "news", {"fifo": True}), ("queue", "jobs", {"fifo": True})],
        [("send", "users", "news", {"load": "orders"}), ("trigger", "news", "jobs")],
        [traffic(count=100)],
    )
    found = limits_of(design)
    assert found["jobs/sqs.fifo_tps_per_api"].multiple == pytest.approx(3)
    assert found["news/sns.fifo_tps"].multiple == pytest.approx(30)
    assert "not verified" in found["news/sns.fifo_tps"].note


def test_on_demand_streams_caches_and_sockets(build: Build, traffic: Traffic) -> None:
    design = build(
        [
            ("external", "users"),
            ("api", "chat", {"style": "websocket", "messages_per_connection": 5}),
            ("function", "talk"),
            ("cache", "hot"),
            ("stream", "log"),
        ],
        [
            ("call", "users", "chat", {"load": "orders"}),
            ("trigger", "chat", "talk"),
            ("read", "talk", "hot"),
            ("send", "talk", "log"),
        ],
        [traffic(count=1000, payload_kb=1.024)],
    )
    found = limits_of(design)
    assert found["chat/apigateway.websocket"].multiple == pytest.approx(500 / 200)
    assert found["log/kinesis.on_demand_default_in_mb_s"].multiple == pytest.approx(4)
    assert found["hot/elasticache_serverless.limits.units"].use.value == pytest.approx(2000)
    assert found["hot/elasticache_serverless.limits.connections"].use.value > 100


def test_other_clouds(build: Build, traffic: Traffic) -> None:
    parts = [("external", "users"), ("function", "work", {"work_ms": 1000}), ("workflow", "flow", {"definition": "w"})]
    links = [("call", "users", "work", {"load": "orders"}), ("trigger", "work", "flow")]
    steps = ({"name": "w", "steps": [{"kind": "pass", "name": "p"}]},)
    azure = build(parts, links, [traffic(count=100)], provider="azure", regions=("westeurope",), workflows=steps)
    google = build(parts, links, [traffic(count=100)], provider="gcp", regions=("europe-west1",), workflows=steps)
    cloudflare = build(parts, links, [traffic(count=100)], provider="cloudflare", regions=(), workflows=steps)
    assert [*limits_of(azure)] == ["work/functions.max_instances"]
    assert limits_of(google)["account/workflows.limits"].multiple == pytest.approx(20)
    assert limits_of(cloudflare) == {}
    report = analyse(cloudflare, propagate(cloudflare))
    assert report.first_limit is None
    assert set(report.unmeasured) == {"work", "flow"}


def test_what_has_no_published_limit_is_named(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("function", "work"), ("mail", "post"), ("secret", "token")],
        [("call", "users", "work", {"load": "orders"}), ("send", "work", "post"), ("read", "work", "token")],
        [traffic()],
    )
    assert analyse(design, propagate(design)).unmeasured == ("post",)


def test_an_empty_design_breaks_nowhere(build: Build) -> None:
    report = analyse(build([], [], []), propagate(build([], [], [])))
    assert report.first_limit is None
    assert report.limits == ()
    assert report.account.value == 0


@pytest.mark.parametrize("count", [1e-12, 1e15, 1e200])
def test_absurd_traffic_has_an_answer(build: Build, traffic: Traffic, count: float) -> None:
    design = build(
        [("external", "users"), ("queue", "jobs"), ("function", "work"), ("table", "orders")],
        [("send", "users", "jobs", {"load": "orders"}), ("trigger", "jobs", "work"), ("write", "work", "orders")],
        [traffic(count=count)],
    )
    assert analyse(design, propagate(design)).limits


def test_a_use_that_stays_below_never_breaks() -> None:
    assert breaking_multiple(lambda m: min(3.0, m), 5.0) == inf
    assert breaking_multiple(lambda m: 0.0, 5.0) == inf
    assert breaking_multiple(lambda m: 2 * m, 5.0) == pytest.approx(2.5)


def test_a_use_that_stands_without_traffic_breaks_there() -> None:
    assert breaking_multiple(lambda m: 7.0 + m, 5.0) == 0
    assert breaking_multiple(lambda m: 3.0 + m, 5.0) == pytest.approx(2)
    assert breaking_multiple(lambda m: 4.0 + 100 * m, 5.0) == pytest.approx(0.01)
    assert breaking_multiple(lambda m: 1e200 * m, 5.0) == pytest.approx(5e-200)
    assert breaking_multiple(lambda m: 10 * m**0.5, 500.0) == pytest.approx(2500, rel=1e-3)


def test_environments_kept_ready_are_taken_by_traffic_before_others_are_added(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("api", "front"), ("function", "f", {"work_ms": 1000, "provisioned_concurrency": 400})],
        [("call", "users", "front", {"load": "orders"}), ("trigger", "front", "f")],
        [traffic(count=100)],
    )
    [limit] = [limit for limit in analyse(design, propagate(design)).limits if "account_concurrency" in limit.id]
    assert limit.use.value == pytest.approx(440, abs=20)
    assert 8.5 < limit.multiple < 10


def test_a_consumer_held_to_a_concurrency_takes_no_more_of_the_account(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("queue", "jobs"), ("function", "work", {"work_ms": 2000})],
        [
            ("send", "users", "jobs", {"load": "orders"}),
            ("trigger", "jobs", "work", {"delivery": {"batch_size": 1, "max_concurrency": 25}}),
        ],
        [traffic(count=1000)],
    )
    report = analyse(design, propagate(design))
    assert report.account.value == 25
    [account] = [limit for limit in report.limits if "account_concurrency" in limit.id]
    assert account.multiple == inf
    first = report.first_limit
    assert first is not None
    assert (first.quota, first.multiple) == ("design.max_concurrency.jobs", pytest.approx(0.0125, rel=0.1))
    assert not first.is_granted


def test_an_outside_system_that_takes_little_breaks_first(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "users"), ("api", "front"), ("function", "f"), ("external", "bank", {"max_rps": 30})],
        [("call", "users", "front", {"load": "orders"}), ("trigger", "front", "f"), ("call", "f", "bank")],
        [traffic(count=20)],
    )
    first = analyse(design, propagate(design)).first_limit
    assert first is not None
    assert (first.component, first.multiple) == ("bank", pytest.approx(1.5))


def paid(build: Build, load: Load, delivery: dict[str, int], most: float) -> Design:
    charging: dict[str, float] = {"work_ms": 500}
    return build(
        [
            ("external", "users"),
            ("queue", "jobs"),
            ("function", "pay", charging),
            ("external", "bank", {"max_rps": most}),
        ],
        [
            ("send", "users", "jobs", {"load": "orders"}),
            ("trigger", "jobs", "pay", {"delivery": delivery}),
            ("call", "pay", "bank"),
        ],
        [load],
    )


def test_a_queue_that_holds_its_consumer_protects_what_lies_behind(build: Build, traffic: Traffic, rush: Rush) -> None:
    load = traffic(count=20, peaks=(rush(20, 1800),))
    loose = limits_of(paid(build, load, {"batch_size": 1}, 120))["bank/design.max_rps"]
    assert (loose.use.value, loose.multiple) == (pytest.approx(400), pytest.approx(0.3))
    held = limits_of(paid(build, load, {"batch_size": 1, "max_concurrency": 60}, 120))
    bank = held["bank/design.max_rps"]
    assert (bank.use.value, bank.multiple) == (pytest.approx(120), inf)
    consumer = held["pay/design.max_concurrency.jobs"]
    # 20 a second all day and 380 more for half an hour, half a second each, sixty at once
    assert consumer.use.value == pytest.approx((20 + 380 * 1800 / 86_400) * 0.5, rel=0.05)
    assert consumer.multiple > 4


def test_a_reserve_holds_callers_that_nobody_queues(build: Build, traffic: Traffic) -> None:
    design = build(
        [
            ("external", "users"),
            ("api", "front"),
            ("function", "f", {"work_ms": 1000, "reserved_concurrency": 20}),
            ("external", "bank", {"max_rps": 50, "latency_ms": 100}),
        ],
        [
            ("call", "users", "front", {"load": "orders"}),
            ("trigger", "front", "f"),
            ("call", "f", "bank", {"ratio": 2}),
        ],
        [traffic(count=100)],
    )
    bank = limits_of(design)["bank/design.max_rps"]
    assert (bank.use.value, bank.multiple) == (pytest.approx(40), inf)


def test_measurements_fill_the_storage_of_their_instance(build: Build, traffic: Traffic) -> None:
    design = build(
        [("external", "machines"), ("function", "keep"), ("timeseries", "readings", {"magnetic_days": 365})],
        [("call", "machines", "keep", {"load": "orders"}), ("write", "keep", "readings")],
        [traffic(count=1024, payload_kb=1.0)],
    )
    found = limits_of(design)["readings/timestream.influxdb_storage_gb"]
    # a megabyte a second, packed to a tenth, for a year
    assert found.use.value == pytest.approx(0.1 * 365 * 86_400 / 1024)
    assert found.multiple == pytest.approx(16_384 / found.use.value)


def test_past_a_cap_of_the_design_comes_what_the_provider_limits(build: Build, traffic: Traffic) -> None:
    components = [("external", "users"), ("api", "front", {"throttle_rps": 100}), ("function", "f")]
    links = [("call", "users", "front", {"load": "orders"}), ("trigger", "front", "f")]
    capped = analyse(design := build(components, links, [traffic(count=50)]), propagate(design))
    assert capped.first_limit is not None
    assert capped.next_limit is not None
    assert (capped.first_limit.quota, capped.first_limit.multiple) == ("design.throttle_rps", 2.0)
    assert not capped.next_limit.is_own
    assert capped.next_limit.multiple > 2
    free = analyse(design := build([*components[:1], ("api", "front"), components[2]], links, [traffic(count=50)]),
                   propagate(design))  # fmt: skip
    assert free.next_limit is None
