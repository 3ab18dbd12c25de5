"""Alarms: what people are told, and from which value on.

Event systems fail silently; these are the places to listen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tools.blueprint.plan.draft import Draft
from tools.blueprint.plan.model import Alarm, ApiPlan, FunctionPlan, QueuePlan
from tools.blueprint.plan.names import title_of
from tools.blueprint.plan.values import Param, Ref, Value
from tools.design.components import (
    Api,
    Component,
    Container,
    Database,
    DeliveryStream,
    Function,
    LoadBalancer,
    Queue,
    Stream,
    Table,
    WorkflowEngine,
)

FIVE_MINUTES_S = 300
ITERATOR_AGE_MS = 300_000
"""A stream's consumer that is five minutes behind does not keep up."""

OLDEST_MESSAGE_S = 300


class _Watch:
    """Makes the alarms of one plan."""

    def __init__(
        self, draft: Draft, functions: dict[str, FunctionPlan], queues: dict[str, QueuePlan], apis: dict[str, ApiPlan]
    ) -> None:
        self.draft, self.functions, self.queues, self.apis = draft, functions, queues, apis

    def alarm(
        self,
        component: Component,
        word: str,
        text: str,
        metric: tuple[str, str, str],
        dimensions: tuple[tuple[str, Value], ...],
        threshold: float = 1,
        periods: int = 1,
    ) -> Alarm:
        namespace, name, statistic = metric
        identity = f"{self.draft.ids[component.name]}{word}Alarm"
        said = f"{title_of(component)}: {text}"
        return Alarm(
            identity, component.name, said, namespace, name, dimensions, statistic, FIVE_MINUTES_S, periods, threshold
        )


def alarms_of(
    draft: Draft, functions: dict[str, FunctionPlan], queues: dict[str, QueuePlan], apis: dict[str, ApiPlan]
) -> tuple[Alarm, ...]:
    """Every alarm, in the order of the components."""
    watch = _Watch(draft, functions, queues, apis)
    return tuple(
        alarm
        for component in draft.design.components
        if component.kind in _WATCHED
        for alarm in _WATCHED[component.kind](watch, component)
    )


def _function(watch: _Watch, function: Component) -> Iterator[Alarm]:
    assert isinstance(function, Function)
    if function.placement == "edge":
        return
    here = (("FunctionName", Ref(function.name, "name")),)
    yield watch.alarm(function, "Errors", "invocations fail", ("AWS/Lambda", "Errors", "Sum"), here)
    yield watch.alarm(function, "Throttles", "invocations are throttled", ("AWS/Lambda", "Throttles", "Sum"), here)
    if any(poller.function == function.name and poller.ordered for poller in watch.draft.pollers):
        age = ("AWS/Lambda", "IteratorAge", "Maximum")
        yield watch.alarm(function, "Lag", "falls behind its stream", age, here, ITERATOR_AGE_MS, 3)
    if function.on_failure is not None and watch.functions[function.name].asynchronous:
        lost = ("AWS/Lambda", "DestinationDeliveryFailures", "Sum")
        yield watch.alarm(function, "Lost", "failed events could not be kept", lost, here)


def _queue(watch: _Watch, queue: Component) -> Iterator[Alarm]:
    assert isinstance(queue, Queue)
    here = (("QueueName", Ref(queue.name, "name")),)
    if queue.role == "dead-letter":
        depth = ("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum")
        yield watch.alarm(queue, "Depth", "messages were given up", depth, here)
        return
    oldest = max(OLDEST_MESSAGE_S, 2 * watch.queues[queue.name].visibility_s)
    age = ("AWS/SQS", "ApproximateAgeOfOldestMessage", "Maximum")
    yield watch.alarm(queue, "Age", "messages wait too long", age, here, oldest, 3)


def _api(watch: _Watch, api: Component) -> Iterator[Alarm]:
    assert isinstance(api, Api)
    text = "answers with server errors"
    dimensions: tuple[tuple[str, Value], ...] = (("ApiId", Ref(api.name, "id")),)
    match watch.apis[api.name].style:
        case "rest":
            dimensions = (("ApiName", Ref(api.name, "name")), ("Stage", Param("Stage")))
            yield watch.alarm(api, "Faults", text, ("AWS/ApiGateway", "5XXError", "Sum"), dimensions, 5)
        case "graphql":
            dimensions = (("GraphQLAPIId", Ref(api.name, "id")),)
            yield watch.alarm(api, "Faults", text, ("AWS/AppSync", "5XXError", "Sum"), dimensions, 5)
        case "websocket":
            dimensions = (*dimensions, ("Stage", Param("Stage")))
            yield watch.alarm(api, "Faults", text, ("AWS/ApiGateway", "IntegrationError", "Sum"), dimensions, 5)
        case _:
            yield watch.alarm(api, "Faults", text, ("AWS/ApiGateway", "5xx", "Sum"), dimensions, 5)


def _workflow(watch: _Watch, engine: Component) -> Iterator[Alarm]:
    assert isinstance(engine, WorkflowEngine)
    here = (("StateMachineArn", Ref(engine.name)),)
    yield watch.alarm(engine, "Failures", "executions fail", ("AWS/States", "ExecutionsFailed", "Sum"), here)
    yield watch.alarm(
        engine, "Timeouts", "executions run out of time", ("AWS/States", "ExecutionsTimedOut", "Sum"), here
    )


def _table(watch: _Watch, table: Component) -> Iterator[Alarm]:
    assert isinstance(table, Table)
    here = (("TableName", Ref(table.name, "name")),)
    links = {link.kind for link in watch.draft.graph.incoming(table.name)}
    if "write" in links:
        throttled = ("AWS/DynamoDB", "WriteThrottleEvents", "Sum")
        yield watch.alarm(table, "Writes", "writes are throttled", throttled, here)
    if "read" in links:
        throttled = ("AWS/DynamoDB", "ReadThrottleEvents", "Sum")
        yield watch.alarm(table, "Reads", "reads are throttled", throttled, here)


def _stream(watch: _Watch, stream: Component) -> Iterator[Alarm]:
    assert isinstance(stream, Stream)
    if stream.engine == "native":
        here = (("StreamName", Ref(stream.name, "name")),)
        refused = ("AWS/Kinesis", "WriteProvisionedThroughputExceeded", "Sum")
        yield watch.alarm(stream, "Writes", "records are refused", refused, here)


def _delivery(watch: _Watch, stream: Component) -> Iterator[Alarm]:
    assert isinstance(stream, DeliveryStream)
    here = (("DeliveryStreamName", Ref(stream.name, "name")),)
    late = max(900, 3 * stream.buffer_s)
    freshness = ("AWS/Firehose", "DeliveryToS3.DataFreshness", "Maximum")
    yield watch.alarm(stream, "Late", "records arrive late", freshness, here, late, 3)


def _database(watch: _Watch, database: Component) -> Iterator[Alarm]:
    assert isinstance(database, Database)
    if database.engine == "document":
        return
    here = (("DBClusterIdentifier", Ref(database.name, "cluster")),)
    use = ("AWS/RDS", "ACUUtilization", "Average")
    yield watch.alarm(database, "Capacity", "nears its capacity", use, here, 90, 3)


def _balancer(watch: _Watch, balancer: Component) -> Iterator[Alarm]:
    assert isinstance(balancer, LoadBalancer)
    here = (("LoadBalancer", Ref(balancer.name, "id")),)
    faults = ("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum")
    yield watch.alarm(balancer, "Faults", "answers with server errors", faults, here, 5)


def _container(watch: _Watch, container: Component) -> Iterator[Alarm]:
    assert isinstance(container, Container)
    if container.mode != "service" or container.platform != "managed":
        return
    here = (("ClusterName", Ref(container.name, "cluster")), ("ServiceName", Ref(container.name, "name")))
    yield watch.alarm(container, "Load", "is overloaded", ("AWS/ECS", "CPUUtilization", "Average"), here, 85, 3)


_WATCHED: dict[str, Callable[[_Watch, Component], Iterator[Alarm]]] = {
    "function": _function,
    "queue": _queue,
    "api": _api,
    "workflow": _workflow,
    "table": _table,
    "stream": _stream,
    "delivery-stream": _delivery,
    "database": _database,
    "load-balancer": _balancer,
    "container": _container,
}
