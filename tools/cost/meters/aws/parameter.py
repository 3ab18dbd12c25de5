"""AWS Systems Manager Parameter Store: standard parameters at standard throughput are free.

Source: AWS Systems Manager pricing page.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import Parameter


def meter(parameter: Parameter, scope: Scope) -> Iterator[Usage]:
    """Usage of one parameter."""
    yield Usage(
        parameter.name,
        "ssm",
        "standard_parameter",
        "Standard parameter",
        1,
        "parameters",
        (("parameters", 1),),
        is_standing=True,
    )
