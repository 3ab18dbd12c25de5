"""Where the system meets others: partners, and the files they deliver."""

from __future__ import annotations

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.environment import external_url
from tools.blueprint.plan.names import title_of
from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import FILES_FROM_OUTSIDE
from tools.blueprint.resources.root import Root, text
from tools.blueprint.resources.tree import Block, Body
from tools.design.components import Bucket, External, FileGateway

SFTP_POLICY = "TransferSecurityPolicy-2024-01"


def print_external(root: Root, external: External) -> None:
    """What a bus or a state machine needs to call something outside: its address, and how it is authenticated."""
    if not is_called(root, external):
        return
    key = Block({"key": "X-Api-Key", "value": root.parameter(parameter_for(external.name, "ApiKey"))})
    connection: Body = {
        "name": root.named(external.name, 64),
        "description": title_of(external)[:512],
        "authorization_type": "API_KEY",
        "auth_parameters": Block({"api_key": key}),
    }
    root.add("aws_cloudwatch_event_connection", external.name, connection)
    body: Body = {
        "name": root.named(external.name, 64),
        "connection_arn": root.ref(external.name, "id"),
        "http_method": "POST",
        "invocation_endpoint": root.value(external_url(external)),
        "invocation_rate_limit_per_second": max(1, min(int(external.max_rps or 300), 300)),
    }
    root.add("aws_cloudwatch_event_api_destination", external.name, body)


def is_called(root: Root, external: External) -> bool:
    """Whether some service of the cloud calls it by itself."""
    own = Ref(external.name, "id")
    goals = [rule.goal for rule in root.plan.wiring.rules] + [pipe.goal for pipe in root.plan.wiring.pipes]
    if any(goal.component == external.name for goal in goals):
        return True
    return any(own in statement.resources for role in root.plan.roles.values() for statement in role.statements)


def print_file_gateway(root: Root, gateway: FileGateway) -> None:
    """A server for SFTP, and a user for each partner, locked into a folder of the bucket."""
    role = root.role(f"{root.plan.ids[gateway.name]}Role")
    body: Body = {
        "protocols": ["SFTP"],
        "domain": "S3",
        "identity_provider_type": "SERVICE_MANAGED",
        "endpoint_type": "PUBLIC",
        "security_policy_name": SFTP_POLICY,
    }
    root.add("aws_transfer_server", gateway.name, body, waived=(FILES_FROM_OUTSIDE,))
    buckets = root.graph.targets(gateway.name, Bucket)
    for partner in root.graph.sources(gateway.name, External):
        word = root.label(partner.name)
        bucket = root.ref(buckets[0].name, "name")
        where = text("/", bucket, f"/{partner.name}")  # type: ignore[arg-type]
        user: Body = {
            "server_id": root.ref(gateway.name, "id"),
            "user_name": partner.name,
            "role": role,
            "home_directory_type": "LOGICAL",
            "home_directory_mappings": Block({"entry": "/", "target": where}),
        }
        root.add("aws_transfer_user", gateway.name, user, word=word)
        key: Body = {
            "server_id": root.ref(gateway.name, "id"),
            "user_name": root.at("aws_transfer_user", gateway.name, "user_name", word),
            "body": root.parameter(parameter_for(partner.name, "SshKey")),
        }
        root.add("aws_transfer_ssh_key", gateway.name, key, word=word)
