"""Functions: a module for each, with what polls for it and what may invoke it."""

from __future__ import annotations

import json

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.model import FunctionPlan, Poller
from tools.blueprint.resources.kinds.logs import print_logs
from tools.blueprint.resources.labels import prefix
from tools.blueprint.resources.references import module_of
from tools.blueprint.resources.root import (
    Root,
    allowing,
    described,
    document,
    print_permit,
    text,
    trust,
)
from tools.blueprint.resources.tree import EDGE, ONLY_PRIMARY, Attr, Block, Body, Fact, Node
from tools.design.components import Function, Layer, Queue

SHARED_FOLDER = "shared"
"""Code that the handlers of layered languages share, relative to the code."""

MODULE = "./modules/function"


def print_function(root: Root, function: Function) -> None:
    """A function with what it needs."""
    decided = root.plan.functions[function.name]
    print_logs(root, function.name)
    body: Body = {"source": MODULE}
    if function.placement == "edge":
        root.uses_edge = True
        body["providers"] = {"aws": EDGE}
    fixed = root.plan.fixed.get(function.name)
    name = root.named(function.name, 64) if fixed is None else root.value(fixed)
    body |= {"name": name, "description": described(function, function.description, 256)}
    body |= _code(root, function, decided)
    body |= {
        "architecture": "x86_64" if function.placement == "edge" else function.architecture,
        "memory_mb": function.memory_mb,
        "timeout_s": decided.timeout_s,
    }
    body |= _surroundings(root, function, decided)
    body |= _readiness(root, function, decided)
    body |= _role(root, function)
    root.write("module", "", root.label(function.name), body)
    _print_deferred(root, function)
    for poller in root.pollers_of[function.name]:
        _print_mapping(root, poller)
    for permit in root.permits_of[function.name]:
        print_permit(root, permit)


def _code(root: Root, function: Function, decided: FunctionPlan) -> Body:
    found: Body = {"source_dir": text(Fact("folder"), f"/{root.source}/{decided.folder}")}
    if function.package == "image":
        found["image_uri"] = root.parameter(parameter_for(function.name, "ImageUri"))
    found |= {"handler": decided.handler, "runtime": decided.runtime}
    if function.placement == "regional" and function.package == "zip":
        shared = f"shared_{decided.language}"
        layers: list[Node] = [root.at("aws_lambda_layer_version", "", "arn", shared)] if decided.layered else []
        layers += [root.at("aws_lambda_layer_version", name, "arn") for name in function.layers]
        if layers:
            found["layers"] = layers
    return found


def _surroundings(root: Root, function: Function, decided: FunctionPlan) -> Body:
    found: Body = {}
    if decided.network is not None:
        found["subnet_ids"] = root.resolver.subnets(decided.network)
        found["security_group_ids"] = [root.at("aws_security_group", decided.network, "id", "access")]
    if function.name in root.plan.logs:
        found["log_group"] = root.at("aws_cloudwatch_log_group", function.name, "name")
    if decided.environment:
        found["environment"] = {word: root.value(value) for word, value in decided.environment.items()}
    return found


def _readiness(root: Root, function: Function, decided: FunctionPlan) -> Body:
    found: Body = {}
    if decided.reserved is not None:
        found["reserved_concurrency"] = decided.reserved
    if function.placement == "edge":
        found |= {"publish": True, "tracing": False}
    if decided.provisioned:
        found["provisioned_concurrency"] = decided.provisioned
    if decided.snapstart:
        found["snap_start"] = True
    if decided.asynchronous:
        how: dict[str, Node] = {"max_age_s": decided.max_age_s, "retries": decided.retries}
        if decided.on_failure is not None:
            how["on_failure"] = root.ref(decided.on_failure)
        found["asynchronous"] = how
    return found


def _role(root: Root, function: Function) -> Body:
    role = next(role for role in root.roles_of[function.name] if role.purpose == "run")
    return {
        "role_name_prefix": prefix(function.name),
        "assume_role_policy": document([trust(role.service, role.checks_account)]),
        "policy": document([allowing(root, statement) for statement in role.statements]),
    }


def _print_deferred(root: Root, function: Function) -> None:
    """What it may do to parts that need it themselves: attached after both exist."""
    role = next(role for role in root.roles_of[function.name] if role.purpose == "run")
    if role.deferred:
        late = [allowing(root, statement) for statement in role.deferred]
        name = module_of(root.resolver, function.name, "role_name")
        body: Body = {"name": "later", "role": name, "policy": document(late)}
        root.add("aws_iam_role_policy", function.name, body, word="later")


def _print_mapping(root: Root, poller: Poller) -> None:
    source = root.graph[poller.source]
    body: Body = {
        "function_name": root.ref(poller.function),
        "event_source_arn": root.ref(source.name, "stream" if source.kind == "table" else "arn"),
        "batch_size": poller.batch_size,
    }
    if poller.topic:
        body |= {"topics": [poller.topic], "starting_position": "TRIM_HORIZON"}
    else:
        body |= _batches(poller)
    if isinstance(source, Queue) and poller.max_concurrency is not None:
        body["scaling_config"] = Block({"maximum_concurrency": poller.max_concurrency})
    if poller.patterns:
        filters: list[Node] = [Block({"pattern": json.dumps(pattern)}) for pattern in poller.patterns]
        body["filter_criteria"] = Block({"filter": filters})
    if poller.ordered and not poller.topic and poller.dead_letter is not None:
        kept = Block({"destination_arn": root.ref(poller.dead_letter)})
        body["destination_config"] = Block({"on_failure": kept})
    count: Node = ONLY_PRIMARY if poller.primary_only else None
    if poller.primary_only:
        body["event_source_arn"] = Attr("aws_dynamodb_table", root.label(source.name), "stream_arn", 0)
    root.add("aws_lambda_event_source_mapping", poller.id.removesuffix("Mapping"), body, count=count)


def _batches(poller: Poller) -> Body:
    found: Body = {}
    if poller.window_s:
        found["maximum_batching_window_in_seconds"] = poller.window_s
    if poller.partial_failures:
        found["function_response_types"] = ["ReportBatchItemFailures"]
    if not poller.ordered:
        return found
    found |= {
        "starting_position": "TRIM_HORIZON",
        "maximum_retry_attempts": poller.retries,
        "maximum_record_age_in_seconds": poller.max_age_s,
        "bisect_batch_on_function_error": poller.bisect,
    }
    if poller.shards_in_parallel > 1:
        found["parallelization_factor"] = poller.shards_in_parallel
    return found


def print_shared_layers(root: Root) -> None:
    """The layers of shared code, one for each language whose handlers find it there."""
    regional = [f for f in root.graph.all(Function) if f.placement == "regional" and f.package == "zip"]
    decided = [plan for f in regional if (plan := root.plan.functions[f.name]).layered]
    for language in dict.fromkeys(plan.language for plan in decided):
        runtimes = dict.fromkeys(plan.runtime for plan in decided if plan.language == language)
        folder = f"{root.source}/{SHARED_FOLDER}"
        _print_layer(root, "", f"shared_{language}", "Code that the handlers share", folder, list(runtimes))


def print_layer(root: Root, layer: Layer) -> None:
    """A layer of libraries, of what its list of requirements was built to."""
    runtime = next((f.runtime for f in root.plan.functions.values() if f.language == layer.language), "")
    folder = f"{root.source}/layers/{layer.name}"
    words = described(layer, layer.description, 256)
    _print_layer(root, layer.name, "", words, folder, [runtime] if runtime else [], keep=True)


def _print_layer(
    root: Root, owner: str, word: str, words: str, folder: str, runtimes: list[str], *, keep: bool = False
) -> None:
    label = root.label(owner, word)
    archive: Body = {
        "type": "zip",
        "source_dir": text(Fact("folder"), f"/{folder}"),
        "output_path": text(Fact("folder"), f"/.build/layers/{label}.zip"),
        "excludes": ["**/__pycache__/**"],
    }
    root.write("data", "archive_file", label, archive)
    body: Body = {
        "layer_name": root.named(owner or word.replace("_", "-"), 140),
        "description": words,
        "filename": Attr("archive_file", label, "output_path", origin="data"),
        "source_code_hash": Attr("archive_file", label, "output_base64sha256", origin="data"),
    }
    if runtimes:
        body["compatible_runtimes"] = list(runtimes)
    if keep:
        body["skip_destroy"] = True
    root.add("aws_lambda_layer_version", owner, body, word=word)
