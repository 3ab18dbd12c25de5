"""Amazon CloudFront: data out by bands, requests, functions, invalidations, to the origin."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Field, Form, Given, choice, count, size
from tools.cost.usage import Usage

_WHERE = ("us", "europe", "north_america", "eu", "us_eu")


def _spread(name: str) -> tuple[str, ...]:
    return tuple(f"{name}_{place}" for place in _WHERE)


FIELDS = (
    size("data_out", "data to viewers of North America and Europe", "dto", "data_transfer_out", "data_transfer",
         "transfer", "egress", "out", "internet_out", "data_transfer_to_internet", "dto_us_eu", "",
         *_spread("monthly_data_transfer_to_internet_gb"), *_spread("data_transfer_to_internet_gb")),
    count("viewers", "viewers of a stream at once", "concurrent_viewers", "users"),
    count("mbps", "megabits a second of each", "bitrate_mbps", "mbit_per_s", "bitrate"),
    Field("viewing", "hours", "hours each watches", ("watched", "", "view", "event")),
    count("requests", "HTTPS requests", "https_requests", "https", "viewer_requests",
          *_spread("monthly_https_requests"), ""),
    count("http_requests", "HTTP requests", "http", *_spread("monthly_http_requests")),
    count("function_invocations", "invocations of CloudFront Functions", "functions", "cloudfront_functions",
          "function_calls"),
    count("invalidations", "paths invalidated", "invalidation_requests", "invalidation", "invalidation_paths"),
    size("to_origin", "data to the origin", "data_transfer_to_origin", "origin",
         *_spread("monthly_data_transfer_to_origin_gb")),
    count("log_lines", "lines of the log in real time", "realtime_log_lines", "real_time_log_lines"),
    count("encryption_requests", "requests with field-level encryption", "field_level_encryption"),
    choice("flat_rate_plan", "a plan without overage", "plan", of={
        "free": "free", "pro": "pro", "business": "business", "premium": "premium", "payg": "", "pay_as_you_go": ""}),
)  # fmt: skip
CHARGES = (
    Charge("https_requests", "HTTPS requests", ("requests",)),
    Charge("http_requests", "HTTP requests", ("http_requests",)),
    Charge("functions", "Functions", ("function_invocations",)),
    Charge("invalidation", "Invalidations", ("invalidations",)),
    Charge("to_origin", "Data to the origin", ("to_origin",)),
    Charge("realtime_log_lines", "Log lines", ("log_lines",)),
    Charge("field_level_encryption", "Encrypted requests", ("encryption_requests",)),
)
PLANS = {"free": "0", "pro": "15", "business": "200", "premium": "1000"}
"""US dollars a month, as the note of the price says."""


def lines(given: Given) -> Iterator[Usage]:
    """Data out, from the viewers of a stream where they are stated; the plan where one is bought."""
    if given.has("viewers") and given.has("mbps"):
        formula = "viewers x mbps x viewing hours x 3600 / 8 / 1024"
        yield given.usage("dto_us_eu", "Data out", formula, given.inputs("viewers", "mbps", "viewing"))
    elif given.has("data_out"):
        yield given.usage("dto_us_eu", "Data out", "data out GB", given.inputs("data_out"))
    if plan := given.text("flat_rate_plan"):
        from decimal import Decimal

        book = given.price("cloudfront", "flat_rate_plans")
        given.own["cloudfront", "flat_rate_plans"] = book._replace(
            price=Decimal(PLANS[plan]), per=Decimal(1), base_unit="month", unit="month"
        )
        yield given.usage("flat_rate_plans", f"Plan ({plan})", "1", ())


FORM = Form("cloudfront", FIELDS, CHARGES, lines=lines, covers=("dto_us_eu", "flat_rate_plans"), features={
    "cloudfront_distribution": {}, "cloudfront_function": {}, "cloudfront_functions": {}, "cdn": {},
})  # fmt: skip
