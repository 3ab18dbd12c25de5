"""What compute needs: sizes on offer, endpoints inside a network."""

from __future__ import annotations

from typing import Any

import pytest

from tools.catalog.private_access import FREE_ENDPOINTS, endpoint_services, own_endpoints
from tools.catalog.sizes import task_size
from tools.design.components import COMPONENT_TYPES, KINDS, ComponentBase


def example(kind: str, **fields: Any) -> ComponentBase:
    return COMPONENT_TYPES[kind].model_construct(None, name="part", **fields)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ((0.25, 512), (0.25, 512)),
        ((0.25, 1500), (0.25, 2048)),
        ((0.25, 2049), (0.5, 3072)),
        ((0.3, 512), (0.5, 1024)),
        ((1, 8192), (1, 8192)),
        ((1, 8193), (2, 9216)),
        ((5, 1024), (8, 16384)),
        ((16, 122_880), (16, 122_880)),
        ((32, 999_999), (16, 122_880)),
    ],
)
def test_the_smallest_task_that_holds_it(asked: tuple[float, int], given: tuple[float, int]) -> None:
    assert task_size(*asked) == given


def test_endpoints_by_what_is_reached() -> None:
    assert endpoint_services(example("queue")) == ("sqs",)
    assert endpoint_services(example("query-engine")) == ("athena", "glue")
    assert endpoint_services(example("ai-service", capability="ocr")) == ("textract",)
    assert endpoint_services(example("ai-service", capability="embedding")) == ("bedrock-runtime",)
    assert endpoint_services(example("stream", engine="kafka")) == ()


def test_objects_and_items_take_no_endpoint_that_costs() -> None:
    reached = {name for kind in KINDS for name in endpoint_services(example(kind))}
    assert not reached & set(FREE_ENDPOINTS)
    assert endpoint_services(example("bucket")) == endpoint_services(example("table")) == ()


def test_code_needs_endpoints_of_its_own() -> None:
    assert own_endpoints(example("function")) == ("xray",)
    assert own_endpoints(example("container")) == ("ecr.api", "ecr.dkr", "logs")
    assert own_endpoints(example("bucket")) == ()
