"""Mail that is sent, and mail that comes in."""

from __future__ import annotations

from tools.blueprint.resources.references import mail_domain
from tools.blueprint.resources.root import Root
from tools.blueprint.resources.tree import Block, Body, Node
from tools.design.components import Bucket, Mail


def print_mail(root: Root, mail: Mail) -> None:
    """The domain mail comes from, with settings that insist on TLS; what takes in mail, where something does."""
    settings: Body = {
        "configuration_set_name": root.named(mail.name, 64),
        "delivery_options": Block({"tls_policy": "REQUIRE"}),
        "reputation_options": Block({"reputation_metrics_enabled": True}),
        "suppression_options": Block({"suppressed_reasons": ["BOUNCE", "COMPLAINT"]}),
    }
    root.add("aws_sesv2_configuration_set", mail.name, settings)
    body: Body = {
        "email_identity": mail_domain(root.resolver, mail),
        "configuration_set_name": root.ref(mail.name, "name"),
    }
    root.add("aws_sesv2_email_identity", mail.name, body)
    feedback: Body = {
        "email_identity": root.at("aws_sesv2_email_identity", mail.name, "email_identity"),
        "email_forwarding_enabled": False,
    }
    root.add("aws_sesv2_email_identity_feedback_attributes", mail.name, feedback)
    actions = _receiving(root, mail)
    if actions:
        _print_receiving(root, mail, actions)


def _receiving(root: Root, mail: Mail) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    position = 0
    for link in root.graph.outgoing(mail.name):
        target = root.graph[link.target]
        name, action = "", dict[str, Node]()
        if isinstance(target, Bucket):
            name, action = "s3_action", {"bucket_name": root.ref(target.name, "name"), "object_key_prefix": "mail/"}
        elif target.kind == "function":
            name, action = "lambda_action", {"function_arn": root.ref(target.name), "invocation_type": "Event"}
        elif target.kind == "topic":
            name, action = "sns_action", {"topic_arn": root.ref(target.name)}
        if name:
            position += 1
            found.setdefault(name, []).append(Block({"position": position, **action}))
    return found


def _print_receiving(root: Root, mail: Mail, actions: dict[str, list[Node]]) -> None:
    start = f"{root.plan.ids[mail.name]}To"
    permits = [p for p in root.plan.wiring.permits if p.purpose == "mail" and p.id.startswith(start)]
    after = [f"aws_lambda_permission.{root.label(p.id.removesuffix('Permission'), 'permission')}" for p in permits]
    buckets = root.graph.targets(mail.name, Bucket)
    after += [f"aws_s3_bucket_policy.{root.label(bucket.name)}" for bucket in buckets]
    root.add("aws_ses_receipt_rule_set", mail.name, {"rule_set_name": root.named(mail.name, 64)})
    body: Body = {
        "name": root.named(mail.name, 64),
        "rule_set_name": root.at("aws_ses_receipt_rule_set", mail.name, "rule_set_name"),
        "enabled": True,
        "scan_enabled": True,
        "tls_policy": "Require",
        "recipients": [mail_domain(root.resolver, mail)],
        **actions,
    }
    root.add("aws_ses_receipt_rule", mail.name, body, after=after)
