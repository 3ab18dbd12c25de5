"""AWS SAM: one template, the settings to deploy it, nothing decided.

Owns the syntax of SAM and CloudFormation. Refuses to choose names, permissions, numbers or wiring: they are the plan's.
"""

from __future__ import annotations

from tools.blueprint.targets import Target
from tools.blueprint.targets.sam.printing import render

TARGET = Target("sam", "AWS SAM", "aws", "template.yaml", render)
