"""Small designs with a workload said outright, so that a bill can be worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tools.cost import Assumptions, Bill, estimate
from tools.cost.formulas import compute
from tools.design.design import Design
from tools.workload import Batching, Demand, Workload

WARM = Assumptions(cold_start_share=0.0, keep_alive_s=1e9, retried_share=0.0)
"""Nothing starts cold and nothing is tried twice, as vendors' examples have it."""

ORIGIN = {"kind": "assumed", "reason": "a test"}

Billing = Callable[..., Bill]


def requirements(provider: str, region: str) -> dict[str, Any]:
    return {
        "title": {"value": "Test", "origin": ORIGIN},
        "provider": {"value": provider, "origin": ORIGIN},
        "regions": {"value": [region], "origin": ORIGIN},
        "languages": {"value": ["python"], "origin": ORIGIN},
        "targets": {"value": ["sam"], "origin": ORIGIN},
    }


def design_of(
    components: Sequence[Mapping[str, Any]],
    flows: Sequence[Mapping[str, Any]] = (),
    workflows: Sequence[Mapping[str, Any]] = (),
    provider: str = "aws",
    region: str = "us-east-1",
) -> Design:
    """A design of these components, with a link for each flow."""
    links = [{key: flow[key] for key in ("kind", "source", "target")} for flow in flows]
    return Design.model_validate(
        {
            "name": "test",
            "title": "Test",
            "requirements": requirements(provider, region),
            "components": components,
            "links": links,
            "workflows": workflows,
        }
    )


def workload_of(design: Design, flows: Sequence[Mapping[str, Any]], hours: float) -> Workload:
    """The workload that these flows are: what arrives at a component is the sum of what leads to it."""
    seconds = hours * 3600
    demands = [_demand(flow["per_month"], flow.get("payload_kb", 0.0), seconds) for flow in flows]
    batches = [Batching(flow["batch"], 1e9, 5.0) if "batch" in flow else None for flow in flows]
    arriving: dict[str, Demand] = {}
    runs: dict[str, Demand] = {}
    for component in design.components:
        into = [index for index, flow in enumerate(flows) if flow["target"] == component.name]
        count = sum(demands[index].per_month for index in into)
        size = sum(demands[index].per_month * demands[index].payload_kb for index in into)
        arriving[component.name] = _demand(count, size / count if count else 0.0, seconds)
        started = sum(demands[index].per_month / (flows[index].get("batch") or 1) for index in into)
        runs[component.name] = _demand(started, size / count if count else 0.0, seconds)
    return Workload(design, arriving, arriving, runs, tuple(demands), tuple(batches), {})


def _demand(per_month: float, payload_kb: float, seconds: float) -> Demand:
    return Demand(per_month, per_month / seconds, per_month / seconds, payload_kb)


def assert_formulas(bill: Bill) -> None:
    """Every line comes to what its formula says of its inputs."""
    for line in bill.lines:
        if line.usage.sku:
            figures = {name: float(value) for name, value in line.usage.inputs if not isinstance(value, str)}
            found = compute(line.usage.formula, figures)
            assert found == pytest.approx(line.usage.quantity, rel=1e-9), (line.usage.formula, figures)


@pytest.fixture
def billed() -> Billing:
    """Bills components under flows: `billed([component, ...], [flow, ...], hours=..., region=..., ...)`."""

    def bill(
        components: Sequence[Mapping[str, Any]],
        flows: Sequence[Mapping[str, Any]] = (),
        *,
        workflows: Sequence[Mapping[str, Any]] = (),
        provider: str = "aws",
        region: str = "us-east-1",
        hours: float = 730,
        assumptions: Assumptions = WARM,
    ) -> Bill:
        design = design_of(components, flows, workflows, provider, region)
        workload = workload_of(design, flows, hours)
        found = estimate(design, workload, hours_per_month=Decimal(str(hours)), assumptions=assumptions)
        assert_formulas(found)
        return found

    return bill


@pytest.fixture(scope="session")
def facts() -> Path:
    """Published facts beside the checkout; the test is skipped where they are absent."""
    root = Path(__file__).parents[3]
    for base in (root.parent, root.parent.parent):
        if (base / "shared" / "facts").is_dir():
            return base / "shared" / "facts"
    pytest.skip("the published facts (../shared/facts) are not beside this checkout")
