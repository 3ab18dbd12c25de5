"""Where data is searched, queried and turned into other data: indexes, query engines, batch jobs."""

from __future__ import annotations

from tools.blueprint.plan.model import Role, Waived
from tools.blueprint.plan.values import Ref
from tools.blueprint.resources.references import HERE, spliced
from tools.blueprint.resources.root import Root, described, encoded, text
from tools.blueprint.resources.tree import Block, Body, Node
from tools.design.components import Bucket, Etl, QueryEngine, SearchIndex, Transcoder

SCAN_LIMIT_FACTOR = 20
"""A query may scan twenty times what one is expected to, then it is stopped."""

_GLUE_VERSION = "5.0"
_NO_CONFIGURATION = Waived("CKV_AWS_195", "Its buckets encrypt what it writes, and its logs hold no data.")
_INDEX_ACTIONS = ("CreateIndex", "DescribeIndex", "UpdateIndex", "ReadDocument", "WriteDocument")


def print_search_index(root: Root, index: SearchIndex) -> None:
    """A collection with its three policies: encryption, network, and the roles that may use it."""
    name = root.named(index.name, 32)
    collection: Node = text("collection/", *spliced(name))
    rule: Node = {"ResourceType": "collection", "Resource": [collection]}
    key: dict[str, Node] = {"AWSOwnedKey": True} if index.key is None else {"KmsARN": root.ref(index.key)}
    encryption: Body = {"name": name, "type": "encryption", "policy": encoded({"Rules": [rule], **key})}
    first = root.add("aws_opensearchserverless_security_policy", index.name, encryption, word="encryption")
    network: Body = {
        "name": name,
        "type": "network",
        "policy": encoded([{"Rules": [rule], "AllowFromPublic": True}]),
    }
    second = root.add("aws_opensearchserverless_security_policy", index.name, network, word="network")
    _print_access(root, index, name)
    body: Body = {
        "name": name,
        "description": described(index, index.description, 1000),
        "type": "VECTORSEARCH" if index.vector else "SEARCH",
        "standby_replicas": "ENABLED",
    }
    root.add("aws_opensearchserverless_collection", index.name, body, after=[first, second])


def _print_access(root: Root, index: SearchIndex, name: Node) -> None:
    users = [role.id for role in root.plan.roles.values() if role.purpose in ("run", "serve") and _uses(role, index)]
    principals: list[Node] = [root.resolver.role(identity) for identity in users]
    every: list[Node] = [text("index/", *spliced(name), "/*")]
    allowed: list[Node] = [f"aoss:{action}" for action in _INDEX_ACTIONS]
    inside: Node = {"ResourceType": "index", "Resource": every, "Permission": allowed}
    itself: list[Node] = [text("collection/", *spliced(name))]
    looking: list[Node] = ["aoss:DescribeCollectionItems"]
    whole: Node = {"ResourceType": "collection", "Resource": itself, "Permission": looking}
    nobody: list[Node] = [text("arn:", HERE["partition"], ":iam::", HERE["account"], ":root")]
    policy: Node = [{"Rules": [inside, whole], "Principal": principals or nobody}]
    body: Body = {"name": name, "type": "data", "policy": encoded(policy)}
    root.add("aws_opensearchserverless_access_policy", index.name, body)


def _uses(role: Role, index: SearchIndex) -> bool:
    return any(Ref(index.name) in statement.resources for statement in role.statements)


def _address(root: Root, bucket: str, path: str = "") -> Node:
    return text("s3://", root.at("aws_s3_bucket", bucket, "bucket"), f"/{path}")


def print_query_engine(root: Root, engine: QueryEngine) -> None:
    """A work group that sets where results go and how much a query may scan; a catalogue, filled by a crawler."""
    results = root.graph.targets(engine.name, Bucket, "write", "send")
    limit = int(engine.scanned_gb_per_query * SCAN_LIMIT_FACTOR * 1_000_000_000)
    where: Body = {"output_location": _address(root, results[0].name, "results/")} if results else {}
    where["encryption_configuration"] = Block({"encryption_option": "SSE_S3"})
    settings: Body = {
        "enforce_workgroup_configuration": True,
        "publish_cloudwatch_metrics_enabled": True,
        "bytes_scanned_cutoff_per_query": max(limit, 10_000_000),
        "result_configuration": Block(where),
    }
    body: Body = {
        "name": root.named(engine.name, 128),
        "description": described(engine, engine.description, 1024),
        "configuration": Block(settings),
    }
    root.add("aws_athena_workgroup", engine.name, body)
    print_catalogue(root, engine.name)
    sources = root.graph.targets(engine.name, Bucket, "read")
    if sources:
        _print_crawler(root, engine, sources)


def _print_crawler(root: Root, engine: QueryEngine, sources: list[Bucket] | tuple[Bucket, ...]) -> None:
    body: Body = {
        "name": root.named(engine.name, 255),
        "role": root.role(f"{root.plan.ids[engine.name]}CrawlerRole"),
        "database_name": root.at("aws_glue_catalog_database", engine.name, "name"),
        "schedule": "cron(0 2 * * ? *)",
        "s3_target": [Block({"path": _address(root, bucket.name)}) for bucket in sources],
        "schema_change_policy": Block({"update_behavior": "UPDATE_IN_DATABASE", "delete_behavior": "LOG"}),
        "recrawl_policy": Block({"recrawl_behavior": "CRAWL_EVERYTHING"}),
    }
    root.add("aws_glue_crawler", engine.name, body, waived=(_NO_CONFIGURATION,))


def print_catalogue(root: Root, owner: str) -> None:
    """The database of a data catalogue."""
    root.add("aws_glue_catalog_database", owner, {"name": root.named(owner, 255)})


def print_etl(root: Root, job: Etl) -> None:
    """A batch job; its script lies in its bucket."""
    root.roles(job.name, "run")
    scripts = root.graph.targets(job.name, Bucket, "write")
    where, target = scripts[-1].name, scripts[0].name
    source = next(iter(root.graph.targets(job.name, Bucket, "read")), scripts[0]).name
    arguments: Node = {
        "--source": _address(root, source),
        "--target": _address(root, target, f"{job.name}/"),
        "--job-bookmark-option": "job-bookmark-enable",
        "--enable-metrics": "true",
        "--enable-continuous-cloudwatch-log": "true",
        "--TempDir": _address(root, where, "temporary/"),
    }
    script = _address(root, where, f"scripts/{job.name}.py")
    fixed = root.plan.fixed.get(job.name)
    body: Body = {
        "name": root.named(job.name, 255) if fixed is None else root.value(fixed),
        "description": described(job, job.description, 2048),
        "role_arn": root.resolver.role_of(job.name, "run"),
        "glue_version": _GLUE_VERSION,
        "worker_type": "G.1X",
        "number_of_workers": max(2, job.workers),
        "timeout": max(10, int(job.work_s * 5 / 60)),
        "max_retries": 1,
        "default_arguments": arguments,
        "execution_property": Block({"max_concurrent_runs": 2}),
        "command": Block({"name": "glueetl", "python_version": "3", "script_location": script}),
    }
    root.add("aws_glue_job", job.name, body, waived=(_NO_CONFIGURATION,))


def print_transcoder(root: Root, transcoder: Transcoder) -> None:
    """The queue that conversions wait in, and the role they run under."""
    root.roles(transcoder.name, "run")
    words = described(transcoder, transcoder.description, 1024)
    root.add(
        "aws_media_convert_queue", transcoder.name, {"name": root.named(transcoder.name, 255), "description": words}
    )
