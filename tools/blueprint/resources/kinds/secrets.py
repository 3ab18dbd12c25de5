"""Keys, secrets and parameters. A value of chance is made when it is applied and stands in no state."""

from __future__ import annotations

from tools.blueprint.plan.model import Waived
from tools.blueprint.plan.waivers import of_data
from tools.blueprint.resources.labels import prefix
from tools.blueprint.resources.references import HERE
from tools.blueprint.resources.root import (
    OF_ACCOUNT,
    Root,
    described,
    document,
    encoded,
    let_in,
    one_or_many,
    text,
)
from tools.blueprint.resources.tree import Apply, Attr, Block, Body, Expr, Item, Node
from tools.blueprint.resources.waivers import NOT_ROTATED
from tools.design.components import DataHolder, Function, Key, Parameter, Secret

KEY_DELETION_DAYS = 30
PASSWORD_LETTERS = 40
OWNER = "owner"
"""Name of the user that owns a database."""


def print_key(root: Root, key: Key) -> None:
    """A key that rotates: the account decides by its roles who uses it, services only on behalf of this account."""
    administering: dict[str, Node] = {
        "Sid": "AccountAdministers",
        "Effect": "Allow",
        "Principal": {"AWS": text("arn:", HERE["partition"], ":iam::", HERE["account"], ":root")},
        "Action": "kms:*",
        "Resource": "*",
    }
    statements: list[Node] = [administering]
    services = _services_using(root, key)
    if services:
        statements.append(
            {
                "Sid": "ServicesUse",
                "Effect": "Allow",
                "Principal": {"Service": one_or_many(services)},
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": "*",
                "Condition": {**OF_ACCOUNT},
            }
        )
    if any(logs.key == key.name for logs in root.plan.logs.values()):
        statements.append(_for_logs())
    body: Body = {
        "description": described(key, key.description, 8192),
        "enable_key_rotation": key.rotation,
        "deletion_window_in_days": KEY_DELETION_DAYS,
        "policy": document(statements),
    }
    root.add("aws_kms_key", key.name, body, keep=True)
    alias: Body = {"name": text("alias/", HERE["stack"], f"-{key.name}"), "target_key_id": root.ref(key.name, "id")}
    root.add("aws_kms_alias", key.name, alias)


def _for_logs() -> Node:
    logs = text("arn:", HERE["partition"], ":logs:", HERE["region"], ":", HERE["account"], ":*")
    return {
        "Sid": "LogsUse",
        "Effect": "Allow",
        "Principal": {"Service": text("logs.", HERE["region"], ".", HERE["suffix"])},
        "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": logs}},
    }


def _services_using(root: Root, key: Key) -> list[str]:
    """Services that put something under this key without a role: into queues, topics, trails."""
    found: dict[str, None] = {}
    for name, queue in root.plan.queues.items():
        component = root.graph[name]
        if isinstance(component, DataHolder) and component.key == key.name:
            found |= dict.fromkeys(service for service, _ in queue.senders)
    for component in root.graph.design.components:
        if not isinstance(component, DataHolder) or component.key != key.name:
            continue
        if component.kind == "audit-trail":
            found["cloudtrail.amazonaws.com"] = None
        if component.kind == "bus":
            found["events.amazonaws.com"] = None
        if component.kind == "topic":
            found |= dict.fromkeys(("events.amazonaws.com", "s3.amazonaws.com"))
    return list(found)


def print_secret(root: Root, secret: Secret) -> None:
    """A secret with a value of chance, to be replaced where the other side says what it is."""
    words = described(secret, secret.purpose or secret.description, 2048)
    body: Body = {"name_prefix": prefix(secret.name, 64), "description": words}
    if secret.key is not None:
        body["kms_key_id"] = root.ref(secret.key)
    rotator = next(iter(root.graph.sources(secret.name, Function, "write")), None)
    rotated = secret.rotation_days is not None and rotator is not None
    waived = (*of_data(secret), *(() if rotated else (NOT_ROTATED,)))
    root.add("aws_secretsmanager_secret", secret.name, body, keep=True, waived=waived)
    chance = print_chance(root, secret.name)
    print_value(root, secret.name, chance)
    if secret.rotation_days is not None and rotator is not None:
        _print_rotation(root, secret, rotator, secret.rotation_days)


def _print_rotation(root: Root, secret: Secret, rotator: Function, days: int) -> None:
    where = root.ref(secret.name)
    permission = let_in(root, secret.name, rotator.name, "secretsmanager.amazonaws.com", where)
    rotation: Body = {
        "secret_id": where,
        "rotation_lambda_arn": root.ref(rotator.name),
        "rotation_rules": Block({"automatically_after_days": days}),
    }
    root.add("aws_secretsmanager_secret_rotation", secret.name, rotation, after=[permission])


def print_chance(root: Root, owner: str) -> Expr:
    """A password of chance, known while it is applied only."""
    label = root.label(owner)
    body: Body = {"password_length": PASSWORD_LETTERS, "exclude_punctuation": True}
    kind = "aws_secretsmanager_random_password"
    root.write("ephemeral", kind, label, body)
    return Attr(kind, label, "random_password", origin="ephemeral")


def print_value(root: Root, owner: str, value: Node, *, word: str = "", count: Node = None) -> None:
    """The first value of a secret; later ones are left alone."""
    which = None if count is None else 0
    secret = Attr("aws_secretsmanager_secret", root.label(owner, word), "id", which)
    body: Body = {"secret_id": secret, "secret_string_wo": value, "secret_string_wo_version": 1}
    root.add("aws_secretsmanager_secret_version", owner, body, word=word, count=count)


def print_credential(
    root: Root, owner: str, key: str | None, waived: tuple[Waived, ...], more: Body | None = None, count: Node = None
) -> None:
    """The name and password of the owner of a database, as a secret."""
    body: Body = {"name_prefix": prefix(f"{owner}-owner", 64), **(more or {})}
    if "name" in body:
        del body["name_prefix"]
    if key is not None:
        body["kms_key_id"] = root.ref(key)
    root.add(
        "aws_secretsmanager_secret",
        owner,
        body,
        word="credential",
        keep=True,
        count=count,
        waived=(*waived, NOT_ROTATED),
    )
    value = encoded({"username": OWNER, "password": print_chance(root, owner)})
    print_value(root, owner, value, word="credential", count=count)


def stored_password(root: Root, owner: str, count: Node = None) -> Expr:
    """The password that was stored, read while it is applied only."""
    label = root.label(owner, "credential")
    which = None if count is None else 0
    counted: Body = {} if count is None else {"count": count}
    kind = "aws_secretsmanager_secret_version"
    root.write("ephemeral", kind, label, {**counted, "secret_id": Attr(kind, label, "secret_id", which)})
    return _password(Attr(kind, label, "secret_string", which, "ephemeral"))


def read_password(root: Root, owner: str) -> Expr:
    """The password that was stored, read in a way that keeps it in the state: for what takes it in no other."""
    label = root.label(owner, "credential")
    kind = "aws_secretsmanager_secret_version"
    root.write("data", kind, label, {"secret_id": Attr(kind, label, "secret_id")})
    return _password(Attr(kind, label, "secret_string", origin="data"))


def _password(secret: Attr) -> Expr:
    return Item(Apply("jsondecode", (secret,)), "password")


def print_parameter(root: Root, parameter: Parameter) -> None:
    """A configuration value."""
    body: Body = {
        "name": text("/", HERE["stack"], f"/{parameter.name}"),
        "description": described(parameter, parameter.description, 1024),
        "type": "String",
        "value": parameter.value or "-",
    }
    waived = (Waived("CKV2_AWS_34", "A configuration value, no secret: those are kept where secrets are."),)
    root.add("aws_ssm_parameter", parameter.name, body, waived=waived)
