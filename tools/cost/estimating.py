"""One design under one workload, billed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal, localcontext

from tools.catalog.prices import Sheet
from tools.cost.assumptions import Assumptions
from tools.cost.bill import Bill
from tools.cost.rating import ALWAYS, rate, total
from tools.cost.registry import meter_of, overheads_of
from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import Component
from tools.design.design import Design
from tools.workload import Workload

HOURS_PER_MONTH = Decimal(730)
"""A twelfth of a year of 8,760 hours, as the vendors' calculators have it; their pages use 720 and 744 too."""

MOST_A_MONTH = 1e16
"""More of one load is a slip of the keyboard: it is four thousand million a second."""

_HOME = {"aws": "us-east-1", "azure": "eastus", "gcp": "us-central1", "cloudflare": "global"}


def estimate(
    design: Design,
    workload: Workload,
    *,
    region: str | None = None,
    hours_per_month: Decimal = HOURS_PER_MONTH,
    assumptions: Assumptions | None = None,
    free_tier: bool = True,
    sheet: Sheet | None = None,
) -> Bill:
    """The monthly bill of a design, in the first region it asks for where none is given.

    What the provider has no meter for becomes an unpriced line; nothing is left out in silence. Without `free_tier`
    the always-free allowances of the payer are taken to be used up by other systems. Prices of a `sheet` take the place
    of the book's.
    """
    scope = _scope(design, workload, region, hours_per_month, assumptions)
    provider = design.requirements.provider.value
    with localcontext(Context(prec=28)):
        allowances = ALWAYS if free_tier else frozenset[str]()
        lines = rate(_in_order(scope), provider, scope.region, hours_per_month, allowances=allowances, sheet=sheet)
    return Bill(design.name, provider, scope.region, hours_per_month, lines, scope.assumed())


class VolumeError(ValueError):
    """A load that no bill makes sense of. The message says which."""


def checked_volumes(design: Design) -> None:
    """Raises VolumeError where a load is beyond anything that exists."""
    for load in design.requirements.loads:
        if load.per_month > MOST_A_MONTH:
            text = f"load {load.id}: {load.per_month:.3g} {load.what} a month; at most {MOST_A_MONTH:.0e} can be billed"
            raise VolumeError(text)


def monthly_cost(design: Design, workload: Workload) -> Decimal:
    """The total of the bill, and nothing else of it: what designs are compared by."""
    scope = _scope(design, workload, None, HOURS_PER_MONTH, None)
    with localcontext(Context(prec=28)):
        return total(_in_order(scope), design.requirements.provider.value, scope.region, HOURS_PER_MONTH)


def _scope(
    design: Design, workload: Workload, region: str | None, hours: Decimal, assumptions: Assumptions | None
) -> Scope:
    needs = design.requirements
    home = region or next(iter(needs.regions.value), _HOME[needs.provider.value])
    return Scope(design, workload, home, float(hours), assumptions or Assumptions())


def _in_order(scope: Scope) -> list[tuple[Usage, str]]:
    """Every usage with its component's kind, in the order of the design."""
    places = {component.name: index for index, component in enumerate(scope.design.components)}
    usages = _usages(scope, scope.design.requirements.provider.value)
    return sorted(usages, key=lambda found: places.get(found[0].component, len(places)))


def _usages(scope: Scope, provider: str) -> Iterator[tuple[Usage, str]]:
    elsewhere = _further_regions(scope)
    for component in scope.design.components:
        for usage in _metered(component, scope, provider):
            if usage.sku and not usage.quantity:
                continue
            yield usage, component.kind
            if usage.is_standing and usage.region is None:
                for region in elsewhere:
                    yield usage._replace(region=region, title=f"{usage.title} ({region})"), component.kind
    for overhead in overheads_of(provider):
        for usage in overhead(scope):
            kind = scope.component(usage.component).kind if usage.component else ""
            yield usage, kind


def _metered(component: Component, scope: Scope, provider: str) -> Iterator[Usage]:
    meter = meter_of(provider, component.kind)
    if meter is not None:
        yield from meter(component, scope)
    elif component.kind not in _FREE:
        text = f"no rates of {component.kind} are at hand for {provider}"
        yield Usage(component.name, provider, "", component.kind, 0.0, "", note=text)


_FREE = frozenset({"external", "layer"})
"""Kinds that the provider does not bill: one lies outside, the other is part of the functions that use it."""


def _further_regions(scope: Scope) -> tuple[str, ...]:
    """Regions beside the home one that hold a deployment of their own, because names fail over to them."""
    named = (region for part in scope.design.components if part.kind == "dns-failover" for region in part.regions)
    return tuple(region for region in dict.fromkeys(named) if region != scope.region)
