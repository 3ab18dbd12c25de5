"""APIs, distributions, load balancers, firewalls, users."""

from __future__ import annotations

import re
from typing import Any

from tools.blueprint.reading.folding import many
from tools.blueprint.reading.forms.placing import Shaper, by_key
from tools.blueprint.reading.model import is_mapping
from tools.blueprint.reading.neutral import Settings, move
from tools.blueprint.reading.providers import snaked


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
    asks: Any = scheme.get("asks") or {}
    return snaked(asks) or scheme.get("name")


def _stage(found: Settings) -> None:
    settings = found.get("method_settings")
    if settings:
        path = f"{settings.pop('resource_path', '/*')[1:]}/{settings.pop('http_method', '*')}"
        found["method_settings"] = {"method_path": path, "settings": settings}


def _staged(found: Settings) -> None:
    found["stage"] = "$default" if "api-stage/" in str(found.get("stage")) else found.get("stage")


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


def _associations(found: Settings) -> None:
    """Functions at the edge, which run in a published version."""
    for behavior in (*many(found.get("cache_behaviors")), *many(found.get("default_cache_behavior"))):
        several = behavior.pop("lambda_function_associations", behavior.pop("lambda_function_association", None))
        if several is not None:
            behavior["functions"] = {
                each["event_type"]: re.sub(
                    r"\$\{function(?:-version)?/([^.}]+).*\}",
                    r"\1",
                    str(each.get("lambda_arn", each.get("lambda_function_arn"))),
                )
                for each in many(several)
            }


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


def _target_group(found: Settings) -> None:
    attributes = by_key(found.pop("target_group_attributes", ()), "key", "value")
    if "targets" in found:
        found["targets"] = many(found["targets"])
    if attributes:
        found["deregistration_delay"] = attributes.pop("deregistration_delay.timeout_seconds", "300")
    if attributes:
        found["attributes"] = attributes


def _template_listener(found: Settings) -> None:
    for action in many(found.get("default_actions")):
        move(action, "fixed_response_config", "fixed_response")


def _listener(found: Settings) -> None:
    for action in many(found.get("default_actions")):
        if action.get("fixed_response", {}).get("content_type") == "text/plain":
            del action["fixed_response"]["content_type"]


def _wall(found: Settings) -> None:
    found.get("visibility_config", {}).pop("metric_name", None)
    found["guards"] = [*many(found.get("guards"))]


def _user_pool(found: Settings) -> None:
    kinds = many(found.pop("enabled_mfas", None))
    if "SOFTWARE_TOKEN_MFA" in kinds:
        found["software_token_mfa_configuration"] = {"enabled": "true"}


def _pool_client(found: Settings) -> None:
    found.setdefault("generate_secret", "false")


def _record(found: Settings) -> None:
    alias = found.get("alias")
    if is_mapping(alias) and alias.get("evaluate_target_health") == "false":
        del alias["evaluate_target_health"]


def _keyed(found: Settings) -> None:
    found["keys"] = [{"body": key} for key in many(found.get("keys", {}).get("body"))]


TERRAFORM: dict[str, Shaper] = {
    "api": _api,
    "api-domain-mapping": _staged,
    "distribution": _distribution,
    "firewall": _wall,
    "listener": _listener,
    "record": _record,
}
CLOUDFORMATION: dict[str, Shaper] = {
    "api": _api,
    "api-domain-mapping": _staged,
    "api-stage": _stage,
    "distribution": _distribution,
    "firewall": _wall,
    "listener": _template_listener,
    "load-balancer": _balancer,
    "record": _record,
    "target-group": _target_group,
    "transfer-user": _keyed,
    "user-pool": _user_pool,
    "user-pool-client": _pool_client,
}
