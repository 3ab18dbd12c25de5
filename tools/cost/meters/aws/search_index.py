"""Amazon OpenSearch Serverless: compute units by the hour, and storage.

Source: Amazon OpenSearch Service pricing page. Collections of the newest generation go to zero when idle, so the mean
capacity of the design is billed without a floor.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import SearchIndex


def meter(index: SearchIndex, scope: Scope) -> Iterator[Usage]:
    """Usage of one index."""
    yield Usage(
        index.name,
        "opensearch_serverless",
        "ocu_hour",
        "Compute",
        index.mean_capacity * scope.hours,
        "mean OCU x hours",
        (("mean OCU", index.mean_capacity), ("hours", scope.hours)),
        is_standing=True,
    )
    held = scope.held(index)
    yield Usage(
        index.name,
        "opensearch_serverless",
        "storage",
        "Storage",
        held.gigabytes,
        held.formula,
        held.inputs,
        is_standing=True,
    )
