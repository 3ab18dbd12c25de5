"""Load balancers before containers and functions."""

from __future__ import annotations

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.model import Waived
from tools.blueprint.plan.waivers import of_balancer
from tools.blueprint.resources.kinds.buckets import log_bucket
from tools.blueprint.resources.kinds.containers import group_of
from tools.blueprint.resources.kinds.entrances import print_group, print_way, vpc_cidr
from tools.blueprint.resources.kinds.firewalls import print_association
from tools.blueprint.resources.root import Root
from tools.blueprint.resources.tree import Block, Body, Node
from tools.blueprint.resources.waivers import BALANCER_WALL
from tools.design.components import Component, Container, LoadBalancer

DRAIN_S = 30
TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"


def print_balancer(root: Root, balancer: LoadBalancer) -> None:
    """A load balancer in the network, its listener and its target groups; the link by which an API reaches it."""
    name, network = balancer.name, balancer.network or ""
    _print_group(root, balancer)
    logs = log_bucket(root)
    body: Body = {
        "name": root.named(name, 32),
        "load_balancer_type": "application",
        "internal": not balancer.public,
        "security_groups": [root.at("aws_security_group", name, "id")],
        "subnets": root.resolver.subnets(network, "public" if balancer.public else ""),
        "drop_invalid_header_fields": True,
        "enable_deletion_protection": balancer.public,
    }
    if logs is not None:
        body["access_logs"] = Block({"bucket": root.ref(logs, "name"), "prefix": name, "enabled": True})
    after = [f"aws_s3_bucket_policy.{root.label(logs)}"] if logs is not None else []
    waived = (*(() if logs is not None else of_balancer()), *_unwalled(balancer))
    root.add("aws_lb", name, body, after=after, waived=waived)
    groups = _print_targets(root, balancer)
    _print_listener(root, balancer, groups)
    if balancer.firewall is not None:
        print_association(root, name, root.at("aws_lb", name), balancer.firewall)
    if _is_linked(root, balancer):
        _print_link(root, balancer)


def _unwalled(balancer: LoadBalancer) -> tuple[Waived, ...]:
    return (BALANCER_WALL,) if balancer.public and balancer.firewall is None else ()


def _print_group(root: Root, balancer: LoadBalancer) -> None:
    name, network = balancer.name, balancer.network or ""
    print_group(root, name, f"Load balancer {name}", network)
    inside: Body = {"cidr_ipv4": vpc_cidr(root.resolver, network)}
    if balancer.public:
        print_way(root, name, "ingress", "Anybody, by TLS", {"cidr_ipv4": "0.0.0.0/0"}, port=443)
    else:
        print_way(root, name, "ingress", "From inside the network", inside, port=80)
    print_way(root, name, "egress", "To its targets", inside, port=1, last=65535)


def _print_targets(root: Root, balancer: LoadBalancer) -> list[str]:
    found: list[str] = []
    for link in root.graph.outgoing(balancer.name, "trigger", "call"):
        target = root.graph[link.target]
        owner = group_of(root, balancer.name, target.name)
        if owner not in found and _print_target(root, balancer, target, owner):
            found.append(owner)
    return found


def _print_target(root: Root, balancer: LoadBalancer, target: Component, owner: str) -> bool:
    if isinstance(target, Container):
        body: Body = {
            "name_prefix": f"{target.name[:5].rstrip('-')}-",
            "target_type": "ip",
            "protocol": "HTTP",
            "port": target.port,
            "vpc_id": root.at("aws_vpc", balancer.network or "", "id"),
            "deregistration_delay": DRAIN_S,
            "health_check": Block({"path": target.health_path or "/"}),
        }
        root.add("aws_lb_target_group", owner, body, lifecycle={"create_before_destroy": True})
        return True
    if target.kind == "function":
        body = {"name_prefix": f"{target.name[:5].rstrip('-')}-", "target_type": "lambda"}
        root.add("aws_lb_target_group", owner, body)
        joined: Body = {"target_group_arn": root.at("aws_lb_target_group", owner), "target_id": root.ref(target.name)}
        permission = f"aws_lambda_permission.{root.label(owner, 'permission')}"
        root.add("aws_lb_target_group_attachment", owner, joined, after=[permission])
        return True
    return False


def _print_listener(root: Root, balancer: LoadBalancer, groups: list[str]) -> None:
    answer = Block({"content_type": "text/plain", "status_code": "404"})
    default: Body = {"type": "fixed-response", "fixed_response": answer}
    if groups:
        default = {"type": "forward", "target_group_arn": root.at("aws_lb_target_group", groups[0])}
    body: Body = {"load_balancer_arn": root.at("aws_lb", balancer.name), "port": 80, "protocol": "HTTP"}
    waived = of_listener()
    if balancer.public:
        certificate: Node = root.parameter(parameter_for(balancer.name, "CertificateArn"))
        body |= {"port": 443, "protocol": "HTTPS", "ssl_policy": TLS_POLICY, "certificate_arn": certificate}
        waived = ()
    root.add("aws_lb_listener", balancer.name, {**body, "default_action": Block(default)}, waived=waived)


def of_listener() -> tuple[Waived, ...]:
    """What is waived for a listener inside the network."""
    why = "Inside the private network only; TLS ends at the front door before it."
    return (Waived("CKV_AWS_2", why), Waived("CKV_AWS_103", why), Waived("CKV2_AWS_20", why))


def _is_linked(root: Root, balancer: LoadBalancer) -> bool:
    """Whether an API of the plan reaches a load balancer privately."""
    behind = {balancer.name, *(c.name for c in root.graph.targets(balancer.name, Container))}
    return any(r.action == "forward" and r.target in behind for r in root.plan.wiring.routes)


def _print_link(root: Root, balancer: LoadBalancer) -> None:
    body: Body = {
        "name": root.named(balancer.name, 128),
        "subnet_ids": root.resolver.subnets(balancer.network or ""),
        "security_group_ids": [root.at("aws_security_group", balancer.name, "id")],
    }
    root.add("aws_apigatewayv2_vpc_link", balancer.name, body)
