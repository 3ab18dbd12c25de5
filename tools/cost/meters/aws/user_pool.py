"""Amazon Cognito (Essentials): monthly active users. Source: Amazon Cognito pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import UserPool


def meter(pool: UserPool, scope: Scope) -> Iterator[Usage]:
    """Usage of one user pool."""
    users = pool.monthly_active_users
    yield Usage(
        pool.name,
        "cognito",
        "essentials_mau",
        "Monthly active users",
        users,
        "active users",
        (("active users", users),),
        "users who sign in through an enterprise directory have a rate of their own" if pool.federation else "",
    )
