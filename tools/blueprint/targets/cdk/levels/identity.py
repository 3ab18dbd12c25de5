"""Roles and keys: trust and statements written out, nothing granted on the way."""

from __future__ import annotations

from typing import Any

from tools.blueprint.targets.cdk.raising import GaveUpError, Level, Raising, plain
from tools.blueprint.targets.cdk.tree import Call, Expression, Make, Name, Remark
from tools.blueprint.targets.cdk.values import Reader
from tools.blueprint.targets.cloudformation.emitter import Noted

_SAID = {"Effect", "Action", "Resource", "Condition", "Sid"}


def _role(raising: Raising) -> None:
    raising.fields["assumedBy"] = _trusted(raising, raising.take("AssumeRolePolicyDocument"))
    raising.say("description", "Description", "s")
    policies = raising.take("Policies")
    if policies is not None:
        raising.fields["inlinePolicies"] = {
            policy["PolicyName"]: document(raising.reader, policy["PolicyDocument"]) for policy in policies
        }


def _trusted(raising: Raising, policy: Any) -> Expression:
    if len(policy["Statement"]) != 1:
        raise GaveUpError
    stated = plain(policy["Statement"][0])
    principal = plain(stated["Principal"])
    if set(stated) - {"Effect", "Principal", "Action", "Condition"} or stated["Action"] != "sts:AssumeRole":
        raise GaveUpError
    if list(principal) != ["Service"]:
        raise GaveUpError
    named: dict[str, Expression] = {}
    if "Condition" in stated:
        named["conditions"] = raising.reader.value(stated["Condition"])
    services = [Make(Name("aws_iam", "ServicePrincipal"), (one,), named) for one in _many(principal["Service"])]
    return services[0] if len(services) == 1 else Make(Name("aws_iam", "CompositePrincipal"), tuple(services))


def document(reader: Reader, policy: Any) -> Expression:
    """A policy document of statements that say who owns them only by where they stand."""
    statements = plain(policy)["Statement"]
    named: dict[str, Expression] = {"statements": [_statement(reader, one) for one in statements]}
    return Make(Name("aws_iam", "PolicyDocument"), (), named)


def _statement(reader: Reader, node: Any) -> Expression:
    if type(node) is Noted:
        return Remark(node.remark, _statement(reader, node.value))
    stated = plain(node)
    if set(stated) - _SAID:
        raise GaveUpError
    named: dict[str, Expression] = {}
    if "Sid" in stated:
        named["sid"] = stated["Sid"]
    if stated["Effect"] != "Allow":
        named["effect"] = Name("aws_iam", "Effect.DENY")
    named["actions"] = reader.value(_many(stated["Action"]), "[s")
    named["resources"] = reader.value(_many(stated["Resource"]), "[s")
    if "Condition" in stated:
        named["conditions"] = reader.value(stated["Condition"])
    return Make(Name("aws_iam", "PolicyStatement"), (), named)


def _many(node: Any) -> list[Any]:
    return list[Any](node) if isinstance(node, list) else [node]  # pyright: ignore[reportUnknownArgumentType]


def _key(raising: Raising) -> None:
    raising.say("description", "Description", "s")
    raising.say("enableKeyRotation", "EnableKeyRotation")
    raising.last("pendingWindow", "PendingWindowInDays", "days")
    written = raising.reader.value(raising.take("KeyPolicy"))
    raising.fields["policy"] = Call(Name("aws_iam", "PolicyDocument.fromJson"), (written,))
    raising.removal()


LEVELS: dict[str, Level] = {
    "AWS::KMS::Key": (Name("aws_kms", "Key"), _key, {"": "keyId", "Arn": "keyArn"}),
    "AWS::IAM::Role": (Name("aws_iam", "Role"), _role, {"": "roleName", "Arn": "roleArn", "RoleId": "roleId"}),
}
