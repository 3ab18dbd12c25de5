"""Who people are, and what keeps others out: user pools, keys, secrets, parameters, firewalls."""

from __future__ import annotations

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.names import title_of
from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import of_data
from tools.blueprint.targets.cloudformation.emitter import Node, Tagged
from tools.blueprint.targets.cloudformation.kinds.logs import print_logs
from tools.blueprint.targets.cloudformation.references import get, ref, sub
from tools.blueprint.targets.cloudformation.template import Properties, Template, one_or_many, policy, text
from tools.design.components import DataHolder, Firewall, Function, Key, Parameter, Secret, UserPool

PASSWORD_LENGTH = 12
TOKEN_HOURS = 1
SESSION_DAYS = 30
KEY_DELETION_DAYS = 30

_TRIGGERS = {
    "custom-message": "CustomMessage",
    "post-authentication": "PostAuthentication",
    "post-confirmation": "PostConfirmation",
    "pre-authentication": "PreAuthentication",
    "pre-sign-up": "PreSignUp",
    "pre-token-generation": "PreTokenGeneration",
    "user-migration": "UserMigration",
}

_MFA = {"off": "OFF", "optional": "OPTIONAL", "required": "ON"}


def print_user_pool(template: Template, pool: UserPool) -> None:
    """A pool, its client, its groups and the identity providers it trusts."""
    identity = template.id(pool)
    properties: Properties = {
        "UserPoolName": sub(f"${{AWS::StackName}}-{pool.name}"),
        "UsernameAttributes": ["email"],
        "AutoVerifiedAttributes": ["email"],
        "Policies": {
            "PasswordPolicy": {
                "MinimumLength": PASSWORD_LENGTH,
                "RequireLowercase": True,
                "RequireUppercase": True,
                "RequireNumbers": True,
                "RequireSymbols": True,
                "TemporaryPasswordValidityDays": 3,
            }
        },
        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
        "MfaConfiguration": _MFA[pool.mfa],
    }
    if pool.mfa != "off":
        properties["EnabledMfas"] = ["SOFTWARE_TOKEN_MFA"]
    properties["DeletionProtection"] = "ACTIVE"
    triggers = _triggers(template, pool)
    if triggers:
        properties["LambdaConfig"] = triggers
    template.add(identity, "AWS::Cognito::UserPool", properties, keep=True)
    _print_client(template, pool)
    for name in pool.groups:
        word = "".join(part.capitalize() for part in name.split("-"))
        group: Properties = {"GroupName": name, "UserPoolId": ref(identity)}
        template.add(f"{identity}{word}Group", "AWS::Cognito::UserPoolGroup", group)


def _triggers(template: Template, pool: UserPool) -> Properties:
    found: Properties = {}
    for link in template.graph.outgoing(pool.name, "trigger"):
        if template.graph[link.target].kind == "function":
            for matched in link.matches or ("post-confirmation",):
                name = _TRIGGERS.get(matched.strip().lower())
                if name is not None:
                    found[name] = template.value(Ref(link.target))
    return found


def _print_client(template: Template, pool: UserPool) -> None:
    identity = template.id(pool)
    properties: Properties = {
        "UserPoolId": ref(identity),
        "GenerateSecret": False,
        "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        "PreventUserExistenceErrors": "ENABLED",
        "EnableTokenRevocation": True,
        "AccessTokenValidity": TOKEN_HOURS,
        "IdTokenValidity": TOKEN_HOURS,
        "RefreshTokenValidity": SESSION_DAYS,
        "TokenValidityUnits": {"AccessToken": "hours", "IdToken": "hours", "RefreshToken": "days"},
    }
    template.add(f"{identity}Client", "AWS::Cognito::UserPoolClient", properties)


def print_key(template: Template, key: Key) -> None:
    """A key that rotates: the account decides by its roles who uses it, services only on behalf of this account."""
    identity = template.id(key)
    administering: Node = {
        "Sid": "AccountAdministers",
        "Effect": "Allow",
        "Principal": {"AWS": sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")},
        "Action": "kms:*",
        "Resource": "*",
    }
    statements: list[Node] = [administering]
    services = _services_using(template, key)
    if services:
        statements.append(
            {
                "Sid": "ServicesUse",
                "Effect": "Allow",
                "Principal": {"Service": one_or_many(services)},
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": "*",
                "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
            }
        )
    if any(logs.key == key.name for logs in template.plan.logs.values()):
        statements.append(_for_logs())
    properties: Properties = {
        "Description": text(key.description or title_of(key)),
        "EnableKeyRotation": key.rotation,
        "PendingWindowInDays": KEY_DELETION_DAYS,
        "KeyPolicy": policy(statements),
    }
    template.add(identity, "AWS::KMS::Key", properties, keep=True)
    alias: Properties = {"AliasName": sub(f"alias/${{AWS::StackName}}-{key.name}"), "TargetKeyId": ref(identity)}
    template.add(f"{identity}Alias", "AWS::KMS::Alias", alias)


def _for_logs() -> Node:
    context = {
        "kms:EncryptionContext:aws:logs:arn": sub("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*")
    }
    return {
        "Sid": "LogsUse",
        "Effect": "Allow",
        "Principal": {"Service": sub("logs.${AWS::Region}.${AWS::URLSuffix}")},
        "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        "Resource": "*",
        "Condition": {"ArnLike": {**context}},
    }


def _services_using(template: Template, key: Key) -> list[str]:
    """Services that put something under this key without a role: into queues, topics, trails."""
    found: dict[str, None] = {}
    for name, queue in template.plan.queues.items():
        component = template.graph[name]
        if isinstance(component, DataHolder) and component.key == key.name:
            found |= dict.fromkeys(service for service, _ in queue.senders)
    for component in template.graph.design.components:
        if not isinstance(component, DataHolder) or component.key != key.name:
            continue
        if component.kind == "audit-trail":
            found["cloudtrail.amazonaws.com"] = None
        if component.kind == "bus":
            found["events.amazonaws.com"] = None
        if component.kind == "topic":
            found |= dict.fromkeys(("events.amazonaws.com", "s3.amazonaws.com"))
    return list(found)


_LONGEST_PURPOSE = 2048


def print_secret(template: Template, secret: Secret) -> None:
    """A secret with a value of chance, to be replaced where the other side says what it is."""
    identity = template.id(secret)
    properties: Properties = {
        "Description": text((secret.purpose or secret.description or title_of(secret))[:_LONGEST_PURPOSE]),
        "GenerateSecretString": {"PasswordLength": 40, "ExcludePunctuation": True},
    }
    if secret.key is not None:
        properties["KmsKeyId"] = template.value(Ref(secret.key))
    template.add(identity, "AWS::SecretsManager::Secret", properties, keep=True, waived=of_data(secret))
    rotator = _rotator_of(template, secret)
    if secret.rotation_days is not None and rotator is not None:
        allowed: Properties = {
            "Action": "lambda:InvokeFunction",
            "FunctionName": template.value(Ref(rotator.name)),
            "Principal": "secretsmanager.amazonaws.com",
            "SourceArn": ref(identity),
        }
        permission = template.add(f"{identity}Permission", "AWS::Lambda::Permission", allowed)
        rotation: Properties = {
            "SecretId": ref(identity),
            "RotationLambdaARN": template.value(Ref(rotator.name)),
            "RotationRules": {"AutomaticallyAfterDays": secret.rotation_days},
        }
        template.add(f"{identity}Rotation", "AWS::SecretsManager::RotationSchedule", rotation, after=[permission])


def _rotator_of(template: Template, secret: Secret) -> Function | None:
    return next(iter(template.graph.sources(secret.name, Function, "write")), None)


def print_parameter(template: Template, parameter: Parameter) -> None:
    """A configuration value."""
    properties: Properties = {
        "Type": "String",
        "Value": text(parameter.value or "-"),
        "Description": text((parameter.description or title_of(parameter))[:1024]),
    }
    template.add(template.id(parameter), "AWS::SSM::Parameter", properties)


_MANAGED_RULES = {
    "common": "AWSManagedRulesCommonRuleSet",
    "known-bad-inputs": "AWSManagedRulesKnownBadInputsRuleSet",
    "sql-injection": "AWSManagedRulesSQLiRuleSet",
    "ip-reputation": "AWSManagedRulesAmazonIpReputationList",
    "anonymous-ip": "AWSManagedRulesAnonymousIpList",
}


def print_firewall(template: Template, firewall: Firewall) -> None:
    """A web ACL with managed rules and a rate limit, logged. One for the edge stands in us-east-1, or elsewhere
    already."""
    identity, edge = template.id(firewall), firewall.scope == "edge"
    condition = edge_here(template) if edge else ""
    rules = [_managed(number, name) for number, name in enumerate(firewall.managed_rules)]
    if firewall.rate_limit_per_5min is not None:
        rules.append(_rate(len(rules), max(10, firewall.rate_limit_per_5min)))
    properties: Properties = {
        "Scope": "CLOUDFRONT" if edge else "REGIONAL",
        "DefaultAction": {"Allow": {}},
        "Rules": rules,
        "VisibilityConfig": _visible(identity),
    }
    template.add(identity, "AWS::WAFv2::WebACL", properties, condition=condition)
    print_logs(template, firewall.name)
    if firewall.name in template.plan.logs:
        logging: Properties = {
            "ResourceArn": get(identity),
            "LogDestinationConfigs": [template.value(Ref(firewall.name, "logs"))],
            "RedactedFields": [{"SingleHeader": {"Name": "authorization"}}],
        }
        template.add(f"{identity}Logging", "AWS::WAFv2::LoggingConfiguration", logging, condition=condition)


def edge_here(template: Template) -> str:
    """Whether this is the region from which the edge is served."""
    return template.condition("ServesEdge", Tagged("!Equals", [ref("AWS::Region"), "us-east-1"]))


def firewall_at_edge(template: Template, owner: str, firewall: str) -> Node:
    """The web ACL of a distribution: the one of this stack, or the one named at deployment."""
    here = edge_here(template)
    parameter = parameter_for(owner, "FirewallArn")
    given = template.given(parameter)
    elsewhere = Tagged("!If", [given, template.parameter(parameter), ref("AWS::NoValue")])
    return Tagged("!If", [here, get(template.id(firewall)), elsewhere])


def _managed(priority: int, name: str) -> Node:
    rule = _MANAGED_RULES[name]
    return {
        "Name": name,
        "Priority": priority,
        "OverrideAction": {"None": {}},
        "Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": rule}},
        "VisibilityConfig": _visible(name),
    }


def _rate(priority: int, limit: int) -> Node:
    return {
        "Name": "rate-limit",
        "Priority": priority,
        "Action": {"Block": {}},
        "Statement": {"RateBasedStatement": {"Limit": limit, "AggregateKeyType": "IP"}},
        "VisibilityConfig": _visible("rate-limit"),
    }


def _visible(name: str) -> Node:
    return {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": name}
