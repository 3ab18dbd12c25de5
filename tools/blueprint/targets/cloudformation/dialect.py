"""What the languages that share CloudFormation's syntax do not share."""

from __future__ import annotations

from typing import NamedTuple


class Dialect(NamedTuple):
    """One of them: the printers it has of its own, and what it calls what those printers make."""

    package: str
    """Package of its own printers."""
    own: frozenset[str]
    """Modules of that package that stand in for the shared ones of the same name."""
    alias: str
    """Put after a function's id where its alias is meant, `version` where its published version is."""
    version: str
    stage: str
    """Put after a REST API's id where its stage is meant."""


PLAIN = Dialect("tools.blueprint.targets.cloudformation.kinds", frozenset(), "Alias", "Version", "Stage")
"""CloudFormation itself."""
