"""Where data is searched, queried and turned into other data: indexes, query engines, warehouses, batch jobs."""

from __future__ import annotations

import json

from tools.blueprint.plan.model import Role, Waived
from tools.blueprint.plan.names import title_of
from tools.blueprint.plan.values import Ref
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.kinds.databases import print_entrance
from tools.blueprint.targets.cloudformation.references import DATABASE_NAME, get, ref, sub, subnets_of
from tools.blueprint.targets.cloudformation.roles import print_roles_of
from tools.blueprint.targets.cloudformation.template import Properties, Template, text
from tools.design.components import (
    Bucket,
    Etl,
    QueryEngine,
    SearchIndex,
    Transcoder,
    Warehouse,
)

SCAN_LIMIT_FACTOR = 20
"""A query may scan twenty times what one is expected to, then it is stopped."""

_GLUE_VERSION = "5.0"
_NO_CONFIGURATION = Waived("CKV_AWS_195", "Its buckets encrypt what it writes, and its logs hold no data.")


def print_search_index(template: Template, index: SearchIndex) -> None:
    """A collection with its three policies: encryption, network, and the roles that may use it."""
    identity, name = template.id(index), f"{index.name[:20].rstrip('-')}-${{Stage}}"
    template.parameter("Stage")
    owned = index.key is None
    rule = f'{{"ResourceType": "collection", "Resource": ["collection/{name}"]}}'
    encryption = f'{{"Rules": [{rule}], '
    key = '"AWSOwnedKey": true' if owned else f'"KmsARN": "${{{template.id(index.key or "")}.Arn}}"'
    policies = {
        "EncryptionPolicy": ("encryption", f"{encryption}{key}}}"),
        "NetworkPolicy": (
            "network",
            f'[{{"Rules": [{rule}], "AllowFromPublic": true}}]',
        ),
    }
    for word, (kind, document) in policies.items():
        properties: Properties = {"Name": sub(name), "Type": kind, "Policy": sub(document)}
        template.add(f"{identity}{word}", "AWS::OpenSearchServerless::SecurityPolicy", properties)
    _print_access(template, index, name)
    collection: Properties = {
        "Name": sub(name),
        "Description": text((index.description or title_of(index))[:1000]),
        "Type": "VECTORSEARCH" if index.vector else "SEARCH",
        "StandbyReplicas": "ENABLED",
    }
    after = [f"{identity}EncryptionPolicy", f"{identity}NetworkPolicy"]
    template.add(identity, "AWS::OpenSearchServerless::Collection", collection, after=after)


def _print_access(template: Template, index: SearchIndex, name: str) -> None:
    users = [
        role.id for role in template.plan.roles.values() if role.purpose in ("run", "serve") and _uses(role, index)
    ]
    principals = (
        ", ".join(f'"${{{role}.Arn}}"' for role in users) or '"arn:${AWS::Partition}:iam::${AWS::AccountId}:root"'
    )
    permissions = json.dumps(
        ["aoss:CreateIndex", "aoss:DescribeIndex", "aoss:UpdateIndex", "aoss:ReadDocument", "aoss:WriteDocument"]
    )
    rules = (
        f'{{"ResourceType": "index", "Resource": ["index/{name}/*"], "Permission": {permissions}}}, '
        f'{{"ResourceType": "collection", "Resource": ["collection/{name}"], '
        '"Permission": ["aoss:DescribeCollectionItems"]}'
    )
    document = f'[{{"Rules": [{rules}], "Principal": [{principals}]}}]'
    properties: Properties = {"Name": sub(name), "Type": "data", "Policy": sub(document)}
    template.add(template.id(index, "AccessPolicy"), "AWS::OpenSearchServerless::AccessPolicy", properties)


def _uses(role: Role, index: SearchIndex) -> bool:
    return any(Ref(index.name) in statement.resources for statement in role.statements)


def print_query_engine(template: Template, engine: QueryEngine) -> None:
    """A work group that sets where results go and how much a query may scan; a catalogue, filled by a crawler."""
    identity = template.id(engine)
    results = template.graph.targets(engine.name, Bucket, "write", "send")
    limit = int(engine.scanned_gb_per_query * SCAN_LIMIT_FACTOR * 1_000_000_000)
    where: Properties = {}
    if results:
        where["OutputLocation"] = sub(f"s3://${{{template.id(results[0])}}}/results/")
    where["EncryptionConfiguration"] = {"EncryptionOption": "SSE_S3"}
    properties: Properties = {
        "Name": sub(f"${{AWS::StackName}}-{engine.name}"),
        "Description": text((engine.description or title_of(engine))[:1024]),
        "WorkGroupConfiguration": {
            "EnforceWorkGroupConfiguration": True,
            "PublishCloudWatchMetricsEnabled": True,
            "BytesScannedCutoffPerQuery": max(limit, 10_000_000),
            "ResultConfiguration": where,
        },
    }
    template.add(identity, "AWS::Athena::WorkGroup", properties)
    print_catalogue(template, identity, engine.name)
    print_roles_of(template, engine.name, "serve")
    sources = template.graph.targets(engine.name, Bucket, "read")
    if sources:
        paths: list[Node] = [{"Path": sub(f"s3://${{{template.id(bucket)}}}/")} for bucket in sources]
        crawler: Properties = {
            "Role": get(f"{identity}CrawlerRole"),
            "DatabaseName": ref(f"{identity}Catalog"),
            "Targets": {"S3Targets": paths},
            "Schedule": {"ScheduleExpression": "cron(0 2 * * ? *)"},
            "SchemaChangePolicy": {"UpdateBehavior": "UPDATE_IN_DATABASE", "DeleteBehavior": "LOG"},
            "RecrawlPolicy": {"RecrawlBehavior": "CRAWL_EVERYTHING"},
        }
        template.add(f"{identity}Crawler", "AWS::Glue::Crawler", crawler, waived=(_NO_CONFIGURATION,))


def print_catalogue(template: Template, identity: str, name: str) -> None:
    """The database of a data catalogue."""
    given: Node = {"Name": sub(f"${{AWS::StackName}}-{name}")}
    properties: Properties = {"CatalogId": ref("AWS::AccountId"), "DatabaseInput": given}
    template.add(f"{identity}Catalog", "AWS::Glue::Database", properties)


def print_warehouse(template: Template, warehouse: Warehouse) -> None:
    """A namespace for the data and a work group for the queries, inside the network."""
    identity, network = template.id(warehouse), warehouse.network or ""
    print_roles_of(template, warehouse.name, "serve")
    name = sub(f"${{AWS::StackName}}-{warehouse.name}")
    namespace: Properties = {
        "NamespaceName": name,
        "DbName": DATABASE_NAME,
        "AdminUsername": "owner",
        "ManageAdminPassword": True,
        "IamRoles": [get(f"{identity}Role")],
        "LogExports": ["userlog", "connectionlog", "useractivitylog"],
    }
    if warehouse.key is not None:
        namespace["KmsKeyId"] = template.value(Ref(warehouse.key))
    template.add(f"{identity}Namespace", "AWS::RedshiftServerless::Namespace", namespace, keep=True)
    print_entrance(template, identity, f"Warehouse {warehouse.name}", network, 5439)
    capacity = max(8, -(-warehouse.base_capacity // 8) * 8)
    properties: Properties = {
        "WorkgroupName": name,
        "NamespaceName": ref(f"{identity}Namespace"),
        "BaseCapacity": capacity,
        "EnhancedVpcRouting": True,
        "PubliclyAccessible": False,
        "SecurityGroupIds": [get(f"{identity}SecurityGroup", "GroupId")],
        "SubnetIds": list(subnets_of(template.plan, network)),
    }
    template.add(identity, "AWS::RedshiftServerless::Workgroup", properties)


def print_etl(template: Template, job: Etl) -> None:
    """A batch job; its script lies in its bucket."""
    print_roles_of(template, job.name, "run")
    scripts = template.graph.targets(job.name, Bucket, "write")
    where = template.id(scripts[-1])
    source = next(iter(template.graph.targets(job.name, Bucket, "read")), scripts[0])
    target = scripts[0]
    fixed = template.plan.fixed.get(job.name)
    properties: Properties = {} if fixed is None else {"Name": template.value(fixed)}
    properties |= {
        "Description": text((job.description or title_of(job))[:2048]),
        "Role": get(template.id(job, "Role")),
        "GlueVersion": _GLUE_VERSION,
        "WorkerType": "G.1X",
        "NumberOfWorkers": max(2, job.workers),
        "Timeout": max(10, int(job.work_s * 5 / 60)),
        "MaxRetries": 1,
        "ExecutionProperty": {"MaxConcurrentRuns": 2},
        "Command": {
            "Name": "glueetl",
            "PythonVersion": "3",
            "ScriptLocation": sub(f"s3://${{{where}}}/scripts/{job.name}.py"),
        },
        "DefaultArguments": {
            "--source": sub(f"s3://${{{template.id(source)}}}/"),
            "--target": sub(f"s3://${{{template.id(target)}}}/{job.name}/"),
            "--job-bookmark-option": "job-bookmark-enable",
            "--enable-metrics": "true",
            "--enable-continuous-cloudwatch-log": "true",
            "--TempDir": sub(f"s3://${{{where}}}/temporary/"),
        },
    }
    template.add(template.id(job), "AWS::Glue::Job", properties, waived=(_NO_CONFIGURATION,))


def print_transcoder(template: Template, transcoder: Transcoder) -> None:
    """The queue that conversions wait in, and the role they run under."""
    print_roles_of(template, transcoder.name, "run")
    properties: Properties = {"Description": text(transcoder.description or title_of(transcoder))}
    template.add(template.id(transcoder), "AWS::MediaConvert::Queue", properties)
