"""HTTP and REST APIs, each with its logs, its throttle and its door-keeper; the other styles are loaded when needed."""

from __future__ import annotations

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.doors import ASKED, ASKED_AGAIN_S, CORS_HEADERS, CORS_METHODS, CORS_SECONDS, TOKENS
from tools.blueprint.plan.model import ApiPlan
from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import NO_CACHE
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.kinds import doors
from tools.blueprint.targets.cloudformation.kinds.apis import (
    CACHE,
    method_settings,
    print_association,
    print_other,
    print_plans,
    within,
)
from tools.blueprint.targets.cloudformation.kinds.logs import print_logs
from tools.blueprint.targets.cloudformation.references import ref
from tools.blueprint.targets.cloudformation.template import Properties, Template
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


def _print_http(template: Template, api: Api) -> None:
    decided = template.plan.apis[api.name]
    properties = _definition(template, api) or doors.described(api)
    auth = _http_auth(template, api, decided)
    if auth:
        properties["Auth"] = auth
    if api.cors_origins:
        properties["CorsConfiguration"] = {
            "AllowOrigins": list(api.cors_origins),
            "AllowMethods": list(CORS_METHODS),
            "AllowHeaders": list(CORS_HEADERS),
            "MaxAge": CORS_SECONDS,
        }
    properties["DefaultRouteSettings"] = {
        "ThrottlingRateLimit": doors.number(decided.rate),
        "ThrottlingBurstLimit": decided.burst,
        "DetailedMetricsEnabled": True,
    }
    log = doors.access_log(template, api)
    if log:
        properties["AccessLogSettings"] = log
    properties |= _domain(template, api, decided)
    properties["FailOnWarnings"] = True
    template.add(template.id(api), "AWS::Serverless::HttpApi", properties)
    if "DefinitionBody" in properties:
        doors.print_permits(template, api, ("To",))


def _definition(template: Template, api: Api) -> Properties:
    if not doors.is_defined(template, api.name):
        return {}
    from tools.blueprint.targets.cloudformation.kinds.definitions import say_models
    from tools.blueprint.targets.cloudformation.kinds.openapi import definition_of

    routes = template.routes_of[api.name]
    found = definition_of(template, api, routes)
    if template.plan.apis[api.name].style == "rest":
        say_models(template, api, found)
        if not routes:  # the answer to who asks for its health is open to all, as without a guard
            found["paths"]["/health"]["get"] |= {"security": [{"NONE": []}]}  # type: ignore[index]
    return {"DefinitionBody": found}


def _http_auth(template: Template, api: Api, decided: ApiPlan) -> Properties:
    if decided.issuer is not None and decided.audience is not None:
        checks: Node = {"issuer": template.value(decided.issuer), "audience": [template.value(decided.audience)]}
        tokens: Node = {"IdentitySource": "$request.header.Authorization", "JwtConfiguration": checks}
        return {"DefaultAuthorizer": TOKENS, "Authorizers": {TOKENS: tokens}}
    if api.auth == "iam":
        return {"EnableIamAuthorizer": True, "DefaultAuthorizer": "AWS_IAM"}
    if api.auth == "function" and api.authorizer is not None:
        asked: Node = {
            "FunctionArn": template.value(Ref(api.authorizer)),
            "Identity": {"Headers": ["Authorization"], "ReauthorizeEvery": ASKED_AGAIN_S},
            "AuthorizerPayloadFormatVersion": "2.0",
            "EnableSimpleResponses": True,
            "EnableFunctionDefaultPermissions": True,
        }
        return {"DefaultAuthorizer": ASKED, "Authorizers": {ASKED: asked}}
    return {}


def _print_rest(template: Template, api: Api) -> None:
    decided, identity = template.plan.apis[api.name], template.id(api)
    properties = doors.described(api)
    properties |= {
        "StageName": template.parameter("Stage"),
        "OpenApiVersion": "3.0.1",
        "EndpointConfiguration": _endpoint(template, api),
        "MinimumCompressionSize": 1024,
        "TracingEnabled": True,
    }
    definition = _definition(template, api)
    properties |= definition
    models = {} if definition else doors.models_of(template, api.name)
    if models:
        properties["Models"] = models
    auth = _rest_auth(template, api)
    if auth and api.cors_origins:
        auth["AddDefaultAuthorizerToCorsPreflight"] = False
        auth |= {"AddApiKeyRequiredToCorsPreflight": False} if "ApiKeyRequired" in auth else {}
    if api.endpoint == "private" and api.network is not None:
        auth["ResourcePolicy"] = {"CustomStatements": [within(template, api.network)]}
    if auth:
        properties["Auth"] = auth
    if api.cors_origins:
        properties["Cors"] = {
            "AllowMethods": f"'{','.join(CORS_METHODS)}'",
            "AllowHeaders": f"'{','.join(CORS_HEADERS)}'",
            "AllowOrigin": f"'{api.cors_origins[0]}'",
            "MaxAge": f"'{CORS_SECONDS}'",
        }
    log = doors.access_log(template, api)
    if log:
        properties["AccessLogSetting"] = log
    if api.cache_ttl_s:
        properties |= CACHE
    properties["MethodSettings"] = [method_settings(api, decided)]
    properties |= _domain(template, api, decided)
    doors.print_logging_account(template)
    waived = () if api.cache_ttl_s else (NO_CACHE,)
    template.add(identity, "AWS::Serverless::Api", properties, waived=waived)
    if definition:
        doors.print_permits(template, api, ("To",))
    if api.firewall is not None:
        print_association(template, api)
    print_plans(template, api)


def _endpoint(template: Template, api: Api) -> Node:
    if api.endpoint == "private" and api.network is not None:
        endpoint = ref(template.id(api.network, "ExecuteApiEndpoint"))
        return {"Type": "PRIVATE", "VPCEndpointIds": [endpoint]}
    return {"Type": api.endpoint.upper()}


def _rest_auth(template: Template, api: Api) -> Properties:
    if api.auth == "jwt":
        parameter = parameter_for(api.name, "UserPoolArn")
        pool = template.value(Ref(api.user_pool)) if api.user_pool is not None else template.parameter(parameter)
        return {"DefaultAuthorizer": TOKENS, "Authorizers": {TOKENS: {"UserPoolArn": pool}}}
    if api.auth == "iam":
        return {"DefaultAuthorizer": "AWS_IAM", "InvokeRole": "NONE"}
    if api.auth == "function" and api.authorizer is not None:
        asked: Node = {
            "FunctionArn": template.value(Ref(api.authorizer)),
            "FunctionPayloadType": "REQUEST",
            "Identity": {"Headers": ["Authorization"], "ReauthorizeEvery": ASKED_AGAIN_S},
        }
        return {"DefaultAuthorizer": ASKED, "Authorizers": {ASKED: asked}}
    return {"ApiKeyRequired": True} if api.auth == "api-key" or api.usage_plans else {}


def _domain(template: Template, api: Api, decided: ApiPlan) -> Properties:
    """A custom domain, with client certificates where they authenticate."""
    if not decided.domain:
        return {}
    found: Properties = {
        "DomainName": template.parameter(parameter_for(api.name, "Domain")),
        "CertificateArn": template.parameter(parameter_for(api.name, "CertificateArn")),
        "SecurityPolicy": "TLS_1_2",
        "EndpointConfiguration": "EDGE" if api.endpoint == "edge" else "REGIONAL",
        "Route53": {"HostedZoneId": template.parameter(parameter_for(api.name, "HostedZoneId"))},
    }
    if api.auth != "mutual-tls":
        return {"Domain": found}
    found["MutualTlsAuthentication"] = {"TruststoreUri": template.parameter(parameter_for(api.name, "Truststore"))}
    return {"Domain": found, "DisableExecuteApiEndpoint": True}
