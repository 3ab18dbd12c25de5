"""Amazon Cognito: people active in a month, by tier."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, choice, count
from tools.cost.usage import Usage

FIELDS = (
    choice(
        "tier",
        "tier of the pool",
        "plan",
        "feature_plan",
        "user_pool_tier",
        of={"essentials": "essentials", "lite": "lite", "plus": "plus"},
        default="essentials",
    ),
    count(
        "mau", "people active in a month", "maus", "monthly_active_users", "active_users", "users", "monthly_users", ""
    ),
    count("lite_mau", "of the tier Lite", "lite"),
    count("plus_mau", "of the tier Plus", "plus"),
    count("essentials_mau", "of the tier Essentials", "essentials"),
)
CHARGES = (
    Charge("lite_mau", "People (Lite)", ("lite_mau",)),
    Charge("plus_mau", "People (Plus)", ("plus_mau",)),
    Charge("essentials_mau", "People (Essentials)", ("essentials_mau",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """People of the tier that is named."""
    if given.has("mau"):
        tier = given.text("tier")
        yield given.usage(f"{tier}_mau", f"People ({tier.title()})", "mau", given.inputs("mau"))


FORM = Form(
    "cognito",
    FIELDS,
    CHARGES,
    lines=lines,
    features={
        "cognito_user_pool": {},
        "user_pool": {},
        "cognito_lite": {"tier": "lite"},
        "cognito_plus": {"tier": "plus"},
        "cognito_essentials": {},
    },
)
