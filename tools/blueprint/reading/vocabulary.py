"""One word for each kind of resource, whatever a provider calls it, and for what others ask of it.

Each line of the table: our word, CloudFormation's types, the types of Terraform's provider, and what a resource is
known by (what `Ref` and `id` give).
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


def read_words(name: str) -> str:
    """A table of words."""
    return (files("tools.blueprint.reading") / "words" / f"{name}.txt").read_text("utf-8")


_ROWS = tuple(line.split() for line in read_words("kinds").splitlines())

KINDS = {each: row[0] for row in _ROWS for column in row[1:3] for each in column.split(",") if each != "-"}
"""Our word for every type of either provider."""

KNOWN_BY = {row[0]: row[3] for row in _ROWS}
"""What `Ref` and `id` give."""

_ATTRIBUTES = {
    "queue_name": "name",
    "topic_name": "name",
    "function_name": "name",
    "table_name": "name",
    "bucket": "name",
    "api_id": "id",
    "group_id": "id",
    "key_id": "id",
    "server_id": "id",
    "user_id": "id",
    "user_group_id": "id",
    "workgroup_name": "name",
    "namespace_name": "name",
    "configuration_set_name": "name",
    "stage_name": "name",
    "db_cluster_arn": "arn",
    "db_proxy_arn": "arn",
    "workgroup_arn": "arn",
    "workgroup_workgroup_arn": "arn",
    "regional_domain_name": "domain",
    "bucket_regional_domain_name": "domain",
    "dns_name": "domain",
    "domain_name": "domain",
    "repository_uri": "url",
    "repository_url": "url",
    "load_balancer_full_name": "arn_suffix",
    "endpoint_address": "host",
    "endpoint": "host",
    "cluster_identifier": "id",
    "db_cluster_resource_id": "cluster_resource_id",
    "master_user_secret_secret_arn": "secret",
    "reader_endpoint": "reader",
    "read_endpoint_address": "reader",
    "endpoint_port": "port",
    "cloudfront_domain_name": "domain",
    "distribution_domain_name": "domain",
    "uris_graphql": "url",
    "graph_ql_url": "url",
    "domain_name_configuration_target_domain_name": "domain",
    "domain_name_configuration_hosted_zone_id": "zone",
    "regional_hosted_zone_id": "zone",
}


_OWN_ATTRIBUTES = {
    ("api-domain", "domain_name"): "name",
    ("mail-rules", "rule_set_name"): "name",
    ("graph", ""): "arn",
}


@cache
def attribute_of(kind: str, word: str) -> str:
    """Our word for an attribute of a kind; without one, what it is known by."""
    found = "_".join(tokens(re.sub(r"\[\d+\]", "", word)))
    if (kind, found) in _OWN_ATTRIBUTES:
        return _OWN_ATTRIBUTES[kind, found]
    if found in ("", "id", "ref"):
        return KNOWN_BY.get(kind, "id")
    return _ATTRIBUTES.get(found, found)


_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@cache
def tokens(word: str) -> tuple[str, ...]:
    """The words of a name, in lower case, however it is written."""
    return tuple(found.lower() for found in _TOKEN.findall(word))


_PHRASES = re.compile(
    r"\b(?:user-pool|search-index|query-engine|load-balancer|delivery-stream|static-site|file-gateway|device-gateway|"
    r"dns-failover|audit-trail|security-group|workflow-engine|internet-gateway|event-invoke-config)\b"
)
_UNSAID = frozenset(
    """
    access account alarm alias api archive bucket bus cache cdn client cluster container crawler database definition
    deployment distribution domain endpoint etl external failover firewall flow flows function group job key layer link
    logs logging mail mapping model network parameter partner permission pipe plan policy pool proxy queue role route
    routes rule scaling schedule schema secret series service settings site stage status stream subnet subnets
    subscription table target task timeseries to on topic transcoder version warehouse workflow association acl web
    allow source
    """.split()
)
"""Words that say what something is: every language adds others of them to a name."""

_KIND_WORDS = {
    "api-account": "logging this api",
    "api-domain": "name",
    "api-key": "credential plan",
    "api-plan": "usage plan",
    "catalog": "catalog",
    "catalog-table": "columns",
    "cluster": "main",
    "connection": "connection",
    "database-global": "world",
    "database-instance": "instance",
    "distribution-headers": "headers",
    "gateway": "internet",
    "graph-resolver": "graph resolver",
    "health-check": "health",
    "listener": "listener",
    "log-stream": "writing",
    "recorder": "recorder",
    "recorder-delivery": "channel",
    "repository": "repository",
    "scaling-target": "scalable",
    "security-group": "security",
    "warehouse-namespace": "namespace",
    "api-authorizer": "authorizer",
    "cache-users": "users",
    "cache-user": "user",
    "mail-rules": "rules",
    "subnet": "subnet",
    "transfer-user": "user",
    "transfer-key": "user",
}
"""Words that say what one kind is."""

_SAME = {"cluster": "main", "api-logging": "this", "shared-modules": "shared-nodejs", "shared-code": "shared-python"}


@cache
def bare_name(label: str, kind: str = "") -> str:
    """A name without the words for what it is; its first word where nothing else is left."""
    words = "-".join(tokens(label))
    if words in _SAME:
        return _SAME[words]
    own = {*_UNSAID, *_KIND_WORDS.get(kind, "").split()}
    left = [word for word in _PHRASES.sub("", words).split("-") if word and word not in own]
    if any(not word.isdigit() for word in left):
        return "-".join(left)
    return _numbered(words, frozenset(_KIND_WORDS.get(kind, "").split())) if left else words.split("-")[0]


def _numbered(words: str, own: frozenset[str]) -> str:
    """Names of words for what something is and numbers: the first words of each side, and all numbers."""
    sides: list[str] = []
    for side in re.split(r"-(?:to|on)-", words):
        first, _, rest = side.partition(next((word for word in side.split("-") if word.isdigit()), "-"))
        number = side[len(first) : len(side) - len(rest)]
        kept = [word for word in first.split("-") if word and word not in own]
        sides.append("-".join([*kept, number, *(word for word in rest.split("-") if word.isdigit())]))
    return "-to-".join(sides)
