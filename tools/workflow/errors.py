"""Error names, retriers and catchers: what `transient` and `all` stand for, and what every task gets without asking.

Sources: Step Functions developer guide, "Handling errors in workflows", "Handle transient Lambda service exceptions"
and the error prefixes of its service integrations. Services whose faults have no documented names are retried on
States.TaskFailed, which every failed request matches.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from tools.design.workflows import Catch, Retry
from tools.workflow.integrations.base import Pattern

_LAMBDA = (
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
)

_TRANSIENT: dict[str, tuple[str, ...]] = {
    "lambda": _LAMBDA,
    "ecs": ("ECS.AmazonECSException", "ECS.ServerException", "ECS.SdkClientException"),
    "dynamodb": (
        "DynamoDB.ProvisionedThroughputExceededException",
        "DynamoDB.RequestLimitExceeded",
        "DynamoDB.ThrottlingException",
        "DynamoDB.InternalServerError",
        "DynamoDB.AmazonDynamoDBException",
        "DynamoDB.SdkClientException",
    ),
    "glue": ("Glue.ConcurrentRunsExceededException", "Glue.AWSGlueException", "Glue.SdkClientException"),
    "athena": ("Athena.TooManyRequestsException", "Athena.InternalServerException", "Athena.SdkClientException"),
    "states": ("StepFunctions.AWSStepFunctionsException", "StepFunctions.SdkClientException"),
}

ALL = "States.ALL"
LOST = ("States.Timeout", "Sandbox.Timedout", "Lambda.Unknown")
"""Errors after which nobody knows whether the step took effect."""

MAX_DELAY_S = 300
"""Longest pause between two attempts where the design does not say."""


def transient_errors(operation: str, pattern: Pattern) -> tuple[str, ...]:
    """What `transient` stands for when a step asks this operation: throttling, service faults, and timeouts.

    A job or a person that did not finish in time is not asked again because of it.
    """
    found = _TRANSIENT.get(operation.split(":")[0], ("States.TaskFailed",))
    return (*found, "States.Timeout") if pattern == "request" else found


def error_names(errors: tuple[str, ...], transient: tuple[str, ...]) -> list[str]:
    """Error names of the design as the language of the document has them; `all` swallows the others."""
    if "all" in errors or ALL in errors:
        return [ALL]
    found: dict[str, None] = {}
    for error in errors:
        found.update(dict.fromkeys(transient if error == "transient" else (error,)))
    return list(found)


def retriers(retries: tuple[Retry, ...], transient: tuple[str, ...]) -> list[dict[str, Any]]:
    """The retriers of a state; transient errors are retried where the design says nothing."""
    found: list[dict[str, Any]] = []
    for retry in retries or (Retry(),):
        names = error_names(retry.errors, transient)
        found.append(_retrier(retry, names))
        if names == [ALL]:  # nothing behind it could ever match
            break
    return found


def _retrier(retry: Retry, names: list[str]) -> dict[str, Any]:
    longest = retry.max_interval_s or max(MAX_DELAY_S, 2 * retry.interval_s)
    found: dict[str, Any] = {
        "ErrorEquals": names,
        "IntervalSeconds": retry.interval_s,
        "MaxAttempts": retry.attempts,
        "BackoffRate": _number(retry.backoff),
    }
    if longest > retry.interval_s:
        found["MaxDelaySeconds"] = longest
    if retry.jitter:
        found["JitterStrategy"] = "FULL"
    return found


class Caught(NamedTuple):
    """What is caught, where the error is put, and the state it leads to."""

    errors: tuple[str, ...]
    result: str | None
    target: str


def catchers(catches: Iterable[Caught], transient: tuple[str, ...]) -> list[dict[str, Any]]:
    """The catchers of a state, up to the first that catches everything."""
    found: list[dict[str, Any]] = []
    for catch in catches:
        names = error_names(catch.errors, transient)
        found.append({"ErrorEquals": names, "ResultPath": catch.result, "Next": catch.target})
        if names == [ALL]:
            break
    return found


def catches_all(catches: tuple[Catch, ...]) -> bool:
    """Whether no error gets past these catches."""
    return any("all" in catch.errors or ALL in catch.errors for catch in catches)


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value
