"""What is asked for after a wish: the requirements, the certainty of needs, the decisions that go another way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from agent.planners.embedded.deciding.facts import SHORT_RTO_S
from agent.planners.embedded.lexicon.needs import NEEDS
from agent.planners.embedded.lexicon.setting import REGIME_DATA
from agent.planners.embedded.revising.asked import OUTSPOKEN, Asked
from agent.planners.embedded.revising.wishes import (
    Avoided,
    Budgeted,
    Chosen,
    Corrected,
    Dropped,
    Growing,
    Heard,
    Lifted,
    Product,
    Scaled,
    Sized,
    Spread,
    Wanted,
)
from tools.catalog.services import UnknownServiceError, by_id
from tools.design.base import Region
from tools.design.design import Design
from tools.design.requirements import Capability, Quoted, Stated, Technology


def asked_for(asked: Asked, heard: Heard, start: int, design: Design) -> Asked:
    """What is asked after one wish about a design, said in a message that begins at this place of the conversation."""
    origin = Quoted(text=heard.text, start=start + heard.start, end=start + heard.end)
    change = _CHANGES.get(type(heard.wish))
    return change(asked, heard.wish, origin, design) if change is not None else asked


def _scaled(asked: Asked, wish: Scaled, origin: Quoted, design: Design) -> Asked:
    loads = tuple(
        load.model_copy(update={"count": _rounded(load.count * wish.factor), "origin": origin})
        if not wish.of or load.id == wish.of
        else load
        for load in asked.requirements.loads
    )
    return asked.with_requirements(loads=loads)


def _sized(asked: Asked, wish: Sized, origin: Quoted, design: Design) -> Asked:
    loads = tuple(
        load.model_copy(update={"payload_kb": wish.kilobytes}) if load.id in wish.of else load
        for load in asked.requirements.loads
    )
    before = max((load.payload_kb for load in asked.requirements.loads if load.id in wish.of), default=wish.kilobytes)
    usual = asked.facts.file_kb  # where the size that was said is the largest, the usual one grows with it
    after = asked.with_requirements(loads=loads)
    return (
        after if usual is None else replace(after, facts=replace(after.facts, file_kb=usual * wish.kilobytes / before))
    )


def _growing(asked: Asked, wish: Growing, origin: Quoted, design: Design) -> Asked:
    loads = tuple(load.model_copy(update={"growth_per_year": wish.per_year}) for load in asked.requirements.loads)
    return asked.with_requirements(loads=loads)


def _rounded(value: float) -> float:
    return float(f"{value:.9g}")


def _corrected(asked: Asked, wish: Corrected, origin: Quoted, design: Design) -> Asked:
    """The figure in the place of the one that was taken, wherever that stands."""
    known = asked.requirements
    changes: dict[str, Any] = {}
    for field, name in _FIGURES:
        items: tuple[Any, ...] = getattr(known, field)
        changed = tuple(
            item.model_copy(update={name: wish.new, "origin": origin}) if getattr(item, name) == wish.old else item
            for item in items
        )
        if changed != items:
            changes[field] = changed
    if known.budget is not None and known.budget.value == wish.old:
        changes["budget"] = Stated[float](value=wish.new, origin=origin)
    return asked.with_requirements(**changes)


_FIGURES = (("loads", "count"), ("populations", "count"), ("latencies", "milliseconds"), ("retentions", "days"))


def _budgeted(asked: Asked, wish: Budgeted, origin: Quoted, design: Design) -> Asked:
    amount = wish.amount
    known = asked.requirements.budget
    if amount is None:
        return asked.with_requirements(budget=None)
    if known is not None and known.value == amount:
        return asked
    return asked.with_requirements(budget=Stated[float](value=amount, origin=origin))


def _spread(asked: Asked, wish: Spread, origin: Quoted, design: Design) -> Asked:
    if wish.regions:
        asked = _at_home(asked, wish.regions, origin)
    if wish.count == "one":
        return _in_one_region(asked, origin)
    if wish.count:
        asked = _with_need(asked, "multi-region", origin)
        instead = {key: value for key, value in asked.instead.items() if key != "regions"}
        asked = replace(asked, instead=instead | ({"regions": "active-active"} if wish.count == "active" else {}))
    return asked


def _at_home(asked: Asked, regions: tuple[str, ...], origin: Quoted) -> Asked:
    """At home in the first of these regions; a standby that was there stays, unless it is told where it stands."""
    known = asked.requirements.regions.value
    if known[: len(regions)] == regions:
        return asked
    if len(regions) == 1 and len(known) > 1 and not asked.facts.wants("multi-region"):
        regions = (*regions, *(region for region in known[1:] if region not in regions))
    return asked.with_requirements(regions=Stated[tuple[Region, ...]](value=regions, origin=origin))


def _in_one_region(asked: Asked, origin: Quoted) -> Asked:
    known = asked.requirements
    changes: dict[str, Any] = {}
    if len(known.regions.value) > 1:
        changes["regions"] = Stated[tuple[Region, ...]](value=known.regions.value[:1], origin=origin)
    if known.recovery is not None and known.recovery.rto_s is not None and known.recovery.rto_s <= SHORT_RTO_S:
        changes["recovery"] = None
    instead = {key: value for key, value in asked.instead.items() if key != "regions"}
    asked = replace(asked.with_requirements(**changes), instead=instead)
    return _without(asked, ("multi-region",))


def _with_need(asked: Asked, need: str, origin: Quoted) -> Asked:
    known = asked.requirements.capabilities
    asked = asked.with_certainty({need: max(asked.facts.certainty.get(need, 0.0), OUTSPOKEN)})
    if any(capability.need == need for capability in known):
        return asked
    title = next(entry.title for entry in NEEDS if entry.id == need)
    return asked.with_requirements(capabilities=(*known, Capability(id=need, need=need, text=title, origin=origin)))


def _wanting(asked: Asked, wish: Wanted, origin: Quoted, design: Design) -> Asked:
    return _with_need(asked, wish.need, origin)


def _without(asked: Asked, needs: tuple[str, ...]) -> Asked:
    kept = tuple(c for c in asked.requirements.capabilities if c.need not in needs)
    return asked.with_requirements(capabilities=kept).with_certainty(dict.fromkeys(needs, 0.0))


def _chosen(asked: Asked, wish: Chosen, origin: Quoted, design: Design) -> Asked:
    option = option_meant(wish, design)
    return replace(asked, instead={**asked.instead, wish.decision: option}) if option else asked


def option_meant(wish: Chosen, design: Design) -> str:
    """The option a wish comes to: the one named, or the first of the others where that is not wanted; else empty."""
    decision = next((decision for decision in design.decisions if decision.id == wish.decision), None)
    if decision is None:
        return ""
    others = [r.option for r in decision.rejected] + [flip.to for flip in decision.flips]
    known = list(dict.fromkeys((decision.chosen, *others)))
    if not wish.away:
        return wish.option if wish.option in known else ""
    return decision.chosen if decision.chosen != wish.option else next((o for o in known if o != wish.option), "")


def _with_product(asked: Asked, wish: Product, origin: Quoted, design: Design) -> Asked:
    if wish.left:
        kept = tuple(t for t in asked.requirements.technologies if t.service != wish.left or t.stance != "use")
        asked = asked.with_requirements(technologies=kept)
    if wish.kinds[0] in STORES and not wish.is_added and any(d.id == "state-store" for d in design.decisions):
        asked = replace(asked, instead={**asked.instead, "state-store": wish.kinds[0]})
    return _with_stance(asked, wish.service, "use", origin) if wish.service else asked


STORES = ("table", "database")
"""Kinds between which a decision is taken, whatever the product is called."""


def _with_stance(asked: Asked, service: str, stance: Literal["use", "avoid"], origin: Quoted) -> Asked:
    known = asked.requirements.technologies
    if any(t.service == service and t.stance == stance for t in known):
        return asked
    said = Technology.model_validate({"service": service, "stance": stance, "origin": origin})
    kept = tuple(t for t in known if t.service != service)
    return asked.with_requirements(technologies=(*kept, said))


def _avoiding(asked: Asked, wish: Avoided, origin: Quoted, design: Design) -> Asked:
    return _with_stance(asked, wish.service, "avoid", origin)


def _without_needs(asked: Asked, wish: Dropped, origin: Quoted, design: Design) -> Asked:
    """Without needs, and without the products that were named for nothing else."""
    needs = wish.needs
    if "multi-region" in needs:
        asked = _in_one_region(asked, origin)
    asked = _without(asked, needs)
    there_for = [c for c in design.components if c.serves and set(c.serves) <= set(needs)]
    kept = tuple(
        t
        for t in asked.requirements.technologies
        if t.stance != "use" or not any(realises(t.service, c) for c in there_for)
    )
    return asked.with_requirements(technologies=kept)


def realises(service_id: str, component: Any) -> bool:
    """Whether a service can be what realises a component."""
    try:
        service = by_id(service_id)
    except UnknownServiceError:
        return False
    return any(r.kind == component.kind and r.fits(component) for r in service.realises)


def _lifted(asked: Asked, wish: Lifted, origin: Quoted, design: Design) -> Asked:
    known: Any = getattr(asked.requirements, wish.field)
    if wish.field == "regimes":
        return _without_regimes(asked, wish.names)
    return asked.with_requirements(**{wish.field: () if isinstance(known, tuple) else None})


def _without_regimes(asked: Asked, names: tuple[str, ...]) -> Asked:
    known = asked.requirements
    kept = tuple(regime for regime in known.regimes if regime.name not in names)
    implied = {REGIME_DATA.get(name) for name in names} - {REGIME_DATA.get(regime.name) for regime in kept}
    classes = tuple(c for c in known.data_classes if c.origin.kind != "assumed" or c.name not in implied)
    return asked.with_requirements(regimes=kept, data_classes=classes)


_CHANGES: dict[type, Callable[[Asked, Any, Quoted, Design], Asked]] = {
    Scaled: _scaled,
    Sized: _sized,
    Growing: _growing,
    Corrected: _corrected,
    Budgeted: _budgeted,
    Spread: _spread,
    Chosen: _chosen,
    Product: _with_product,
    Avoided: _avoiding,
    Wanted: _wanting,
    Dropped: _without_needs,
    Lifted: _lifted,
}
"""Sort of wish to what it does to what is asked."""
