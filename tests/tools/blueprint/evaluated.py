"""What the resources of a plan are when they are evaluated, every attribute as a recording provider answers it.

Independent of all that writes programs: names and order of arguments come from the table of bridged names, values from
the resources alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from tools.blueprint.bridged.names import Props, attribute_of, camel, component_props, props_of, token_of
from tools.blueprint.bridged.program import Declared, Program, expressions
from tools.blueprint.bridged.project import key_of
from tools.blueprint.plan.model import Parameter
from tools.blueprint.resources.labels import snake
from tools.blueprint.resources.tree import (
    Apply,
    Attr,
    Call,
    Choice,
    Equal,
    Fact,
    Item,
    Local,
    Noted,
    Text,
    Variable,
)

ACCOUNT, REGION, STAGE = "123456789012", "eu-west-1", "dev"
ZONES = ("zone-1", "zone-2", "zone-3")
FUNCTION, ALIAS, ROLE = "aws:lambda/function:Function", "aws:lambda/alias:Alias", "aws:iam/role:Role"
CHANCE = "random:index/randomPassword:RandomPassword"

ARCHIVE = "an archive"
"""What stands for packed code, whatever is in it."""

MANAGED = "Managed by Pulumi"
"""What the provider gives descriptions that are not given."""

_OUTPUTS = {
    "name": (FUNCTION, "name"),
    "arn": (FUNCTION, "arn"),
    "version_arn": (FUNCTION, "qualifiedArn"),
    "alias": (ALIAS, "name"),
    "alias_arn": (ALIAS, "arn"),
    "role_arn": (ROLE, "arn"),
    "role_name": (ROLE, "name"),
}
"""Where an output of a function's component comes from; `invoke_arn` comes from the alias where there is one."""


@dataclass(frozen=True)
class Encoded:
    """Data as JSON."""

    data: Any


@dataclass
class Evaluation:
    """The values of one program."""

    program: Program
    config: dict[str, Any]
    number: int = 0
    warm: set[str] = field(default_factory=set[str])

    def resources(self) -> dict[tuple[str, str], Any]:
        """The inputs of every resource, by its type and name."""
        for declared in self.program.declared.values():
            body = declared.entry.body
            if declared.entry.word == "module" and any(
                body.get(word) for word in ("publish", "provisioned_concurrency", "snap_start")
            ):
                self.warm.add(declared.entry.label)
        return {key: inputs for each in self.program.declared.values() for key, inputs in self._declared(each)}

    def outputs(self) -> dict[str, Any]:
        """What the deployment tells."""
        return {camel(snake(output.name)): self.value(value) for output, value in self.program.outputs}

    def _declared(self, declared: Declared) -> Iterator[tuple[tuple[str, str], Any]]:
        entry = declared.entry
        label = entry.label.replace("_", "-")
        if entry.word == "module":
            yield from self._function(label, component_props(dict(entry.body)))
        elif entry.word == "ephemeral" and "random" in entry.kind:
            yield (CHANCE, label), {"length": 40, "special": False}
        elif entry.word == "resource":
            count = entry.body.get("count")
            if isinstance(count, int):
                for self.number in range(count):
                    yield (type_of(entry.kind), f"{label}-{self.number + 1}"), self._inputs(entry.kind, entry.body)
            elif count is None or self.value(count):
                yield (type_of(entry.kind), label), self._inputs(entry.kind, entry.body)

    def _inputs(self, kind: str, body: Any) -> Any:
        return self.value(props_of(kind, body))

    def _function(self, label: str, given: Props) -> Iterator[tuple[tuple[str, str], Any]]:
        body = dict(given.items)
        known = {name: self.value(value) for name, value in body.items() if name not in ("source", "providers")}
        role = told(f"{ROLE}|{label}|id")
        names = {"namePrefix": known["role_name_prefix"], "assumeRolePolicy": known["assume_role_policy"]}
        yield (ROLE, label), names
        yield ("aws:iam/rolePolicy:RolePolicy", label), {"name": "access", "role": role, "policy": known["policy"]}
        yield (FUNCTION, label), _function_inputs(label, known)
        name = told(f"{FUNCTION}|{label}|name")
        live = label.replace("-", "_") in self.warm
        if live:
            version = told(f"{FUNCTION}|{label}|version")
            yield (ALIAS, label), {"name": "live", "functionName": name, "functionVersion": version}
        alias = {"qualifier": told(f"{ALIAS}|{label}|name")} if live else {}
        if known.get("provisioned_concurrency"):
            kept = {"provisionedConcurrentExecutions": known["provisioned_concurrency"]}
            kind = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"
            yield (kind, label), {"functionName": name, **alias, **kept}
        if "asynchronous" in known:
            kind = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
            how = known["asynchronous"]
            found = {"maximumEventAgeInSeconds": how["maxAgeS"], "maximumRetryAttempts": how["retries"]}
            if "onFailure" in how:
                found["destinationConfig"] = {"onFailure": {"destination": how["onFailure"]}}
            yield (kind, label), {"functionName": name, **alias, **found}

    def value(self, node: Any) -> Any:
        """What a value is."""
        known = _VALUES.get(cast("type[Any]", type(node)))
        return node if known is None else known(self, node)

    def variable_value(self, node: Variable) -> Any:
        return STAGE if node.name == "Stage" else self.config[camel(snake(node.name))]

    def local_value(self, node: Local) -> Any:
        return self.value(self.program.declared["locals", "", node.name].entry.body[node.name])

    def text_value(self, node: Text) -> str:
        parts = node.parts[1:] if node.parts[0] == Fact("folder") else node.parts
        found = "".join(str(self.value(part)) for part in parts)
        return found if parts is node.parts else found.removeprefix("/")

    def props_value(self, node: Props) -> Any:
        found = {camel(name): self.value(value) for name, value in node.items}
        return {name: value for name, value in found.items() if value is not None}

    def fact_value(self, what: str) -> Any:
        known: dict[str, Any] = {
            "partition": "aws",
            "region": REGION,
            "account": ACCOUNT,
            "stack": f"{self.program.plan.design.name}-{STAGE}",
            "suffix": "amazonaws.com",
            "zones": ZONES,
            "number": self.number,
        }
        return self.config["primaryRegion"] == REGION if what == "primary" else known[what]

    def attribute_value(self, node: Attr) -> Any:
        label = node.label.replace("_", "-")
        if node.origin == "module":
            return self._of_function(label, node.path)
        if node.kind == "archive_file":
            return ARCHIVE
        if node.path == "random_password":
            return told(f"{CHANCE}|{label}|result")
        if node.path == "secret_string":
            return '{"password": "stored"}'
        known = self.program.told_before(node)
        if known is not None:
            return self.value(known)
        attribute, kind = asked_of(node), type_of(node.kind)
        if node.which == "every":
            count = self.program.declared["resource", node.kind, node.label].entry.body["count"]
            assert isinstance(count, int)
            return [told(f"{kind}|{label}-{number + 1}|{attribute}") for number in range(count)]
        many = self.program.declared["resource", node.kind, node.label].several == "many"
        number = self.number if node.which == "same" else node.which
        name = f"{label}-{number + 1}" if many and isinstance(number, int) else label
        return told(f"{kind}|{name}|{attribute}")

    def _of_function(self, label: str, output: str) -> Any:
        live = label.replace("-", "_") in self.warm
        kind, attribute = _OUTPUTS.get(output) or (ALIAS if live else FUNCTION, "invokeArn")
        return told(f"{kind}|{label}|{attribute}")

    def applied_value(self, node: Apply) -> Any:
        match node:
            case Apply("file", (path,)):
                return self.program.root.texts[self.value(path)]
            case Apply("sha1", _):
                return "a digest"
            case _:
                pass
        return _FUNCTIONS[node.function](*(self.value(argument) for argument in node.arguments))


def _split(mark: str, text: str) -> list[str]:
    return text.split(mark)


def _cut(text: str, start: int, count: int) -> str:
    return text[start : start + count]


def _some(items: list[Any], start: int, end: int) -> list[Any]:
    return items[start:end]


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "split": _split,
    "join": str.join,
    "jsondecode": json.loads,
    "replace": str.replace,
    "substr": _cut,
    "trimsuffix": str.removesuffix,
    "slice": _some,
    "min": min,
    "length": len,
}

_VALUES: dict[type, Callable[[Evaluation, Any], Any]] = {
    Attr: lambda e, node: e.attribute_value(node),
    Fact: lambda e, node: e.fact_value(node.what),
    Variable: lambda e, node: e.variable_value(node),
    Local: lambda e, node: e.local_value(node),
    Text: lambda e, node: e.text_value(node),
    Call: lambda e, node: Encoded(e.value(node.argument)),
    Noted: lambda e, node: e.value(node.value),
    Props: lambda e, node: e.props_value(node),
    Apply: lambda e, node: e.applied_value(node),
    Item: lambda e, node: e.value(node.value)[e.value(node.key)],
    Equal: lambda e, node: e.value(node.left) == node.right,
    Choice: lambda e, node: e.value(node.yes if e.value(node.condition) else node.no),
    dict: lambda e, node: {key: e.value(item) for key, item in node.items()},
    list: lambda e, node: [e.value(item) for item in node],
    tuple: lambda e, node: [e.value(item) for item in node],
}
"""What a value is, by its type."""


def _function_inputs(label: str, known: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": str(known["name"])[:64],
        "description": known["description"],
        "role": told(f"{ROLE}|{label}|arn"),
        "architectures": [known["architecture"]],
        "memorySize": known["memory_mb"],
        "timeout": known["timeout_s"],
        "publish": any(known.get(word) for word in ("publish", "provisioned_concurrency", "snap_start")),
    }
    code = {"code": ARCHIVE, "handler": known["handler"], "runtime": known["runtime"]}
    found |= {"packageType": "Image", "imageUri": known["image_uri"]} if "image_uri" in known else code
    if "layers" in known:
        found["layers"] = known["layers"]
    if "reserved_concurrency" in known:
        found["reservedConcurrentExecutions"] = known["reserved_concurrency"]
    if "environment" in known:
        found["environment"] = {"variables": known["environment"]}
    if "subnet_ids" in known:
        found["vpcConfig"] = {"subnetIds": known["subnet_ids"], "securityGroupIds": known["security_group_ids"]}
    if known.get("snap_start"):
        found["snapStart"] = {"applyOn": "PublishedVersions"}
    if "log_group" in known:
        levels = {"applicationLogLevel": "INFO", "systemLogLevel": "WARN"}
        found["loggingConfig"] = {"logFormat": "JSON", "logGroup": known["log_group"], **levels}
    if known.get("tracing", True):
        found["tracingConfig"] = {"mode": "Active"}
    return found


def told(where: str) -> str:
    """The value a recording provider gives an attribute."""
    return "arn:aws:mock:::0://" + where.replace(":", "-").replace("/", "-")


def type_of(kind: str) -> str:
    """The bridged type of a resource."""
    token = token_of(kind)
    return f"aws:{token.module}/{token.name[0].lower()}{token.name[1:]}:{token.name}"


def asked_of(node: Attr) -> str:
    """An attribute as a path of names and numbers: `endpoints.0.address`."""
    return camel(re.sub(r'\["?(\w+)"?\]', r".\1", attribute_of(node.kind, node.path)))


def attributes_of(program: Program) -> dict[str, list[str]]:
    """What is asked of resources, by type."""
    values = [declared.entry.body for declared in program.declared.values()]
    nodes = [node for body in (*values, *(value for _, value in program.outputs)) for node in expressions(body)]
    found: dict[str, set[str]] = {
        FUNCTION: {"name", "arn", "qualifiedArn", "invokeArn", "version"},
        ALIAS: {"name", "arn", "invokeArn"},
        ROLE: {"name", "arn"},
        CHANCE: {"result"},
    }
    for node in nodes:
        if isinstance(node, Attr) and node.origin == "resource" and node.path:
            found.setdefault(type_of(node.kind), set()).add(asked_of(node))
    return {kind: sorted(names - {"id"}) for kind, names in sorted(found.items())}


def said(program: Program) -> dict[str, Any]:
    """A configuration in which everything that has to be said is."""
    return {key_of(parameter): _said(parameter) for parameter in program.parameters}


def _said(parameter: Parameter) -> Any:
    if set(parameter.choices) == {"true", "false"}:
        return "true"
    if parameter.default:
        return parameter.default
    if parameter.pattern:
        return "arn:aws:x" if "arn" in parameter.pattern else "https://said.example"
    return f"said {parameter.name}"


def differences(expected: Any, actual: Any, path: str = "") -> Iterator[str]:
    """Where two values differ: what was meant, and what a provider was given."""
    if expected == ARCHIVE:
        if not (isinstance(actual, dict) and "archive" in actual):
            yield f"{path}: no archive"
    elif isinstance(expected, Encoded):
        yield from differences(expected.data, json.loads(actual) if isinstance(actual, str) else None, f"{path}:json")
    elif isinstance(expected, dict):
        yield from _of_keys(expected, actual if isinstance(actual, dict) else {}, path)  # type: ignore[reportUnknownArgumentType]
    elif isinstance(expected, list) and isinstance(actual, list):
        yield from _of_items(expected, actual, path)  # type: ignore[reportUnknownArgumentType]
    elif expected != actual and expected != "a digest" and (expected, actual) != (None, MANAGED):
        yield f"{path}: {expected!r} was meant, {actual!r} given"


def _of_keys(expected: dict[str, Any], actual: dict[str, Any], path: str) -> Iterator[str]:
    for key in sorted({*expected, *actual}):
        yield from differences(expected.get(key), actual.get(key), f"{path}.{key}")


def _of_items(expected: list[Any], actual: list[Any], path: str) -> Iterator[str]:
    if len(expected) != len(actual):
        yield f"{path}: {len(expected)} were meant, {len(actual)} given"
    for number, pair in enumerate(zip(expected, actual, strict=False)):
        yield from differences(*pair, f"{path}[{number}]")
