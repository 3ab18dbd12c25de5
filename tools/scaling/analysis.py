"""The analysis as a whole: functions, account, queues, limits, latencies."""

from __future__ import annotations

from tools.design.components import Function
from tools.design.design import Design
from tools.scaling.assumptions import AS_OF, KEEP_ALIVE_S
from tools.scaling.clocks import Clocks
from tools.scaling.crowd import account_figure, turned_away_figure, worst_crowd
from tools.scaling.facts import find_quota
from tools.scaling.functions import function_scaling, lengthened
from tools.scaling.ground import Ground
from tools.scaling.latency import entry_latencies, p99s_ms
from tools.scaling.limits import measured_limits
from tools.scaling.model import Assumption, Limit, ScalingReport, Series
from tools.scaling.queues import queue_scalings
from tools.scaling.scene import Scene, scene_of
from tools.workload import Workload

_PASSIVE = frozenset(
    {"layer", "secret", "parameter", "key", "network", "firewall", "audit-trail", "static-site", "schedule", "external"}
)
"""Kinds whose limits traffic does not come near, or that are not ours."""


def analyse(design: Design, workload: Workload, *, region: str | None = None) -> ScalingReport:
    """How far a design scales under a workload, in one region (the first of its requirements where none is given).

    Pure and quick: no simulation, closed forms throughout. All traffic is taken to meet one region of one account.
    """
    scene = scene_of(design, workload, region)
    clocks = Clocks(scene)
    regional = [function for function in scene.all(Function) if function.placement == "regional"]
    chills = {function.name: clocks.starts.chilled(function) for function in regional}
    runs = {f.name: lengthened(clocks.starts.run(f), chills[f.name][0]) for f in regional}
    quota = find_quota(scene.provider, "lambda", "account_concurrency_default", scene.region)
    account_limit = quota.number() if quota is not None else 0.0
    functions = {name: function_scaling(scene, run, *chills[name], account_limit) for name, run in runs.items()}
    crowd = worst_crowd(scene.day, runs.values())
    ground = Ground(scene, runs, functions, crowd)
    limits = measured_limits(ground)
    return ScalingReport(
        design=design.name,
        provider=scene.provider,
        region=scene.region,
        functions=tuple(functions.values()),
        account=account_figure(crowd),
        account_at_s=scene.day.times[crowd.at] if scene.day.times else 0.0,
        account_limit=account_limit,
        account_turned_away=turned_away_figure(scene.day, crowd, account_limit),
        queues=queue_scalings(scene, runs),
        limits=limits,
        latencies=entry_latencies(clocks),
        times=scene.day.times,
        series=tuple(
            Series(name, tuple([rate * run.duration_s for rate in run.rates]))
            for name, run in runs.items()
            if run.per_month > 0
        ),
        unmeasured=_unmeasured(scene, limits),
        assumptions=_assumptions(scene),
    )


def slowest_p99_ms(design: Design, workload: Workload, *, region: str | None = None) -> float | None:
    """99th percentile of the slowest kind of request, as `analyse` says it; None where nobody waits for an answer."""
    return max(p99s_ms(Clocks(scene_of(design, workload, region))), default=None)


def _unmeasured(scene: Scene, limits: tuple[Limit, ...]) -> tuple[str, ...]:
    """Components that see traffic and that no limit speaks of, by name or through the account."""
    limited = {limit.component for limit in limits}
    shared = {"function", "api", "bus", "workflow", "topic"} if "account" in limited else set[str]()
    return tuple(
        part.name
        for part in scene.design.components
        if scene.arriving(part.name).weights
        and part.name not in limited
        and part.kind not in shared
        and part.kind not in _PASSIVE
    )


def _assumptions(scene: Scene) -> tuple[Assumption, ...]:
    texts = [
        f"An idle environment is kept for {KEEP_ALIVE_S:.0f} s and the one used last is used first.",
        "Requests arrive at random (Poisson); a request occupies one environment.",
        "All traffic meets one region of one account that has the default quotas and runs nothing else.",
        "A function's stated duration holds its waiting; where its calls in turn add up to more, they count.",
        "Latencies of services are typical values, not measurements of this design.",
        "Nothing fails: retries add no traffic.",
    ]
    if scene.provider != "aws":
        texts.append("Initialisation times are those measured on AWS Lambda.")
    if len(scene.design.requirements.regions.value) > 1:
        texts.append("One region carries everything, as it does when the others have failed.")
    return tuple(Assumption(text, AS_OF) for text in texts)
