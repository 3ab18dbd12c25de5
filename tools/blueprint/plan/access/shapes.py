"""What of a part an action is narrowed to: the table's shapes as ARNs."""

from __future__ import annotations

from collections.abc import Callable

from tools.blueprint.plan.access.table import Shape
from tools.blueprint.plan.model import Condition
from tools.blueprint.plan.names import pascal
from tools.blueprint.plan.values import PARTITION, REGION, STACK, Joined, Param, Ref, RoleRef, Value, arn, joined, under
from tools.design.components import Component

MODEL_PARAMETERS = {
    "forecasting": "EndpointName",
    "custom-model": "EndpointName",
    "recommendation": "CampaignArn",
    "fraud-detection": "DetectorName",
    "enterprise-search": "SearchIndexId",
}
"""What only the account knows about a managed model, by capability: said at deployment."""


def parameter_for(component: str, word: str) -> str:
    """Name of the deployment parameter that says this about a component."""
    return pascal(component) + word


def resources(shapes: tuple[Shape, ...], target: Component) -> tuple[Value, ...]:
    """The ARNs of these shapes of a part."""
    found: list[Value] = []
    for shape in shapes:
        if shape == "self":
            found.append(Ref(target.name))
        elif shape[0] in "/:":
            found.append(under(Ref(target.name), shape))
        else:
            found += _SHAPES[shape](target)
    return tuple(found)


def passing(action: str, target: Component) -> tuple[Condition, ...]:
    """To whom a role may be handed: only to the service that works under it."""
    if action != "iam:PassRole":
        return ()
    return (Condition("StringEquals", "iam:PassedToService", _TAKES_ROLE[target.kind]),)


_TAKES_ROLE = {
    "container": "ecs-tasks.amazonaws.com",
    "transcoder": "mediaconvert.amazonaws.com",
    "schedule": "scheduler.amazonaws.com",
    "etl": "glue.amazonaws.com",
}


def _model(target: Component) -> tuple[Value, ...]:
    model = str(getattr(target, "model", "")) or Param(parameter_for(target.name, "ModelId"))
    if isinstance(model, str) and model.startswith(("us.", "eu.", "apac.", "global.")):
        base = model.split(".", 1)[1]
        return (
            arn("bedrock", "inference-profile/", model),
            joined("arn:", PARTITION, ":bedrock:*::foundation-model/", base),
        )
    return (joined("arn:", PARTITION, ":bedrock:", REGION, "::foundation-model/", model),)


def _kafka(kind: str) -> Callable[[Component], tuple[Value, ...]]:
    def shape(target: Component) -> tuple[Value, ...]:
        return (arn("kafka", f"{kind}/", Ref(target.name, "name"), "/*/*"),)

    return shape


def _glue_catalog(target: Component) -> tuple[Value, ...]:
    database = Ref(target.name, "name")
    return (arn("glue", "catalog"), arn("glue", "database/", database), arn("glue", "table/", database, "/*"))


def _secret_parameter(target: Component, service: str, resource: str) -> tuple[Value, ...]:
    word = MODEL_PARAMETERS[getattr(target, "capability", "custom-model")]
    name = Param(parameter_for(target.name, word))
    return (name,) if word == "CampaignArn" else (arn(service, resource, name),)


def _detector(target: Component) -> tuple[Value, ...]:
    name = Param(parameter_for(target.name, MODEL_PARAMETERS["fraud-detection"]))
    versions = arn("frauddetector", "detector-version/", name, "/*")
    return (arn("frauddetector", "detector/", name), versions, arn("frauddetector", "event-type/*"))


def _connections(target: Component) -> tuple[Value, ...]:
    return (
        joined(*_api(target).parts, "/*/POST/@connections/*"),
        joined(*_api(target).parts, "/*/DELETE/@connections/*"),
    )


def _api(target: Component) -> Joined:
    return arn("execute-api", Ref(target.name, "id"))


def _credential(target: Component) -> tuple[Value, ...]:
    """The credential of a database; one that spans regions is known by its name, to which the service adds six
    letters."""
    if getattr(target, "replicas", ()):
        return (arn("secretsmanager", "secret:", STACK, f"-{target.name}-owner-??????"),)
    return (Ref(target.name, "secret"),)


_SHAPES: dict[str, Callable[[Component], tuple[Value, ...]]] = {
    "stream": lambda t: (Ref(t.name, "stream"),),
    "secret": _credential,
    "role": lambda t: (Ref(t.name, "role"),),
    "task-definition": lambda t: (Ref(t.name),),
    "tasks": lambda t: (arn("ecs", "task/", Ref(t.name, "cluster"), "/*"),),
    "task-roles": lambda t: (RoleRef(t.name, "run"), RoleRef(t.name, "start")),
    "executions": lambda t: (arn("states", "execution:", Ref(t.name, "name"), ":*"),),
    "sync-rule": lambda t: (arn("events", "rule/StepFunctionsGetEventsFor*"),),
    "schedules": lambda t: (arn("scheduler", "schedule/", Ref(t.name, "group"), "/*"),),
    "schedule-role": lambda t: (RoleRef(t.name, "deliver"),),
    "connections": _connections,
    "routes": lambda t: (joined(*_api(t).parts, "/*"),),
    "device-topics": lambda t: (arn("iot", "topic/", getattr(t, "topic_filter", "devices").split("/")[0], "/*"),),
    "things": lambda t: (arn("iot", "thing/*"),),
    "mail-settings": lambda t: (arn("ses", "configuration-set/", Ref(t.name, "name")),),
    "database-user": lambda t: (arn("rds-db", "dbuser:", Ref(t.name, "id"), "/application"),),
    "cache-user": lambda t: (arn("elasticache", "user:", Ref(t.name, "id")),),
    "transcoder-queue": lambda t: (arn("mediaconvert", "queues/", Ref(t.name, "name")), arn("mediaconvert", "jobs/*")),
    "transcription-jobs": lambda t: (arn("transcribe", "transcription-job/*"),),
    "lexicons": lambda t: (arn("polly", "lexicon/*"),),
    "catalog": _glue_catalog,
    "kafka-topics": _kafka("topic"),
    "kafka-groups": _kafka("group"),
    "model": _model,
    "endpoint": lambda t: _secret_parameter(t, "sagemaker", "endpoint/"),
    "campaign": lambda t: _secret_parameter(t, "personalize", "campaign/"),
    "detector": _detector,
    "search": lambda t: _secret_parameter(t, "kendra", "index/"),
    "destination": lambda t: (Ref(t.name),),
    "connection": lambda t: (Ref(t.name, "id"),),
    "connection-secret": lambda t: (Ref(t.name, "secret"),),
    "http-endpoint": lambda t: (arn("states", "stateMachine:*"),),
}
