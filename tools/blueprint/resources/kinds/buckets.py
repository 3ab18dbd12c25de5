"""Buckets: private, encrypted, versioned, tidied up, reached by TLS only."""

from __future__ import annotations

from tools.blueprint.plan.model import Notice, Waived
from tools.blueprint.plan.names import bucket_name
from tools.blueprint.plan.values import PARTITION, Ref, joined
from tools.blueprint.plan.waivers import of_bucket
from tools.blueprint.resources.labels import prefix
from tools.blueprint.resources.root import (
    OF_ACCOUNT,
    Root,
    refusing_clear_text,
    serving,
    text,
)
from tools.blueprint.resources.tree import ONLY_PRIMARY, Block, Body, Node
from tools.blueprint.resources.waivers import BUCKET_KEY, NO_COPY, NO_NOTICE, SITE_UPLOADS
from tools.design.components import AuditTrail, Bucket, Cdn, LoadBalancer, Mail, StaticSite

ABORT_UPLOADS_DAYS = 7
KEEP_VERSIONS_DAYS = 90
"""How long overwritten and deleted versions can be fetched back."""

KEEP_SITE_VERSIONS_DAYS = 30
COLD_STORAGE = "GLACIER_IR"

_BLOCKS = {"function": "lambda_function", "queue": "queue", "topic": "topic"}
_FIELDS = {"function": "lambda_function_arn", "queue": "queue_arn", "topic": "topic_arn"}


def print_bucket(root: Root, bucket: Bucket) -> None:
    """A bucket, its notifications and its policy."""
    logs = bucket.access_logs if bucket.access_logs != bucket.name else None
    _print_guarded(root, bucket, of_bucket(bucket, logs), locked=bucket.object_lock_days is not None)
    _print_lifecycle(root, bucket, _lifecycle(bucket))
    here: Body = {"bucket": root.ref(bucket.name, "name")}
    if logs is not None:
        kept: Body = {**here, "target_bucket": root.ref(logs, "name"), "target_prefix": f"{bucket.name}/"}
        root.add("aws_s3_bucket_logging", bucket.name, kept)
    if bucket.object_lock_days is not None:
        retention = Block({"mode": "COMPLIANCE", "days": bucket.object_lock_days})
        locked: Body = {**here, "rule": Block({"default_retention": retention})}
        root.add("aws_s3_bucket_object_lock_configuration", bucket.name, locked)
    _print_notifications(root, bucket)
    if bucket.replicate_to:
        _print_replication(root, bucket)
    print_policy(root, bucket)


def print_site_bucket(root: Root, site: StaticSite) -> None:
    """The bucket of a site."""
    _print_guarded(root, site, of_bucket(site, None))
    _print_lifecycle(root, site, [_forgetting(KEEP_SITE_VERSIONS_DAYS)])
    print_policy(root, site)


def _print_guarded(
    root: Root, bucket: Bucket | StaticSite, waived: tuple[Waived, ...], *, locked: bool = False
) -> None:
    """What every bucket has: no public access, one owner, encryption, versions."""
    found = [*waived, *([BUCKET_KEY] if bucket.key is None else []), *_untold(root, bucket)]
    if not getattr(bucket, "replicate_to", ()):
        found.append(NO_COPY)
    fixed = root.plan.fixed.get(bucket.name)
    body: Body = {"bucket": root.value(fixed)} if fixed is not None else {"bucket_prefix": prefix(bucket.name, 37)}
    if locked:
        body["object_lock_enabled"] = True
    root.add("aws_s3_bucket", bucket.name, body, keep=True, waived=found)
    here: Body = {"bucket": root.ref(bucket.name, "name")}
    blocked: Body = {
        "block_public_acls": True,
        "block_public_policy": True,
        "ignore_public_acls": True,
        "restrict_public_buckets": True,
    }
    root.add("aws_s3_bucket_public_access_block", bucket.name, {**here, **blocked})
    owned: Body = {"rule": Block({"object_ownership": "BucketOwnerEnforced"})}
    root.add("aws_s3_bucket_ownership_controls", bucket.name, {**here, **owned})
    by: Body = {"sse_algorithm": "AES256"}
    if bucket.key is not None:
        by = {"sse_algorithm": "aws:kms", "kms_master_key_id": root.ref(bucket.key)}
    rule: Body = {"bucket_key_enabled": True} if bucket.key is not None else {}
    rule["apply_server_side_encryption_by_default"] = Block(by)
    root.add("aws_s3_bucket_server_side_encryption_configuration", bucket.name, {**here, "rule": Block(rule)})
    versions: Body = {**here, "versioning_configuration": Block({"status": "Enabled"})}
    root.add("aws_s3_bucket_versioning", bucket.name, versions)


def _untold(root: Root, bucket: Bucket | StaticSite) -> list[Waived]:
    told = isinstance(bucket, Bucket) and (announces(root, bucket) or bool(_notices_of(root, bucket)))
    return [] if told else [NO_NOTICE]


def _notices_of(root: Root, bucket: Bucket) -> list[Notice]:
    return [notice for notice in root.plan.wiring.notices if notice.bucket == bucket.name]


def _print_lifecycle(root: Root, bucket: Bucket | StaticSite, rules: list[Node]) -> None:
    body: Body = {"bucket": root.ref(bucket.name, "name"), "rule": rules}
    versions = f"aws_s3_bucket_versioning.{root.label(bucket.name)}"
    waived = (SITE_UPLOADS,) if isinstance(bucket, StaticSite) else ()
    root.add("aws_s3_bucket_lifecycle_configuration", bucket.name, body, after=[versions], waived=waived)


def _rule(name: str, what: Body) -> Block:
    return Block({"id": name, "status": "Enabled", "filter": Block({}), **what})


def _forgetting(days: int) -> Block:
    return _rule("forget-old-versions", {"noncurrent_version_expiration": Block({"noncurrent_days": days})})


def _lifecycle(bucket: Bucket) -> list[Node]:
    aborting: Body = {"abort_incomplete_multipart_upload": Block({"days_after_initiation": ABORT_UPLOADS_DAYS})}
    rules: list[Node] = [
        _rule("abort-uploads", aborting),
        _forgetting(max(KEEP_VERSIONS_DAYS, bucket.object_lock_days or 0)),
    ]
    archived, expired = bucket.archive_after_days, bucket.expire_after_days
    if archived is not None and (expired is None or archived < expired):
        moved = Block({"days": archived, "storage_class": COLD_STORAGE})
        rules.append(_rule("archive", {"transition": moved}))
    if expired is not None:
        rules.append(_rule("expire", {"expiration": Block({"days": expired})}))
    return rules


def print_policy(root: Root, bucket: Bucket | StaticSite) -> None:
    """The policy: clear text is refused, and whoever else is named is let in."""
    where = root.ref(bucket.name)
    statements = [refusing_clear_text("s3:*", where, _inside(root, bucket)), *_let_in(root, bucket)]
    root.policy_on("aws_s3_bucket_policy", bucket.name, {"bucket": root.ref(bucket.name, "name")}, statements)


def _inside(root: Root, bucket: Bucket | StaticSite) -> Node:
    return text(root.at("aws_s3_bucket", bucket.name), "/*")


def _let_in(root: Root, bucket: Bucket | StaticSite) -> list[Node]:
    """Services of the cloud that write here by the bucket's own policy."""
    found: list[Node] = []
    logged = [b for b in root.graph.all(Bucket) if b.access_logs == bucket.name]
    if logged:
        arns: list[Node] = [root.at("aws_s3_bucket", b.name) for b in logged]
        found.append(_delivery(root, bucket, "logging.s3.amazonaws.com", {"ArnLike": {"aws:SourceArn": arns}}))
    for link in root.graph.incoming(bucket.name):
        source = root.graph[link.source]
        match source:
            case Cdn():
                found.append(_reading(root, bucket, source))
            case AuditTrail():
                found += _auditing(root, bucket, source)
            case Mail():
                found.append(_delivery(root, bucket, "ses.amazonaws.com", {}))
            case _:
                pass
    if log_bucket(root) == bucket.name and root.graph.all(LoadBalancer):
        found.append(_delivery(root, bucket, "logdelivery.elasticloadbalancing.amazonaws.com", {}))
    return found


def log_bucket(root: Root) -> str | None:
    """The bucket that keeps access logs, where the design has one."""
    return next((bucket.name for bucket in root.graph.all(Bucket) if bucket.role == "logs"), None)


def _reading(root: Root, bucket: Bucket | StaticSite, cdn: Cdn) -> Node:
    """A distribution reads, with the identity of its own and of no other."""
    distribution: Node = root.at("aws_cloudfront_distribution", cdn.name)
    condition: Node = {"StringEquals": {"aws:SourceArn": distribution}}
    return serving("cloudfront.amazonaws.com", "s3:GetObject", _inside(root, bucket), condition)


def _auditing(root: Root, bucket: Bucket | StaticSite, trail: AuditTrail) -> list[Node]:
    services: list[Node] = ["cloudtrail.amazonaws.com", *(["config.amazonaws.com"] if trail.configuration else [])]
    actions: Node = ["s3:GetBucketAcl", "s3:ListBucket"] if trail.configuration else "s3:GetBucketAcl"
    who = services if len(services) > 1 else "cloudtrail.amazonaws.com"
    looking = serving(who, actions, root.ref(bucket.name), {**OF_ACCOUNT})
    return [looking, *(_delivery(root, bucket, str(service), {}) for service in services)]


def _delivery(root: Root, bucket: Bucket | StaticSite, service: str, condition: dict[str, Node]) -> Node:
    return serving(service, "s3:PutObject", _inside(root, bucket), {**condition, **OF_ACCOUNT})


def announces(root: Root, bucket: Bucket) -> bool:
    """Whether some rule listens to the objects of a bucket on the default event bus."""
    if bucket.events_to_bus:
        return True
    return any(
        rule.pattern.get("source") == ("aws.s3",) and Ref(bucket.name, "name") in _names_in(rule.pattern)
        for rule in root.plan.wiring.rules
    )


def _names_in(pattern: object) -> list[object]:
    if isinstance(pattern, dict):
        return [found for value in pattern.values() for found in _names_in(value)]  # type: ignore[reportUnknownVariableType]
    if isinstance(pattern, tuple):
        return [found for value in pattern for found in _names_in(value)]  # type: ignore[reportUnknownVariableType]
    return [pattern]


def _print_notifications(root: Root, bucket: Bucket) -> None:
    notices = _notices_of(root, bucket)
    telling = announces(root, bucket)
    if not notices and not telling:
        return
    body: Body = {"bucket": root.ref(bucket.name, "name")}
    if telling:
        body["eventbridge"] = True
    groups: dict[str, list[Node]] = {}
    for notice in notices:
        kind = root.graph[notice.goal.component].kind
        groups.setdefault(_BLOCKS[kind], []).append(Block(_told(root, notice, kind)))
    root.add("aws_s3_bucket_notification", bucket.name, {**body, **groups}, after=_allowed_first(root, bucket, notices))


def _told(root: Root, notice: Notice, kind: str) -> Body:
    found: Body = {_FIELDS[kind]: root.ref(notice.goal.component), "events": list(notice.kinds)}
    if notice.prefix:
        found["filter_prefix"] = notice.prefix
    if notice.suffix:
        found["filter_suffix"] = notice.suffix
    return found


def _allowed_first(root: Root, bucket: Bucket, notices: list[Notice]) -> list[str]:
    """What must let the bucket in before it may be told whom to notify."""
    found: list[str] = []
    for notice in notices:
        target = root.graph[notice.goal.component]
        if target.kind == "function":
            owner = f"{root.plan.ids[bucket.name]}To{root.plan.ids[target.name]}"
            found.append(f"aws_lambda_permission.{root.label(owner, 'permission')}")
        else:
            kind = "aws_sqs_queue_policy" if target.kind == "queue" else "aws_sns_topic_policy"
            found.append(f"{kind}.{root.label(target.name)}")
    return list(dict.fromkeys(found))


def _print_replication(root: Root, bucket: Bucket) -> None:
    """Copies to the same bucket of the other regions, from the primary one only."""
    role = root.role(f"{root.plan.ids[bucket.name]}CopyRole", count=ONLY_PRIMARY)
    rules: list[Node] = [
        Block(
            {
                "id": f"copy-{number}",
                "priority": number,
                "status": "Enabled",
                "filter": Block({"prefix": ""}),
                "delete_marker_replication": Block({"status": "Enabled"}),
                "destination": Block({"bucket": _copy(root, bucket, region)}),
            }
        )
        for number, region in enumerate(bucket.replicate_to, start=1)
    ]
    body: Body = {"bucket": root.ref(bucket.name, "name"), "role": role, "rule": rules}
    versions = f"aws_s3_bucket_versioning.{root.label(bucket.name)}"
    root.add("aws_s3_bucket_replication_configuration", bucket.name, body, count=ONLY_PRIMARY, after=[versions])


def _copy(root: Root, bucket: Bucket, region: str) -> Node:
    return root.value(joined("arn:", PARTITION, ":s3:::", *bucket_name(bucket.name, region).parts))
