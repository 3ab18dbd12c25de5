"""The roles of services that work for a component by themselves: delivery streams, proxies, replication, flow logs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tools.blueprint.plan.draft import Draft, granted, merged
from tools.blueprint.plan.model import Condition, Role, Statement
from tools.blueprint.plan.names import bucket_name, fixed_name
from tools.blueprint.plan.values import ACCOUNT, PARTITION, REGION, Ref, Value, arn, joined, under
from tools.design.components import (
    Api,
    Bucket,
    Bus,
    Component,
    Database,
    DeliveryStream,
    Schedule,
    SearchIndex,
    Stream,
)

_LOG_ACTIONS = ("logs:CreateLogStream", "logs:PutLogEvents")


def add_service_roles(draft: Draft) -> None:
    """Gives every service that works for a component its role."""
    for component in draft.design.components:
        make = _MAKERS.get(component.kind)
        for role in make(draft, component) if make is not None else ():
            draft.add_role(role)


def _stream_roles(draft: Draft, stream: Component) -> Iterator[Role]:
    assert isinstance(stream, DeliveryStream)
    yield _serve(draft.ids[stream.name], stream, "firehose.amazonaws.com", _delivering(draft, stream))


def _database_roles(draft: Draft, database: Component) -> Iterator[Role]:
    assert isinstance(database, Database)
    identity = draft.ids[database.name]
    if is_pooled(database):
        yield _serve(f"{identity}Proxy", database, "rds.amazonaws.com", _pooling(database))
    if database.engine != "document":
        yield _serve(f"{identity}Monitor", database, "monitoring.rds.amazonaws.com", _MONITORING, "monitor")


def is_pooled(database: Database) -> bool:
    """Whether clients of a database go through a pool of connections."""
    return database.proxy and database.engine != "document" and not database.replicas


def _network_roles(draft: Draft, network: Component) -> Iterator[Role]:
    yield _serve(draft.ids[network.name], network, "vpc-flow-logs.amazonaws.com", _flowing(network))


def _gateway_roles(draft: Draft, gateway: Component) -> Iterator[Role]:
    yield _serve(draft.ids[gateway.name], gateway, "transfer.amazonaws.com", _receiving(draft, gateway))


def _engine_roles(draft: Draft, engine: Component) -> Iterator[Role]:
    if draft.graph.targets(engine.name, Bucket, "read"):
        yield _serve(f"{draft.ids[engine.name]}Crawler", engine, "glue.amazonaws.com", _crawling(draft, engine))


def _warehouse_roles(draft: Draft, warehouse: Component) -> Iterator[Role]:
    yield _serve(draft.ids[warehouse.name], warehouse, "redshift-serverless.amazonaws.com", _loading(draft, warehouse))


def _bucket_roles(draft: Draft, bucket: Component) -> Iterator[Role]:
    assert isinstance(bucket, Bucket)
    if bucket.replicate_to:
        yield _serve(f"{draft.ids[bucket.name]}Copy", bucket, "s3.amazonaws.com", _copying(bucket))


def _bus_roles(draft: Draft, bus: Component) -> Iterator[Role]:
    assert isinstance(bus, Bus)
    if bus.replicate_to:
        yield _serve(f"{draft.ids[bus.name]}Copy", bus, "events.amazonaws.com", _repeating(bus))


def _api_roles(draft: Draft, api: Component) -> Iterator[Role]:
    assert isinstance(api, Api)
    if api.style == "graphql":
        yield _serve(f"{draft.ids[api.name]}Logs", api, "appsync.amazonaws.com", (_GRAPHQL_LOGS,))


def _schedule_roles(draft: Draft, schedule: Component) -> Iterator[Role]:
    assert isinstance(schedule, Schedule)
    if schedule.mode == "one-off":
        yield Role(f"{draft.ids[schedule.name]}DeliverRole", schedule.name, "deliver", "scheduler.amazonaws.com", ())


_MAKERS: dict[str, Callable[[Draft, Component], Iterator[Role]]] = {
    "delivery-stream": _stream_roles,
    "database": _database_roles,
    "network": _network_roles,
    "file-gateway": _gateway_roles,
    "query-engine": _engine_roles,
    "warehouse": _warehouse_roles,
    "bucket": _bucket_roles,
    "bus": _bus_roles,
    "api": _api_roles,
    "schedule": _schedule_roles,
}


def _serve(stem: str, owner: Component, service: str, statements: Iterable[Statement], purpose: str = "serve") -> Role:
    return Role(f"{stem}Role", owner.name, purpose, service, merged(statements))


def _delivering(draft: Draft, stream: DeliveryStream) -> Iterator[Statement]:
    for source in draft.graph.sources(stream.name, Stream):
        yield from granted("function", "poll", source) or ()
    for link in draft.graph.outgoing(stream.name):
        target = draft.graph[link.target]
        match target:
            case Bucket():
                where = (Ref(target.name), under(Ref(target.name), "/*"))
                yield Statement(_DELIVERY_ACTIONS, where)
                yield from (s for s in granted("function", "write", target) or () if s.actions[0].startswith("kms:"))
            case SearchIndex():
                yield from granted("function", "write", target) or ()
            case _ if target.kind == "function":
                yield Statement(("lambda:InvokeFunction", "lambda:GetFunctionConfiguration"), (Ref(target.name),))
            case _:
                pass
    if stream.format == "parquet":
        database = joined(Ref(stream.name, "group"))
        where = (
            arn("glue", "catalog"),
            arn("glue", "database/", *database.parts),
            arn("glue", "table/", *database.parts, "/*"),
        )
        yield Statement(("glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"), where)
    yield Statement(("logs:PutLogEvents",), (Ref(stream.name, "logs"),))


_DELIVERY_ACTIONS = (
    "s3:AbortMultipartUpload",
    "s3:GetBucketLocation",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:ListBucketMultipartUploads",
    "s3:PutObject",
)


def _pooling(database: Database) -> Iterator[Statement]:
    yield Statement(("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"), (Ref(database.name, "secret"),))
    key: tuple[Value, ...] = (Ref(database.key),) if database.key else (arn("kms", "key/*"),)
    via = Condition("StringEquals", "kms:ViaService", joined("secretsmanager.", REGION, ".amazonaws.com"))
    yield Statement(("kms:Decrypt",), key, (via,))


_MONITORING = (
    Statement(
        (
            "logs:CreateLogGroup",
            "logs:PutRetentionPolicy",
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "logs:DescribeLogStreams",
        ),
        (arn("logs", "log-group:RDSOSMetrics*"),),
    ),
)

_GRAPHQL_LOGS = Statement(("logs:CreateLogGroup", *_LOG_ACTIONS), (arn("logs", "log-group:/aws/appsync/*"),))


def _flowing(network: Component) -> Iterator[Statement]:
    where = (Ref(network.name, "logs"),)
    yield Statement((*_LOG_ACTIONS, "logs:DescribeLogStreams"), where)
    yield Statement(("logs:DescribeLogGroups",), reason="log groups can only be listed as a whole")


def _receiving(draft: Draft, gateway: Component) -> Iterator[Statement]:
    for bucket in draft.graph.targets(gateway.name, Bucket):
        yield Statement(("s3:ListBucket", "s3:GetBucketLocation"), (Ref(bucket.name),))
        yield Statement(("s3:PutObject", "s3:GetObject", "s3:GetObjectVersion"), (under(Ref(bucket.name), "/*"),))
        yield from (s for s in granted("function", "write", bucket) or () if s.actions[0].startswith("kms:"))


def _crawling(draft: Draft, engine: Component) -> Iterator[Statement]:
    for bucket in draft.graph.targets(engine.name, Bucket, "read"):
        yield from granted("function", "read", bucket) or ()
    database = Ref(engine.name, "name")
    where = (arn("glue", "catalog"), arn("glue", "database/", database), arn("glue", "table/", database, "/*"))
    yield Statement(
        (
            "glue:GetDatabase",
            "glue:GetTable",
            "glue:GetTables",
            "glue:CreateTable",
            "glue:UpdateTable",
            "glue:GetPartition",
            "glue:GetPartitions",
            "glue:BatchGetPartition",
            "glue:BatchCreatePartition",
            "glue:CreatePartition",
            "glue:UpdatePartition",
        ),
        where,
    )
    yield Statement(("logs:CreateLogGroup", *_LOG_ACTIONS), (arn("logs", "log-group:/aws-glue/*"),))


def _loading(draft: Draft, warehouse: Component) -> Iterator[Statement]:
    for link in (*draft.graph.outgoing(warehouse.name), *draft.graph.incoming(warehouse.name)):
        other = draft.graph[link.target if link.source == warehouse.name else link.source]
        stores = [other] if isinstance(other, Bucket) else draft.graph.targets(other.name, Bucket, "write", "send")
        if isinstance(other, (Bucket, DeliveryStream)):
            for store in stores:
                yield from granted("function", "read", store) or ()


def _copying(bucket: Bucket) -> Iterator[Statement]:
    own = joined("arn:", PARTITION, ":s3:::", *bucket_name(bucket.name).parts)
    copies = tuple(
        joined("arn:", PARTITION, ":s3:::", *bucket_name(bucket.name, region).parts, "/*")
        for region in bucket.replicate_to
    )
    yield Statement(("s3:GetReplicationConfiguration", "s3:ListBucket"), (own,))
    reads = ("s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging")
    yield Statement(reads, (under(own, "/*"),))
    yield Statement(("s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"), copies)


def _repeating(bus: Bus) -> Iterator[Statement]:
    yield Statement(("events:PutEvents",), copies_of(bus))


def copies_of(bus: Bus) -> tuple[Value, ...]:
    """The same bus in the regions that get a copy of every event."""
    name = ("default",) if bus.scope == "default" else fixed_name(bus.name).parts
    return tuple(
        joined("arn:", PARTITION, f":events:{region}:", ACCOUNT, ":event-bus/", *name) for region in bus.replicate_to
    )
