"""Contracts of events: what they look like, an example of each, which of them a consumer is given.

Owns the envelope that every event of a design is delivered in, and its schema. Refuses to say how an event travels:
that is the wiring of the blueprint.
"""

from tools.events.catalogue import catalogue_markdown
from tools.events.examples import example, example_of
from tools.events.openapi import Operation, openapi, operations_of
from tools.events.patterns import link_pattern, pattern, pattern_of
from tools.events.schema import field_schema, json_schema, schema_id

__all__ = [
    "Operation",
    "catalogue_markdown",
    "example",
    "example_of",
    "field_schema",
    "json_schema",
    "link_pattern",
    "openapi",
    "operations_of",
    "pattern",
    "pattern_of",
    "schema_id",
]
