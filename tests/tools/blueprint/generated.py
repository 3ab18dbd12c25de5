"""Designs made by chance over all kinds, variants and links; the language's own checks hold them to be deployable."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any, get_args

from hypothesis import assume
from hypothesis import strategies as st

from tests.tools.blueprint.designs import PROCESS, VARIANTS, made, placed, requirements
from tools.checks import check
from tools.checks.pairs import is_sensible
from tools.checks.registry import registered
from tools.checks.runner import fix_all
from tools.design.components import COMPONENT_TYPES, Component, Index
from tools.design.design import Design
from tools.design.links import Link, LinkKind

WORDS = (
    "orders", "invoices", "parcels", "members", "claims", "letters", "pictures", "readings", "seats", "meters",
    "refunds", "visits", "drivers", "tickets", "rooms", "menus", "scores", "quotes", "harvests", "voyages",
)  # fmt: skip
"""What parts are called: the same word may stand before several kinds."""

LINK_KINDS: tuple[LinkKind, ...] = get_args(LinkKind)

NEVER = {"network", "layer", "audit-trail", "firewall", "key"}
"""Kinds that nothing is linked to: they are there because another part names them."""

KINDS = sorted(set(COMPONENT_TYPES) - NEVER)

MORE: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "function": st.fixed_dictionaries(
        {},
        optional={
            "memory_mb": st.sampled_from([128, 512, 1769, 3008]),
            "timeout_s": st.sampled_from([5, 30, 300]),
            "architecture": st.sampled_from(["arm64", "x86_64"]),
            "language": st.sampled_from(["python", "nodejs"]),
            "reserved_concurrency": st.sampled_from([5, 40]),
            "cold_start": st.sampled_from(["tolerated", "provisioned"]),
            "description": st.text("abc ${}\"'\\%", max_size=30),
            "operation": st.sampled_from(["create", "get", "list", "update", "delete", "process"]),
        },
    ),
    "queue": st.fixed_dictionaries({}, optional={"delay_s": st.sampled_from([0, 60])}),
    "table": st.fixed_dictionaries(
        {"partition_key": st.just("id")},
        optional={
            "sort_key": st.sampled_from(["at", "kind"]),
            "ttl_attribute": st.just("expiresAt"),
            "change_stream": st.booleans(),
            "indexes": st.just((Index(name="by-customer", partition_key="customer"),)),
            "deletion_protection": st.booleans(),
        },
    ),
    "bucket": st.fixed_dictionaries(
        {}, optional={"expire_after_days": st.sampled_from([30, 400]), "archive_after_days": st.sampled_from([90])}
    ),
    "schedule": st.fixed_dictionaries({}, optional={"timezone": st.sampled_from(["UTC", "Europe/Berlin"])}),
    "api": st.fixed_dictionaries({}, optional={"auth": st.sampled_from(["iam", "jwt", "none"])}),
    "stream": st.fixed_dictionaries({}, optional={"retention_hours": st.sampled_from([24, 168])}),
    "bus": st.fixed_dictionaries({}, optional={"archive_days": st.sampled_from([0, 30])}),
}
"""Fields beside a variant's, by kind."""


@st.composite
def parts(draw: st.DrawFn) -> list[Component]:
    """Some components, each under a name of its own; a network and a key where something wants them."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=2, max_size=9))
    words = draw(st.permutations(WORDS))
    found: list[Component] = []
    for kind, word in zip(["function", "workflow", *kinds], words, strict=False):
        fields = dict(draw(st.sampled_from(VARIANTS.get(kind, ({},)))))
        fields |= {} if fields.get("placement") == "edge" else draw(MORE.get(kind, st.just({})))
        if fields.get("fifo") or fields.get("style") in ("websocket", "graphql"):
            fields.pop("auth", None)
        name = word if draw(st.booleans()) else f"{word}-{kind}"
        found.append(made(kind, name, **fields))
    return [*found, made("function", "worker")]


@st.composite
def generated(draw: st.DrawFn) -> Design:
    """A design, deployable as far as the language's checks can tell."""
    components = draw(parts())
    ways: list[tuple[LinkKind, str, str]] = [
        (kind, source.name, target.name)
        for source, target in product(components, components)
        for kind in LINK_KINDS
        if source is not target and _is_linkable(kind, source, target)
    ]
    ends = draw(st.lists(st.sampled_from(ways), max_size=16, unique=True)) if ways else []
    links = [
        Link(kind=kind, source=source, target=target, events=("OrderPlaced",) if kind == "send" else ())
        for kind, source, target in ends
    ]
    components, links = _with_bucket(components, links)
    owner = next((link.source for link in links if link.kind == "send"), "worker")
    name = draw(st.sampled_from(["depot", "north-harbour", "a-rather-long-name-of-a-system-for-trade"]))
    whole = Design(
        name=name,
        title=name.capitalize(),
        requirements=requirements(),
        components=tuple(components),
        links=tuple(links),
        events=(placed(owner),),
        workflows=(PROCESS,),
    )
    return _deployable(whole)


KEEPS: dict[str, LinkKind] = {
    "delivery-stream": "write",
    "file-gateway": "write",
    "query-engine": "read",
    "transcoder": "write",
    "etl": "write",
}
"""Kinds that cannot be without somewhere to put or to look for data, and how they are linked to it."""


def _with_bucket(components: list[Component], links: list[Link]) -> tuple[list[Component], list[Link]]:
    """A bucket for the kinds that cannot be without one."""
    keeping = [each for each in components if each.kind in KEEPS]
    if not keeping:
        return components, links
    store = made("bucket", "archive")
    more = [Link(kind=KEEPS[each.kind], source=each.name, target=store.name) for each in keeping]
    return [*components, store], [*links, *more]


def _is_linkable(kind: LinkKind, source: Component, target: Component) -> bool:
    """Whether two parts can be joined so; the edge runs what a distribution asks it and nothing else."""
    edge = "edge" in (getattr(source, "placement", ""), getattr(target, "placement", ""))
    if edge and (source.kind, kind) != ("cdn", "trigger"):
        return False
    return is_sensible(kind, source.kind, target.kind)


@cache
def blocking() -> frozenset[str]:
    """Rules whose errors say that something does not deploy."""
    said = ("not deploy", "cannot be deployed")
    return frozenset(entry.rule.id for entry in registered() if any(words in entry.rule.reason for words in said))


def _deployable(whole: Design) -> Design:
    """With what mends itself mended, and without the links that still do not deploy."""
    whole = fix_all(whole)
    for _ in range(4):
        paths = [f.path for f in check(whole).findings if f.severity == "error" and f.rule in blocking()]
        numbers = {path[1] for path in paths if path and path[0] == "links"}
        assume(len(numbers) == len({path[1:2] for path in paths}))
        if not paths:
            return whole
        kept = tuple(link for number, link in enumerate(whole.links) if number not in numbers)
        whole = whole.model_copy(update={"links": kept})
    return whole
