"""Tables, buckets, databases, secrets."""

from __future__ import annotations

from typing import Any

from tools.blueprint.reading.folding import many
from tools.blueprint.reading.forms.placing import Shaper, by_key
from tools.blueprint.reading.model import is_mapping
from tools.blueprint.reading.neutral import Settings, move, put


def _template_table(found: Settings) -> None:
    found["attributes"] = by_key(found.pop("attribute_definitions", ()), "attribute_name", "attribute_type")
    _keys(found)
    for index in many(found.pop("global_secondary_indexes", None)):
        _keys(index)
        _throughput(index)
        name = index.pop("index_name")
        put(found, f"indexes.{name}", {**index, "projection": index["projection"]["projection_type"]})
    _throughput(found)
    for start, end in _TABLE_WORDS:
        move(found, start, end)
    found.setdefault("stream", found.pop("stream_view_type", "none"))
    _replicas(found)


def _keys(found: Settings) -> None:
    for key in many(found.pop("key_schema", None)):
        found[key["key_type"].lower()] = key["attribute_name"]


def _throughput(found: Settings) -> None:
    units = found.pop("provisioned_throughput", None)
    if units:
        found |= {"read_capacity": units["read_capacity_units"], "write_capacity": units["write_capacity_units"]}


_TABLE_WORDS = (
    ("stream_specification", "*"),
    ("time_to_live_specification", "ttl"),
    ("point_in_time_recovery_specification.point_in_time_recovery_enabled", "/recovery"),
    ("point_in_time_recovery_specification", ""),
    ("sse_specification.sse_enabled", "/encryption.enabled"),
    ("sse_specification.kms_master_key_id", "/encryption.key"),
    ("sse_specification", ""),
)


def _replicas(found: Settings) -> None:
    """Every region has a replica here; there, the others have one of the table itself."""
    regions: dict[str, Any] = {}
    first, *others = [*many(found.pop("replicas", None))] or [None]
    if first is None:
        return
    found["recovery"] = first["point_in_time_recovery_specification"]["point_in_time_recovery_enabled"]
    found["deletion_protection_enabled"] = first.get("deletion_protection_enabled", "false")
    if "sse_specification" in first:
        put(found, "encryption.key", "each region's")
    for replica in others:
        regions[replica["region"]] = {
            "recovery": replica["point_in_time_recovery_specification"]["point_in_time_recovery_enabled"],
            "key": replica.get("sse_specification", {}).get("kms_master_key_id", ""),
        }
    found["replicas"] = regions


def _configured_table(found: Settings) -> None:
    found["attributes"] = by_key(found.pop("attribute", ()), "name", "type")
    move(found, "hash_key", "hash")
    move(found, "range_key", "range")
    for index in many(found.pop("global_secondary_index", None)):
        move(index, "hash_key", "hash")
        move(index, "range_key", "range")
        move(index, "projection_type", "projection")
        put(found, f"indexes.{index.pop('name')}", index)
    move(found, "point_in_time_recovery.enabled", "/recovery")
    move(found, "point_in_time_recovery", "")
    move(found, "server_side_encryption.enabled", "/encryption.enabled")
    move(found, "server_side_encryption.kms_key_arn", "/encryption.key")
    move(found, "server_side_encryption", "")
    streams = found.pop("stream_enabled", "false") == "true"
    view = found.pop("stream_view_type", "none")
    found["stream"] = view if streams else "none"
    copies = many(found.pop("replica", None))
    if copies:
        found["replicas"] = {
            copy["region_name"]: {
                "recovery": copy.get("point_in_time_recovery", "false"),
                "key": copy.get("kms_key_arn", ""),
            }
            for copy in copies
        }
        if "key" in found["encryption"]:
            found["encryption"]["key"] = "each region's"


def _bucket(found: Settings) -> None:
    for rule in many(found.get("lifecycle", {}).get("rules")):
        move(rule, "expiration_in_days", "expiration.days")
        move(rule, "transitions.transition_in_days", "days")
        move(rule, "transitions", "transition")
    notices = found.pop("notification_configuration", None)
    if notices is not None:
        put(found, "notices", _notices(notices))


def _lifecycle(found: Settings) -> None:
    for rule in many(found.get("rules")):
        rule.pop("filter", None)


def _notices(notices: Settings) -> Any:
    """Who is told of objects, and whether the bus is."""
    told: list[Any] = []
    for word, key in (("lambda", "function"), ("queue", "queue"), ("topic", "topic")):
        for each in many(notices.get(f"{word}_configurations", notices.get(word, notices.get(f"{word}_function")))):
            where = each.get("function", each.get(f"{word}_function_arn", each.get(key, each.get(f"{key}_arn"))))
            events = each.get("event", each.get("events"))
            limits = by_key(each.get("filter", {}).get("s3_key", {}).get("rules"), "name", "value")
            prefix = each.get("filter_prefix", limits.get("prefix", ""))
            suffix = each.get("filter_suffix", limits.get("suffix", ""))
            told.append({"to": where, "events": events, "prefix": prefix, "suffix": suffix})
    bus = notices.get("event_bridge_configuration", {}).get("event_bridge_enabled", notices.get("eventbridge", "false"))
    return {"told": sorted(told, key=str), "bus": bus}


def _told(found: Settings) -> None:
    bucket = found.get("bucket")
    told = _notices(found)
    found.clear()
    found |= {"bucket": bucket, **told}


def _database_parameters(found: Settings) -> None:
    if not is_mapping(found.get("parameters")) or "name" in found["parameters"]:
        found["parameters"] = by_key(found.get("parameters"), "name", "value")


def _pool_targets(found: Settings) -> None:
    move(found, "db_cluster_identifiers", "db_cluster_identifier")
    found.pop("target_group_name", None)


def _database(found: Settings) -> None:
    for word in ("master_password_wo", "master_password"):
        move(found, word, "master_user_password")
    found.pop("master_password_wo_version", None)
    if found.get("engine") == "docdb":
        del found["engine"]
    if "engine" not in found:
        found.pop("copy_tags_to_snapshot", None)  # which Terraform has no word for
    move(found, "source_db_cluster_identifier", "source")
    if "source" in found:
        found["source"] = str(found["source"]).replace(".arn}", ".id}")


def _secret(found: Settings) -> None:
    """A value of chance, in a template or alone."""
    made = found.get("generated")
    if made is not None and "password_length" in made:
        template, key = made.pop("secret_string_template", None), made.pop("generate_string_key", "password")
        value: Any = {"random": made}
        found["generated"] = value if template is None else {**template, key: value}


def _secret_version(found: Settings) -> None:
    value = found.pop("secret_string_wo", None)
    found.pop("secret_string_wo_version", None)
    found |= value if is_mapping(value) else {"value": value}


TERRAFORM: dict[str, Shaper] = {
    "bucket-lifecycle": _lifecycle,
    "bucket-notices": _told,
    "database": _database,
    "database-global": _database,
    "database-parameters": _database_parameters,
    "database-pool-target": _pool_targets,
    "secret-version": _secret_version,
    "table": _configured_table,
}
CLOUDFORMATION: dict[str, Shaper] = {
    "bucket": _bucket,
    "database": _database,
    "database-global": _database,
    "database-pool-targets": _pool_targets,
    "secret": _secret,
    "table": _template_table,
}
