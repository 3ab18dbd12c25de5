"""Where a system breaks first, and what breaks next once that is mended.

At so many times its traffic something is refused, waits too long or is given up. The least such multiple is found by
halving; what gave way first on the day is its limit. It is then raised to what the wanted headroom takes, and the
search goes on with the mended plan, until the headroom holds or what gives way cannot be raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, inf
from typing import NamedTuple

from tools.scaling.simulation.estimating import estimate_limits
from tools.scaling.simulation.outcome import Outcome
from tools.scaling.simulation.plan import Bucket, Lanes, Line, Node, Plan, Pool, Resource
from tools.scaling.simulation.traffic import Traffic

PATIENCE_S = 300.0
"""A message that waits longer than this is late."""
TOLERATED = 1e-4
"""Share of what asks that may be refused."""
SEARCHED_S = 15.0
"""Bins of the search; coarser than those of the simulation."""
MOST_MULTIPLE = 1000.0
_SPARE = 1.25
_CLOSE = 1.02
_MOST_FIXES = 8


class Fix(NamedTuple):
    """What raises a limit."""

    kind: str
    """`design`: a field of the design; `quota`: a request to the provider; `outside`: not ours to change."""
    component: str
    what: str
    """The field, or the quota's service and name."""
    before: float
    after: float
    text: str


class Break(NamedTuple):
    """A point at which something gives way."""

    multiple: float
    """Of the traffic given."""
    at_s: float
    """When on the day."""
    limit: str
    """Its id: of a limit, or of a line."""
    text: str
    """What happens, in words."""
    fixes: tuple[Fix, ...]
    """What raises it; none where nothing that is ours does."""


class Fault(NamedTuple):
    """Something that gives way in one simulation."""

    at_s: float
    limit: str
    text: str
    reached: float = inf
    """Most batches at once, where a line is late."""


def faults_of(outcome: Outcome, patience_s: float = PATIENCE_S) -> list[Fault]:
    """Everything that gives way in a simulation, the earliest first."""
    found = [*_refusals(outcome), *_delays(outcome, patience_s)]
    return sorted(found, key=lambda fault: (fault.at_s, fault.limit))


def _refusals(outcome: Outcome) -> Iterator[Fault]:
    for gate in outcome.gates:
        if gate.refused > max(1.0, TOLERATED * gate.asked) or gate.longest_s > PATIENCE_S:
            waits = f"they wait up to {gate.longest_s:,.0f} s"
            told = waits if gate.longest_s > 0 else f"{100 * gate.refused_share:.2g} % are refused"
            yield Fault(gate.first_at_s, gate.id, f"{gate.title}: {told}")


def _delays(outcome: Outcome, patience_s: float) -> Iterator[Fault]:
    for line in outcome.lines:
        if line.oldest_s > patience_s or line.dead >= 1:
            dead = f", {line.dead:,.0f} given up" if line.dead >= 1 else ""
            text = f"{line.name}: messages wait up to {line.oldest_s:,.0f} s{dead}"
            yield Fault(line.oldest_at_s, f"{line.name}/backlog", text, line.pollers)


def breaking_points(plan: Plan, traffic: Traffic, *, target: float = 3.0, seed: int = 0) -> tuple[Break, ...]:
    """What breaks, in turn: at which multiple of the traffic, when, and the fix that raises it beyond the target."""
    coarse = traffic.coarser(SEARCHED_S)
    found: list[Break] = []
    low = 0.0
    for _ in range(_MOST_FIXES):
        broken = _first_break(plan, coarse, seed, low)
        if broken is None:
            break
        multiple, fault = broken
        times = max(_SPARE * _SPARE, _SPARE * target / max(multiple, 1e-3))
        mended, fixes = mended_plan(plan, fault.limit, times, fault.reached)
        found.append(Break(multiple, fault.at_s + traffic.begin_s, fault.limit, fault.text, fixes))
        if not fixes or multiple >= target:
            break
        plan, low = mended, 0.0
    return tuple(found)


def _first_break(plan: Plan, traffic: Traffic, seed: int, low: float) -> tuple[float, Fault] | None:
    """The least multiple at which something gives way, to two parts in a hundred."""

    def faults(multiple: float) -> list[Fault]:
        return faults_of(estimate_limits(plan, traffic.times(multiple), seed))

    high, seen = 1.0, faults(1.0)
    if not seen:
        low = 1.0
        while not seen:
            high *= 2
            if high > MOST_MULTIPLE:
                return None
            seen = faults(high)
            low = low if seen else high
    while high > max(low, 0.01) * _CLOSE:
        middle = (max(low, high / 8) * high) ** 0.5 if low > 0 else high / 2
        now = faults(middle)
        if now:
            high, seen = middle, now
        else:
            low = middle
        if high < 0.01:
            break
    return high, seen[0]


Mended = tuple[Plan, tuple[Fix, ...]]


def mended_plan(plan: Plan, limit: str, times: float, reached: float = inf) -> Mended:
    """The plan with a limit raised so many times, and what that takes: no fixes where nothing raises it."""
    component, _, what = limit.partition("/")
    if what == "backlog":
        return _shorter_queue(plan, component, times, reached)
    for place, bucket in enumerate(plan.buckets):
        if bucket.id == limit:
            return _wider_bucket(plan, place, bucket, times)
    for place, resource in enumerate(plan.resources):
        if resource.id == limit:
            return _stronger_resource(plan, place, resource, times)
    if component == "account":
        return _larger_account(plan, plan.account_limit * times)
    return _function_fix(plan, component, what, times)


def _larger_account(plan: Plan, wanted: float) -> Mended:
    after = float(500 * ceil(wanted / 500))
    text = f"ask for a concurrency of {after:,.0f} in this region (now {plan.account_limit:,.0f})"
    fix = Fix("quota", "account", "lambda.account_concurrency_default", plan.account_limit, after, text)
    return plan._replace(account_limit=after), (fix,)


def _function_fix(plan: Plan, name: str, what: str, times: float) -> Mended:
    place, pool = next((at, node) for at, node in enumerate(plan.nodes) if isinstance(node, Pool) and node.name == name)
    if what == "lambda.function_scaling_rate":
        after = pool.provisioned + ceil(plan.growth.burst * times)
        text = f"keep {after:,} environments of {name} ready (provisioned concurrency) while the rise lasts"
        fix = Fix("design", name, "provisioned_concurrency", float(pool.provisioned), float(after), text)
        return _with_room(_with_node(plan, place, pool._replace(provisioned=after)), plan, fix)
    if pool.reserved is None:
        return _larger_account(plan, plan.account_limit * times)
    after = int(_round_up(pool.reserved * times))
    text = f"raise the reserved concurrency of {name} from {pool.reserved:,} to {after:,}"
    fix = Fix("design", name, "reserved_concurrency", float(pool.reserved), float(after), text)
    return _with_room(_with_node(plan, place, pool._replace(reserved=after)), plan, fix)


def _with_room(mended: Plan, before: Plan, fix: Fix) -> Mended:
    """What is kept for one function is gone for the others, unless the account gets as much more."""
    missing = before.room - mended.room
    if missing <= 0.25 * before.room:
        return mended, (fix,)
    larger, more = _larger_account(mended, mended.account_limit + (fix.after - fix.before))
    return larger, (fix, *more)


def _wider_bucket(plan: Plan, place: int, bucket: Bucket, times: float) -> Mended:
    after = _round_up(bucket.rate * times)
    is_own = bucket.quota.startswith("design.")
    component = bucket.id.partition("/")[0]
    action = "set the throttle of" if is_own else "ask for a higher quota,"
    subject = component if is_own else bucket.quota
    text = f"{action} {subject}: {after:,.0f} a second (now {bucket.rate:,.0f})"
    fix = Fix(
        "design" if is_own else "quota", component, bucket.quota.removeprefix("design."), bucket.rate, after, text
    )
    wider = bucket._replace(rate=after, burst=bucket.burst * times)
    return plan._replace(buckets=(*plan.buckets[:place], wider, *plan.buckets[place + 1 :])), (fix,)


_OUTSIDE = "agree on {after:,.0f} calls a second with {name} (now {before:,.0f}), or put a queue with a limit before it"
_RAISE: dict[str, tuple[str, str]] = {
    "design.max_rps": ("outside", _OUTSIDE),
    "design.max_capacity": ("design", "raise the highest capacity of {name} to hold {after:,.0f} connections"),
    "design.read_units": ("design", "provision {after:,.0f} read units of {name} (now {before:,.0f}), or go on demand"),
    "design.write_units": (
        "design",
        "provision {after:,.0f} write units of {name} (now {before:,.0f}), or go on demand",
    ),
    "dynamodb.on_demand_initial": ("design", "warm {name} up to {after:,.0f} units a second before the rise"),
}


def _stronger_resource(plan: Plan, place: int, resource: Resource, times: float) -> Mended:
    before = resource.burst if resource.is_held else resource.rate
    after = _round_up(before * times)
    kind, words = _RAISE[resource.quota]
    text = words.format(name=resource.component, before=before, after=after)
    stronger = resource._replace(rate=resource.rate * times, burst=resource.burst * times, most_rate=inf)
    stronger = stronger if not resource.is_held else resource._replace(burst=after)
    fix = Fix(kind, resource.component, resource.quota.removeprefix("design."), before, after, text)
    return plan._replace(resources=(*plan.resources[:place], stronger, *plan.resources[place + 1 :])), (fix,)


def _shorter_queue(plan: Plan, name: str, times: float, reached: float) -> Mended:
    place, line = next((at, node) for at, node in enumerate(plan.nodes) if node.name == name)
    queue, _, consumer = name.partition(">")
    if isinstance(line, Lanes):
        after = ceil(line.lanes * times)
        text = f"read {queue} with {after} shards or parallel batches (now {line.lanes})"
        fix = Fix("design", queue, "shards", float(line.lanes), float(after), text)
        return _with_node(plan, place, line._replace(lanes=after)), (fix,)
    assert isinstance(line, Line)
    pool = plan.nodes[line.pool]
    most = min(
        line.most, pool.reserved if isinstance(pool, Pool) and pool.reserved is not None else inf, plan.account_limit
    )
    if reached < 0.9 * most and line.first < most:
        return _ready_pollers(plan, place, line, min(most, max(line.first * times, _round_up(reached))))
    if isinstance(pool, Pool) and pool.reserved is not None and pool.reserved <= line.most:
        return _function_fix(plan, consumer, "design.reserved_concurrency", times)
    if line.most <= plan.room and line.most < _POLLED_MOST:
        after = min(_POLLED_MOST, _round_up(line.most * times))
        text = f"let {queue} start up to {after:,.0f} runs of {consumer} at once (now {line.most:,.0f})"
        fix = Fix("design", queue, "max_concurrency", line.most, after, text)
        return _with_node(plan, place, line._replace(most=after)), (fix,)
    return _larger_account(plan, plan.account_limit * times)


def _ready_pollers(plan: Plan, place: int, line: Line, first: float) -> Mended:
    """The pollers are enough but come too late."""
    text = f"keep pollers of {line.name.partition('>')[0]} ready for {first:,.0f} runs at once (provisioned mode)"
    fix = Fix("design", line.name.partition(">")[0], "provisioned_pollers", line.first, first, text)
    faster = line._replace(first=first, growth_per_s=max(line.growth_per_s, _READY_GROWTH))
    return _with_node(plan, place, faster), (fix,)


_POLLED_MOST = 20_000.0
_READY_GROWTH = 1000 / 60
"""Quota `lambda_esm.sqs_provisioned`: up to 20,000 at once, 1,000 more a minute."""


def _with_node(plan: Plan, place: int, node: Node) -> Plan:
    return plan._replace(nodes=(*plan.nodes[:place], node, *plan.nodes[place + 1 :]))


def _round_up(value: float) -> float:
    """To two digits, as people ask for things."""
    size = 10.0 ** max(0, len(str(int(value))) - 2)
    return float(ceil(value / size) * size)
