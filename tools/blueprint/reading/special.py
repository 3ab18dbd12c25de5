"""Settings whose form, not only whose word, differs between providers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tools.blueprint.reading.folding import many
from tools.blueprint.reading.model import is_list, is_mapping
from tools.blueprint.reading.neutral import Settings, move, put
from tools.blueprint.reading.providers import snaked

Shaper = Callable[[Settings], None]


def by_key(items: Any, key: str, value: str) -> dict[str, Any]:
    """`[{name: a, value: b}]` as `{a: b}`."""
    return {str(item[key]): item[value] for item in many(items)}


# CloudFormation


def _alarm(found: Settings) -> None:
    found["dimensions"] = by_key(found.get("dimensions"), "name", "value")


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


def _substituted(found: Settings) -> None:
    """Values put into a state machine's definition."""
    values = found.pop("definition_substitutions", {})

    def put_in(value: Any) -> Any:
        if isinstance(value, str):
            whole = re.fullmatch(r"\$\{!(\w+)\}", value)
            if whole and whole[1] in values:
                return values[whole[1]]
            return re.sub(r"\$\{!(\w+)\}", lambda m: str(values.get(m[1], m[0])), value)
        if is_mapping(value):
            return {key: put_in(item) for key, item in value.items()}
        return [put_in(item) for item in value] if is_list(value) else value

    found["definition"] = put_in(found.get("definition"))


def _balancer(found: Settings) -> None:
    attributes = by_key(found.pop("load_balancer_attributes", ()), "key", "value")
    found["drop_invalid_header_fields"] = attributes.pop("routing.http.drop_invalid_header_fields.enabled", "false")
    found["enable_deletion_protection"] = attributes.pop("deletion_protection.enabled", "false")
    logs = {key: attributes.pop(f"access_logs.s3.{key}", "") for key in ("enabled", "bucket", "prefix")}
    if logs["enabled"]:
        found["access_logs"] = logs
    found["internal"] = str(found.pop("scheme", "internet-facing") == "internal").lower()
    if attributes:
        found["attributes"] = attributes


def _database_parameters(found: Settings) -> None:
    if not is_mapping(found.get("parameters")) or "name" in found["parameters"]:
        found["parameters"] = by_key(found.get("parameters"), "name", "value")


def _template_listener(found: Settings) -> None:
    for action in many(found.get("default_actions")):
        move(action, "fixed_response_config", "fixed_response")


def _listener(found: Settings) -> None:
    for action in many(found.get("default_actions")):
        if action.get("fixed_response", {}).get("content_type") == "text/plain":
            del action["fixed_response"]["content_type"]


def _associations(found: Settings) -> None:
    """Functions at the edge, which run in a published version."""
    for behavior in (*many(found.get("cache_behaviors")), *many(found.get("default_cache_behavior"))):
        several = behavior.pop("lambda_function_associations", behavior.pop("lambda_function_association", None))
        if several is not None:
            behavior["functions"] = {
                each["event_type"]: re.sub(r"\$\{function(?:-version)?/([^.}]+).*\}", r"\1", str(each.get("lambda_arn", each.get("lambda_function_arn"))))
                for each in many(several)
            }


def _target_group(found: Settings) -> None:
    attributes = by_key(found.pop("target_group_attributes", ()), "key", "value")
    if "targets" in found:
        found["targets"] = many(found["targets"])
    if attributes:
        found["deregistration_delay"] = attributes.pop("deregistration_delay.timeout_seconds", "300")
    if attributes:
        found["attributes"] = attributes


def _stage(found: Settings) -> None:
    settings = found.get("method_settings")
    if settings:
        path = f"{settings.pop('resource_path', '/*')[1:]}/{settings.pop('http_method', '*')}"
        found["method_settings"] = {"method_path": path, "settings": settings}


def _bucket(found: Settings) -> None:
    for rule in many(found.get("lifecycle", {}).get("rules")):
        move(rule, "expiration_in_days", "expiration.days")
        move(rule, "transitions.transition_in_days", "days")
        move(rule, "transitions", "transition")
    notices = found.pop("notification_configuration", None)
    if notices is not None:
        put(found, "notices", _notices(notices))


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


def _distribution(found: Settings) -> None:
    move(found, "distribution_config", "*")
    for origin in many(found.get("origins")):
        move(origin, "id", "origin_id")
        origin.pop("s3_origin_config", None)
        for key, port in (("http_port", "80"), ("https_port", "443")):
            if origin.get("custom_origin_config", {}).get(key) == port:
                del origin["custom_origin_config"][key]
    _associations(found)
    for behavior in (*many(found.get("cache_behaviors")), *many(found.get("default_cache_behavior"))):
        if sorted(many(behavior.get("cached_methods"))) == ["GET", "HEAD"]:
            del behavior["cached_methods"]
    wall = found.get("web_acl_id")
    if is_mapping(wall) and wall.get("if") == "${region} == us-east-1":
        found["web_acl_id"] = wall["then"]
    found.setdefault("restrictions", {"geo_restriction": {"restriction_type": "none"}})
    found.setdefault("viewer_certificate", {"cloudfront_default_certificate": "true"})


def _placed(value: Any) -> None:
    """Where tasks run, the same wherever it is said."""
    if is_list(value):
        for item in value:
            _placed(item)
    if not is_mapping(value):
        return
    for key in ("awsvpc_configuration", "aws_vpc_configuration"):
        place = value.pop(key, None)
        if place is not None:
            value.update(place)
            value["assign_public_ip"] = "true" if place.get("assign_public_ip") in ("ENABLED", "true") else "false"
    for item in value.values():
        _placed(item)


def _rule(found: Settings) -> None:
    for target in many(found.get("targets")):
        target.pop("id", None)
        letters = target.pop("dead_letter_config", None)
        if letters:
            target["dead_letter"] = letters["arn"]
        move(target, "ecs_parameters", "ecs_target")
        move(target, "sqs_parameters", "sqs_target")
        move(target, "kinesis_parameters", "kinesis_target")
        move(target, "kinesis_target.partition_key_path", "partition_key_path")
        move(target, "input_transformer.input_paths_map", "input_paths")
    found["targets"] = many(found.get("targets"))


def _stream_out(found: Settings) -> None:
    move(found, "s3.buffering_hints.interval_in_seconds", "/s3.buffering_interval")
    move(found, "s3.buffering_hints.size_in_m_bs", "/s3.buffering_size")
    move(found, "s3.buffering_hints", "")
    move(found, "s3.cloudwatch_logging_options", "cloudwatch_logging_options")
    move(found, "s3.encryption_configuration.kms_encryption_config.awskms_key_arn", "/s3.kms_key_arn")
    move(found, "s3.encryption_configuration", "")
    if "server_side_encryption" in found:
        found["server_side_encryption"].setdefault("enabled", "true")


def _pool_client(found: Settings) -> None:
    found.setdefault("generate_secret", "false")


def _user_pool(found: Settings) -> None:
    kinds = many(found.pop("enabled_mfas", None))
    if "SOFTWARE_TOKEN_MFA" in kinds:
        found["software_token_mfa_configuration"] = {"enabled": "true"}


def _record(found: Settings) -> None:
    alias = found.get("alias")
    if is_mapping(alias) and alias.get("evaluate_target_health") == "false":
        del alias["evaluate_target_health"]


def _api(found: Settings) -> None:
    body = found.pop("body", None)
    if body is not None:
        cors = snaked(body.pop("cors", None))
        if cors:
            found["cors"] = cors
        requests = _requests(body)
        if requests:
            found["requests"] = requests
    style = "WEBSOCKET" if "route_selection_expression" in found else "HTTP"
    found.setdefault("protocol_type", style if "endpoint_configuration" not in found else "REST")


def _requests(body: Settings) -> Settings:
    """Requests by method and path, with who guards them."""
    schemes = body.pop("schemes", {})
    found: Settings = {}
    for name, request in body.items():
        if name == "schemas":
            found |= {"schemas": request} if request else {}
            continue
        guards = [_guard(schemes.get(guard, guard)) for guard in many(request.get("guards")) if guard]
        kept = {key: value for key, value in request.items() if key != "guards" and value not in ("", [])}
        if kept.get("validates"):
            kept["validates"] = "true"
        kept["integration"] = _posted(kept.get("integration"))
        found[name] = {**{key: value for key, value in kept.items() if value is not None}, "guards": guards}
    return found


def _posted(integration: Any) -> Any:
    """A function is invoked by POST, said or not."""
    if is_mapping(integration) and ":lambda:path/" in str(integration.get("uri")):
        return {key: value for key, value in integration.items() if (key, value) != ("httpMethod", "POST")}
    return integration


def _guard(scheme: Any) -> Any:
    if not is_mapping(scheme):
        return scheme
    if scheme.get("x-amazon-apigateway-authtype") == "awsSigv4":
        return "iam"
    asks = scheme.get("asks") or {}
    return snaked(asks) or scheme.get("name")


# Terraform


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


def _ecs_task(found: Settings) -> None:
    found["container_definitions"] = snaked(found.get("container_definitions"))


def _lifecycle(found: Settings) -> None:
    for rule in many(found.get("rules")):
        rule.pop("filter", None)


def _feature(found: Settings) -> None:
    if found.get("reserved_concurrent_executions") == "-1":
        del found["reserved_concurrent_executions"]
    if found.get("package_type") == "Zip":
        del found["package_type"]
    if found.get("publish") == "false":
        del found["publish"]


def _layer(found: Settings) -> None:
    found.pop("keeps", None)


def _role(found: Settings) -> None:
    """What a template says of a role in the role itself."""
    for own in many(found.pop("policies", None)):
        statements = many(own.get("policy_document", {}).get("Statement"))
        found["allows"] = [*many(found.get("allows")), *statements]


def _group(found: Settings) -> None:
    if "exits" not in found:
        found["exits"] = [{"protocol": "-1", "to": "0.0.0.0/0", "description": "said nothing, anywhere"}]
    exits = [way for way in many(found["exits"]) if way.get("to") != "255.255.255.255/32"]
    found["exits"] = exits
    if not exits:
        del found["exits"]
    for way in ("entrances", "exits"):
        if way in found:
            found[way] = sorted(many(found[way]), key=str)


def _wall(found: Settings) -> None:
    found["guards"] = [*many(found.get("guards"))]


def _flow(found: Settings) -> None:
    found["log_group"] = str(found.get("log_group")).replace(".name}", ".arn}")


def _called(found: Settings) -> None:
    """A function by whichever of its names."""
    found["function_name"] = re.sub(r"\.\w+\}$", "}", str(found.get("function_name")))


def _subnet(found: Settings) -> None:
    zone = found.get("availability_zone")
    number = zone["Fn::Select"][0] if is_mapping(zone) else "".join(re.findall(r"names\[(\d+)\]", str(zone)))
    found["availability_zone"] = f"zone {number}"


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


def _keyed(found: Settings) -> None:
    found["keys"] = [{"body": key} for key in many(found.get("keys", {}).get("body"))]


def _staged(found: Settings) -> None:
    found["stage"] = "$default" if "api-stage/" in str(found.get("stage")) else found.get("stage")


def _recorder(found: Settings) -> None:
    found["status"] = {"is_enabled": "true"}


def _alias(found: Settings) -> None:
    found.pop("function_version", None)
    move(found, "provisioned_concurrency_config.provisioned_concurrent_executions", "/provisioned_concurrent_executions")
    found.pop("provisioned_concurrency_config", None)
    found.pop("qualifier", None)


def _retries(found: Settings) -> None:
    qualifier = str(found.get("qualifier", "$LATEST"))
    found["qualifier"] = "live" if qualifier.startswith("${") else qualifier


def _service(found: Settings) -> None:
    found.pop("health_check_grace_period_seconds", None) if "load_balancers" not in found else None


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


def _template_mail(found: Settings) -> None:
    move(found, "rule", "*")
    found.pop("name", None)
    found["does"] = [
        {"action": kind.removesuffix("_action"), **said}
        for each in many(found.pop("actions", None))
        for kind, said in each.items()
    ]


def _mail(found: Settings) -> None:
    found.pop("name", None)
    does: list[tuple[int, Settings]] = []
    for kind in [key for key in found if key.endswith("_action")]:
        for said in many(found.pop(kind)):
            place = int(said.pop("position"))
            does.append((place, {"action": kind.removesuffix("_action"), **said}))
    found["does"] = [said for _, said in sorted(does, key=lambda each: each[0])]


FROM_TERRAFORM: dict[str, Shaper] = {
    "mail-rule": _mail,
    "database-parameters": _database_parameters,
    "listener": _listener,
    "api-domain-mapping": _staged,
    "record": _record,
    "api": _api,
    "table": _configured_table,
    "task": _ecs_task,
    "function": _feature,
    "bucket-lifecycle": _lifecycle,
    "bucket-notices": _told,
    "distribution": _distribution,
    "layer": _layer,
    "firewall": _wall,
    "flow-log": _flow,
    "mapping": _called,
    "subnet": _subnet,
    "secret-version": _secret_version,
    "function-alias": _alias,
    "function-reserve": _alias,
    "function-retries": _retries,
    "database-pool-target": _pool_targets,
    "database": _database,
    "database-global": _database,
}
FROM_CLOUDFORMATION: dict[str, Shaper] = {
    "mail-rule": _template_mail,
    "listener": _template_listener,
    "firewall": _wall,
    "security-group": _group,
    "transfer-user": _keyed,
    "api-domain-mapping": _staged,
    "record": _record,
    "alarm": _alarm,
    "api": _api,
    "api-stage": _stage,
    "bucket": _bucket,
    "delivery-stream": _stream_out,
    "distribution": _distribution,
    "load-balancer": _balancer,
    "rule": _rule,
    "table": _template_table,
    "target-group": _target_group,
    "user-pool": _user_pool,
    "user-pool-client": _pool_client,
    "workflow": _substituted,
    "role": _role,
    "flow-log": _flow,
    "mapping": _called,
    "subnet": _subnet,
    "secret": _secret,
    "recorder": _recorder,
    "function-alias": _alias,
    "function-retries": _retries,
    "database-pool-targets": _pool_targets,
    "database": _database,
    "database-global": _database,
}
placed = _placed
notices = _notices
