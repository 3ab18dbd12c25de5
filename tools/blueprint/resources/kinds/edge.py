"""The edge: distributions and static sites."""

from __future__ import annotations

import re

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.model import Waived
from tools.blueprint.plan.waivers import of_cdn
from tools.blueprint.resources.kinds.buckets import print_site_bucket
from tools.blueprint.resources.references import api_host, module_of
from tools.blueprint.resources.root import Root, described, text
from tools.blueprint.resources.tree import Apply, Block, Body, Item, Node
from tools.blueprint.resources.waivers import ANY_COUNTRY, EDGE_RULES, OWN_NAME
from tools.design.components import Api, Bucket, Cdn, Component, External, Function, StaticSite

CACHED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
UNCACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
"""Ids of the provider's own policies: CachingOptimized, CachingDisabled, AllViewerExceptHostHeader."""

HSTS_SECONDS = 31_536_000
_COUNTRY = re.compile(r"^[A-Z]{2}$")
_READING: tuple[str, ...] = ("GET", "HEAD", "OPTIONS")
_ALL_METHODS = ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE")
_ORIGINS = ("static-site", "bucket", "api", "load-balancer", "external")


def print_static_site(root: Root, site: StaticSite) -> None:
    """The bucket a built site is copied to, read by its distributions only."""
    print_site_bucket(root, site)


def print_cdn(root: Root, cdn: Cdn) -> None:
    """A distribution over its origins: HTTPS only, security headers, private origins."""
    origins = _origins_of(root, cdn)
    if not origins:
        return
    if any(isinstance(origin, (StaticSite, Bucket)) for origin in origins):
        _print_access(root, cdn)
    _print_headers(root, cdn)
    first = next((o for o in origins if isinstance(o, (StaticSite, Bucket))), origins[0])
    body: Body = {
        "enabled": True,
        "comment": described(cdn, cdn.description, 128),
        "http_version": "http2and3",
        "is_ipv6_enabled": True,
    }
    if isinstance(first, StaticSite):
        body["default_root_object"] = "index.html"
    if cdn.firewall is not None:
        body["web_acl_id"] = root.at("aws_wafv2_web_acl", cdn.firewall)
    if cdn.domain:
        body["aliases"] = [root.parameter(parameter_for(cdn.name, "Domain"))]
    body["origin"] = [Block(_origin(root, cdn, origin)) for origin in origins]
    body["default_cache_behavior"] = Block(_behaviour(root, cdn, first))
    others = [(path, origin) for origin in origins if origin is not first for path in _paths(root, origin)]
    if others:
        body["ordered_cache_behavior"] = [
            Block({"path_pattern": path, **_behaviour(root, cdn, origin)}) for path, origin in others
        ]
    if isinstance(first, StaticSite):
        body["custom_error_response"] = _single_page()
    body["restrictions"] = Block({"geo_restriction": Block(_restriction(cdn))})
    body["viewer_certificate"] = Block(_certificate(root, cdn))
    root.add("aws_cloudfront_distribution", cdn.name, body, waived=_waived(cdn))
    if cdn.domain:
        _print_record(root, cdn)


def _waived(cdn: Cdn) -> tuple[Waived, ...]:
    named = () if cdn.domain else (OWN_NAME,)
    open_to_all = () if _countries(cdn) else (ANY_COUNTRY,)
    return (*of_cdn(cdn), EDGE_RULES, *named, *open_to_all)


def _countries(cdn: Cdn) -> list[Node]:
    return [country for country in cdn.blocked_countries if _COUNTRY.match(country)]


def _origins_of(root: Root, cdn: Cdn) -> list[Component]:
    links = root.graph.outgoing(cdn.name)
    found = dict.fromkeys(link.target for link in links if root.graph[link.target].kind in _ORIGINS)
    return [root.graph[name] for name in found]


def _print_access(root: Root, cdn: Cdn) -> None:
    body: Body = {
        "name": root.named(cdn.name, 64),
        "origin_access_control_origin_type": "s3",
        "signing_behavior": "always",
        "signing_protocol": "sigv4",
    }
    root.add("aws_cloudfront_origin_access_control", cdn.name, body)


def _print_headers(root: Root, cdn: Cdn) -> None:
    policy = "default-src 'self'; connect-src 'self' https:; img-src 'self' data: https:"
    security: Body = {
        "content_security_policy": Block({"content_security_policy": policy, "override": False}),
        "content_type_options": Block({"override": True}),
        "frame_options": Block({"frame_option": "DENY", "override": True}),
        "referrer_policy": Block({"referrer_policy": "strict-origin-when-cross-origin", "override": True}),
        "strict_transport_security": Block(
            {"access_control_max_age_sec": HSTS_SECONDS, "include_subdomains": True, "override": True}
        ),
    }
    body: Body = {"name": root.named(cdn.name, 128), "security_headers_config": Block(security)}
    root.add("aws_cloudfront_response_headers_policy", cdn.name, body)


def _origin(root: Root, cdn: Cdn, origin: Component) -> Body:
    found: Body = {"origin_id": origin.name, "domain_name": host_of(root, origin)}
    if isinstance(origin, (StaticSite, Bucket)):
        found["origin_access_control_id"] = root.at("aws_cloudfront_origin_access_control", cdn.name, "id")
        return found
    if isinstance(origin, Api) and root.plan.apis[origin.name].style == "rest":
        found["origin_path"] = text("/", root.parameter("Stage"))
    how: Body = {
        "http_port": 80,
        "https_port": 443,
        "origin_protocol_policy": "https-only",
        "origin_ssl_protocols": ["TLSv1.2"],
    }
    found["custom_origin_config"] = Block(how)
    return found


def host_of(root: Root, origin: Component) -> Node:
    """The host by which something is reached."""
    match origin:
        case Api():
            if root.plan.apis[origin.name].style == "graphql":
                address = root.at("aws_appsync_graphql_api", origin.name, 'uris["GRAPHQL"]')
                return Item(Apply("split", ("/", address)), 2)
            return api_host(root.resolver, origin.name)
        case External():
            host = re.sub(r"^https?://", "", origin.url).split("/")[0]
            return host or root.parameter(parameter_for(origin.name, "Host"))
        case _:
            return root.ref(origin.name, "domain")


def _behaviour(root: Root, cdn: Cdn, origin: Component) -> Body:
    stored = isinstance(origin, (StaticSite, Bucket))
    found: Body = {
        "target_origin_id": origin.name,
        "viewer_protocol_policy": "redirect-to-https",
        "compress": True,
        "allowed_methods": list(_READING if stored else _ALL_METHODS),
        "cached_methods": ["GET", "HEAD"],
        "cache_policy_id": CACHED if stored else UNCACHED,
        "response_headers_policy_id": root.at("aws_cloudfront_response_headers_policy", cdn.name, "id"),
    }
    if not stored:
        found["origin_request_policy_id"] = ALL_BUT_HOST
    edge = [f for f in root.graph.targets(cdn.name, Function) if f.placement == "edge"]
    if edge:
        version = module_of(root.resolver, edge[0].name, "version_arn")
        found["lambda_function_association"] = Block({"event_type": "viewer-request", "lambda_arn": version})
    return found


def _paths(root: Root, origin: Component) -> list[str]:
    """Which requests go to an origin beside the first: an API's own paths, else everything below its name."""
    if isinstance(origin, Api):
        tops = dict.fromkeys(
            f"/{route.path.split('/')[1]}" for route in root.routes_of[origin.name] if route.path.startswith("/")
        )
        named = [top for top in tops if "{" not in top and top != "/"]
        if named:
            return [f"{top}*" for top in named]
    return [f"/{origin.name}/*"]


def _single_page() -> list[Node]:
    return [
        Block(
            {
                "error_code": code,
                "response_code": 200,
                "response_page_path": "/index.html",
                "error_caching_min_ttl": 10,
            }
        )
        for code in (403, 404)
    ]


def _restriction(cdn: Cdn) -> Body:
    countries = _countries(cdn)
    return {"restriction_type": "blacklist", "locations": countries} if countries else {"restriction_type": "none"}


def _certificate(root: Root, cdn: Cdn) -> Body:
    if not cdn.domain:
        return {"cloudfront_default_certificate": True}
    return {
        "acm_certificate_arn": root.parameter(parameter_for(cdn.name, "CertificateArn")),
        "minimum_protocol_version": "TLSv1.2_2021",
        "ssl_support_method": "sni-only",
    }


def _print_record(root: Root, cdn: Cdn) -> None:
    alias: Body = {
        "name": root.at("aws_cloudfront_distribution", cdn.name, "domain_name"),
        "zone_id": root.at("aws_cloudfront_distribution", cdn.name, "hosted_zone_id"),
        "evaluate_target_health": False,
    }
    body: Body = {
        "zone_id": root.parameter(parameter_for(cdn.name, "HostedZoneId")),
        "name": root.parameter(parameter_for(cdn.name, "Domain")),
        "type": "A",
        "alias": Block(alias),
    }
    root.add("aws_route53_record", cdn.name, body)
