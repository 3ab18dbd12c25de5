"""Log groups."""

from __future__ import annotations

from tools.blueprint.plan.waivers import of_logs
from tools.blueprint.targets.terraform.hcl import Body, Expr
from tools.blueprint.targets.terraform.root import Root


def print_logs(root: Root, component: str) -> Expr | None:
    """The log group of a component, where it has one; gives its name."""
    logs = root.plan.logs.get(component)
    if logs is None:
        return None
    body: Body = {"name": root.value(logs.name), "retention_in_days": logs.days}
    if logs.key is not None:
        body["kms_key_id"] = root.ref(logs.key)
    root.add("aws_cloudwatch_log_group", component, body, waived=of_logs(logs))
    return root.at("aws_cloudwatch_log_group", component, "name")
