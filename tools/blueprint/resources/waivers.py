"""Checks of scanners that only this language is held against, and why they do not apply; the others are the plan's."""

from __future__ import annotations

from tools.blueprint.plan.model import Waived
from tools.blueprint.plan.waivers import OWN_KEY_OF_SERVICE

KEEP_A_YEAR = Waived("CKV_AWS_338", "Logs are kept for as long as the design says; regulated systems keep a year.")
NO_COPY = Waived("CKV_AWS_144", "The design asks for no copy in another region; versions can be fetched back.")
NO_NOTICE = Waived("CKV2_AWS_62", "No part asks to be told of new objects here.")
BUCKET_KEY = Waived("CKV_AWS_145", OWN_KEY_OF_SERVICE)
SITE_UPLOADS = Waived("CKV_AWS_300", "A built site is copied here in single parts, which leave nothing behind.")
OPEN_ROUTE = Waived("CKV_AWS_309", "The design leaves this route open: whoever calls it need not say who they are.")
NOT_ROTATED = Waived("CKV2_AWS_57", "Nobody but its other side can change it: the design names no part that could.")
NO_WALL = "The design has no firewall here: a decision about cost, not an oversight."
REST_WALL = Waived("CKV2_AWS_29", NO_WALL)
BALANCER_WALL = Waived("CKV2_AWS_28", NO_WALL)
_RULES = "Its firewall has the rules the design names; addresses that hide are no reason to refuse by default."
REST_RULES = Waived("CKV2_AWS_77", _RULES)
EDGE_RULES = Waived("CKV2_AWS_47", _RULES)
EDGE_WALL_LOGS = Waived("CKV2_AWS_31", "At the edge its metrics and samples tell; logs would stand in another region.")
WAREHOUSE_KEY = Waived("CKV_AWS_282", OWN_KEY_OF_SERVICE)
ATTACHED = Waived("CKV2_AWS_5", "Attached to the part it is named after, of a kind that the check does not know.")
UNTOLD_DATA = Waived("CKV_AWS_285", "Every step is logged; the data it had is not, since it is confidential.")
ANY_COUNTRY = Waived("CKV_AWS_374", "The design names no country that is to be refused.")
OWN_NAME = Waived("CKV2_AWS_42", "Under the provider's own domain name, with the provider's own certificate.")
REACHED_BY_NOBODY = Waived("CKV2_AWS_5", "Functions get it as soon as one of them reaches into the network.")
NOT_CACHED = Waived("CKV_AWS_225", "Answers are not cached: the design asks for fresh ones.")

ALWAYS: dict[str, tuple[Waived, ...]] = {
    "aws_scheduler_schedule": (Waived("CKV_AWS_297", "A schedule says when and what, which is no secret."),),
    "aws_api_gateway_stage": (
        Waived("CKV2_AWS_51", "Callers show tokens or keys; certificates where the design asks for mutual TLS."),
    ),
    "aws_apigatewayv2_stage": (
        Waived("CKV2_AWS_51", "Callers show tokens or keys; certificates where the design asks for mutual TLS."),
    ),
    "aws_rds_cluster": (
        Waived("CKV2_AWS_8", "The cluster backs itself up for as many days as the design says."),
        Waived("CKV2_AWS_27", "Statements hold data of people: they are counted and timed, not written down."),
    ),
    "aws_cloudfront_response_headers_policy": (
        Waived("CKV_AWS_259", "To be preloaded by browsers is a step of a whole domain, which its owner takes."),
    ),
    "aws_cloudfront_distribution": (
        Waived("CKV_AWS_310", "Its origins are services that span zones; other regions are the failover's part."),
    ),
    "aws_cloudtrail": (
        Waived("CKV_AWS_252", "Files of the trail are looked up, not announced one by one."),
        Waived("CKV2_AWS_10", "Kept in a bucket that proves its files; log groups would hold them twice."),
    ),
}
"""By type of resource."""
