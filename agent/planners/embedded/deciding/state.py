"""Where state lives: the store, its capacity, search, encryption, tenancy."""

from __future__ import annotations

from agent.planners.embedded.deciding.facts import Facts
from agent.planners.embedded.deciding.rates import SECONDS_PER_MONTH, rate
from agent.planners.embedded.deciding.table import Row, Table, decided_once, measure
from tools.design.decisions import Decision, Flip


@decided_once
def store(facts: Facts) -> Decision:
    """Table or relational database."""
    floor = 0.5 * 730 * rate("aurora_serverless_v2", "acu_hour")
    rps = facts.mean_rps
    tables = rps * SECONDS_PER_MONTH * (rate("dynamodb", "wru") + rate("dynamodb", "rru"))
    relational = facts.certainty.get("relational", 0.0)
    rows = (
        Row(
            "database",
            facts.names("rds", "aurora_dsql") and not facts.names("dynamodb"),
            "the brief names a relational database",
            ("technologies",),
        ),
        Row(
            "table",
            facts.names("dynamodb") and not facts.names("rds"),
            "the brief names a key-value table",
            ("technologies",),
        ),
        Row(
            "database",
            relational >= 0.75 and relational >= facts.certainty.get("key-value", 0.0) - 0.25,
            "the brief asks for relations: joins, free queries or transactions over many rows",
            ("capabilities.relational",),
        ),
        Row(
            "table",
            True,
            "every access named is by key, latency stays in single milliseconds at any size, and it costs nothing when idle",
        ),
    )
    return Table(
        id="state-store",
        question="Key-value table or relational database?",
        rows=rows,
        against={
            "database": f"it would cost at least {floor:,.0f} dollars a month while idle, need a network and a connection pool, and no access asks for joins",
            "table": "queries that nobody foresaw and joins would need copies of the data",
        },
        flips=(
            Flip(
                to="database",
                when="accounting-like reports or free queries over several entities are needed on live data",
            ),
            Flip(to="table", when="all access is by key"),
        ),
        measures=(
            measure("table at the mean rate", tables, "USD/month"),
            measure("database when idle", floor, "USD/month"),
        ),
        patterns=("single-table-design", "relational-database"),
    ).decide()


EVEN_RATIO, WATCHED_RPS = 1.5, 100.0
"""Peak over mean up to which, and mean rate from which, provisioned units are worth watching over."""


def _to_provisioned(ratio: float, mean: float) -> Flip:
    """What would make units provisioned: the one figure that is missing, or both in words."""
    if ratio > EVEN_RATIO and mean < WATCHED_RPS:
        both = f"peaks reach at most {EVEN_RATIO:g} times the mean, and the mean {WATCHED_RPS:g} requests a second"
        return Flip(to="provisioned", when=both)
    if ratio > EVEN_RATIO:
        return Flip(
            to="provisioned",
            when="peaks reach at most",
            measure="peak / mean",
            threshold=EVEN_RATIO,
            current=round(ratio, 3),
        )
    return Flip(
        to="provisioned",
        when="the mean rate reaches",
        measure="mean rate",
        threshold=WATCHED_RPS,
        current=round(mean, 2),
        unit="requests/s",
    )


@decided_once
def capacity(facts: Facts) -> Decision:
    """On-demand or provisioned table capacity."""
    ratio = facts.peak_ratio
    on_demand = rate("dynamodb", "wru") * 3600
    provisioned = rate("dynamodb", "wcu_hour")
    break_even = provisioned / on_demand
    rows = (
        Row(
            "provisioned",
            ratio <= EVEN_RATIO and facts.mean_rps >= WATCHED_RPS,
            f"the load is steady (peak {ratio:.1f} times the mean) and high enough to be worth watching",
        ),
        Row(
            "on-demand",
            True,
            f"peaks reach {ratio:.1f} times the mean, and provisioned units pay only above {break_even:.0%} use",
        ),
    )
    return Table(
        id="table-capacity",
        question="On-demand or provisioned capacity for tables?",
        rows=rows,
        against={
            "provisioned": "units would stand idle between peaks, or throttle in them",
            "on-demand": "steady load is cheaper in reserved units",
        },
        flips=(
            _to_provisioned(ratio, facts.mean_rps),
            Flip(
                to="on-demand",
                when="peaks reach more than",
                measure="peak / mean",
                threshold=EVEN_RATIO,
                current=round(ratio, 3),
            ),
        ),
        measures=(
            measure("peak / mean", ratio),
            measure("mean rate", facts.mean_rps, "requests/s"),
            measure("break-even use", break_even),
        ),
        patterns=("cost-optimization", "hot-partition"),
    ).decide()


@decided_once
def encryption(facts: Facts) -> Decision:
    """Customer-managed key or the provider's."""
    level = facts.requirements.sensitivity
    regimes = ", ".join(regime.name.upper() for regime in facts.requirements.regimes)
    rows = (
        Row(
            "customer key",
            facts.requirements.regulated,
            f"{regimes} asks that access to keys is controlled and logged",
            ("regimes",),
        ),
        Row(
            "customer key",
            level in ("confidential", "restricted"),
            f"{level} data is held: a key of your own can be revoked, and its use is logged",
            ("data_classes",),
        ),
        Row("provider key", True, f"the data is {level}; encryption at rest is on everywhere with the provider's keys"),
    )
    return Table(
        id="encryption-keys",
        question="Whose key encrypts data at rest?",
        rows=rows,
        against={
            "customer key": f"{rate('kms', 'key'):.2f} dollar a month and a charge for each use, without a rule that asks for it",
            "provider key": "it cannot be revoked, and its use is not in your audit log",
        },
        flips=(Flip(to="customer key", when="health, payment or regulated data comes in"),),
        measures=(measure("customer key", rate("kms", "key"), "USD/month"),),
        patterns=("encryption-keys",),
    ).decide()


@decided_once
def tenancy(facts: Facts) -> Decision | None:
    """Pooled or siloed tenants; None where there are none."""
    stated = facts.requirements.tenancy
    if stated is None and not facts.wants("multi-tenant"):
        return None
    tenants = next(
        (p.count for p in facts.requirements.populations if p.what in ("tenants", "companies", "organisations")), 0.0
    )
    if stated is not None and stated.value == "single":
        return None
    siloed = stated is not None and stated.value == "siloed"
    rows = (
        Row("siloed", siloed, "the brief asks for separate stacks", ("tenancy",)),
        Row(
            "siloed",
            0 < tenants <= 10 and facts.requirements.sensitivity == "restricted",
            f"{tenants:.0f} tenants with restricted data can each have a stack of their own",
            ("tenancy",),
        ),
        Row(
            "pooled",
            True,
            "tenants share the stack; the tenant leads every key, every token carries it, and each has its own quota",
            ("tenancy",),
        ),
    )
    return Table(
        id="tenancy",
        question="Do tenants share the stack?",
        rows=rows,
        against={
            "siloed": "a stack for each tenant multiplies what has to be deployed and watched",
            "pooled": "the contract or the law asks for separation",
        },
        flips=(
            Flip(to="siloed", when="a tenant's contract demands a stack of its own, or a noisy one outgrows its quota"),
        ),
        measures=(measure("tenants", tenants),),
        patterns=("pooled-tenancy", "siloed-tenancy"),
    ).decide()
