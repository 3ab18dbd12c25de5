"""Where the system meets others: mail, partners, devices, delivered files, auditors."""

from __future__ import annotations

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.environment import external_url
from tools.blueprint.plan.model import DeviceRule
from tools.blueprint.plan.names import title_of
from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import FILES_FROM_OUTSIDE, of_data
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.references import escaped, get, ref, sub
from tools.blueprint.targets.cloudformation.roles import print_role, print_roles_of
from tools.blueprint.targets.cloudformation.template import Properties, Template, text
from tools.design.components import (
    AuditTrail,
    Bucket,
    DeviceGateway,
    External,
    FileGateway,
    Function,
    Mail,
    Queue,
    Stream,
    Table,
)

_SFTP_POLICY = "TransferSecurityPolicy-2024-01"


def print_mail(template: Template, mail: Mail) -> None:
    """The domain mail comes from, with settings that insist on TLS; what takes in mail, where something does."""
    identity = template.id(mail)
    settings: Properties = {
        "DeliveryOptions": {"TlsPolicy": "REQUIRE"},
        "ReputationOptions": {"ReputationMetricsEnabled": True},
        "SuppressionOptions": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
    }
    template.add(f"{identity}Settings", "AWS::SES::ConfigurationSet", settings)
    properties: Properties = {
        "EmailIdentity": mail.sender_domain or template.parameter(parameter_for(mail.name, "SenderDomain")),
        "ConfigurationSetAttributes": {"ConfigurationSetName": ref(f"{identity}Settings")},
        "DkimAttributes": {"SigningEnabled": True},
        "FeedbackAttributes": {"EmailForwardingEnabled": False},
    }
    template.add(identity, "AWS::SES::EmailIdentity", properties)
    actions = _receiving(template, mail)
    if actions:
        _print_receiving(template, mail, actions)


def _receiving(template: Template, mail: Mail) -> list[Node]:
    found: list[Node] = []
    for link in template.graph.outgoing(mail.name):
        target = template.graph[link.target]
        if isinstance(target, Bucket):
            found.append(
                {"S3Action": {"BucketName": template.value(Ref(target.name, "name")), "ObjectKeyPrefix": "mail/"}}
            )
        elif target.kind == "function":
            found.append({"LambdaAction": {"FunctionArn": template.value(Ref(target.name)), "InvocationType": "Event"}})
        elif target.kind == "topic":
            found.append({"SNSAction": {"TopicArn": template.value(Ref(target.name))}})
    return found


def _print_receiving(template: Template, mail: Mail, actions: list[Node]) -> None:
    identity = template.id(mail)
    permits = template.plan.wiring.permits
    after = [permit.id for permit in permits if permit.purpose == "mail" and permit.id.startswith(f"{identity}To")]
    after += [template.id(bucket, "Policy") for bucket in template.graph.targets(mail.name, Bucket)]
    template.add(f"{identity}Rules", "AWS::SES::ReceiptRuleSet", {})
    rule: Node = {
        "Enabled": True,
        "ScanEnabled": True,
        "TlsPolicy": "Require",
        "Recipients": [mail.sender_domain or template.parameter(parameter_for(mail.name, "SenderDomain"))],
        "Actions": actions,
    }
    properties: Properties = {"RuleSetName": ref(f"{identity}Rules"), "Rule": rule}
    template.add(f"{identity}Rule", "AWS::SES::ReceiptRule", properties, after=after)


def print_external(template: Template, external: External) -> None:
    """What a bus or a state machine needs to call something outside: its address, and how it is authenticated."""
    if not is_called(template, external):
        return
    identity = template.id(external)
    key: Node = {
        "ApiKeyName": "X-Api-Key",
        "ApiKeyValue": template.parameter(parameter_for(external.name, "ApiKey")),
    }
    connection: Properties = {
        "AuthorizationType": "API_KEY",
        "AuthParameters": {"ApiKeyAuthParameters": key},
        "Description": text(title_of(external)[:512]),
    }
    template.add(f"{identity}Connection", "AWS::Events::Connection", connection)
    properties: Properties = {
        "ConnectionArn": get(f"{identity}Connection"),
        "HttpMethod": "POST",
        "InvocationEndpoint": template.value(external_url(external)),
        "InvocationRateLimitPerSecond": max(1, min(int(external.max_rps or 300), 300)),
    }
    template.add(identity, "AWS::Events::ApiDestination", properties)


def is_called(template: Template, external: External) -> bool:
    """Whether some service of the cloud calls it by itself."""
    own = Ref(external.name, "id")
    goals = [rule.goal for rule in template.plan.wiring.rules] + [pipe.goal for pipe in template.plan.wiring.pipes]
    if any(goal.component == external.name for goal in goals):
        return True
    return any(own in statement.resources for role in template.plan.roles.values() for statement in role.statements)


def print_devices(template: Template, gateway: DeviceGateway) -> None:
    """What a device may do, and the rules that hand on what devices publish."""
    prefix = gateway.topic_filter.split("/")[0]
    thing = "${!iot:Connection.Thing.ThingName}"
    here = "arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}"
    connecting: Node = {
        "Effect": "Allow",
        "Action": "iot:Connect",
        "Resource": sub(f"{here}:client/{thing}"),
        "Condition": {"Bool": {"iot:Connection.Thing.IsAttached": ["true"]}},
    }
    publishing: Node = {
        "Effect": "Allow",
        "Action": "iot:Publish",
        "Resource": sub(f"{here}:topic/{escaped(prefix)}/{thing}/*"),
    }
    listening: Node = {
        "Effect": "Allow",
        "Action": "iot:Subscribe",
        "Resource": sub(f"{here}:topicfilter/{escaped(prefix)}/{thing}/*"),
    }
    receiving: Node = {
        "Effect": "Allow",
        "Action": "iot:Receive",
        "Resource": sub(f"{here}:topic/{escaped(prefix)}/{thing}/*"),
    }
    document: Node = {"Version": "2012-10-17", "Statement": [connecting, publishing, listening, receiving]}
    template.add(template.id(gateway), "AWS::IoT::Policy", {"PolicyDocument": document})
    for rule in template.plan.wiring.device_rules:
        if rule.gateway == gateway.name:
            _print_device_rule(template, rule)


def _print_device_rule(template: Template, rule: DeviceRule) -> None:
    for role in (rule.role, *([rule.error_role] if rule.dead_letter is not None else [])):
        if role and role not in template.ids:
            print_role(template, template.plan.roles[role])
    payload: Properties = {
        "AwsIotSqlVersion": "2016-03-23",
        "Sql": _query(rule.topic_filter),
        "Actions": [_device_action(template, rule)],
    }
    if rule.dead_letter is not None:
        url = template.value(Ref(rule.dead_letter, "url"))
        payload["ErrorAction"] = {"Sqs": {"QueueUrl": url, "RoleArn": get(rule.error_role)}}
    template.add(rule.id, "AWS::IoT::TopicRule", {"TopicRulePayload": payload})


def _query(topic_filter: str) -> str:
    """The rule's query. What could end the quoted filter, or begin a substitution, is left out of it."""
    kept = "".join(c for c in topic_filter if c.isprintable() and c not in "'${}")
    return " ".join(("SELECT *, topic() AS topic, timestamp() AS receivedAt", "FROM", f"'{kept}'"))


def _device_action(template: Template, rule: DeviceRule) -> Node:
    target = template.graph[rule.goal.component]
    where, role = Ref(target.name), get(rule.role) if rule.role else None
    match target:
        case Function():
            return {"Lambda": {"FunctionArn": template.value(where)}}
        case Queue():
            return {"Sqs": {"QueueUrl": template.value(Ref(target.name, "url")), "RoleArn": role, "UseBase64": False}}
        case Stream():
            name = template.value(Ref(target.name, "name"))
            return {"Kinesis": {"StreamName": name, "PartitionKey": "${topic()}", "RoleArn": role}}
        case Bucket():
            name = template.value(Ref(target.name, "name"))
            return {"S3": {"BucketName": name, "Key": "${topic()}/${timestamp()}.json", "RoleArn": role}}
        case Table():
            return {"DynamoDBv2": {"PutItem": {"TableName": template.value(Ref(target.name, "name"))}, "RoleArn": role}}
        case _:
            return _device_action_of(template, target.kind, where, role)


def _device_action_of(template: Template, kind: str, where: Ref, role: Node) -> Node:
    match kind:
        case "topic":
            return {"Sns": {"TargetArn": template.value(where), "RoleArn": role, "MessageFormat": "RAW"}}
        case "delivery-stream":
            name = template.value(Ref(where.component, "name"))
            return {"Firehose": {"DeliveryStreamName": name, "RoleArn": role, "Separator": "\n"}}
        case _:
            name = template.value(Ref(where.component, "name"))
            return {"StepFunctions": {"StateMachineName": name, "RoleArn": role}}


def print_file_gateway(template: Template, gateway: FileGateway) -> None:
    """A server for SFTP, and a user for each partner, locked into a folder of the bucket."""
    identity = template.id(gateway)
    print_roles_of(template, gateway.name, "serve")
    properties: Properties = {
        "Protocols": ["SFTP"],
        "Domain": "S3",
        "IdentityProviderType": "SERVICE_MANAGED",
        "EndpointType": "PUBLIC",
        "SecurityPolicyName": _SFTP_POLICY,
    }
    template.add(identity, "AWS::Transfer::Server", properties, waived=(FILES_FROM_OUTSIDE,))
    buckets = template.graph.targets(gateway.name, Bucket)
    for partner in template.graph.sources(gateway.name, External):
        mapping: Node = {"Entry": "/", "Target": sub(f"/${{{template.id(buckets[0])}}}/{partner.name}")}
        user: Properties = {
            "ServerId": get(identity, "ServerId"),
            "UserName": partner.name,
            "Role": get(f"{identity}Role"),
            "HomeDirectoryType": "LOGICAL",
            "HomeDirectoryMappings": [mapping],
            "SshPublicKeys": [template.parameter(parameter_for(partner.name, "SshKey"))],
        }
        template.add(f"{identity}{template.id(partner)}User", "AWS::Transfer::User", user)


def print_audit_trail(template: Template, trail: AuditTrail) -> None:
    """A trail of all regions whose files can be proven; a recorder of configurations where asked for."""
    identity = template.id(trail)
    bucket = template.graph.targets(trail.name, Bucket)[0]
    properties: Properties = {
        "S3BucketName": template.value(Ref(bucket.name, "name")),
        "IsLogging": True,
        "IsMultiRegionTrail": True,
        "IncludeGlobalServiceEvents": True,
        "EnableLogFileValidation": True,
    }
    if trail.key is not None:
        properties["KMSKeyId"] = template.value(Ref(trail.key))
    if trail.data_events:
        properties["AdvancedEventSelectors"] = _selectors()
    policy = template.id(bucket, "Policy")
    template.add(identity, "AWS::CloudTrail::Trail", properties, after=[policy], waived=of_data(trail))
    if trail.configuration:
        _print_recorder(template, trail, bucket)


def _selectors() -> Node:
    def selector(name: str, *fields: tuple[str, str]) -> Node:
        return {"Name": name, "FieldSelectors": [{"Field": field, "Equals": [value]} for field, value in fields]}

    data = ("eventCategory", "Data")
    return [
        selector("management", ("eventCategory", "Management")),
        selector("objects", data, ("resources.type", "AWS::S3::Object")),
        selector("items", data, ("resources.type", "AWS::DynamoDB::Table")),
    ]


def _print_recorder(template: Template, trail: AuditTrail, bucket: Bucket) -> None:
    identity = template.id(trail)
    role = "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    recorder: Properties = {
        "RoleARN": sub(f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:{role}"),
        "RecordingGroup": {"AllSupported": True, "IncludeGlobalResourceTypes": True},
    }
    template.add(f"{identity}Recorder", "AWS::Config::ConfigurationRecorder", recorder)
    channel: Properties = {
        "S3BucketName": template.value(Ref(bucket.name, "name")),
        "S3KeyPrefix": "configuration",
        "ConfigSnapshotDeliveryProperties": {"DeliveryFrequency": "TwentyFour_Hours"},
    }
    policy = template.id(bucket, "Policy")
    template.add(f"{identity}Channel", "AWS::Config::DeliveryChannel", channel, after=[policy])
