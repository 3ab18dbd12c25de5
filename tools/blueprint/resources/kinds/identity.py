"""User pools: who people are."""

from __future__ import annotations

from tools.blueprint.resources.root import Root
from tools.blueprint.resources.tree import Block, Body, Node
from tools.design.components import UserPool

PASSWORD_LENGTH = 12
TOKEN_HOURS = 1
SESSION_DAYS = 30

_TRIGGERS = {
    "custom-message": "custom_message",
    "post-authentication": "post_authentication",
    "post-confirmation": "post_confirmation",
    "pre-authentication": "pre_authentication",
    "pre-sign-up": "pre_sign_up",
    "pre-token-generation": "pre_token_generation",
    "user-migration": "user_migration",
}

_MFA = {"off": "OFF", "optional": "OPTIONAL", "required": "ON"}


def print_user_pool(root: Root, pool: UserPool) -> None:
    """A pool, its client and its groups."""
    body: Body = {
        "name": root.named(pool.name, 128),
        "username_attributes": ["email"],
        "auto_verified_attributes": ["email"],
        "mfa_configuration": _MFA[pool.mfa],
        "deletion_protection": "ACTIVE",
        "password_policy": Block(
            {
                "minimum_length": PASSWORD_LENGTH,
                "require_lowercase": True,
                "require_uppercase": True,
                "require_numbers": True,
                "require_symbols": True,
                "temporary_password_validity_days": 3,
            }
        ),
        "account_recovery_setting": Block({"recovery_mechanism": Block({"name": "verified_email", "priority": 1})}),
    }
    if pool.mfa != "off":
        body["software_token_mfa_configuration"] = Block({"enabled": True})
    triggers = _triggers(root, pool)
    if triggers:
        body["lambda_config"] = Block(triggers)
    root.add("aws_cognito_user_pool", pool.name, body, keep=True)
    _print_client(root, pool)
    for name in pool.groups:
        group: Body = {"name": name, "user_pool_id": root.ref(pool.name, "id")}
        root.add("aws_cognito_user_group", pool.name, group, word=name.replace("-", "_"))


def _triggers(root: Root, pool: UserPool) -> Body:
    found: Body = {}
    for link in root.graph.outgoing(pool.name, "trigger"):
        if root.graph[link.target].kind == "function":
            for matched in link.matches or ("post-confirmation",):
                name = _TRIGGERS.get(matched.strip().lower())
                if name is not None:
                    found[name] = root.ref(link.target)
    return found


def _print_client(root: Root, pool: UserPool) -> None:
    flows: list[Node] = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    body: Body = {
        "name": root.named(pool.name, 128),
        "user_pool_id": root.ref(pool.name, "id"),
        "generate_secret": False,
        "explicit_auth_flows": flows,
        "prevent_user_existence_errors": "ENABLED",
        "enable_token_revocation": True,
        "access_token_validity": TOKEN_HOURS,
        "id_token_validity": TOKEN_HOURS,
        "refresh_token_validity": SESSION_DAYS,
        "token_validity_units": Block({"access_token": "hours", "id_token": "hours", "refresh_token": "days"}),
    }
    root.add("aws_cognito_user_pool_client", pool.name, body)
