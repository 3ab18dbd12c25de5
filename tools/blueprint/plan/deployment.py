"""What is said at deployment, and what a deployment tells."""

from __future__ import annotations

from collections.abc import Iterator

from tools.blueprint.plan.access.shapes import MODEL_PARAMETERS, parameter_for
from tools.blueprint.plan.environment import is_served
from tools.blueprint.plan.model import Output, Parameter
from tools.blueprint.plan.names import title_of
from tools.blueprint.plan.values import Ref
from tools.design.components import (
    AiService,
    Api,
    Cdn,
    Component,
    Container,
    DnsFailover,
    External,
    Function,
    LoadBalancer,
    Mail,
)
from tools.design.design import Design
from tools.design.queries import Graph

STAGE = Parameter("Stage", "Name of the stage: dev, test, prod", "prod", pattern="^[a-z][a-z0-9-]{0,15}$")
ALARM_MAIL = Parameter("AlarmMail", "Mail address that gets the alarms; empty for none", "")


def parameters_of(design: Design, region: str, regions: tuple[str, ...]) -> tuple[Parameter, ...]:
    """Everything a target may ask at deployment. A printer prints those it refers to."""
    return (
        STAGE,
        ALARM_MAIL,
        Parameter("PrimaryRegion", "Region that creates what all regions share", region, choices=regions),
        *(parameter for component in design.components for parameter in _asked(component)),
        Parameter("JwtIssuer", "Issuer of the access tokens (https URL)", pattern="^https://.+$"),
        Parameter("JwtAudience", "Audience the access tokens are for"),
        Parameter(
            "ManageApiLogging",
            "Whether this stack sets the account's role for API access logs (once in an account and region is enough)",
            "true",
            choices=("true", "false"),
        ),
    )


def _asked(component: Component) -> Iterator[Parameter]:
    title = title_of(component)
    match component:
        case External():
            yield Parameter(
                parameter_for(component.name, "Url"), f"{title}: address (https URL)", pattern="^https://.+$"
            )
            text = f"{title}: header that authenticates, sent as X-Api-Key"
            yield Parameter(parameter_for(component.name, "ApiKey"), text, secret=True)
            yield Parameter(parameter_for(component.name, "Host"), f"{title}: host name")
            yield Parameter(parameter_for(component.name, "SshKey"), f"{title}: public SSH key it delivers files with")
            yield Parameter(parameter_for(component.name, "Mail"), f"{title}: mail address that gets the messages")
        case AiService():
            word = MODEL_PARAMETERS.get(component.capability, "ModelId")
            yield Parameter(parameter_for(component.name, word), f"{title}: {_WORDS[word]}")
        case Container() if component.platform != "managed":
            yield Parameter(parameter_for(component.name, "Url"), f"{title}: address (URL)", pattern="^https?://.+$")
        case Container():
            text = f"{title}: tag of its image; none until one has been pushed"
            yield Parameter(parameter_for(component.name, "ImageTag"), text, "none")
        case Function() if component.package == "image":
            yield Parameter(parameter_for(component.name, "ImageUri"), f"{title}: URI of its image")
        case Mail():
            yield Parameter(parameter_for(component.name, "SenderDomain"), f"{title}: domain the mail comes from")
        case Api() | Cdn() | LoadBalancer() | DnsFailover():
            text = f"{title}: ARN of the user pool"
            yield Parameter(parameter_for(component.name, "UserPoolArn"), text, pattern="^arn:.+$")
            yield from _names(component, title)
        case _:
            pass


def _names(component: Api | Cdn | LoadBalancer | DnsFailover, title: str) -> Iterator[Parameter]:
    domain = getattr(component, "domain", "")
    yield Parameter(parameter_for(component.name, "Domain"), f"{title}: domain name", domain or None)
    yield Parameter(parameter_for(component.name, "CertificateArn"), f"{title}: ARN of the certificate")
    yield Parameter(parameter_for(component.name, "HostedZoneId"), f"{title}: id of the hosted zone of the domain")
    yield Parameter(parameter_for(component.name, "Truststore"), f"{title}: S3 URI of the client certificates trusted")
    yield Parameter(parameter_for(component.name, "FirewallArn"), f"{title}: ARN of the firewall in us-east-1", "")


_WORDS = {
    "ModelId": "id of the model",
    "EndpointName": "name of the endpoint",
    "CampaignArn": "ARN of the campaign",
    "DetectorName": "name of the detector",
    "SearchIndexId": "id of the index",
}


def outputs_of(graph: Graph, ids: dict[str, str]) -> tuple[Output, ...]:
    """The places where people, clients and operators enter."""
    found: list[Output] = []
    for component in graph.design.components:
        name, title = ids[component.name], title_of(component)
        match component.kind:
            case "cdn" if not is_served(graph, component.name):
                pass
            case "api" | "cdn" | "load-balancer":
                found.append(Output(f"{name}Url", f"{title}: address", Ref(component.name, "url")))
            case "user-pool":
                found.append(Output(f"{name}Id", f"{title}: id", Ref(component.name, "id")))
                found.append(Output(f"{name}ClientId", f"{title}: id of the client", Ref(component.name, "client")))
            case "file-gateway":
                found.append(Output(f"{name}Host", f"{title}: host for SFTP", Ref(component.name, "host")))
            case "workflow":
                found.append(Output(f"{name}Arn", f"{title}: state machine", Ref(component.name)))
            case "static-site":
                found.append(
                    Output(f"{name}Bucket", f"{title}: where the built site is copied to", Ref(component.name, "name"))
                )
            case "container" if not component.image and component.platform == "managed":
                found.append(
                    Output(f"{name}Repository", f"{title}: where its image is pushed", Ref(component.name, "url"))
                )
            case _:
                pass
    return tuple(found)
