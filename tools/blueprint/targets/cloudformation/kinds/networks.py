"""Private networks: subnets in several zones, endpoints instead of ways out, flow logs."""

from __future__ import annotations

from tools.blueprint.targets.cloudformation.emitter import Node, Tagged
from tools.blueprint.targets.cloudformation.kinds.logs import print_logs
from tools.blueprint.targets.cloudformation.references import get, ref, sub, subnets_of
from tools.blueprint.targets.cloudformation.roles import print_roles_of
from tools.blueprint.targets.cloudformation.template import NOWHERE, Properties, Template
from tools.catalog.private_access import FREE_ENDPOINTS
from tools.design.components import Network


def print_network(template: Template, network: Network) -> None:
    """The network with all that belongs to it."""
    identity, decided = template.id(network), template.plan.networks[network.name]
    properties: Properties = {"CidrBlock": decided.cidr, "EnableDnsHostnames": True, "EnableDnsSupport": True}
    template.add(identity, "AWS::EC2::VPC", properties)
    _print_private(template, network)
    if decided.public:
        _print_public(template, network)
    if network.nat:
        _print_way_out(template, network)
    for service in FREE_ENDPOINTS:
        endpoint: Properties = {
            "VpcId": ref(identity),
            "VpcEndpointType": "Gateway",
            "ServiceName": sub(f"com.amazonaws.${{AWS::Region}}.{service}"),
            "RouteTableIds": [ref(f"{identity}Routes")],
        }
        template.add(f"{identity}{_word(service)}Endpoint", "AWS::EC2::VPCEndpoint", endpoint)
    _print_groups(template, network)
    for service in decided.services:
        _print_endpoint(template, network, service)
    print_logs(template, network.name)
    print_roles_of(template, network.name, "serve")
    flow: Properties = {
        "ResourceType": "VPC",
        "ResourceId": ref(identity),
        "TrafficType": "ALL",
        "LogDestinationType": "cloud-watch-logs",
        "LogGroupName": ref(template.plan.logs[network.name].id),
        "DeliverLogsPermissionArn": get(f"{identity}Role"),
    }
    template.add(f"{identity}Flows", "AWS::EC2::FlowLog", flow)


def _word(service: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in service.replace("-", ".").split("."))


def _subnet(template: Template, network: Network, number: int) -> Properties:
    """One of sixteen equal parts of the network, in a zone of its own."""
    identity, decided = template.id(network), template.plan.networks[network.name]
    zone = Tagged("!Select", [(number - 1) % network.zones, Tagged("!GetAZs", "")])
    return {
        "VpcId": ref(identity),
        "AvailabilityZone": zone,
        "CidrBlock": decided.subnets[number - 1],
        "MapPublicIpOnLaunch": False,
    }


def _print_private(template: Template, network: Network) -> None:
    identity = template.id(network)
    template.add(f"{identity}Routes", "AWS::EC2::RouteTable", {"VpcId": ref(identity)})
    for number in range(1, network.zones + 1):
        subnet = template.add(f"{identity}Subnet{number}", "AWS::EC2::Subnet", _subnet(template, network, number))
        joined: Properties = {"SubnetId": ref(subnet), "RouteTableId": ref(f"{identity}Routes")}
        template.add(f"{identity}Subnet{number}Routes", "AWS::EC2::SubnetRouteTableAssociation", joined)


def _print_public(template: Template, network: Network) -> None:
    identity = template.id(network)
    gateway = template.add(f"{identity}Internet", "AWS::EC2::InternetGateway", {})
    attached: Properties = {"VpcId": ref(identity), "InternetGatewayId": ref(gateway)}
    template.add(f"{identity}InternetAttachment", "AWS::EC2::VPCGatewayAttachment", attached)
    template.add(f"{identity}PublicRoutes", "AWS::EC2::RouteTable", {"VpcId": ref(identity)})
    route: Properties = {
        "RouteTableId": ref(f"{identity}PublicRoutes"),
        "DestinationCidrBlock": "0.0.0.0/0",
        "GatewayId": ref(gateway),
    }
    template.add(f"{identity}PublicRoute", "AWS::EC2::Route", route, after=[f"{identity}InternetAttachment"])
    for number in range(1, network.zones + 1):
        part = _subnet(template, network, network.zones + number)
        subnet = template.add(f"{identity}PublicSubnet{number}", "AWS::EC2::Subnet", part)
        joined: Properties = {"SubnetId": ref(subnet), "RouteTableId": ref(f"{identity}PublicRoutes")}
        template.add(f"{identity}PublicSubnet{number}Routes", "AWS::EC2::SubnetRouteTableAssociation", joined)


def _print_way_out(template: Template, network: Network) -> None:
    identity = template.id(network)
    attachment = f"{identity}InternetAttachment"
    address = template.add(f"{identity}Address", "AWS::EC2::EIP", {"Domain": "vpc"}, after=[attachment])
    gateway: Properties = {"AllocationId": get(address, "AllocationId"), "SubnetId": ref(f"{identity}PublicSubnet1")}
    template.add(f"{identity}Nat", "AWS::EC2::NatGateway", gateway)
    route: Properties = {
        "RouteTableId": ref(f"{identity}Routes"),
        "DestinationCidrBlock": "0.0.0.0/0",
        "NatGatewayId": ref(f"{identity}Nat"),
    }
    template.add(f"{identity}PrivateRoute", "AWS::EC2::Route", route)


def _print_groups(template: Template, network: Network) -> None:
    """One group for code that reaches into the network, one for the endpoints it reaches."""
    identity = template.id(network)
    out: Node = {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0", "Description": "Anywhere the network leads"}
    access: Properties = {
        "GroupDescription": f"Functions in {network.name}",
        "VpcId": ref(identity),
        "SecurityGroupEgress": [out],
    }
    template.add(f"{identity}AccessSecurityGroup", "AWS::EC2::SecurityGroup", access)
    if not template.plan.networks[network.name].services:
        return
    entering: Node = {
        "IpProtocol": "tcp",
        "FromPort": 443,
        "ToPort": 443,
        "CidrIp": get(identity, "CidrBlock"),
        "Description": "From inside the network, by TLS",
    }
    endpoints: Properties = {
        "GroupDescription": f"Endpoints in {network.name}",
        "VpcId": ref(identity),
        "SecurityGroupIngress": [entering],
        "SecurityGroupEgress": [NOWHERE],
    }
    template.add(f"{identity}EndpointsSecurityGroup", "AWS::EC2::SecurityGroup", endpoints)


def _print_endpoint(template: Template, network: Network, service: str) -> None:
    identity = template.id(network)
    properties: Properties = {
        "VpcId": ref(identity),
        "VpcEndpointType": "Interface",
        "ServiceName": sub(f"com.amazonaws.${{AWS::Region}}.{service}"),
        "PrivateDnsEnabled": True,
        "SecurityGroupIds": [get(f"{identity}EndpointsSecurityGroup", "GroupId")],
        "SubnetIds": list(subnets_of(template.plan, network.name)),
    }
    word = "ExecuteApi" if service == "execute-api" else _word(service)
    template.add(f"{identity}{word}Endpoint", "AWS::EC2::VPCEndpoint", properties)
