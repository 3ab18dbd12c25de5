"""One design under circumstances that can be changed one at a time."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from tools.catalog.prices import Sheet
from tools.cost.assumptions import Assumptions
from tools.cost.bill import Bill
from tools.cost.estimating import HOURS_PER_MONTH, estimate
from tools.design.design import Design
from tools.design.requirements import Load
from tools.workload import propagate


class Case(NamedTuple):
    """A design and what its bill is computed under."""

    design: Design
    region: str | None = None
    hours: Decimal = HOURS_PER_MONTH
    assumptions: Assumptions = Assumptions()
    free_tier: bool = True
    sheet: Sheet | None = None
    """Newer prices than the book's."""

    def bill(self) -> Bill:
        """The bill of a month."""
        return estimate(
            self.design,
            propagate(self.design),
            region=self.region,
            hours_per_month=self.hours,
            assumptions=self.assumptions,
            free_tier=self.free_tier,
            sheet=self.sheet,
        )

    def total(self) -> Decimal:
        """Its exact total in US dollars."""
        return self.bill().total

    def of(self, design: Design) -> Case:
        """The same circumstances for another design."""
        return self._replace(design=design)

    def with_loads(self, loads: tuple[Load, ...]) -> Case:
        """The same design under other loads."""
        asked = self.design.requirements.model_copy(update={"loads": loads})
        return self.of(self.design.model_copy(update={"requirements": asked}))

    def with_load(self, name: str, count: float) -> Case:
        """The same design with another amount of one load."""
        loads = self.design.requirements.loads
        return self.with_loads(
            tuple(load.model_copy(update={"count": count}) if load.id == name else load for load in loads)
        )
