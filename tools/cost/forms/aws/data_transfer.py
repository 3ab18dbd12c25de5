"""AWS data transfer: out to the internet, between zones (each direction) and between regions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tools.cost.forms.model import Charge, Form, Given, count, size
from tools.cost.usage import Usage

US_EAST_PAIR = Decimal("0.01")
"""Between us-east-1 and us-east-2, as the note of the price says."""

FIELDS = (
    size(
        "internet_out",
        "data out to the internet",
        "outbound_internet",
        "data_out",
        "dto",
        "egress",
        "out",
        "outbound",
        "transfer_out",
        "internet",
        "internet_egress",
        "",
    ),
    count("tb", "the same in TB", "internet_out_tb"),
    size("free", "data out that is free, counted inside the first band", "free_transfer", "internet_free"),
    size(
        "cross_az",
        "data between zones, counted in both directions",
        "intra_region",
        "inter_az",
        "between_azs",
        "cross_zone",
    ),
    size("inter_region", "data to other regions", "outbound_other_regions", "cross_region", "other_regions"),
    size("us_east_to_us_east", "data between us-east-1 and us-east-2", "outbound_us_east_to_us_east", "us_east"),
)
CHARGES = (Charge("inter_region", "To other regions", ("inter_region",)),)


def lines(given: Given) -> Iterator[Usage]:
    """Data out with the free part inside the first band, and both directions between zones."""
    if given.has("cross_az"):
        yield given.usage("cross_az", "Between zones, both ways", "cross az GB x 2", _named(given, "cross_az"))
    if given.has("internet_out", "tb"):
        yield _out(given)
    if given.has("us_east_to_us_east"):
        book = given.price("data_transfer", "inter_region")
        given.own["data_transfer", "us_east_pair"] = book._replace(price=US_EAST_PAIR)
        inputs = given.inputs("us_east_to_us_east")
        yield given.usage("us_east_pair", "To the other region of US East", "us east to us east GB", inputs)


def _named(given: Given, name: str) -> tuple[tuple[str, float], ...]:
    return (("cross az GB", given.number(name)),)


def _out(given: Given) -> Usage:
    book = given.price("data_transfer", "internet_out")
    amount = given.number("internet_out", given.number("tb") * 1024)
    if not given.has("free"):
        return given.usage("internet_out", "Out to the internet", "data out GB", (("data out GB", amount),))
    free = Decimal(str(given.number("free")))
    bands = tuple(
        tier._replace(up_to=None if tier.up_to is None else max(Decimal(0), tier.up_to - free)) for tier in book.tiers
    )
    given.own["data_transfer", "internet_out"] = book._replace(tiers=bands, free=None)
    inputs = (("data out GB", amount), ("free GB", float(free)))
    return given.usage("internet_out", "Out to the internet", "max(0, data out GB - free GB)", inputs)


FORM = Form("data_transfer", FIELDS, CHARGES, lines=lines, covers=("internet_out", "cross_az"), features={
    "transfer": {}, "internet": {}, "dto": {}, "ec2_data_transfer": {},
})  # fmt: skip
