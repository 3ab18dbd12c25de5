"""A simulation as an architect asks for it: the figures, where it breaks, what to ask the provider for, what to keep
ready and at which price, and when to be woken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil
from typing import Literal, NamedTuple

from tools.catalog import UnknownPriceError, price
from tools.design.components import Function
from tools.design.design import Design
from tools.design.requirements import DAYS_PER_MONTH, LatencyObjective
from tools.scaling.scene import Scene, scene_of
from tools.scaling.simulation.breaking import Break, breaking_points
from tools.scaling.simulation.chance import QUIET
from tools.scaling.simulation.drills import Drill, Drilled, drilled
from tools.scaling.simulation.estimating import estimate
from tools.scaling.simulation.events import follow
from tools.scaling.simulation.outcome import EntryFigures, Outcome
from tools.scaling.simulation.plan import Plan, Pool
from tools.scaling.simulation.planning import plan_of
from tools.scaling.simulation.profiles import Profile, shaped_traffic
from tools.scaling.simulation.traffic import Traffic, day_traffic
from tools.workload import Workload

Engine = Literal["auto", "fast", "exact"]

FEW_REQUESTS = 20_000
"""Up to so many requests following each of them is as quick as the fast model, and exact."""
MOST_REQUESTS = 20_000_000
"""More than this are not followed one by one: at about 10⁵ a second that is minutes."""
_COLD_MATTERS = 0.005
_MONTH_S = DAYS_PER_MONTH * 86_400


class TooManyRequestsError(ValueError):
    """More requests than are followed one by one. The message says how many there are and may be."""


class Request(NamedTuple):
    """A quota to ask the provider for."""

    quota: str
    current: float
    wanted: float
    reason: str


class Readiness(NamedTuple):
    """Environments to keep ready."""

    function: str
    environments: int
    usd_per_month: float | None
    """None where no price is known for the region."""
    reason: str


class Alarm(NamedTuple):
    """When to be woken."""

    component: str
    metric: str
    above: float
    unit: str
    reason: str


class Study(NamedTuple):
    """A simulation, read."""

    design: str
    region: str
    begin_s: float
    outcome: Outcome
    target: float
    breaks: tuple[Break, ...]
    requests: tuple[Request, ...]
    ready: tuple[Readiness, ...]
    alarms: tuple[Alarm, ...]
    drills: tuple[Drilled, ...]
    remarks: tuple[str, ...]

    @property
    def headroom(self) -> float | None:
        """The multiple at which something first gives way; None where nothing does."""
        return self.breaks[0].multiple if self.breaks else None


def studied(
    design: Design,
    workload: Workload,
    *,
    region: str | None = None,
    profile: Profile | None = None,
    series: Mapping[str, bytes] | None = None,
    seed: int = 0,
    engine: Engine = "auto",
    target: float = 3.0,
    drills: tuple[Drill, ...] = (),
) -> Study:
    """Simulates a design under its own day or a profile, and reads what comes of it.

    Raises DesignError for a profile that does not fit, TooManyRequestsError where each request is to be followed and
    there are too many.
    """
    scene = scene_of(design, workload, region)
    plan = plan_of(scene)
    traffic = shaped_traffic(profile, workload.sources, series or {}) if profile else day_traffic(workload.sources)
    outcome = simulated(plan, traffic, seed, engine)
    breaks = breaking_points(plan, traffic, target=target, seed=seed) if traffic.requests > 0 else ()
    return Study(
        design=design.name,
        region=scene.region,
        begin_s=traffic.begin_s,
        outcome=outcome,
        target=target,
        breaks=breaks,
        requests=tuple(_requests(breaks)),
        ready=tuple(_ready(scene, plan, outcome)),
        alarms=tuple(_alarms(scene, plan, outcome)),
        drills=tuple(drilled(plan, traffic, drill, seed) for drill in drills),
        remarks=tuple(_remarks(scene, plan, traffic)),
    )


def simulated(plan: Plan, traffic: Traffic, seed: int = 0, engine: Engine = "auto") -> Outcome:
    """The figures of a plan under its traffic: every request followed where they are few, amounts where many."""
    if engine == "exact" and traffic.requests > MOST_REQUESTS:
        raise TooManyRequestsError(
            f"{traffic.requests:,.0f} requests are too many to follow each; at most {MOST_REQUESTS:,} are. "
            "Simulate a shorter or smaller profile, or use the fast model."
        )
    if engine == "exact" or (engine == "auto" and traffic.requests <= FEW_REQUESTS):
        return follow(plan, traffic, seed, trial=QUIET)
    return estimate(plan, traffic, seed)


def _requests(breaks: tuple[Break, ...]) -> Iterator[Request]:
    wanted: dict[str, Request] = {}
    for found in breaks:
        for fix in found.fixes:
            before = wanted.get(fix.what)
            if fix.kind == "quota":
                now = before.current if before is not None else fix.before
                wanted[fix.what] = Request(fix.what, now, fix.after, f"gives way at {found.multiple:.2g} x the traffic")
    yield from wanted.values()


def _ready(scene: Scene, plan: Plan, outcome: Outcome) -> Iterator[Readiness]:
    """Where a caller waits for cold starts so often that they make an objective, or the 99th percentile."""
    pools = {node.name: node for node in plan.nodes if isinstance(node, Pool)}
    for entry in outcome.entries:
        pool = pools.get(entry.route[-1])
        if pool is None or pool.provisioned:
            continue
        figures, missed = outcome.function(pool.name), _missed(scene, entry)
        if figures.cold_share < _COLD_MATTERS or not (missed or figures.cold_share > 0.01):
            continue
        count = max(1, ceil(figures.busy.p99))
        reason = f"{100 * figures.cold_share:.2g} % of the runs start cold"
        reason += f"; {missed.milliseconds:g} ms are asked of {missed.what}" if missed else ""
        yield Readiness(pool.name, count, _price_of(scene, pool, count), reason)


def _missed(scene: Scene, entry: EntryFigures) -> LatencyObjective | None:
    for stated in scene.design.requirements.latencies:
        told = entry.p99_ms if stated.percentile >= 99 else entry.p95_ms if stated.percentile >= 95 else entry.p50_ms
        if stated.what in (entry.source, "all") and told > stated.milliseconds:
            return stated
    return None


def _price_of(scene: Scene, pool: Pool, count: int) -> float | None:
    part = scene.parts[pool.name]
    chip = "arm64" if isinstance(part, Function) and part.architecture == "arm64" else "x86"
    try:
        each = price(scene.provider, "lambda", f"provisioned_concurrency_{chip}", scene.region)
        return float(each.amount(count * pool.memory_mb / 1024 * _MONTH_S)) if each.is_exact_region else None
    except UnknownPriceError:
        return None


def _alarms(scene: Scene, plan: Plan, outcome: Outcome) -> Iterator[Alarm]:
    if plan.account_limit < 1e9:
        reason = f"0.8 of the limit; the simulated peak is {outcome.account.peak:,.0f}"
        yield Alarm("account", "ConcurrentExecutions", 0.8 * plan.account_limit, "environments", reason)
    for entry in outcome.entries:
        stated = next(
            (one.milliseconds for one in scene.design.requirements.latencies if one.what in (entry.source, "all")), None
        )
        above = stated if stated is not None else ceil(1.5 * entry.p99_ms)
        reason = (
            "the objective" if stated is not None else f"1.5 x the simulated 99th percentile, {entry.p99_ms:,.0f} ms"
        )
        yield Alarm(entry.route[0], f"p99 latency of {' > '.join(entry.route)}", float(above), "ms", reason)
    for line in outcome.lines:
        age = float(ceil(max(60.0, 2 * line.oldest_s)))
        reason = f"twice the longest simulated wait, {line.oldest_s:,.0f} s, a minute at least"
        yield Alarm(line.name.partition(">")[0], "ApproximateAgeOfOldestMessage", age, "s", reason)
    calm = True
    for found in outcome.functions:
        expected = ceil(found.throttled / max(outcome.span_s / 60, 1))
        if expected:
            calm = False
            share = f"{found.throttled_share:.2%} of its requests are throttled already"
            yield Alarm(found.name, "Throttles in a minute", float(expected), "requests", share)
    others = "every function" if calm else "every other function"
    yield Alarm(others, "Throttles in a minute", 0.0, "requests", "none is expected")


def _remarks(scene: Scene, plan: Plan, traffic: Traffic) -> Iterator[str]:
    for cycle in scene.workload.cycles:
        yield "Work would come back along " + " > ".join(cycle.components) + "; it is followed once."
    for unread in scene.workload.unread:
        yield f"{unread.component} starts nothing: {unread.reason}."
    if traffic.requests <= 0:
        yield "No traffic enters the design, so nothing is simulated; give its entry links a load, or a profile."
    entering = {entry.way.target for entry in plan.entries}
    if not entering and traffic.requests > 0:
        yield "The traffic leads to nothing that is simulated."
    if any(getattr(part, "fifo", False) and part.kind == "queue" for part in scene.parts.values()):
        yield "Ordered queues are taken to have more message groups at work than pollers."
    if scene.provider != "aws":
        yield f"The catalogue has few limits of {scene.provider}; what it does not know limits nothing here."
