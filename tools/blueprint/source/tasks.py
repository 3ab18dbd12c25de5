"""Code that is no handler: tasks in containers, batch jobs, lists of libraries, the tables of a database."""

from __future__ import annotations

from tools.blueprint.plan.model import Plan
from tools.design.components import Container, Database, Etl, Layer


def print_layer(layer: Layer) -> dict[str, str]:
    """The list of libraries of a layer."""
    return {}


def print_container(plan: Plan, container: Container) -> dict[str, str]:
    """A task."""
    return {}


def print_job(plan: Plan, job: Etl) -> dict[str, str]:
    """A batch job."""
    return {}


def print_schema(plan: Plan, database: Database) -> dict[str, str]:
    """Tables."""
    return {}
