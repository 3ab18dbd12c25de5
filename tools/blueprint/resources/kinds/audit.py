"""Trails for auditors."""

from __future__ import annotations

from tools.blueprint.plan.waivers import of_data
from tools.blueprint.resources.references import HERE
from tools.blueprint.resources.root import Root, text
from tools.blueprint.resources.tree import Block, Body, Node
from tools.design.components import AuditTrail, Bucket

_CONFIG_ROLE = "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"


def print_audit_trail(root: Root, trail: AuditTrail) -> None:
    """A trail of all regions whose files can be proven; a recorder of configurations where asked for."""
    bucket = root.graph.targets(trail.name, Bucket)[0]
    body: Body = {
        "name": root.named(trail.name, 128),
        "s3_bucket_name": root.ref(bucket.name, "name"),
        "enable_logging": True,
        "is_multi_region_trail": True,
        "include_global_service_events": True,
        "enable_log_file_validation": True,
    }
    if trail.key is not None:
        body["kms_key_id"] = root.ref(trail.key)
    if trail.data_events:
        body["advanced_event_selector"] = _selectors()
    policy = f"aws_s3_bucket_policy.{root.label(bucket.name)}"
    root.add("aws_cloudtrail", trail.name, body, after=[policy], waived=of_data(trail))
    if trail.configuration:
        _print_recorder(root, trail, bucket, policy)


def _selectors() -> list[Node]:
    def selector(name: str, *fields: tuple[str, str]) -> Node:
        chosen: list[Node] = [Block({"field": field, "equals": [value]}) for field, value in fields]
        return Block({"name": name, "field_selector": chosen})

    data = ("eventCategory", "Data")
    return [
        selector("management", ("eventCategory", "Management")),
        selector("objects", data, ("resources.type", "AWS::S3::Object")),
        selector("items", data, ("resources.type", "AWS::DynamoDB::Table")),
    ]


def _print_recorder(root: Root, trail: AuditTrail, bucket: Bucket, policy: str) -> None:
    recorder: Body = {
        "name": root.named(trail.name, 256),
        "role_arn": text("arn:", HERE["partition"], ":iam::", HERE["account"], f":{_CONFIG_ROLE}"),
        "recording_group": Block({"all_supported": True, "include_global_resource_types": True}),
    }
    address = root.add("aws_config_configuration_recorder", trail.name, recorder)
    channel: Body = {
        "name": root.named(trail.name, 256),
        "s3_bucket_name": root.ref(bucket.name, "name"),
        "s3_key_prefix": "configuration",
        "snapshot_delivery_properties": Block({"delivery_frequency": "TwentyFour_Hours"}),
    }
    made = root.add("aws_config_delivery_channel", trail.name, channel, after=[policy, address])
    name = root.at("aws_config_configuration_recorder", trail.name, "name")
    root.add("aws_config_configuration_recorder_status", trail.name, {"name": name, "is_enabled": True}, after=[made])
