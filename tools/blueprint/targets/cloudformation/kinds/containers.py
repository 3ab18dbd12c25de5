"""Containers without servers: image, task, service, scaling; and the load balancers before them."""

from __future__ import annotations

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.model import Waived
from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import of_balancer, of_data
from tools.blueprint.targets.cloudformation.emitter import Node, Tagged
from tools.blueprint.targets.cloudformation.kinds.logs import print_logs
from tools.blueprint.targets.cloudformation.references import choose, escaped, get, ref, sub, subnets_of
from tools.blueprint.targets.cloudformation.roles import print_roles_of
from tools.blueprint.targets.cloudformation.template import Properties, Template
from tools.design.components import Bucket, Container, LoadBalancer, Queue

CLUSTER = "Cluster"
MAIN = "main"
"""Name of the one container of every task."""

KEPT_IMAGES = 20
CPU_TARGET_PERCENT = 60
BACKLOG_PER_TASK = 10
DRAIN_S = 30


def print_container(template: Template, container: Container) -> None:
    """A task definition with its roles; a service that keeps it running where it listens."""
    if container.platform != "managed":
        return
    _print_cluster(template)
    print_logs(template, container.name)
    print_roles_of(template, container.name, "run", "start")
    if not container.image:
        _print_repository(template, container)
    _print_group(template, container)
    _print_task(template, container)
    if container.mode == "service":
        _print_service(template, container)
        _print_scaling(template, container)


def _print_cluster(template: Template) -> None:
    if CLUSTER not in template.ids:
        insights: Properties = {"ClusterSettings": [{"Name": "containerInsights", "Value": "enabled"}]}
        template.add(CLUSTER, "AWS::ECS::Cluster", insights)


def _print_repository(template: Template, container: Container) -> None:
    expiry = (
        '{"rules": [{"rulePriority": 1, "description": "Keep the newest images", "selection": {"tagStatus": "any", '
        f'"countType": "imageCountMoreThan", "countNumber": {KEPT_IMAGES}}}, "action": {{"type": "expire"}}}}]}}'
    )
    properties: Properties = {
        "ImageTagMutability": "IMMUTABLE",
        "ImageScanningConfiguration": {"ScanOnPush": True},
        "EncryptionConfiguration": {"EncryptionType": "AES256"},
        "LifecyclePolicy": {"LifecyclePolicyText": expiry},
    }
    waived = of_data(container)
    template.add(template.id(container, "Repository"), "AWS::ECR::Repository", properties, keep=True, waived=waived)


def _print_group(template: Template, container: Container) -> None:
    identity = template.id(container)
    out: Node = {
        "IpProtocol": "-1",
        "CidrIp": "0.0.0.0/0",
        "Description": "Anywhere the network leads: endpoints, databases, and out where there is a way",
    }
    entering: list[Node] = [
        {
            "IpProtocol": "tcp",
            "FromPort": container.port,
            "ToPort": container.port,
            "SourceSecurityGroupId": get(template.id(balancer, "SecurityGroup"), "GroupId"),
            "Description": f"From {balancer.name}",
        }
        for balancer in template.graph.sources(container.name, LoadBalancer)
    ]
    properties: Properties = {
        "GroupDescription": f"Tasks of {container.name}",
        "VpcId": ref(template.id(container.network or "")),
        "SecurityGroupEgress": [out],
    }
    if entering:
        properties["SecurityGroupIngress"] = entering
    template.add(f"{identity}SecurityGroup", "AWS::EC2::SecurityGroup", properties)


def image_tag(container: Container) -> str:
    """Name of the parameter that says which image runs."""
    return parameter_for(container.name, "ImageTag")


def _print_task(template: Template, container: Container) -> None:
    identity, size = template.id(container), template.plan.containers[container.name]
    main: Properties = {"Name": MAIN, "Image": _image(template, container), "Essential": True}
    if container.mode == "service":
        main["PortMappings"] = [{"ContainerPort": container.port, "Protocol": "tcp"}]
    environment = template.plan.environments[container.name]
    if environment:
        main["Environment"] = [{"Name": word, "Value": template.value(value)} for word, value in environment.items()]
    main |= {
        "ReadonlyRootFilesystem": True,
        "LogConfiguration": {
            "LogDriver": "awslogs",
            "Options": {
                "awslogs-group": ref(template.plan.logs[container.name].id),
                "awslogs-region": ref("AWS::Region"),
                "awslogs-stream-prefix": container.name,
            },
        },
    }
    architecture = "ARM64" if container.architecture == "arm64" else "X86_64"
    properties: Properties = {
        "Family": sub(f"${{AWS::StackName}}-{container.name}"),
        "RequiresCompatibilities": ["FARGATE"],
        "NetworkMode": "awsvpc",
        "Cpu": str(size.cpu),
        "Memory": str(size.memory_mb),
        "RuntimePlatform": {"CpuArchitecture": architecture, "OperatingSystemFamily": "LINUX"},
        "ExecutionRoleArn": get(f"{identity}StartRole"),
        "TaskRoleArn": get(f"{identity}Role"),
        "ContainerDefinitions": [main],
    }
    template.add(identity, "AWS::ECS::TaskDefinition", properties)


def _image(template: Template, container: Container) -> Node:
    if container.image:
        return sub(escaped(container.image)) if "${" in container.image else container.image
    tag = template.parameter(image_tag(container)).value
    return sub(f"${{{template.id(container)}Repository.RepositoryUri}}:${{{tag}}}")


def _print_service(template: Template, container: Container) -> None:
    identity = template.id(container)
    wanted = max(container.min_tasks, 1)
    count: Node = wanted
    if not container.image:
        tagged = Tagged("!Equals", [template.parameter(image_tag(container)), NOT_PUSHED])
        count = choose(template.condition(f"Awaits{identity}", tagged), 0, wanted)
    properties: Properties = {
        "Cluster": ref(CLUSTER),
        "TaskDefinition": ref(identity),
        "LaunchType": "FARGATE",
        "DesiredCount": count,
        "DeploymentConfiguration": {
            "DeploymentCircuitBreaker": {"Enable": True, "Rollback": True},
            "MinimumHealthyPercent": 100,
            "MaximumPercent": 200,
        },
        "NetworkConfiguration": {"AwsvpcConfiguration": network_of(template, container)},
        "PropagateTags": "SERVICE",
    }
    balancers = template.graph.sources(container.name, LoadBalancer)
    if balancers:
        properties["HealthCheckGracePeriodSeconds"] = 60
        properties["LoadBalancers"] = [
            {
                "ContainerName": MAIN,
                "ContainerPort": container.port,
                "TargetGroupArn": ref(f"{template.id(balancer)}To{identity}Group"),
            }
            for balancer in balancers
        ]
    after = [listener_of(template, balancer) for balancer in balancers]
    template.add(f"{identity}Service", "AWS::ECS::Service", properties, after=after)


NOT_PUSHED = "none"
"""Tag of an image that has not been pushed yet: its service waits without tasks."""


def network_of(template: Template, container: Container) -> Properties:
    """Where the tasks of a service are placed."""
    groups: list[Node] = [get(template.id(container, "SecurityGroup"), "GroupId")]
    subnets = list(subnets_of(template.plan, container.network or ""))
    return {"AssignPublicIp": "DISABLED", "SecurityGroups": groups, "Subnets": subnets}


def _print_scaling(template: Template, container: Container) -> None:
    identity = template.id(container)
    target: Properties = {
        "ServiceNamespace": "ecs",
        "ResourceId": sub(f"service/${{{CLUSTER}}}/${{{identity}Service.Name}}"),
        "ScalableDimension": "ecs:service:DesiredCount",
        "MinCapacity": container.min_tasks,
        "MaxCapacity": max(container.max_tasks, container.min_tasks, 1),
    }
    scalable = template.add(f"{identity}Scalable", "AWS::ApplicationAutoScaling::ScalableTarget", target)
    queues = template.graph.sources(container.name, Queue)
    measured: Properties = {
        "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}
    }
    wanted = CPU_TARGET_PERCENT
    if queues:
        name = template.value(Ref(queues[0].name, "name"))
        measured = {
            "CustomizedMetricSpecification": {
                "Namespace": "AWS/SQS",
                "MetricName": "ApproximateNumberOfMessagesVisible",
                "Dimensions": [{"Name": "QueueName", "Value": name}],
                "Statistic": "Average",
            }
        }
        wanted = BACKLOG_PER_TASK
    scaling: Properties = {
        "PolicyName": "load",
        "PolicyType": "TargetTrackingScaling",
        "ScalingTargetId": ref(scalable),
        "TargetTrackingScalingPolicyConfiguration": {**measured, "TargetValue": wanted},
    }
    template.add(f"{identity}Scaling", "AWS::ApplicationAutoScaling::ScalingPolicy", scaling)


def print_balancer(template: Template, balancer: LoadBalancer) -> None:
    """A load balancer in the network, its listener and its target groups; the link by which an API reaches it."""
    identity = template.id(balancer)
    _print_balancer_group(template, balancer)
    word = "Public" if balancer.public else ""
    subnets = _public_subnets(template, balancer) if word else list(subnets_of(template.plan, balancer.network or ""))
    attributes: list[Node] = [
        {"Key": "routing.http.drop_invalid_header_fields.enabled", "Value": "true"},
        {"Key": "deletion_protection.enabled", "Value": "true" if balancer.public else "false"},
    ]
    logs = log_bucket(template)
    if logs is not None:
        more: list[Node] = [
            {"Key": "access_logs.s3.enabled", "Value": "true"},
            {"Key": "access_logs.s3.bucket", "Value": template.value(Ref(logs, "name"))},
            {"Key": "access_logs.s3.prefix", "Value": balancer.name},
        ]
        attributes += more
    properties: Properties = {
        "Type": "application",
        "Scheme": "internet-facing" if balancer.public else "internal",
        "SecurityGroups": [get(f"{identity}SecurityGroup", "GroupId")],
        "Subnets": list(subnets),
        "LoadBalancerAttributes": attributes,
    }
    after = [f"{template.id(logs)}Policy"] if logs is not None else []
    waived = () if logs is not None else of_balancer()
    template.add(identity, "AWS::ElasticLoadBalancingV2::LoadBalancer", properties, waived=waived, after=after)
    _print_targets(template, balancer)
    _print_listener(template, balancer)
    if balancer.firewall is not None:
        association: Properties = {"ResourceArn": ref(identity), "WebACLArn": get(template.id(balancer.firewall))}
        template.add(f"{identity}Association", "AWS::WAFv2::WebACLAssociation", association)
    if _is_linked(template, balancer):
        _print_link(template, balancer)


def log_bucket(template: Template) -> str | None:
    """The bucket that keeps access logs, where the design has one."""
    return next((bucket.name for bucket in template.graph.all(Bucket) if bucket.role == "logs"), None)


def _public_subnets(template: Template, balancer: LoadBalancer) -> list[Node]:
    network = balancer.network or ""
    zones = int(getattr(template.graph[network], "zones", 2))
    return [ref(template.id(network, f"PublicSubnet{number}")) for number in range(1, zones + 1)]


def _print_balancer_group(template: Template, balancer: LoadBalancer) -> None:
    port = 443 if balancer.public else 80
    network = template.id(balancer.network or "")
    where: Node = "0.0.0.0/0" if balancer.public else get(network, "CidrBlock")
    said = "Anybody, by TLS" if balancer.public else "From inside the network"
    properties: Properties = {
        "GroupDescription": f"Load balancer {balancer.name}",
        "VpcId": ref(network),
        "SecurityGroupIngress": [
            {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "CidrIp": where, "Description": said}
        ],
        "SecurityGroupEgress": [
            {
                "IpProtocol": "tcp",
                "FromPort": 1,
                "ToPort": 65535,
                "CidrIp": get(network, "CidrBlock"),
                "Description": "To its targets",
            }
        ],
    }
    template.add(template.id(balancer, "SecurityGroup"), "AWS::EC2::SecurityGroup", properties)


def _print_targets(template: Template, balancer: LoadBalancer) -> None:
    for link in template.graph.outgoing(balancer.name, "trigger", "call"):
        target = template.graph[link.target]
        identity = f"{template.id(balancer)}To{template.id(target)}Group"
        if identity in template.ids:
            continue
        if isinstance(target, Container):
            properties: Properties = {
                "TargetType": "ip",
                "Protocol": "HTTP",
                "Port": target.port,
                "VpcId": ref(template.id(balancer.network or "")),
                "HealthCheckPath": target.health_path or "/",
                "TargetGroupAttributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": str(DRAIN_S)}],
            }
            template.add(identity, "AWS::ElasticLoadBalancingV2::TargetGroup", properties)
        elif target.kind == "function":
            permission = f"{template.id(balancer)}To{template.id(target)}Permission"
            properties = {"TargetType": "lambda", "Targets": [{"Id": template.value(Ref(target.name))}]}
            template.add(identity, "AWS::ElasticLoadBalancingV2::TargetGroup", properties, after=[permission])


def listener_of(template: Template, balancer: LoadBalancer) -> str:
    """Id of the listener of a load balancer."""
    return template.id(balancer, "Listener")


def _print_listener(template: Template, balancer: LoadBalancer) -> None:
    identity = template.id(balancer)
    groups = [i for i in template.ids if i.startswith(f"{identity}To") and i.endswith("Group")]
    targets = [link.target for link in template.graph.outgoing(balancer.name, "trigger", "call")]
    ordered = [f"{identity}To{template.id(name)}Group" for name in dict.fromkeys(targets)]
    first = next((group for group in ordered if group in groups), None)
    answer: Node = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    default: Node = answer if first is None else {"Type": "forward", "TargetGroupArn": ref(first)}
    properties: Properties = {"LoadBalancerArn": ref(identity), "Port": 80, "Protocol": "HTTP"}
    waived: tuple[Waived, ...] = of_listener()
    if balancer.public:
        certificate = template.parameter(parameter_for(balancer.name, "CertificateArn"))
        properties |= {
            "Port": 443,
            "Protocol": "HTTPS",
            "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
            "Certificates": [{"CertificateArn": certificate}],
        }
        waived = ()
    properties["DefaultActions"] = [default]
    template.add(f"{identity}Listener", "AWS::ElasticLoadBalancingV2::Listener", properties, waived=waived)


def of_listener() -> tuple[Waived, ...]:
    """What is waived for a listener inside the network."""
    why = "Inside the private network only; TLS ends at the front door before it."
    return (Waived("CKV_AWS_2", why), Waived("CKV_AWS_103", why))


def _is_linked(template: Template, balancer: LoadBalancer) -> bool:
    """Whether an API of the plan reaches a load balancer privately."""
    behind = {balancer.name, *(c.name for c in template.graph.targets(balancer.name, Container))}
    return any(r.action == "forward" and r.target in behind for r in template.plan.wiring.routes)


def _print_link(template: Template, balancer: LoadBalancer) -> None:
    identity = template.id(balancer)
    properties: Properties = {
        "Name": sub(f"${{AWS::StackName}}-{balancer.name}"),
        "SubnetIds": list(subnets_of(template.plan, balancer.network or "")),
        "SecurityGroupIds": [get(f"{identity}SecurityGroup", "GroupId")],
    }
    template.add(f"{identity}Link", "AWS::ApiGatewayV2::VpcLink", properties)
