"""Amazon Route 53: zones, queries by routing, health checks."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (
    count("hosted_zones", "hosted zones", "zones", "hosted_zone", "zone"),
    count("queries", "standard queries", "standard_queries", "standard", "dns_queries", "requests", ""),
    count("latency_queries", "latency-based queries", "latency_based_queries", "latency"),
    count("geo_queries", "queries by place", "geo_dns_queries", "geolocation_queries", "geoproximity_queries", "geo"),
    count("health_checks", "health checks of endpoints at AWS", "health_check", "aws_health_checks"),
    count(
        "health_check_features", "optional features of them", "health_check_feature", "optional_features", "features"
    ),
)
CHARGES = (
    Charge("hosted_zone", "Hosted zones", ("hosted_zones",)),
    Charge("queries", "Standard queries", ("queries",)),
    Charge("latency_queries", "Latency-based queries", ("latency_queries",)),
    Charge("geo_queries", "Geo queries", ("geo_queries",)),
    Charge("health_check", "Health checks", ("health_checks",)),
    Charge("health_check_feature", "Features of health checks", ("health_check_features",)),
)

FORM = Form(
    "route53",
    FIELDS,
    CHARGES,
    features={
        "route53_record": {},
        "route53_zone": {"hosted_zones": 1.0},
        "route53_health_check": {"health_checks": 1.0},
        "hosted_zone": {},
    },
)
