"""The same load or design under another amount of traffic."""

from __future__ import annotations

from typing import overload

from tools.design.design import Design
from tools.design.requirements import Load
from tools.workload.flow import propagate
from tools.workload.model import Workload


def scaled_load(load: Load, factor: float) -> Load:
    """The same load, `factor` times as much of it."""
    return load.model_copy(update={"count": load.count * factor})


def at_year(load: Load, years: float) -> Load:
    """The load after so many years of its growth."""
    return scaled_load(load, (1 + load.growth_per_year) ** years)


@overload
def scaled(subject: Design, factor: float) -> Design: ...
@overload
def scaled(subject: Workload, factor: float) -> Workload: ...
def scaled(subject: Design | Workload, factor: float) -> Design | Workload:
    """The same design under `factor` times its traffic, or the workload of that.

    Loads grow; schedules start as often as before and each start brings `factor` times the work. Every rate that
    `propagate` gives is then `factor` times what it was (batched invocations apart: fuller batches need fewer).
    """
    if isinstance(subject, Workload):
        return propagate(_scaled_design(subject.design, factor))
    return _scaled_design(subject, factor)


def _scaled_design(design: Design, factor: float) -> Design:
    clocks = {component.name for component in design.components if component.kind == "schedule"}
    links = tuple(
        link.model_copy(update={"ratio": link.ratio * factor}) if link.source in clocks and link.load is None else link
        for link in design.links
    )
    loads = tuple(scaled_load(load, factor) for load in design.requirements.loads)
    return _with_loads(design, loads).model_copy(update={"links": links})


def grown(design: Design, years: float) -> Design:
    """The same design after so many years of its loads' own growth."""
    return _with_loads(design, tuple(at_year(load, years) for load in design.requirements.loads))


def _with_loads(design: Design, loads: tuple[Load, ...]) -> Design:
    return design.model_copy(update={"requirements": design.requirements.model_copy(update={"loads": loads})})
