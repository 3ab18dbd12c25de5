"""How each kind of component is printed: one function for each, found by its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tools.blueprint.targets.sam.kinds.apis import print_api
from tools.blueprint.targets.sam.kinds.buckets import print_bucket
from tools.blueprint.targets.sam.kinds.functions import print_function, print_layer
from tools.blueprint.targets.sam.kinds.messaging import print_bus, print_queue, print_stream, print_topic
from tools.blueprint.targets.sam.kinds.tables import print_table
from tools.blueprint.targets.sam.kinds.timers import print_schedule
from tools.blueprint.targets.sam.kinds.workflows import print_workflow
from tools.blueprint.targets.sam.template import Template

Printer = Callable[[Template, Any], None]

PRINTERS: dict[str, tuple[str, Printer]] = {
    "api": ("Front doors", print_api),
    "function": ("Functions", print_function),
    "layer": ("Functions", print_layer),
    "workflow": ("Workflows", print_workflow),
    "queue": ("Messaging", print_queue),
    "topic": ("Messaging", print_topic),
    "bus": ("Messaging", print_bus),
    "stream": ("Messaging", print_stream),
    "schedule": ("Schedules", print_schedule),
    "table": ("Data", print_table),
    "bucket": ("Data", print_bucket),
}
"""Section and printer of each kind."""
