"""The roles of what runs code: functions, containers, state machines. Each is the sum of the rows its links ask for."""

from __future__ import annotations

from collections.abc import Iterator

from tools.blueprint.plan.draft import Draft, granted, merged
from tools.blueprint.plan.model import Role, Statement
from tools.blueprint.plan.names import fixed_name
from tools.blueprint.plan.values import ACCOUNT, PARTITION, STACK, Joined, Ref, Value, arn
from tools.design.components import Component, Container, Etl, Function, Transcoder, WorkflowEngine
from tools.design.links import Link

TRACING = Statement(("xray:PutTraceSegments", "xray:PutTelemetryRecords"), reason="traces belong to no resource")

_NETWORK_CHANGES = (
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
)
_NETWORK_LOOKS = ("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets")

IDEMPOTENCY_ACTIONS = ("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem")

_PULL_ACTIONS = ("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage")


def add_code_roles(draft: Draft) -> None:
    """Gives every function, container and state machine its role."""
    for component in draft.design.components:
        match component:
            case Function():
                _add_function_role(draft, component)
            case Container():
                _add_container_roles(draft, component)
            case WorkflowEngine():
                _add_workflow_role(draft, component)
            case Etl():
                _add_job_role(draft, component, "glue.amazonaws.com")
            case Transcoder():
                _add_job_role(draft, component, "mediaconvert.amazonaws.com")
            case _:
                pass


def _add_function_role(draft: Draft, function: Function) -> None:
    statements = merged(
        (
            *_writing_logs(function),
            TRACING,
            *_attaching(function),
            *_polling(draft, function),
            *_using(draft, function),
            *_remembering(function),
            *_reporting_failures(draft, function),
        )
    )
    identity = f"{draft.ids[function.name]}Role"
    service = "edgelambda.amazonaws.com" if function.placement == "edge" else "lambda.amazonaws.com"
    draft.add_role(Role(identity, function.name, "run", service, statements, checks_account=False))


def _writing_logs(component: Component) -> Iterator[Statement]:
    if isinstance(component, Function) and component.placement == "edge":
        yield Statement((_GROUP, *_STREAM), (_EDGE_LOGS,))
    else:
        yield Statement(_STREAM, (Ref(component.name, "logs"),))


_GROUP, _STREAM = "logs:CreateLogGroup", ("logs:CreateLogStream", "logs:PutLogEvents")

_EDGE_LOGS = Joined(("arn:", PARTITION, ":logs:*:", ACCOUNT, ":log-group:/aws/lambda/us-east-1.", STACK, "-*"))
"""A function at the edge writes its log where it runs, into a group it makes there, named after where it comes from."""


def _attaching(function: Function) -> Iterator[Statement]:
    if function.network is None:
        return
    interfaces = arn("ec2", "network-interface/*")
    places = (interfaces, arn("ec2", "subnet/*"), arn("ec2", "security-group/*"))
    yield Statement(("ec2:CreateNetworkInterface",), places)
    yield Statement(_NETWORK_CHANGES, (interfaces,))
    yield Statement(_NETWORK_LOOKS, reason="network interfaces and subnets can only be listed as a whole")


def _polling(draft: Draft, function: Function) -> Iterator[Statement]:
    for poller in draft.pollers:
        if poller.function != function.name:
            continue
        yield from granted("function", "poll", draft.graph[poller.source]) or ()
        if poller.dead_letter is not None:
            yield from granted("function", "send", draft.graph[poller.dead_letter]) or ()


def _using(draft: Draft, user: Function | Container) -> Iterator[Statement]:
    operation = user.operation if isinstance(user, Function) else "process"
    for link in draft.graph.outgoing(user.name):
        target = draft.graph[link.target]
        statements = granted(user.kind, link.kind, target, (operation,))
        if statements is not None:
            yield from statements
        elif target.kind not in _FREE:
            draft.notes.append(
                f"{user.name} needs no permission of its own to {link.kind} {target.name} ({target.kind})."
            )


_FREE = frozenset({"external", "load-balancer", "cdn", "container", "api", "layer", "dns-failover"})
"""Kinds reached over the network, where no role decides."""


def _remembering(function: Function) -> Iterator[Statement]:
    if function.idempotency is not None and function.idempotency.store is not None:
        yield Statement(IDEMPOTENCY_ACTIONS, (Ref(function.idempotency.store),))


def _reporting_failures(draft: Draft, function: Function) -> Iterator[Statement]:
    if function.on_failure is not None:
        yield from granted("function", "send", draft.graph[function.on_failure]) or ()


def _add_container_roles(draft: Draft, container: Container) -> None:
    if container.platform != "managed":
        return
    service = "ecs-tasks.amazonaws.com"
    owner = draft.ids[container.name]
    reads = (s for q in _read_by(draft, container) for s in granted("function", "poll", draft.graph[q.source]) or ())
    run = merged((*_using(draft, container), *reads, TRACING))
    draft.add_role(Role(f"{owner}Role", container.name, "run", service, run))
    pull = (
        *_writing_logs(container),
        Statement(("ecr:GetAuthorizationToken",), reason="the token opens the registry as a whole"),
    )
    if not container.image:
        pull = (*pull, Statement(_PULL_ACTIONS, (Ref(container.name, "id"),)))
    draft.add_role(Role(f"{owner}StartRole", container.name, "start", service, pull))


def _read_by(draft: Draft, container: Container) -> list[Link]:
    """Queues and streams whose messages a container fetches itself."""
    piped = {(pipe.source, pipe.goal.component) for pipe in draft.pipes}
    links = draft.graph.incoming(container.name, "trigger", "send")
    polled = [link for link in links if draft.graph[link.source].kind in ("queue", "stream")]
    return [link for link in polled if (link.source, container.name) not in piped]


def _add_workflow_role(draft: Draft, engine: WorkflowEngine) -> None:
    statements = merged((*_stepping(draft, engine), *_WRITING_EXECUTIONS, _SAMPLING))
    identity = f"{draft.ids[engine.name]}Role"
    draft.add_role(Role(identity, engine.name, "run", "states.amazonaws.com", statements))


_WRITING_EXECUTIONS = (
    Statement(
        (
            "logs:CreateLogDelivery",
            "logs:GetLogDelivery",
            "logs:UpdateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:DescribeResourcePolicies",
            "logs:DescribeLogGroups",
        ),
        reason="log deliveries are set up for the account, not for one log group",
    ),
)

_SAMPLING = Statement((*TRACING.actions, "xray:GetSamplingRules", "xray:GetSamplingTargets"), reason=TRACING.reason)


def _stepping(draft: Draft, engine: WorkflowEngine) -> Iterator[Statement]:
    from tools.workflow import permissions  # the compiler, which a design without machines does not load

    uses = permissions(draft.graph.workflow(engine.definition), draft.graph)
    draft.steps[engine.name] = tuple(dict.fromkeys(use.component for use in uses if use.component))
    for use in uses:
        if not use.component:
            yield from _distributing(draft, engine)
            continue
        target = draft.graph[use.component]
        variants = (f"{use.operation}:{use.pattern}", use.operation)
        found = granted("workflow", "run", target, variants)
        if found is None:
            draft.notes.append(f"{engine.name} is given no permission to use {target.name} ({use.operation}).")
        yield from found or ()


def _distributing(draft: Draft, engine: WorkflowEngine) -> Iterator[Statement]:
    """A distributed map runs child executions of its own machine, which therefore has a fixed name."""
    name = fixed_name(engine.name)
    draft.fixed[engine.name] = name
    yield Statement(("states:StartExecution",), (arn("states", "stateMachine:", *name.parts),))
    runs: Value = arn("states", "execution:", *name.parts, "*")
    yield Statement(("states:DescribeExecution", "states:StopExecution", "states:RedriveExecution"), (runs,))


def _add_job_role(draft: Draft, job: Etl | Transcoder, service: str) -> None:
    """A job reads and writes as a function would, and reads what lies in the buckets it writes to."""
    found: list[Statement] = []
    for link in draft.graph.outgoing(job.name):
        target = draft.graph[link.target]
        found += granted("function", link.kind, target) or ()
        if target.kind == "bucket":
            found += granted("function", "read", target) or ()
    if service == "glue.amazonaws.com":
        found.append(Statement(("logs:CreateLogStream", "logs:PutLogEvents"), (arn("logs", "log-group:/aws-glue/*"),)))
    draft.add_role(Role(f"{draft.ids[job.name]}Role", job.name, "run", service, merged(found)))
