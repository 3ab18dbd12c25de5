"""HTTP and REST APIs, each with its logs, its throttle and its door-keeper; the other styles are loaded when needed."""

from __future__ import annotations

import hashlib

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.model import ApiPlan
from tools.blueprint.plan.waivers import NO_CACHE
from tools.blueprint.targets.cloudformation.emitter import Node, emit
from tools.blueprint.targets.cloudformation.kinds import doors
from tools.blueprint.targets.cloudformation.kinds.definitions import whole_definition
from tools.blueprint.targets.cloudformation.kinds.edge import CLOUDFRONT_ZONE
from tools.blueprint.targets.cloudformation.kinds.logs import print_logs
from tools.blueprint.targets.cloudformation.references import choose, get, ref, sub
from tools.blueprint.targets.cloudformation.template import Properties, Template, policy
from tools.design.components import Api


def print_api(template: Template, api: Api) -> None:
    """An API of whichever style the plan has decided on."""
    print_logs(template, api.name)
    match template.plan.apis[api.name].style:
        case "http":
            _print_http(template, api)
        case "rest":
            _print_rest(template, api)
        case _:
            print_other(template, api)


def print_other(template: Template, api: Api) -> None:
    """An API of a style that has no type of its own in any dialect."""
    if template.plan.apis[api.name].style == "websocket":
        from tools.blueprint.targets.cloudformation.kinds.websockets import print_websocket

        print_websocket(template, api)
    else:
        from tools.blueprint.targets.cloudformation.kinds.graphql import print_graphql

        print_graphql(template, api)


def _print_http(template: Template, api: Api) -> None:
    identity, decided = template.id(api), template.plan.apis[api.name]
    properties: Properties = {"Body": whole_definition(template, api), "FailOnWarnings": True}
    if api.auth == "mutual-tls":
        properties["DisableExecuteApiEndpoint"] = True
    template.add(identity, "AWS::ApiGatewayV2::Api", properties)
    stage: Properties = {
        "ApiId": ref(identity),
        "StageName": "$default",
        "AutoDeploy": True,
        "DefaultRouteSettings": {
            "ThrottlingRateLimit": doors.number(decided.rate),
            "ThrottlingBurstLimit": decided.burst,
            "DetailedMetricsEnabled": True,
        },
    }
    log = doors.access_log(template, api)
    if log:
        stage["AccessLogSettings"] = log
    template.add(f"{identity}Stage", "AWS::ApiGatewayV2::Stage", stage)
    doors.print_permits(template, api)
    if decided.domain:
        _print_http_domain(template, api)


def _print_rest(template: Template, api: Api) -> None:
    identity = template.id(api)
    body = whole_definition(template, api)
    properties = doors.described(api)
    properties |= {
        "EndpointConfiguration": _endpoint(template, api),
        "Parameters": {"endpointConfigurationTypes": api.endpoint.upper()},
        "MinimumCompressionSize": 1024,
    }
    if api.endpoint == "private" and api.network is not None:
        properties["Policy"] = policy([within(template, api.network)])
    if api.auth == "mutual-tls":
        properties["DisableExecuteApiEndpoint"] = True
    properties["Body"] = body
    template.add(identity, "AWS::ApiGateway::RestApi", properties)
    _print_stage(template, api, body)
    doors.print_permits(template, api)
    if api.firewall is not None:
        print_association(template, api)
    print_plans(template, api)
    if template.plan.apis[api.name].domain:
        _print_rest_domain(template, api)


def _endpoint(template: Template, api: Api) -> Node:
    found: Properties = {"Types": [api.endpoint.upper()]}
    if api.endpoint == "private" and api.network is not None:
        found["VpcEndpointIds"] = [ref(template.id(api.network, "ExecuteApiEndpoint"))]
    return found


def within(template: Template, network: str) -> Node:
    """Whoever comes through the network's own endpoint: without such a policy a private API cannot be deployed."""
    endpoint = ref(template.id(network, "ExecuteApiEndpoint"))
    return {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "execute-api:Invoke",
        "Resource": "execute-api:/*",
        "Condition": {"StringEquals": {"aws:SourceVpce": endpoint}},
    }


def _print_stage(template: Template, api: Api, body: Properties) -> None:
    """The stage, on a deployment of the API as it is now.

    A deployment is a picture of the API that no update takes anew, so that a change of the definition must change the
    deployment's id: it ends in a digest of the definition, the one name in a template that does.
    """
    identity, decided = template.id(api), template.plan.apis[api.name]
    digest = hashlib.sha256(emit(body).encode()).hexdigest()[:10]
    deployment = template.add(
        f"{identity}Deployment{digest}", "AWS::ApiGateway::Deployment", {"RestApiId": ref(identity)}
    )
    stage: Properties = {
        "RestApiId": ref(identity),
        "DeploymentId": ref(deployment),
        "StageName": template.parameter("Stage"),
        "Description": _logger(template),
        "TracingEnabled": True,
    }
    log = doors.access_log(template, api)
    if log:
        stage["AccessLogSetting"] = log
    if api.cache_ttl_s:
        stage |= CACHE
    stage["MethodSettings"] = [method_settings(api, decided)]
    waived = () if api.cache_ttl_s else (NO_CACHE,)
    template.add(f"{identity}Stage", "AWS::ApiGateway::Stage", stage, waived=waived)


def _logger(template: Template) -> Node:
    """Who writes the logs: named, so that the stage waits for it where this stack makes it (a stage may not depend on
    what a condition can leave out)."""
    account = doors.print_logging_account(template)
    own = sub(f"Its logs are written by the role of ${{{account}}}")
    return choose(doors.MANAGES_LOGGING, own, "Its logs are written by the account's role")


CACHE: Properties = {"CacheClusterEnabled": True, "CacheClusterSize": "0.5"}


def method_settings(api: Api, decided: ApiPlan) -> Node:
    """What holds for every method: metrics, throttle, cache."""
    found: Properties = {
        "ResourcePath": "/*",
        "HttpMethod": "*",
        "MetricsEnabled": True,
        "LoggingLevel": "ERROR",
        "DataTraceEnabled": False,
        "ThrottlingRateLimit": doors.number(decided.rate),
        "ThrottlingBurstLimit": decided.burst,
    }
    if api.cache_ttl_s:
        found |= {"CachingEnabled": True, "CacheTtlInSeconds": min(api.cache_ttl_s, 3600), "CacheDataEncrypted": True}
    return found


def print_association(template: Template, api: Api) -> None:
    """Puts the firewall before the stage."""
    identity = template.id(api)
    stage = f"/restapis/${{{identity}}}/stages/${{{identity}{template.dialect.stage}}}"
    properties: Properties = {
        "ResourceArn": sub(f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}::{stage}"),
        "WebACLArn": get(template.id(api.firewall or "")),
    }
    template.add(f"{identity}Association", "AWS::WAFv2::WebACLAssociation", properties)


def print_plans(template: Template, api: Api) -> None:
    """Usage plans of the classes of clients, each with a key to start with."""
    identity = template.id(api)
    stage = ref(template.id(api, template.dialect.stage))
    for number, plan in enumerate(api.usage_plans, start=1):
        properties: Properties = {
            "UsagePlanName": sub(f"${{AWS::StackName}}-{plan.name}"),
            "ApiStages": [{"ApiId": ref(identity), "Stage": stage}],
            "Throttle": {"RateLimit": doors.number(plan.rate_rps), "BurstLimit": plan.burst},
        }
        if plan.quota_per_day is not None:
            properties["Quota"] = {"Limit": plan.quota_per_day, "Period": "DAY"}
        usage = template.add(f"{identity}Usage{number}", "AWS::ApiGateway::UsagePlan", properties)
        key = template.add(f"{identity}Credential{number}", "AWS::ApiGateway::ApiKey", {"Enabled": True})
        joined: Properties = {"KeyId": ref(key), "KeyType": "API_KEY", "UsagePlanId": ref(usage)}
        template.add(f"{identity}Credential{number}Use", "AWS::ApiGateway::UsagePlanKey", joined)


def _print_http_domain(template: Template, api: Api) -> None:
    domain = template.id(api, "DomainName")
    settings: Properties = {
        "CertificateArn": _asked(template, api, "CertificateArn"),
        "EndpointType": "REGIONAL",
        "SecurityPolicy": "TLS_1_2",
    }
    properties: Properties = {
        "DomainName": _asked(template, api, "Domain"),
        "DomainNameConfigurations": [settings],
        **_certificates(template, api),
    }
    template.add(domain, "AWS::ApiGatewayV2::DomainName", properties)
    mapping: Properties = {
        "DomainName": ref(domain),
        "ApiId": ref(template.id(api)),
        "Stage": ref(template.id(api, "Stage")),
    }
    template.add(template.id(api, "DomainMapping"), "AWS::ApiGatewayV2::ApiMapping", mapping)
    _print_record(template, api, get(domain, "RegionalDomainName"), get(domain, "RegionalHostedZoneId"))


def _print_rest_domain(template: Template, api: Api) -> None:
    domain, edge = template.id(api, "DomainName"), api.endpoint == "edge"
    certificate = "CertificateArn" if edge else "RegionalCertificateArn"
    properties: Properties = {
        "DomainName": _asked(template, api, "Domain"),
        certificate: _asked(template, api, "CertificateArn"),
        "EndpointConfiguration": {"Types": ["EDGE" if edge else "REGIONAL"]},
        "SecurityPolicy": "TLS_1_2",
        **_certificates(template, api),
    }
    template.add(domain, "AWS::ApiGateway::DomainName", properties)
    mapping: Properties = {
        "DomainName": ref(domain),
        "RestApiId": ref(template.id(api)),
        "Stage": ref(template.id(api, "Stage")),
    }
    template.add(template.id(api, "DomainMapping"), "AWS::ApiGateway::BasePathMapping", mapping)
    host = get(domain, "DistributionDomainName" if edge else "RegionalDomainName")
    _print_record(template, api, host, CLOUDFRONT_ZONE if edge else get(domain, "RegionalHostedZoneId"))


def _asked(template: Template, api: Api, word: str) -> Node:
    return template.parameter(parameter_for(api.name, word))


def _certificates(template: Template, api: Api) -> Properties:
    """Whose certificates are trusted, where clients show them."""
    if api.auth != "mutual-tls":
        return {}
    return {"MutualTlsAuthentication": {"TruststoreUri": _asked(template, api, "Truststore")}}


def _print_record(template: Template, api: Api, host: Node, zone: Node) -> None:
    properties: Properties = {
        "Name": _asked(template, api, "Domain"),
        "Type": "A",
        "HostedZoneId": _asked(template, api, "HostedZoneId"),
        "AliasTarget": {"DNSName": host, "HostedZoneId": zone},
    }
    template.add(template.id(api, "DomainRecord"), "AWS::Route53::RecordSet", properties)
