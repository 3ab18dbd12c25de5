"""Tables."""

from __future__ import annotations

from tools.blueprint.plan.names import pascal
from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import of_data
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.references import ref, sub
from tools.blueprint.targets.cloudformation.template import Properties, Template
from tools.design.components import Index, Table


def print_table(template: Template, table: Table) -> None:
    """A table with its indexes, encrypted and recoverable; a global one where it has replicas."""
    if table.replicas:
        _print_global(template, table)
        return
    properties = _keys(table)
    if table.capacity == "on-demand":
        properties = {"BillingMode": "PAY_PER_REQUEST", **properties}
    else:
        properties |= {"BillingMode": "PROVISIONED", "ProvisionedThroughput": _units(table)}
    if table.indexes:
        properties["GlobalSecondaryIndexes"] = [_index(table, index) for index in table.indexes]
    properties |= _behaviour(table)
    properties["SSESpecification"] = _encryption(template, table)
    properties["PointInTimeRecoverySpecification"] = {"PointInTimeRecoveryEnabled": table.point_in_time_recovery}
    properties["DeletionProtectionEnabled"] = table.deletion_protection
    template.add(template.id(table), "AWS::DynamoDB::Table", properties, keep=_keeps(table), waived=of_data(table))
    if table.capacity == "provisioned":
        _print_scaling(template, table)


def _keeps(table: Table) -> bool:
    return table.role == "data" or table.deletion_protection


def _keys(table: Table) -> Properties:
    names = dict.fromkeys(
        (table.partition_key, table.sort_key, *(k for i in table.indexes for k in (i.partition_key, i.sort_key)))
    )
    attributes: list[Node] = [
        {"AttributeName": name, "AttributeType": "N" if name in table.numeric_keys else "S"} for name in names if name
    ]
    return {"AttributeDefinitions": attributes, "KeySchema": _schema(table.partition_key, table.sort_key)}


def _schema(partition: str, sort: str | None) -> Node:
    found: list[Node] = [{"AttributeName": partition, "KeyType": "HASH"}]
    if sort is not None:
        found.append({"AttributeName": sort, "KeyType": "RANGE"})
    return found


def _index(table: Table, index: Index) -> Node:
    found: Properties = {
        "IndexName": index.name,
        "KeySchema": _schema(index.partition_key, index.sort_key),
        "Projection": {"ProjectionType": "ALL" if index.projection == "all" else "KEYS_ONLY"},
    }
    if table.capacity == "provisioned" and not table.replicas:
        found["ProvisionedThroughput"] = _units(table)
    return found


def _units(table: Table) -> Properties:
    return {"ReadCapacityUnits": table.read_units, "WriteCapacityUnits": table.write_units}


def _behaviour(table: Table) -> Properties:
    found: Properties = {}
    if table.change_stream:
        found["StreamSpecification"] = {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    expires = table.ttl_attribute or ("expiresAt" if table.role != "data" else None)
    if expires is not None:
        found["TimeToLiveSpecification"] = {"AttributeName": expires, "Enabled": True}
    return found


def _encryption(template: Template, table: Table) -> Properties:
    """A customer's key where one is named, the service's key under the account's eyes for confidential data."""
    if table.key is not None:
        return {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": template.value(Ref(table.key))}
    return {"SSEEnabled": table.sensitivity in ("confidential", "restricted")}


def _print_scaling(template: Template, table: Table) -> None:
    identity = template.id(table)
    resources = [("", "table/${" + identity + "}", "dynamodb:table")]
    resources += [
        (pascal(index.name), "table/${" + identity + "}/index/" + index.name, "dynamodb:index")
        for index in table.indexes
    ]
    for word, path, scope in resources:
        for direction, units in (("Read", table.read_units), ("Write", table.write_units)):
            dimension = f"{scope}:{direction}CapacityUnits"
            target = template.add(
                f"{identity}{word}{direction}Target",
                "AWS::ApplicationAutoScaling::ScalableTarget",
                {
                    "ServiceNamespace": "dynamodb",
                    "ResourceId": sub(path),
                    "ScalableDimension": dimension,
                    "MinCapacity": units,
                    "MaxCapacity": units * _SCALE,
                },
            )
            tracking: Properties = {
                "PredefinedMetricSpecification": {"PredefinedMetricType": f"DynamoDB{direction}CapacityUtilization"},
                "TargetValue": _UTILISATION_PERCENT,
            }
            template.add(
                f"{identity}{word}{direction}Scaling",
                "AWS::ApplicationAutoScaling::ScalingPolicy",
                {
                    "PolicyName": f"{direction.lower()}-utilisation",
                    "PolicyType": "TargetTrackingScaling",
                    "ScalingTargetId": ref(target),
                    "TargetTrackingScalingPolicyConfiguration": tracking,
                },
            )


_SCALE = 20
_UTILISATION_PERCENT = 70


def _print_global(template: Template, table: Table) -> None:
    """Created once, in the primary region, for all; the stacks of the other regions refer to it by its name."""
    properties: Properties = {
        "TableName": template.value(template.plan.fixed[table.name]),
        "BillingMode": "PAY_PER_REQUEST",
        **_keys(table),
    }
    if table.indexes:
        properties["GlobalSecondaryIndexes"] = [_index(table, index) for index in table.indexes]
    properties |= _behaviour(table)
    properties["StreamSpecification"] = {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    encrypted: Properties = {"SSEEnabled": table.key is not None or table.sensitivity in ("confidential", "restricted")}
    if encrypted["SSEEnabled"]:
        encrypted["SSEType"] = "KMS"
    properties["SSESpecification"] = encrypted
    regions = dict.fromkeys((template.plan.region, *table.replicas))
    properties["Replicas"] = [_replica(template, table, region) for region in regions]
    primary = template.primary()
    template.add(template.id(table), "AWS::DynamoDB::GlobalTable", properties, keep=_keeps(table), condition=primary)


def _replica(template: Template, table: Table, region: str) -> Node:
    found: Properties = {
        "Region": region,
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": table.point_in_time_recovery},
        "DeletionProtectionEnabled": table.deletion_protection,
    }
    if table.key is not None:
        alias = f"arn:${{AWS::Partition}}:kms:{region}:${{AWS::AccountId}}:alias/${{AWS::StackName}}-{table.key}"
        found["SSESpecification"] = {"KMSMasterKeyId": sub(alias)}
    return found
