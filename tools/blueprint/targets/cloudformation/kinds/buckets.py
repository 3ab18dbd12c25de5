"""Buckets: private, encrypted, versioned, tidied up, reached by TLS only."""

from __future__ import annotations

from tools.blueprint.plan.model import Notice
from tools.blueprint.plan.names import bucket_name
from tools.blueprint.plan.values import PARTITION, Ref, joined
from tools.blueprint.plan.waivers import of_bucket
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.kinds.messaging import refusing_clear_text
from tools.blueprint.targets.cloudformation.references import NOTHING, choose, get, ref, sub
from tools.blueprint.targets.cloudformation.roles import print_role
from tools.blueprint.targets.cloudformation.template import Properties, Template, one_or_many, policy
from tools.design.components import AuditTrail, Bucket, Cdn, LoadBalancer, Mail, StaticSite

ABORT_UPLOADS_DAYS = 7
KEEP_VERSIONS_DAYS = 90
"""How long overwritten and deleted versions can be fetched back."""

COLD_STORAGE = "GLACIER_IR"

_KINDS = {"function": "LambdaConfigurations", "queue": "QueueConfigurations", "topic": "TopicConfigurations"}
_FIELDS = {"function": "Function", "queue": "Queue", "topic": "Topic"}


def print_bucket(template: Template, bucket: Bucket) -> None:
    """A bucket, its notifications and its policy."""
    logs = _logs_of(template, bucket)
    properties: Properties = {}
    fixed = template.plan.fixed.get(bucket.name)
    if fixed is not None:
        properties["BucketName"] = template.value(fixed)
    properties |= guarded(template, bucket)
    properties["LifecycleConfiguration"] = {"Rules": _lifecycle(bucket)}
    if logs is not None:
        prefix = f"{bucket.name}/"
        properties["LoggingConfiguration"] = {
            "DestinationBucketName": template.value(Ref(logs, "name")),
            "LogFilePrefix": prefix,
        }
    if bucket.object_lock_days is not None:
        retention: Node = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": bucket.object_lock_days}}
        properties |= {
            "ObjectLockEnabled": True,
            "ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled", "Rule": retention},
        }
    notices = [notice for notice in template.plan.wiring.notices if notice.bucket == bucket.name]
    if notices or announces(template, bucket):
        properties["NotificationConfiguration"] = _notifications(template, bucket, notices)
    if bucket.replicate_to:
        properties["ReplicationConfiguration"] = _replication(template, bucket)
    after = [] if not notices else _allowed_first(template, bucket, notices)
    template.add(
        template.id(bucket), "AWS::S3::Bucket", properties, keep=True, after=after, waived=of_bucket(bucket, logs)
    )
    print_policy(template, bucket)


def guarded(template: Template, bucket: Bucket | StaticSite) -> Properties:
    """What every bucket has: no public access, one owner, encryption, versions."""
    encryption: Properties = {"SSEAlgorithm": "AES256"}
    rule: Properties = {"ServerSideEncryptionByDefault": encryption}
    if bucket.key is not None:
        encryption |= {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": template.value(Ref(bucket.key))}
        rule["BucketKeyEnabled"] = True
    return {
        "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": True,
            "BlockPublicPolicy": True,
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        },
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
        "BucketEncryption": {"ServerSideEncryptionConfiguration": [rule]},
        "VersioningConfiguration": {"Status": "Enabled"},
    }


def print_policy(template: Template, bucket: Bucket | StaticSite, *more: Node) -> None:
    """The policy: clear text is refused, and whoever else is named is let in."""
    where = template.value(Ref(bucket.name))
    inside = sub(f"${{{template.id(bucket)}.Arn}}/*")
    statements = [refusing_clear_text("s3:*", where, inside), *more, *_let_in(template, bucket)]
    properties: Properties = {"Bucket": template.value(Ref(bucket.name, "name")), "PolicyDocument": policy(statements)}
    template.add(template.id(bucket, "Policy"), "AWS::S3::BucketPolicy", properties)


def _let_in(template: Template, bucket: Bucket | StaticSite) -> list[Node]:
    """Services of the cloud that write here by the bucket's own policy."""
    found: list[Node] = []
    logged = [b for b in template.graph.all(Bucket) if b.access_logs == bucket.name]
    if logged:
        arns: list[Node] = [get(template.id(b)) for b in logged]
        found.append(_delivery(template, bucket, "logging.s3.amazonaws.com", {"ArnLike": {"aws:SourceArn": arns}}))
    for link in template.graph.incoming(bucket.name):
        source = template.graph[link.source]
        match source:
            case Cdn():
                found.append(_reading(template, bucket, source))
            case AuditTrail():
                found += _auditing(template, bucket, source)
            case Mail():
                found.append(_delivery(template, bucket, "ses.amazonaws.com", {}))
            case _:
                pass
    if _is_log_bucket(template, bucket) and template.graph.all(LoadBalancer):
        found.append(_delivery(template, bucket, "logdelivery.elasticloadbalancing.amazonaws.com", {}))
    return found


def _is_log_bucket(template: Template, bucket: Bucket | StaticSite) -> bool:
    return next((b.name for b in template.graph.all(Bucket) if b.role == "logs"), None) == bucket.name


def _reading(template: Template, bucket: Bucket | StaticSite, cdn: Cdn) -> Node:
    """A distribution reads, with the identity of its own and of no other."""
    distribution = f"arn:${{AWS::Partition}}:cloudfront::${{AWS::AccountId}}:distribution/${{{template.id(cdn)}}}"
    return {
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": sub(f"${{{template.id(bucket)}.Arn}}/*"),
        "Condition": {"StringEquals": {"aws:SourceArn": sub(distribution)}},
    }


def _auditing(template: Template, bucket: Bucket | StaticSite, trail: AuditTrail) -> list[Node]:
    services = ["cloudtrail.amazonaws.com", *(["config.amazonaws.com"] if trail.configuration else [])]
    looking: Node = {
        "Effect": "Allow",
        "Principal": {"Service": one_or_many(services)},
        "Action": ["s3:GetBucketAcl", "s3:ListBucket"] if trail.configuration else "s3:GetBucketAcl",
        "Resource": get(template.id(bucket)),
        "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
    }
    return [looking, *(_delivery(template, bucket, service, {}) for service in services)]


def _delivery(template: Template, bucket: Bucket | StaticSite, service: str, condition: Properties) -> Node:
    return {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "s3:PutObject",
        "Resource": sub(f"${{{template.id(bucket)}.Arn}}/*"),
        "Condition": {**condition, "StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
    }


def _logs_of(template: Template, bucket: Bucket) -> str | None:
    if bucket.access_logs is not None and bucket.access_logs != bucket.name:
        return bucket.access_logs
    return None


def _lifecycle(bucket: Bucket) -> Node:
    rules: list[Node] = [
        {
            "Id": "abort-uploads",
            "Status": "Enabled",
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": ABORT_UPLOADS_DAYS},
        },
        {
            "Id": "forget-old-versions",
            "Status": "Enabled",
            "NoncurrentVersionExpiration": {"NoncurrentDays": max(KEEP_VERSIONS_DAYS, bucket.object_lock_days or 0)},
        },
    ]
    if bucket.archive_after_days is not None and _archives(bucket):
        transition: Node = {"StorageClass": COLD_STORAGE, "TransitionInDays": bucket.archive_after_days}
        rules.append({"Id": "archive", "Status": "Enabled", "Transitions": [transition]})
    if bucket.expire_after_days is not None:
        rules.append({"Id": "expire", "Status": "Enabled", "ExpirationInDays": bucket.expire_after_days})
    return rules


def _archives(bucket: Bucket) -> bool:
    return bucket.expire_after_days is None or (bucket.archive_after_days or 0) < bucket.expire_after_days


def announces(template: Template, bucket: Bucket) -> bool:
    """Whether some rule listens to the objects of a bucket on the default event bus."""
    if bucket.events_to_bus:
        return True
    wanted = ("aws.s3",)
    return any(
        rule.pattern.get("source") == wanted and Ref(bucket.name, "name") in _names_in(rule.pattern)
        for rule in template.plan.wiring.rules
    )


def _names_in(pattern: object) -> list[object]:
    if isinstance(pattern, dict):
        return [found for value in pattern.values() for found in _names_in(value)]  # type: ignore[reportUnknownVariableType]
    if isinstance(pattern, tuple):
        return [found for value in pattern for found in _names_in(value)]  # type: ignore[reportUnknownVariableType]
    return [pattern]


def _notifications(template: Template, bucket: Bucket, notices: list[Notice]) -> Node:
    found: Properties = {}
    if announces(template, bucket):
        found["EventBridgeConfiguration"] = {"EventBridgeEnabled": True}
    groups: dict[str, list[Node]] = {}
    for notice in notices:
        target = template.graph[notice.goal.component]
        for kind in notice.kinds:
            entry: Properties = {"Event": kind, _FIELDS[target.kind]: template.value(Ref(target.name))}
            rules: list[Node] = [
                {"Name": name, "Value": value}
                for name, value in (("prefix", notice.prefix), ("suffix", notice.suffix))
                if value
            ]
            if rules:
                entry["Filter"] = {"S3Key": {"Rules": rules}}
            groups.setdefault(_KINDS[target.kind], []).append(entry)
    return {**found, **groups}


def _allowed_first(template: Template, bucket: Bucket, notices: list[Notice]) -> list[str]:
    """What must let the bucket in before it may be told whom to notify."""
    found: list[str] = []
    for notice in notices:
        target = template.graph[notice.goal.component]
        if target.kind == "function":
            found.append(f"{template.id(bucket)}To{template.id(target)}Permission")
        else:
            found.append(template.id(target, "Policy"))
    return list(dict.fromkeys(found))


def _replication(template: Template, bucket: Bucket) -> Node:
    """Copies to the same bucket of the other regions, from the primary one only."""
    primary, role = template.primary(), template.id(bucket, "CopyRole")
    print_role(template, template.plan.roles[role], condition=primary)
    rules: list[Node] = [
        {
            "Id": f"copy-{number}",
            "Priority": number,
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "DeleteMarkerReplication": {"Status": "Enabled"},
            "Destination": {"Bucket": _copy(template, bucket, region)},
        }
        for number, region in enumerate(bucket.replicate_to, start=1)
    ]
    return choose(primary, {"Role": get(role), "Rules": rules}, NOTHING)


def _copy(template: Template, bucket: Bucket, region: str) -> Node:
    return template.value(joined("arn:", PARTITION, ":s3:::", *bucket_name(bucket.name, region).parts))
