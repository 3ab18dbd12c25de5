"""HTTP and REST APIs of SAM: definition, stage, domain, and who may invoke whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.blueprint.reading.definitions import AUTHORIZER, INTEGRATION
from tools.blueprint.reading.folding import many
from tools.blueprint.reading.sam.routes import Route, invoked, permit

Resources = dict[str, Any]
Said = Mapping[str, Any]

_HTTP = {
    "Name",
    "Description",
    "DefinitionBody",
    "Auth",
    "CorsConfiguration",
    "DefaultRouteSettings",
    "AccessLogSettings",
    "Domain",
    "DisableExecuteApiEndpoint",
    "FailOnWarnings",
}
_REST = {
    "Name",
    "Description",
    "StageName",
    "OpenApiVersion",
    "EndpointConfiguration",
    "MinimumCompressionSize",
    "TracingEnabled",
    "DefinitionBody",
    "Models",
    "Auth",
    "Cors",
    "AccessLogSetting",
    "CacheClusterEnabled",
    "CacheClusterSize",
    "MethodSettings",
    "Domain",
    "DisableExecuteApiEndpoint",
}


def expand_http(identity: str, said: Said, routes: list[Route]) -> Resources:
    """An HTTP API with its stage and domain."""
    _known(identity, said, _HTTP)
    body = _definition(said, routes, rest=False)
    guards = _http_guards(said.get("Auth", {}))
    _guard(body, said.get("Auth", {}), guards, routes)
    cors = said.get("CorsConfiguration")
    if cors is not None:
        body["x-amazon-apigateway-cors"] = {key[0].lower() + key[1:]: value for key, value in cors.items()}
    api: Resources = {"Body": body}
    if said.get("DisableExecuteApiEndpoint"):
        api["DisableExecuteApiEndpoint"] = True
    stage: Resources = {"ApiId": {"Ref": identity}, "StageName": "$default", "AutoDeploy": True}
    stage |= {key: said[key] for key in ("DefaultRouteSettings", "AccessLogSettings") if key in said}
    return {
        identity: {"Type": "AWS::ApiGatewayV2::Api", "Properties": api},
        f"{identity}Stage": {"Type": "AWS::ApiGatewayV2::Stage", "Properties": stage},
        **_permits(identity, said, routes),
        **_domain(identity, said, "AWS::ApiGatewayV2"),
    }


def expand_rest(identity: str, said: Said, routes: list[Route]) -> Resources:
    """A REST API with its deployment, stage and domain."""
    _known(identity, said, _REST)
    auth = said.get("Auth", {})
    body = _definition(said, routes, rest=True)
    _guard(body, auth, _rest_guards(auth), routes)
    if "Cors" in said:
        _preflights(body, said["Cors"])
    where = said["EndpointConfiguration"]
    endpoint: Resources = {"Types": [where["Type"]]}
    if "VPCEndpointIds" in where:
        endpoint["VpcEndpointIds"] = where["VPCEndpointIds"]
    api: Resources = {"Body": body, "EndpointConfiguration": endpoint}
    kept = ("Name", "Description", "MinimumCompressionSize", "DisableExecuteApiEndpoint")
    api |= {key: said[key] for key in kept if key in said}
    statements = auth.get("ResourcePolicy", {}).get("CustomStatements")
    if statements is not None:
        api["Policy"] = {"Version": "2012-10-17", "Statement": many(statements)}
    stage: Resources = {"RestApiId": {"Ref": identity}, "DeploymentId": {"Ref": f"{identity}Deployment"}}
    shared = ("StageName", "TracingEnabled", "AccessLogSetting", "CacheClusterEnabled", "CacheClusterSize")
    stage |= {key: said[key] for key in (*shared, "MethodSettings") if key in said}
    deployment = {"RestApiId": {"Ref": identity}}
    return {
        identity: {"Type": "AWS::ApiGateway::RestApi", "Properties": api},
        f"{identity}Deployment": {"Type": "AWS::ApiGateway::Deployment", "Properties": deployment},
        f"{identity}Stage": {"Type": "AWS::ApiGateway::Stage", "Properties": stage},
        **_permits(identity, said, routes),
        **_domain(identity, said, "AWS::ApiGateway"),
    }


def _known(identity: str, said: Said, read: set[str]) -> None:
    unknown = sorted(set(said) - read)
    if unknown:
        raise ValueError(f"{identity}: properties of an API that are not read: {', '.join(unknown)}")


def _definition(said: Said, routes: list[Route], *, rest: bool) -> Resources:
    given = said.get("DefinitionBody")
    if given is not None:
        return {**given, "paths": {path: dict(operations) for path, operations in given["paths"].items()}}
    paths: Resources = {}
    for route in routes:
        paths.setdefault(route.path, {})[_word(route.method)] = _operation(route, rest)
    info = {"title": said.get("Name"), "description": said.get("Description")}
    found: Resources = {"openapi": "3.0.1", "info": info, "paths": paths}
    models = said.get("Models")
    return {**found, "components": {"schemas": models}} if models else found


def _word(method: str) -> str:
    return "x-amazon-apigateway-any-method" if method.upper() == "ANY" else method.lower()


def _operation(route: Route, rest: bool) -> Resources:
    way: Resources = {"type": "aws_proxy", "httpMethod": "POST", "uri": invoked(route.function)}
    found: Resources = {INTEGRATION: way if rest else {**way, "payloadFormatVersion": "2.0"}}
    if route.model:
        schema = {"$ref": f"#/components/schemas/{route.model}"}
        found["requestBody"] = {"content": {"application/json": {"schema": schema}}}
        found["x-amazon-apigateway-request-validator"] = "body-and-params"
    return found


def _guard(body: Resources, auth: Said, schemes: Resources, routes: list[Route]) -> None:
    """Puts the default guard before every request that says nothing else."""
    opened = {(route.path, _word(route.method)) for route in routes if route.open}
    name = auth.get("DefaultAuthorizer") or ("api_key" if auth.get("ApiKeyRequired") else "")
    if not name:
        return
    for path, operations in body["paths"].items():
        for method, operation in operations.items():
            silent = auth.get("AddDefaultAuthorizerToCorsPreflight") is False and method == "options"
            said = operation.get("security")
            if said is None and (path, method) not in opened and not silent:
                operations[method] = {**operation, "security": [{name: []}]}
    body["components"] = {**body.get("components", {}), "securitySchemes": schemes}


def _http_guards(auth: Said) -> Resources:
    found: Resources = {}
    for name, said in auth.get("Authorizers", {}).items():
        if "JwtConfiguration" in said:
            asks = {
                "type": "jwt",
                "identitySource": said["IdentitySource"],
                "jwtConfiguration": said["JwtConfiguration"],
            }
            found[name] = {"type": "oauth2", AUTHORIZER: asks}
        else:
            asks = {
                "type": "request",
                "authorizerUri": _invoked_arn(said["FunctionArn"]),
                "authorizerPayloadFormatVersion": said["AuthorizerPayloadFormatVersion"],
                "enableSimpleResponses": said["EnableSimpleResponses"],
                "identitySource": f"$request.header.{said['Identity']['Headers'][0]}",
                "authorizerResultTtlInSeconds": said["Identity"]["ReauthorizeEvery"],
            }
            found[name] = {"type": "apiKey", "name": "Authorization", "in": "header", AUTHORIZER: asks}
    return found | _signatures(auth)


def _rest_guards(auth: Said) -> Resources:
    found: Resources = {}
    header = {"type": "apiKey", "name": "Authorization", "in": "header"}
    for name, said in auth.get("Authorizers", {}).items():
        if "UserPoolArn" in said:
            asks: Resources = {"type": "cognito_user_pools", "providerARNs": [said["UserPoolArn"]]}
            found[name] = {**header, "x-amazon-apigateway-authtype": "cognito_user_pools", AUTHORIZER: asks}
        else:
            asks = {
                "type": said["FunctionPayloadType"].lower(),
                "authorizerUri": _invoked_arn(said["FunctionArn"]),
                "identitySource": f"method.request.header.{said['Identity']['Headers'][0]}",
                "authorizerResultTtlInSeconds": said["Identity"]["ReauthorizeEvery"],
            }
            found[name] = {**header, "x-amazon-apigateway-authtype": "custom", AUTHORIZER: asks}
    if auth.get("ApiKeyRequired"):
        found["api_key"] = {"type": "apiKey", "name": "x-api-key", "in": "header"}
    return found | _signatures(auth)


def _signatures(auth: Said) -> Resources:
    if auth.get("DefaultAuthorizer") != "AWS_IAM":
        return {}
    header = {"type": "apiKey", "name": "Authorization", "in": "header"}
    return {"AWS_IAM": {**header, "x-amazon-apigateway-authtype": "awsSigv4"}}


def _invoked_arn(function: Any) -> Any:
    """The address of a function given by its ARN, or of an alias given by a reference to it."""
    if "Ref" in function:
        return invoked(str(function["Ref"]))
    return invoked(str(function["Fn::GetAtt"][0]))


def _preflights(body: Resources, cors: Said) -> None:
    """Answers a browser's question about each path."""
    words = (("Origin", "AllowOrigin"), ("Methods", "AllowMethods"), ("Headers", "AllowHeaders"))
    sent = {f"method.response.header.Access-Control-Allow-{name}": cors[key] for name, key in words}
    sent["method.response.header.Access-Control-Max-Age"] = cors["MaxAge"]
    answer = {INTEGRATION: {"type": "mock", "responses": {"default": {"responseParameters": sent}}}}
    for operations in body["paths"].values():
        operations.setdefault("options", answer)


def _permits(identity: str, said: Said, routes: list[Route]) -> Resources:
    called = dict.fromkeys(route.function for route in routes if "DefinitionBody" not in said)
    for authorizer in said.get("Auth", {}).get("Authorizers", {}).values():
        function = authorizer.get("FunctionArn")
        if function is not None:
            called[str(function.get("Ref") or function["Fn::GetAtt"][0])] = None
    return {f"{identity}To{function}Permission": permit(identity, function) for function in called}


def _domain(identity: str, said: Said, service: str) -> Resources:
    """A domain name, what joins it to the stage, and its record."""
    domain = said.get("Domain")
    if domain is None:
        return {}
    rest, edge = service == "AWS::ApiGateway", domain["EndpointConfiguration"] == "EDGE"
    name = f"{identity}DomainName"
    named: Resources = {"DomainName": domain["DomainName"]}
    if rest:
        word = "CertificateArn" if edge else "RegionalCertificateArn"
        named |= {word: domain["CertificateArn"], "SecurityPolicy": domain["SecurityPolicy"]}
        named["EndpointConfiguration"] = {"Types": [domain["EndpointConfiguration"]]}
    else:
        settings = {"CertificateArn": domain["CertificateArn"], "EndpointType": domain["EndpointConfiguration"]}
        named["DomainNameConfigurations"] = [{**settings, "SecurityPolicy": domain["SecurityPolicy"]}]
    if "MutualTlsAuthentication" in domain:
        named["MutualTlsAuthentication"] = domain["MutualTlsAuthentication"]
    api = {"RestApiId" if rest else "ApiId": {"Ref": identity}, "Stage": {"Ref": f"{identity}Stage"}}
    host = "DistributionDomainName" if edge and rest else "RegionalDomainName"
    record = {
        "Name": domain["DomainName"],
        "Type": "A",
        "HostedZoneId": domain["Route53"]["HostedZoneId"],
        "AliasTarget": {"DNSName": {"Fn::GetAtt": [name, host]}},
    }
    mapping = f"{service}::{'BasePathMapping' if rest else 'ApiMapping'}"
    return {
        name: {"Type": f"{service}::DomainName", "Properties": named},
        f"{identity}DomainMapping": {"Type": mapping, "Properties": {"DomainName": {"Ref": name}, **api}},
        f"{identity}DomainRecord": {"Type": "AWS::Route53::RecordSet", "Properties": record},
    }
