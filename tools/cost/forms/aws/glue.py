"""AWS Glue: DPU-hours by the second and at least a minute a run; the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, time
from tools.cost.usage import Usage

FIELDS = (
    count("dpus", "DPUs of a run", "dpu", "workers", "capacity", "number_of_workers", default=1.0),
    count("runs", "runs", "jobs", "job_runs", "executions", default=1.0),
    time(
        "duration",
        "time of one run",
        "run",
        "job",
        "runtime",
        "job_duration",
        "per_run",
        "run_duration",
        "execution",
        "",
        unit="s",
    ),
    count("dpu_hours", "DPU-hours of all runs", "dpu_hour"),
    count("catalog_objects", "objects of the catalogue", "objects"),
    count("catalog_requests", "requests of the catalogue", "requests"),
)
CHARGES = (
    Charge("dpu_hour", "DPU-hours", ("dpu_hours",)),
    Charge("catalog_objects", "Objects", ("catalog_objects",)),
    Charge("catalog_requests", "Requests", ("catalog_requests",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """Runs by their time."""
    if given.has("duration"):
        formula = "runs x dpus x max(60, duration s) / 3600"
        yield given.usage("dpu_hour", "DPU-hours", formula, given.inputs("runs", "dpus", "duration"))


FORM = Form(
    "glue",
    FIELDS,
    CHARGES,
    lines=lines,
    features={"glue_job": {}, "glue_crawler": {}, "glue_catalog_database": {}, "glue_etl": {}},
)
