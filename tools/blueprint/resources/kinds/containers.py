"""Containers without servers: image, task, service, scaling."""

from __future__ import annotations

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.waivers import of_data
from tools.blueprint.resources.kinds.entrances import print_group, print_way
from tools.blueprint.resources.kinds.logs import print_logs
from tools.blueprint.resources.kinds.tables import print_target_tracking
from tools.blueprint.resources.references import HERE
from tools.blueprint.resources.root import Root, encoded, text
from tools.blueprint.resources.tree import Attr, Block, Body, Choice, Equal, Node, Word, as_text
from tools.blueprint.resources.wires.goals import task_network
from tools.design.components import Container, LoadBalancer, Queue

CLUSTER = "main"
MAIN = "main"
"""Name of the one container of every task."""

KEPT_IMAGES = 20
CPU_TARGET_PERCENT = 60
BACKLOG_PER_TASK = 10

NOT_PUSHED = "none"
"""Tag of an image that has not been pushed yet: its service waits without tasks."""


def print_container(root: Root, container: Container) -> None:
    """A task definition with its roles; a service that keeps it running where it listens."""
    if container.platform != "managed":
        return
    _print_cluster(root)
    print_logs(root, container.name)
    root.roles(container.name, "run", "start")
    if not container.image:
        _print_images(root, container)
    _print_group(root, container)
    _print_task(root, container)
    if container.mode == "service":
        _print_service(root, container)
        _print_scaling(root, container)


def _print_cluster(root: Root) -> None:
    address = f"aws_ecs_cluster.{CLUSTER}"
    if address not in root.made:
        root.made.add(address)
        body: Body = {"name": HERE["stack"], "setting": Block({"name": "containerInsights", "value": "enabled"})}
        root.write("resource", "aws_ecs_cluster", CLUSTER, body)


def _print_images(root: Root, container: Container) -> None:
    """Where images are pushed, and how many are kept."""
    owner, waived = container.name, of_data(container)
    body: Body = {
        "name": text(HERE["stack"], f"/{owner}"),
        "image_tag_mutability": "IMMUTABLE",
        "image_scanning_configuration": Block({"scan_on_push": True}),
        "encryption_configuration": Block({"encryption_type": "AES256"}),
    }
    root.add("aws_ecr_repository", owner, body, keep=True, waived=waived)
    chosen: Node = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": KEPT_IMAGES}
    rule: Node = {
        "rulePriority": 1,
        "description": "Keep the newest images",
        "selection": chosen,
        "action": {"type": "expire"},
    }
    kept: Body = {
        "repository": root.at("aws_ecr_repository", owner, "name"),
        "policy": encoded({"rules": [rule]}),
    }
    root.add("aws_ecr_lifecycle_policy", owner, kept)


def _print_group(root: Root, container: Container) -> None:
    print_group(root, container.name, f"Tasks of {container.name}", container.network or "")
    words = "Anywhere the network leads: endpoints, databases, and out where there is a way"
    print_way(root, container.name, "egress", words, {"cidr_ipv4": "0.0.0.0/0"})
    for balancer in root.graph.sources(container.name, LoadBalancer):
        far: Body = {"referenced_security_group_id": root.at("aws_security_group", balancer.name, "id")}
        word = f"__from_{root.label(balancer.name)}"
        print_way(root, container.name, "ingress", f"From {balancer.name}", far, word=word, port=container.port)


def image_tag(container: Container) -> str:
    """Name of the parameter that says which image runs."""
    return parameter_for(container.name, "ImageTag")


def _image(root: Root, container: Container) -> Node:
    if container.image:
        return container.image
    return text(
        root.at("aws_ecr_repository", container.name, "repository_url"), ":", root.parameter(image_tag(container))
    )


def _print_task(root: Root, container: Container) -> None:
    size = root.plan.containers[container.name]
    main: dict[str, Node] = {"name": MAIN, "image": _image(root, container), "essential": True}
    if container.mode == "service":
        main["portMappings"] = [{"containerPort": container.port, "protocol": "tcp"}]
    environment = root.plan.environments[container.name]
    if environment:
        main["environment"] = [
            {"name": word, "value": as_text(root.value(value))} for word, value in environment.items()
        ]
    main["readonlyRootFilesystem"] = True
    options: Node = {
        "awslogs-group": root.at("aws_cloudwatch_log_group", container.name, "name"),
        "awslogs-region": HERE["region"],
        "awslogs-stream-prefix": container.name,
    }
    main["logConfiguration"] = {"logDriver": "awslogs", "options": options}
    architecture = "ARM64" if container.architecture == "arm64" else "X86_64"
    body: Body = {
        "family": root.named(container.name),
        "requires_compatibilities": ["FARGATE"],
        "network_mode": "awsvpc",
        "cpu": size.cpu,
        "memory": size.memory_mb,
        "execution_role_arn": root.resolver.role_of(container.name, "start"),
        "task_role_arn": root.resolver.role_of(container.name, "run"),
        "container_definitions": encoded([main]),
        "runtime_platform": Block({"cpu_architecture": architecture, "operating_system_family": "LINUX"}),
    }
    root.add("aws_ecs_task_definition", container.name, body)


def _print_service(root: Root, container: Container) -> None:
    wanted = max(container.min_tasks, 1)
    count: Node = wanted
    if not container.image:
        count = Choice(Equal(root.parameter(image_tag(container)), NOT_PUSHED), 0, wanted)
    balancers = root.graph.sources(container.name, LoadBalancer)
    body: Body = {
        "name": container.name,
        "cluster": Attr("aws_ecs_cluster", CLUSTER, "id"),
        "task_definition": root.ref(container.name),
        "launch_type": "FARGATE",
        "desired_count": count,
        "deployment_minimum_healthy_percent": 100,
        "deployment_maximum_percent": 200,
        "propagate_tags": "SERVICE",
        **({"health_check_grace_period_seconds": 60} if balancers else {}),
        "deployment_circuit_breaker": Block({"enable": True, "rollback": True}),
        "network_configuration": Block(task_network(root, container)),
    }
    if balancers:
        body["load_balancer"] = [
            Block(
                {
                    "target_group_arn": root.at("aws_lb_target_group", group_of(root, balancer.name, container.name)),
                    "container_name": MAIN,
                    "container_port": container.port,
                }
            )
            for balancer in balancers
        ]
    after = [f"aws_lb_listener.{root.label(balancer.name)}" for balancer in balancers]
    lifecycle: Body = {"ignore_changes": [Word("desired_count")]} if container.image else {}
    root.add("aws_ecs_service", container.name, body, after=after, lifecycle=lifecycle)


def group_of(root: Root, balancer: str, target: str) -> str:
    """Whose the target group between a load balancer and a target is."""
    return f"{root.plan.ids[balancer]}To{root.plan.ids[target]}"


def _print_scaling(root: Root, container: Container) -> None:
    service = root.at("aws_ecs_service", container.name, "name")
    what: Body = {
        "service_namespace": "ecs",
        "resource_id": text("service/", Attr("aws_ecs_cluster", CLUSTER, "name"), "/", service),
        "scalable_dimension": "ecs:service:DesiredCount",
    }
    limits: Body = {
        "min_capacity": container.min_tasks,
        "max_capacity": max(container.max_tasks, container.min_tasks, 1),
    }
    queues = root.graph.sources(container.name, Queue)
    tracking: Body = {
        "target_value": CPU_TARGET_PERCENT,
        "predefined_metric_specification": Block({"predefined_metric_type": "ECSServiceAverageCPUUtilization"}),
    }
    if queues:
        measured: Body = {
            "namespace": "AWS/SQS",
            "metric_name": "ApproximateNumberOfMessagesVisible",
            "statistic": "Average",
            "dimensions": Block({"name": "QueueName", "value": root.ref(queues[0].name, "name")}),
        }
        tracking = {"target_value": BACKLOG_PER_TASK, "customized_metric_specification": Block(measured)}
    print_target_tracking(root, container.name, "", "load", what, limits, tracking)
