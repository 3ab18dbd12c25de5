"""The edge: distributions, static sites, names that follow the healthy region."""

from __future__ import annotations

import re

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.names import title_of
from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import of_bucket, of_cdn
from tools.blueprint.targets.cloudformation.emitter import Node, Tagged
from tools.blueprint.targets.cloudformation.kinds.buckets import guarded, print_policy
from tools.blueprint.targets.cloudformation.kinds.identity import firewall_at_edge
from tools.blueprint.targets.cloudformation.references import choose, escaped, get, ref, sub
from tools.blueprint.targets.cloudformation.template import Properties, Template, text
from tools.design.components import (
    Api,
    Bucket,
    Cdn,
    Component,
    DnsFailover,
    External,
    Function,
    LoadBalancer,
    StaticSite,
)

_CACHED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
_UNCACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
_ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
"""Ids of the provider's own policies: CachingOptimized, CachingDisabled, AllViewerExceptHostHeader."""

CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2"
"""Hosted zone of every distribution (Route 53 API reference, AliasTarget)."""

HSTS_SECONDS = 31_536_000
_COUNTRY = re.compile(r"^[A-Z]{2}$")
_ALL_METHODS = ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE")


def print_cdn(template: Template, cdn: Cdn) -> None:
    """A distribution over its origins: HTTPS only, security headers, private origins."""
    identity = template.id(cdn)
    origins = _origins_of(template, cdn)
    if not origins:
        return
    if any(isinstance(origin, (StaticSite, Bucket)) for origin in origins):
        _print_access(template, cdn)
    _print_headers(template, cdn)
    first = next((o for o in origins if isinstance(o, (StaticSite, Bucket))), origins[0])
    behaviours = [
        {"PathPattern": path, **_behaviour(template, cdn, origin)}
        for origin in origins
        if origin is not first
        for path in _paths(template, origin)
    ]
    config: Properties = {
        "Enabled": True,
        "Comment": text((cdn.description or title_of(cdn))[:128]),
        "HttpVersion": "http2and3",
        "IPV6Enabled": True,
        "Origins": [_origin(template, cdn, origin) for origin in origins],
        "DefaultCacheBehavior": _behaviour(template, cdn, first),
    }
    if isinstance(first, StaticSite):
        config |= {"DefaultRootObject": "index.html", "CustomErrorResponses": _single_page()}
    if behaviours:
        config["CacheBehaviors"] = list(behaviours)
    countries = [country for country in cdn.blocked_countries if _COUNTRY.match(country)]
    if countries:
        config["Restrictions"] = {"GeoRestriction": {"RestrictionType": "blacklist", "Locations": list(countries)}}
    if cdn.firewall is not None:
        config["WebACLId"] = firewall_at_edge(template, cdn.name, cdn.firewall)
    config |= _certificate(template, cdn)
    waived = of_cdn(cdn)
    template.add(identity, "AWS::CloudFront::Distribution", {"DistributionConfig": config}, waived=waived)
    if cdn.domain:
        _print_name(template, cdn)


def _origins_of(template: Template, cdn: Cdn) -> list[Component]:
    kinds = ("static-site", "bucket", "api", "load-balancer", "external")
    links = template.graph.outgoing(cdn.name)
    found = dict.fromkeys(link.target for link in links if template.graph[link.target].kind in kinds)
    return [template.graph[name] for name in found]


def _print_access(template: Template, cdn: Cdn) -> None:
    config: Node = {
        "Name": sub(f"${{AWS::StackName}}-{cdn.name}"),
        "OriginAccessControlOriginType": "s3",
        "SigningBehavior": "always",
        "SigningProtocol": "sigv4",
    }
    properties: Properties = {"OriginAccessControlConfig": config}
    template.add(template.id(cdn, "Access"), "AWS::CloudFront::OriginAccessControl", properties)


def _print_headers(template: Template, cdn: Cdn) -> None:
    security: Node = {
        "StrictTransportSecurity": {
            "AccessControlMaxAgeSec": HSTS_SECONDS,
            "IncludeSubdomains": True,
            "Override": True,
        },
        "ContentTypeOptions": {"Override": True},
        "FrameOptions": {"FrameOption": "DENY", "Override": True},
        "ReferrerPolicy": {"ReferrerPolicy": "strict-origin-when-cross-origin", "Override": True},
        "ContentSecurityPolicy": {
            "ContentSecurityPolicy": "default-src 'self'; connect-src 'self' https:; img-src 'self' data: https:",
            "Override": False,
        },
    }
    config: Node = {"Name": sub(f"${{AWS::StackName}}-{cdn.name}"), "SecurityHeadersConfig": security}
    properties: Properties = {"ResponseHeadersPolicyConfig": config}
    template.add(template.id(cdn, "Headers"), "AWS::CloudFront::ResponseHeadersPolicy", properties)


def _origin(template: Template, cdn: Cdn, origin: Component) -> Node:
    found: Properties = {"Id": origin.name, "DomainName": _host(template, origin)}
    if isinstance(origin, (StaticSite, Bucket)):
        found["S3OriginConfig"] = {"OriginAccessIdentity": ""}
        found["OriginAccessControlId"] = get(template.id(cdn, "Access"), "Id")
        return found
    if isinstance(origin, Api) and template.plan.apis[origin.name].style == "rest":
        found["OriginPath"] = sub("/${Stage}")
        template.parameter("Stage")
    found["CustomOriginConfig"] = {"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"]}
    return found


def _host(template: Template, origin: Component) -> Node:
    match origin:
        case Api():
            decided = template.plan.apis[origin.name]
            if decided.style == "graphql":
                return Tagged("!Select", [2, Tagged("!Split", ["/", get(template.id(origin), "GraphQLUrl")])])
            return sub(f"${{{template.id(origin)}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}")
        case External():
            host = re.sub(r"^https?://", "", origin.url).split("/")[0]
            return text(host) if host else template.parameter(parameter_for(origin.name, "Host"))
        case _:
            return template.value(Ref(origin.name, "domain"))


def _behaviour(template: Template, cdn: Cdn, origin: Component) -> Properties:
    stored = isinstance(origin, (StaticSite, Bucket))
    found: Properties = {
        "TargetOriginId": origin.name,
        "ViewerProtocolPolicy": "redirect-to-https",
        "Compress": True,
        "AllowedMethods": ["GET", "HEAD", "OPTIONS"] if stored else list(_ALL_METHODS),
        "CachePolicyId": _CACHED if stored else _UNCACHED,
        "ResponseHeadersPolicyId": ref(template.id(cdn, "Headers")),
    }
    if not stored:
        found["OriginRequestPolicyId"] = _ALL_BUT_HOST
    edge = [f for f in template.graph.targets(cdn.name, Function) if f.placement == "edge"]
    if edge:
        found["LambdaFunctionAssociations"] = [
            {"EventType": "viewer-request", "LambdaFunctionARN": ref(template.id(f, template.dialect.version))}
            for f in edge[:1]
        ]
    return found


def _paths(template: Template, origin: Component) -> list[str]:
    """Which requests go to an origin beside the first: an API's own paths, else everything below its name."""
    if isinstance(origin, Api):
        tops = dict.fromkeys(
            f"/{route.path.split('/')[1]}" for route in template.routes_of[origin.name] if route.path.startswith("/")
        )
        named = [top for top in tops if "{" not in top and top != "/"]
        if named:
            return [f"{top}*" for top in named]
    return [f"/{origin.name}/*"]


def _single_page() -> list[Node]:
    return [
        {"ErrorCode": code, "ResponseCode": 200, "ResponsePagePath": "/index.html", "ErrorCachingMinTTL": 10}
        for code in (403, 404)
    ]


def _certificate(template: Template, cdn: Cdn) -> Properties:
    if not cdn.domain:
        return {}
    certificate = template.parameter(parameter_for(cdn.name, "CertificateArn"))
    return {
        "Aliases": [template.parameter(parameter_for(cdn.name, "Domain"))],
        "ViewerCertificate": {
            "AcmCertificateArn": certificate,
            "MinimumProtocolVersion": "TLSv1.2_2021",
            "SslSupportMethod": "sni-only",
        },
    }


def _print_name(template: Template, cdn: Cdn) -> None:
    properties: Properties = {
        "Name": template.parameter(parameter_for(cdn.name, "Domain")),
        "Type": "A",
        "HostedZoneId": template.parameter(parameter_for(cdn.name, "HostedZoneId")),
        "AliasTarget": {"DNSName": get(template.id(cdn), "DomainName"), "HostedZoneId": CLOUDFRONT_ZONE},
    }
    template.add(template.id(cdn, "Name"), "AWS::Route53::RecordSet", properties)


def print_static_site(template: Template, site: StaticSite) -> None:
    """The bucket a built site is copied to, read by its distributions only."""
    properties = guarded(template, site)
    properties["LifecycleConfiguration"] = {
        "Rules": [
            {"Id": "forget-old-versions", "Status": "Enabled", "NoncurrentVersionExpiration": {"NoncurrentDays": 30}}
        ]
    }
    waived = of_bucket(site, None)
    template.add(template.id(site), "AWS::S3::Bucket", properties, keep=True, waived=waived)
    print_policy(template, site)


def print_dns_failover(template: Template, dns: DnsFailover) -> None:
    """In each region: a health check of its own entrance, and a record that is answered while it is healthy."""
    identity = template.id(dns)
    targets = [template.graph[link.target] for link in template.graph.outgoing(dns.name)]
    entrance = next((t for t in targets if isinstance(t, (Api, LoadBalancer))), None)
    if entrance is None:
        return
    check: Node = {
        "Type": "HTTPS",
        "FullyQualifiedDomainName": _host(template, entrance),
        "ResourcePath": _health_path(template, dns, entrance),
        "RequestInterval": 30,
        "FailureThreshold": 3,
    }
    template.add(f"{identity}Health", "AWS::Route53::HealthCheck", {"HealthCheckConfig": check})
    alias = _alias(template, dns, entrance)
    record: Properties = {
        "Name": template.parameter(parameter_for(dns.name, "Domain")),
        "Type": "A",
        "HostedZoneId": template.parameter(parameter_for(dns.name, "HostedZoneId")),
        "SetIdentifier": ref("AWS::Region"),
        "HealthCheckId": ref(f"{identity}Health"),
        "AliasTarget": alias,
    }
    if dns.policy == "failover":
        record["Failover"] = choose(template.primary(), "PRIMARY", "SECONDARY")
    else:
        record["Region"] = ref("AWS::Region")
    template.add(f"{identity}Name", "AWS::Route53::RecordSet", record)


def _health_path(template: Template, dns: DnsFailover, entrance: Component) -> Node:
    path = dns.health_path if dns.health_path.startswith("/") else f"/{dns.health_path}"
    if isinstance(entrance, Api) and template.plan.apis[entrance.name].style == "rest":
        template.parameter("Stage")
        return sub(f"/${{Stage}}{escaped(path)}")
    return text(path)


def _alias(template: Template, dns: DnsFailover, entrance: Component) -> Node:
    identity = template.id(dns)
    if isinstance(entrance, LoadBalancer):
        balancer = template.id(entrance)
        zone = get(balancer, "CanonicalHostedZoneID")
        return {"DNSName": get(balancer, "DNSName"), "HostedZoneId": zone, "EvaluateTargetHealth": True}
    certificate = template.parameter(parameter_for(dns.name, "CertificateArn"))
    settings: Node = {"CertificateArn": certificate, "EndpointType": "REGIONAL", "SecurityPolicy": "TLS_1_2"}
    domain: Properties = {
        "DomainName": template.parameter(parameter_for(dns.name, "Domain")),
        "DomainNameConfigurations": [settings],
    }
    template.add(f"{identity}DomainName", "AWS::ApiGatewayV2::DomainName", domain)
    rest = template.plan.apis[entrance.name].style == "rest"
    mapping: Properties = {
        "DomainName": ref(f"{identity}DomainName"),
        "ApiId": ref(template.id(entrance)),
        "Stage": ref(template.id(entrance, template.dialect.stage)) if rest else "$default",
    }
    template.add(f"{identity}Entrance", "AWS::ApiGatewayV2::ApiMapping", mapping)
    zone = get(f"{identity}DomainName", "RegionalHostedZoneId")
    return {
        "DNSName": get(f"{identity}DomainName", "RegionalDomainName"),
        "HostedZoneId": zone,
        "EvaluateTargetHealth": True,
    }
