"""Functions, roles, tasks, state machines."""

from __future__ import annotations

import re
from typing import Any

from tools.blueprint.reading.folding import many
from tools.blueprint.reading.forms.placing import Shaper
from tools.blueprint.reading.model import is_list, is_mapping
from tools.blueprint.reading.neutral import Settings, move
from tools.blueprint.reading.providers import snaked


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


def _called(found: Settings) -> None:
    """A function by whichever of its names."""
    found["function_name"] = re.sub(r"\.\w+\}$", "}", str(found.get("function_name")))


def _alias(found: Settings) -> None:
    found.pop("function_version", None)
    move(
        found, "provisioned_concurrency_config.provisioned_concurrent_executions", "/provisioned_concurrent_executions"
    )
    found.pop("provisioned_concurrency_config", None)
    found.pop("qualifier", None)


def _retries(found: Settings) -> None:
    qualifier = str(found.get("qualifier", "$LATEST"))
    found["qualifier"] = "live" if qualifier.startswith("${") else qualifier


def _ecs_task(found: Settings) -> None:
    found["container_definitions"] = snaked(found.get("container_definitions"))


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


TERRAFORM: dict[str, Shaper] = {
    "function": _feature,
    "function-alias": _alias,
    "function-reserve": _alias,
    "function-retries": _retries,
    "layer": _layer,
    "mapping": _called,
    "task": _ecs_task,
}
CLOUDFORMATION: dict[str, Shaper] = {
    "function-alias": _alias,
    "function-retries": _retries,
    "mapping": _called,
    "role": _role,
    "workflow": _substituted,
}
