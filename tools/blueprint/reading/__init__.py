"""Reading back: what was printed, as one graph of resources, and how two such graphs differ.

Owns the way from a printed text to resources under our own words: kinds, names and settings that depend neither on who
printed them nor on the provider (CloudFormation's types, Terraform's), references spelled out, permissions one by one.
Refuses to judge, to guess at what it does not know (that stays a difference), and to read what a text was printed from:
only the text counts.
"""

from __future__ import annotations

from tools.blueprint.reading.comparing import differences
from tools.blueprint.reading.documents import read_document
from tools.blueprint.reading.model import Permission, Reading, Resource
from tools.blueprint.reading.templates import read_template

__all__ = ["Permission", "Reading", "Resource", "differences", "read_document", "read_template"]
