"""Where code runs: functions or containers, and what outlasts a function."""

from __future__ import annotations

from agent.planners.embedded.deciding.facts import FUNCTION_LIMIT_S, SHORT_RTO_S, Facts
from agent.planners.embedded.deciding.rates import break_even_rps, rate_text
from agent.planners.embedded.deciding.table import Row, Table, decided_once, measure
from tools.design.decisions import Decision, Flip

LONG_WORK_S = FUNCTION_LIMIT_S * 0.66
"""Work that takes longer than this may be cut off when it once takes half as long again."""

STEADY_RATIO = 2.0
"""Peak over mean up to which a load is steady enough for tasks that are always on."""

ACTIVE_RTO_S = 60.0
"""Time to be back within which no failover fits."""

WORK_MS, MEMORY_MB = 100.0, 512.0
TASK_VCPU, TASK_GB, TASK_RPS = 0.5, 1.0, 40.0
"""A task of half a processor answers about forty requests a second of a tenth of a second's waiting; assumed."""


@decided_once
def request_compute(facts: Facts) -> Decision:
    """Functions or containers for requests people wait for."""
    crossing = break_even_rps(WORK_MS, MEMORY_MB, TASK_VCPU, TASK_GB, TASK_RPS)
    mean, peak = facts.asked_rps, facts.asked_peak_rps
    steady = facts.asked_peak_ratio <= STEADY_RATIO
    rows = (
        Row("containers", facts.avoids("lambda"), "the brief rules functions out", ("technologies",)),
        Row(
            "containers",
            facts.names("ecs") and not facts.names("lambda"),
            "the brief names containers",
            ("technologies",),
        ),
        Row("functions", facts.names("lambda"), "the brief names functions", ("technologies",)),
        Row(
            "containers",
            facts.certainty.get("containers", 0.0) >= 0.75,
            "the brief describes code that lives in containers: long connections, state in memory, or an application that exists",
            ("capabilities.containers",),
        ),
        Row(
            "containers",
            steady and mean > 2 * crossing,
            f"{mean:,.0f} requests a second all day long are far beyond the {crossing:,.0f} at which two tasks cost what functions do",
            ("loads",),
        ),
        Row(
            "functions",
            True,
            f"at {rate_text(mean)} requests a second on average and {rate_text(peak)} at the peak, functions cost less than two tasks always on (break-even about {crossing:,.0f} a second) and follow peaks by themselves",
            ("loads",),
        ),
    )
    return Table(
        id="request-compute",
        question="Functions or containers for requests?",
        rows=rows,
        against={
            "containers": "two tasks would run day and night to answer what functions answer on demand",
            "functions": "the load is steady and high, or the code cannot start on demand",
        },
        flips=(
            Flip(
                to="containers",
                when=f"the load is steady, its peak within {STEADY_RATIO:g} times the mean, and the mean rate passes",
                measure="mean rate",
                threshold=round(2 * crossing),
                current=round(mean, 2),
                unit="requests/s",
            ),
        ),
        measures=(
            measure("mean rate", mean, "requests/s"),
            measure("peak rate", peak, "requests/s"),
            measure("peak / mean", facts.asked_peak_ratio),
            measure("break-even", crossing, "requests/s"),
        ),
        patterns=("containers-and-functions",),
    ).decide()


@decided_once
def long_work(facts: Facts) -> Decision | None:
    """Where work runs that outlasts a function; None where there is none."""
    longest = facts.longest_work_s
    if longest <= LONG_WORK_S and not facts.wants("batch"):
        return None
    rows = (
        Row(
            "container job",
            longest > LONG_WORK_S,
            f"one piece of work takes {longest / 60:,.0f} minutes, and a function stops at {FUNCTION_LIMIT_S / 60:.0f}",
            ("durations",),
        ),
        Row(
            "container job",
            facts.certainty.get("batch", 0.0) >= 0.8,
            "the brief describes heavy work that runs long",
            ("capabilities.batch",),
        ),
        Row("function", True, "nothing says that the work takes longer than minutes"),
    )
    return Table(
        id="long-work",
        question="Where does long work run?",
        rows=rows,
        against={
            "function": "it would be cut off and started again, for ever",
            "container job": "a task needs about a minute to start, for work that is done in less",
        },
        flips=(
            Flip(
                to="function",
                when="the work is cut into pieces, each of which takes at most",
                measure="longest work",
                threshold=round(LONG_WORK_S),
                current=longest,
                unit="s",
            ),
        ),
        measures=(measure("longest work", longest, "s"), measure("function limit", FUNCTION_LIMIT_S, "s")),
        patterns=("long-running-work",),
    ).decide()


def _region_flips(facts: Facts, rto: float | None) -> tuple[Flip, ...]:
    """What would move the number of regions, with a threshold where the time to be back alone decides."""
    short = f"the loss of a region must be survived, and being back takes at most {SHORT_RTO_S / 3600:.0f} hours"
    standby = Flip(to="warm standby", when=short)
    if facts.speaks_of_regions or facts.is_multi_region:
        floor = ACTIVE_RTO_S if facts.is_multi_region else SHORT_RTO_S
        when = "being back may take longer than" if facts.is_multi_region else "the recovery time objective is at most"
        standby = Flip(to="warm standby", when=when, measure="RTO", threshold=floor, current=rto, unit="s")
    return (
        standby,
        Flip(
            to="active-active",
            when="the loss of a region must be survived, and the recovery time objective is at most",
            measure="RTO",
            threshold=ACTIVE_RTO_S,
            current=rto,
            unit="s",
        ),
        Flip(to="one region", when="a day without service is bearable when a region is lost"),
    )


@decided_once
def regions(facts: Facts) -> Decision:
    """One region or two."""
    recovery = facts.requirements.recovery
    rto = recovery.rto_s if recovery else None
    active = facts.is_multi_region and rto is not None and rto <= ACTIVE_RTO_S
    rows = (
        Row(
            "active-active",
            active,
            f"being back within {rto or 0:.0f} seconds leaves no time for a failover",
            ("recovery",),
        ),
        Row(
            "warm standby",
            facts.is_multi_region,
            "the loss of a region must be survived: data is replicated, the stack stands in both, and names move by health check",
            ("recovery", "capabilities.multi-region"),
        ),
        Row(
            "one region",
            True,
            "nothing asks to survive the loss of a region; backups and the template bring the system up in another within a day",
        ),
    )
    return Table(
        id="regions",
        question="One region or more?",
        rows=rows,
        against={
            "one region": "a regional outage would last longer than may be",
            "warm standby": "a second region doubles what is stored and replicated",
            "active-active": "two writing regions need conflict rules that nobody asked for",
        },
        flips=_region_flips(facts, rto),
        measures=tuple(measure("RTO", rto, "s") for _ in (1,) if rto is not None),
        patterns=("multi-region-failover", "multi-region-active-active"),
    ).decide()
