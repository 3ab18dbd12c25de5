"""The resources of the AWS provider, version 6, as Terraform and what is bridged from the same provider share them.

Owns which resources a plan becomes, of which types, with which arguments, and how they refer to each other: as data,
in no language's syntax. Refuses to choose names, permissions, numbers or wiring, which are the plan's, and to print.
"""

from __future__ import annotations

from tools.blueprint.resources.making import resources_of
from tools.blueprint.resources.root import CONCERNS, Root

__all__ = ["CONCERNS", "Root", "resources_of"]
