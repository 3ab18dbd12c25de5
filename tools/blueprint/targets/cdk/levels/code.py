"""Functions, layers, what hands them batches, and state machines.

Each works under the role the plan wrote, handed over so that the library cannot add to it.
"""

from __future__ import annotations

from typing import Any

from tools.blueprint.targets.cdk.library import table
from tools.blueprint.targets.cdk.raising import GaveUpError, Level, Raising, struct
from tools.blueprint.targets.cdk.tree import Call, Contents, Expression, Make, Member, Name
from tools.blueprint.targets.cloudformation.emitter import Node

_ARCHITECTURES = {"arm64": "Architecture.ARM_64", "x86_64": "Architecture.X86_64"}
_LEVELS = ("INFO", "WARN", "DEBUG", "ERROR")
_FAMILIES = {"python": "PYTHON", "nodejs": "NODEJS", "java": "JAVA", "dotnet": "DOTNET_CORE", "ruby": "RUBY"}


def _code(folder: Any) -> Expression:
    if not isinstance(folder, str):
        raise GaveUpError
    return Call(Name("aws_lambda", "Code.fromAsset"), (folder.rstrip("/"),))


def _runtime(word: str) -> Expression:
    """A runtime by the library's name, by its own where the library does not know it."""
    family = word.rstrip("0123456789.x")
    known = f"{family}_{word.removeprefix(family)}".upper().replace(".", "_")
    known = known.replace("PROVIDED.AL_", "PROVIDED_AL").replace("PROVIDED_AL_", "PROVIDED_AL")
    if known in table().runtimes:
        return Name("aws_lambda", f"Runtime.{known}")
    kind = Name("aws_lambda", f"RuntimeFamily.{_FAMILIES.get(family, 'OTHER')}")
    return Make(Name("aws_lambda", "Runtime"), (word, kind))


def _unwidened(raising: Raising, role: Node) -> Expression:
    return Call(Member(raising.built(role, "AWS::IAM::Role"), "withoutPolicyUpdates"))


_LONGEST = 256


def _function(raising: Raising) -> None:
    raising.say("functionName", "FunctionName", "s")
    described = raising.reader.value(raising.left.get("Description"), "s")
    if not isinstance(described, str) or len(described.encode("utf-16-le")) <= 2 * _LONGEST:  # as the library counts
        raising.say("description", "Description", "s")
    raising.fields["code"] = _code(raising.take("Code"))
    raising.say("handler", "Handler", "s")
    raising.fields["runtime"] = _runtime(raising.take("Runtime"))
    (architecture,) = raising.take("Architectures")
    raising.fields["architecture"] = Name("aws_lambda", _ARCHITECTURES[architecture])
    raising.say("memorySize", "MemorySize")
    raising.last("timeout", "Timeout")
    raising.fields["role"] = _unwidened(raising, raising.take("Role"))
    layers = raising.take("Layers")
    if layers is not None:
        raising.fields["layers"] = [raising.built(layer, "AWS::Lambda::LayerVersion", "") for layer in layers]
    environment = raising.take("Environment")
    if environment is not None:
        raising.fields["environment"] = raising.reader.value(environment["Variables"], "{s")
    _log(raising, raising.take("LoggingConfig"))
    tracing = raising.take("TracingConfig")
    if tracing is not None:
        raising.fields["tracing"] = Name("aws_lambda", "Tracing.ACTIVE")
    raising.say("reservedConcurrentExecutions", "ReservedConcurrentExecutions")
    if raising.take("SnapStart") is not None:
        raising.fields["snapStart"] = Name("aws_lambda", "SnapStartConf.ON_PUBLISHED_VERSIONS")


def _log(raising: Raising, said: Any) -> None:
    if said is None:
        return
    raising.fields["loggingFormat"] = Name("aws_lambda", f"LoggingFormat.{said['LogFormat'].upper()}")
    for name, key, kind in (
        ("applicationLogLevelV2", "ApplicationLogLevel", "ApplicationLogLevel"),
        ("systemLogLevelV2", "SystemLogLevel", "SystemLogLevel"),
    ):
        raising.fields[name] = Name("aws_lambda", f"{kind}.{said[key]}")
    if "LogGroup" in said:
        raising.fields["logGroup"] = raising.built(said["LogGroup"], "AWS::Logs::LogGroup", "")


def _layer(raising: Raising) -> None:
    raising.say("description", "Description", "s")
    raising.fields["code"] = _code(raising.take("Content"))
    raising.fields["compatibleRuntimes"] = [_runtime(word) for word in raising.take("CompatibleRuntimes")]
    if raising.keep:
        raising.removal()


_STARTS = {"TRIM_HORIZON": "StartingPosition.TRIM_HORIZON", "LATEST": "StartingPosition.LATEST"}


def _mapping(raising: Raising) -> None:
    raising.fields["target"] = raising.built(raising.take("FunctionName"), "AWS::Lambda::Function")
    raising.say("eventSourceArn", "EventSourceArn", "s")
    raising.say("batchSize", "BatchSize")
    raising.last("maxBatchingWindow", "MaximumBatchingWindowInSeconds")
    if raising.take("FunctionResponseTypes") is not None:
        raising.fields["reportBatchItemFailures"] = True
    filters = raising.take("FilterCriteria")
    if filters is not None:
        raising.fields["filters"] = [{"pattern": chosen["Pattern"]} for chosen in filters["Filters"]]
    scaling = raising.take("ScalingConfig")
    if scaling is not None:
        raising.fields["maxConcurrency"] = scaling["MaximumConcurrency"]
    raising.choose("startingPosition", "StartingPosition", _STARTS, "aws_lambda")
    raising.say("retryAttempts", "MaximumRetryAttempts")
    raising.last("maxRecordAge", "MaximumRecordAgeInSeconds")
    raising.say("bisectBatchOnError", "BisectBatchOnFunctionError")
    raising.say("parallelizationFactor", "ParallelizationFactor")
    failing = raising.take("DestinationConfig")
    if failing is not None:
        queue = raising.built(failing["OnFailure"]["Destination"], "AWS::SQS::Queue")
        raising.fields["onFailure"] = Make(Name("aws_lambda_event_sources", "SqsDlq"), (queue,))
    topics = raising.take("Topics")
    if topics is not None:
        (raising.fields["kafkaTopic"],) = topics


_DURABILITY = {"STANDARD": "StateMachineType.STANDARD", "EXPRESS": "StateMachineType.EXPRESS"}


def definition_file(identity: str) -> str:
    """Where the definition of a state machine stands."""
    return f"definitions/{identity}.asl.json"


def _machine(raising: Raising) -> None:
    raising.say("stateMachineName", "StateMachineName", "s")
    raising.choose("stateMachineType", "StateMachineType", _DURABILITY, "aws_stepfunctions")
    raising.left.pop("Definition")
    text = Contents(definition_file(raising.id))
    raising.fields["definitionBody"] = Call(Name("aws_stepfunctions", "DefinitionBody.fromString"), (text,))
    raising.say("definitionSubstitutions", "DefinitionSubstitutions", "{s")
    raising.fields["role"] = _unwidened(raising, raising.take("RoleArn"))
    raising.fields["tracingEnabled"] = raising.take("TracingConfiguration")["Enabled"]
    logging = raising.take("LoggingConfiguration")
    (where,) = logging["Destinations"]
    group = raising.built(where["CloudWatchLogsLogGroup"]["LogGroupArn"], "AWS::Logs::LogGroup")
    raising.fields["logs"] = struct(
        "aws_stepfunctions.LogOptions",
        destination=group,
        level=Name("aws_stepfunctions", f"LogLevel.{logging['Level']}"),
        includeExecutionData=logging["IncludeExecutionData"],
    )


LEVELS: dict[str, Level] = {
    "AWS::Lambda::Function": (Name("aws_lambda", "Function"), _function, {"": "functionName", "Arn": "functionArn"}),
    "AWS::Lambda::LayerVersion": (Name("aws_lambda", "LayerVersion"), _layer, {"": "layerVersionArn"}),
    "AWS::Lambda::EventSourceMapping": (Name("aws_lambda", "EventSourceMapping"), _mapping, {}),
    "AWS::StepFunctions::StateMachine": (
        Name("aws_stepfunctions", "StateMachine"),
        _machine,
        {"": "stateMachineArn", "Arn": "stateMachineArn", "Name": "stateMachineName"},
    ),
}
