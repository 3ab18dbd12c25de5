"""Reading back: what was printed, as one graph of resources, and how two such graphs differ.

Owns the way from a CloudFormation template (or what SAM's translator makes of one) to resources under names that do
not depend on who printed them, with their settings, references spelled out, and permissions. Refuses to judge, and to
read what it was printed from: only the text counts.
"""

from __future__ import annotations

from tools.blueprint.reading.comparing import differences
from tools.blueprint.reading.documents import read_document
from tools.blueprint.reading.model import Permission, Reading, Resource
from tools.blueprint.reading.templates import read_template

__all__ = ["Permission", "Reading", "Resource", "differences", "read_document", "read_template"]
