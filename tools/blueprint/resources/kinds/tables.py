"""Tables."""

from __future__ import annotations

from tools.blueprint.plan.waivers import of_data
from tools.blueprint.resources.labels import snake
from tools.blueprint.resources.references import HERE
from tools.blueprint.resources.root import Root, text
from tools.blueprint.resources.tree import ONLY_PRIMARY, Block, Body, Node, Word
from tools.design.components import Index, Table

SCALE = 20
UTILISATION_PERCENT = 70


def print_table(root: Root, table: Table) -> None:
    """A table with its indexes, encrypted and recoverable; a global one where it has replicas."""
    body: Body = {"name": root.named(table.name)}
    if table.replicas:
        body["name"] = root.value(root.plan.fixed[table.name])
    if table.capacity == "on-demand" or table.replicas:
        body["billing_mode"] = "PAY_PER_REQUEST"
    else:
        body |= {"billing_mode": "PROVISIONED", **_units(table)}
    body["hash_key"] = table.partition_key
    if table.sort_key is not None:
        body["range_key"] = table.sort_key
    if table.change_stream or table.replicas:
        body |= {"stream_enabled": True, "stream_view_type": "NEW_AND_OLD_IMAGES"}
    body["deletion_protection_enabled"] = table.deletion_protection
    body["attribute"] = _attributes(table)
    if table.indexes:
        body["global_secondary_index"] = [_index(table, index) for index in table.indexes]
    expires = table.ttl_attribute or ("expiresAt" if table.role != "data" else None)
    if expires is not None:
        body["ttl"] = Block({"attribute_name": expires, "enabled": True})
    body["point_in_time_recovery"] = Block({"enabled": table.point_in_time_recovery})
    body["server_side_encryption"] = Block(_encryption(root, table))
    if table.replicas:
        body["replica"] = [_replica(root, table, region) for region in table.replicas]
    keep = table.role == "data" or table.deletion_protection
    count = ONLY_PRIMARY if table.replicas else None
    lifecycle = _scaled(table)
    root.add("aws_dynamodb_table", table.name, body, keep=keep, count=count, lifecycle=lifecycle, waived=of_data(table))
    if table.capacity == "provisioned" and not table.replicas:
        _print_scaling(root, table)


def _scaled(table: Table) -> Body | None:
    """What the scaling sets is not set back."""
    if table.capacity != "provisioned" or table.replicas:
        return None
    return {"ignore_changes": [Word("read_capacity"), Word("write_capacity")]}


def _attributes(table: Table) -> list[Node]:
    keys = (table.partition_key, table.sort_key, *(k for i in table.indexes for k in (i.partition_key, i.sort_key)))
    return [
        Block({"name": name, "type": "N" if name in table.numeric_keys else "S"})
        for name in dict.fromkeys(keys)
        if name
    ]


def _index(table: Table, index: Index) -> Node:
    found: Body = {"name": index.name, "hash_key": index.partition_key}
    if index.sort_key is not None:
        found["range_key"] = index.sort_key
    found["projection_type"] = "ALL" if index.projection == "all" else "KEYS_ONLY"
    if table.capacity == "provisioned" and not table.replicas:
        found |= _units(table)
    return Block(found)


def _units(table: Table) -> Body:
    return {"read_capacity": table.read_units, "write_capacity": table.write_units}


def _encryption(root: Root, table: Table) -> Body:
    """A customer's key where one is named, the service's key under the account's eyes for confidential data."""
    if table.key is not None:
        return {"enabled": True, "kms_key_arn": root.ref(table.key)}
    return {"enabled": table.sensitivity in ("confidential", "restricted")}


def _replica(root: Root, table: Table, region: str) -> Node:
    found: Body = {"region_name": region, "point_in_time_recovery": table.point_in_time_recovery}
    if table.key is not None:
        found["kms_key_arn"] = text(
            "arn:", HERE["partition"], f":kms:{region}:", HERE["account"], ":alias/", HERE["stack"], f"-{table.key}"
        )
    return Block(found)


def _print_scaling(root: Root, table: Table) -> None:
    name = root.at("aws_dynamodb_table", table.name, "name")
    resources = [("", text("table/", name), "dynamodb:table")]
    resources += [
        (f"{snake(index.name)}_", text("table/", name, f"/index/{index.name}"), "dynamodb:index")
        for index in table.indexes
    ]
    for word, path, scope in resources:
        for direction, units in (("Read", table.read_units), ("Write", table.write_units)):
            body: Body = {
                "service_namespace": "dynamodb",
                "resource_id": path,
                "scalable_dimension": f"{scope}:{direction}CapacityUnits",
            }
            measured = Block({"predefined_metric_type": f"DynamoDB{direction}CapacityUtilization"})
            tracking: Body = {"target_value": UTILISATION_PERCENT, "predefined_metric_specification": measured}
            limits: Body = {"min_capacity": units, "max_capacity": units * SCALE}
            print_target_tracking(
                root,
                table.name,
                f"{word}{direction.lower()}",
                f"{direction.lower()}-utilisation",
                body,
                limits,
                tracking,
            )


def print_target_tracking(
    root: Root, owner: str, word: str, name: str, what: Body, limits: Body, tracking: Body
) -> None:
    """Scaling that keeps a measure at a value, between limits."""
    root.add("aws_appautoscaling_target", owner, {**what, **limits}, word=word)
    bound: Body = {
        part: root.at("aws_appautoscaling_target", owner, part, word)
        for part in ("service_namespace", "resource_id", "scalable_dimension")
    }
    body: Body = {"name": name, "policy_type": "TargetTrackingScaling", **bound}
    body["target_tracking_scaling_policy_configuration"] = Block(tracking)
    root.add("aws_appautoscaling_policy", owner, body, word=word)
