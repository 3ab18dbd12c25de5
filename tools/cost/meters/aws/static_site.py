"""A web front end in Amazon S3: what it stores, and what is read because no edge had it. Source: its pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import StaticSite


def meter(site: StaticSite, scope: Scope) -> Iterator[Usage]:
    """Usage of one site."""
    size, reads = site.stored_gb, scope.demand(site.name).per_month
    yield Usage(site.name, "s3", "standard_storage", "Storage", size, "GB", (("GB", size),), is_standing=True)
    yield Usage(site.name, "s3", "get_select_other", "Reads", reads, "files read", (("files read", reads),))
