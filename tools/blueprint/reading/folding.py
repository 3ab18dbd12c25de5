"""What one provider says in several resources and another in one: parts become settings of a whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tools.blueprint.reading.model import is_list, is_mapping
from tools.blueprint.reading.neutral import Named, Settings, put

Resources = dict[tuple[str, str], Named]

_WHOLE = re.compile(r"\$\{([a-z-]+)/([^.}]+)\.[^}]*\}")


def fold_parts(found: list[Named]) -> Resources:
    """Resources by kind and name, parts put into what they are part of."""
    known: Resources = {(each.kind, each.name): each for each in found}
    for kind, (key, path, take) in _PARTS.items():  # in this order: parts of parts first
        for place in sorted(place for place in known if place[0] == kind):
            part = known[place]
            whole = owner(known, part.settings.get(key))
            if whole is not None:
                settings = {name: value for name, value in part.settings.items() if name != key}
                take(whole.settings, path, settings, part)
                del known[place]
    return known


def owner(known: Resources, reference: Any) -> Named | None:
    """The resource a reference leads to."""
    match = _WHOLE.search(str(reference))
    return known.get((match[1], match[2])) if match else None


def many(value: Any) -> list[Any]:
    """A list; a list of one, or of none, where it is none."""
    if value is None or value == ():
        return []
    return value if is_list(value) else [value]


def _put(whole: Settings, path: str, part: Settings, of: Named) -> None:
    known: Any = whole.get(path)
    found: Any = {"if": of.condition, "then": part} if of.condition else part
    put(whole, path, {**known, **found} if is_mapping(known) else found)


def _add(whole: Settings, path: str, part: Settings, of: Named) -> None:
    whole[path] = sorted([*many(whole.get(path)), part], key=str)


def _value_of(key: str) -> Callable[[Settings, str, Settings, Named], None]:
    def take(whole: Settings, path: str, part: Settings, of: Named) -> None:
        put(whole, path, part.get(key))

    return take


def _statements(whole: Settings, path: str, part: Settings, of: Named) -> None:
    document: Any = part.get("policy", part.get("policy_document", {}))
    whole["allows"] = [*many(whole.get("allows")), *many(document.get("Statement"))]


def _publish(whole: Settings, path: str, part: Settings, of: Named) -> None:
    whole["publish"] = "true"


def _target(whole: Settings, path: str, part: Settings, of: Named) -> None:
    """A target of a rule, on the bus of that rule."""
    bus = part.get("event_bus_name")
    said = {key: value for key, value in part.items() if key not in ("event_bus_name", "rule")}
    misplaced = {} if bus == whole.get("bus") else {"bus": bus}
    put(whole, "targets", [*many(whole.get("targets")), {**said, **misplaced}])


def _generated(whole: Settings, path: str, part: Settings, of: Named) -> None:
    """Made with its secret, under whatever that is made under."""
    whole[path] = part


Take = Callable[[Settings, str, Settings, Named], None]

_PARTS: dict[str, tuple[str, str, Take]] = {
    "role-policy": ("role", "", _statements),
    "rule-target": ("rule", "", _target),
    "function-version": ("function_name", "", _publish),
    "function-reserve": ("function_name", "alias", _put),
    "function-alias": ("function_name", "alias", _put),
    "function-retries": ("function_name", "asynchronous", _put),
    "bucket-access": ("bucket", "public_access_block", _put),
    "bucket-copies": ("bucket", "replication", _put),
    "bucket-encryption": ("bucket", "encryption", _put),
    "bucket-lifecycle": ("bucket", "lifecycle", _put),
    "bucket-lock": ("bucket", "lock", _put),
    "bucket-logging": ("bucket", "logging", _put),
    "bucket-notices": ("bucket", "notices", _put),
    "bucket-owner": ("bucket", "ownership", _put),
    "bucket-versions": ("bucket", "versioning", _put),
    "bucket-policy": ("bucket", "policy", _value_of("policy")),
    "queue-policy": ("queue_url", "policy", _value_of("policy")),
    "topic-policy": ("arn", "policy", _value_of("policy")),
    "key-alias": ("target_key_id", "alias", _put),
    "security-entrance": ("security_group_id", "entrances", _add),
    "security-exit": ("security_group_id", "exits", _add),
    "api-method-settings": ("stage_name", "method_settings", _put),
    "api-plan-key": ("usage_plan_id", "keys", _add),
    "graph-schema": ("api_id", "schema", _value_of("definition")),
    "gateway-attachment": ("internet_gateway_id", "vpc_id", _value_of("vpc_id")),
    "secret-version": ("secret_id", "generated", _generated),
    "secret-rotation": ("secret_id", "rotation", _put),
    "mail-feedback": ("email_identity", "feedback", _put),
    "database-pool-target": ("db_proxy_name", "settings", _put),
    "database-pool-targets": ("db_proxy_name", "settings", _put),
    "repository-lifecycle": ("repository", "lifecycle", _value_of("policy")),
    "transfer-key": ("user_name", "keys", _add),
    "recorder-status": ("name", "status", _put),
    "firewall-logging": ("resource_arn", "logging", _put),
    "firewall-association": ("web_acl_arn", "guards", _add),
    "target-group-member": ("target_group_arn", "targets", _add),
    "route-table-member": ("subnet_id", "routes", _value_of("route_table_id")),
}
"""Kinds that are parts: which setting says of what, where they are put in it, and how."""
