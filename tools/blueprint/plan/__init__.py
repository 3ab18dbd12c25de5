"""The plan: names, wiring, permissions and settings of a design on AWS, decided once for every printer.

Owns every decision two infrastructure languages must agree on, as frozen values without any language's syntax.
Refuses to print, and to change what was asked; supporting parts that a deployment cannot do without are added and
named.
"""

from __future__ import annotations

from tools.blueprint.plan.completion import complete
from tools.blueprint.plan.making import plan
from tools.blueprint.plan.model import Plan

__all__ = ["Plan", "complete", "plan"]
