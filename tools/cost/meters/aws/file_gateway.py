"""AWS Transfer Family: an endpoint by the hour, and data both ways. Source: its pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope, gigabytes
from tools.cost.usage import Usage
from tools.design.components import FileGateway


def meter(gateway: FileGateway, scope: Scope) -> Iterator[Usage]:
    """Usage of one gateway."""
    yield Usage(
        gateway.name,
        "transfer_family",
        "sftp_hour",
        "SFTP endpoint",
        scope.hours,
        "hours",
        (("hours", scope.hours),),
        is_standing=True,
    )
    size = gigabytes(scope.incoming(gateway.name))
    yield Usage(gateway.name, "transfer_family", "data", "Data", size, "GB delivered", (("GB delivered", size),))
