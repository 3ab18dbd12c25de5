"""Amazon CloudFront: requests and data to viewers, at the pay-as-you-go rates of North America and Europe.

Source: Amazon CloudFront pricing page. Traffic from AWS origins to the edge is free. Flat-rate plans are not computed.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import KB_PER_GB, Scope
from tools.cost.usage import Usage
from tools.design.components import Cdn


def meter(cdn: Cdn, scope: Scope) -> Iterator[Usage]:
    """Usage of one distribution."""
    requests = scope.demand(cdn.name).per_month
    yield Usage(
        cdn.name, "cloudfront", "https_requests", "HTTPS requests", requests, "requests", (("requests", requests),)
    )
    yield Usage(
        cdn.name,
        "cloudfront",
        "dto_us_eu",
        "Data to viewers",
        requests * cdn.response_kb / KB_PER_GB,
        "requests x response KB / 1024 / 1024",
        (("requests", requests), ("response KB", cdn.response_kb)),
        "rates of North America and Europe",
    )
