"""Cloudflare Workers: requests and CPU time, with the base charge of the plan."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.cloudflare_plan import base_plan
from tools.cost.forms.model import Charge, Form, Given, choice, count, time
from tools.cost.usage import Usage

FIELDS = (
    choice(
        "plan",
        "plan of the account; the paid one has a base charge",
        "account_plan",
        "workers_plan",
        of={
            "paid": "paid",
            "standard": "paid",
            "workers_paid": "paid",
            "bundled": "paid",
            "included": "included",
            "none": "included",
        },
        default="paid",
    ),
    count("requests", "requests in a month", "invocations", "calls", "dynamic_requests", ""),
    count("static_requests", "requests of static assets: free", "static_asset_requests", "asset_requests"),
    time(
        "cpu",
        "CPU time of one request",
        "cpu_time",
        "avg_cpu",
        "cpu_per_request",
        "cpu_per_invocation",
        "cpu_time_per_request",
        "",
    ),
    count("cpu_ms_total", "CPU time of all requests in ms", "total_cpu_ms", "cpu_ms_month"),
    count("static_share", "share of the requests for static assets", "static_assets_share"),
)
CHARGES = (
    Charge("requests", "Requests", ("requests",)),
    Charge(
        "cpu_ms",
        "CPU time",
        (
            "requests",
            "cpu",
        ),
    ),
    Charge("cpu_ms", "CPU time", ("cpu_ms_total",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """The base charge of the plan, if stated."""
    yield from base_plan(given)


FORM = Form(
    "workers",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=("base_paid_plan",),
    free_by_default="*",
    features={
        "workers_script": {},
        "workers_paid": {},
        "workers_standard": {},
        "workers_cron": {},
        "workers_static_assets": {},
    },
)
