"""Log groups."""

from __future__ import annotations

from tools.blueprint.plan.logs import REGULATED_DAYS
from tools.blueprint.plan.waivers import of_logs
from tools.blueprint.resources.root import Root
from tools.blueprint.resources.tree import Body, Expr
from tools.blueprint.resources.waivers import KEEP_A_YEAR


def print_logs(root: Root, component: str) -> Expr | None:
    """The log group of a component, where it has one; gives its name."""
    logs = root.plan.logs.get(component)
    if logs is None:
        return None
    body: Body = {"name": root.value(logs.name), "retention_in_days": logs.days}
    if logs.key is not None:
        body["kms_key_id"] = root.ref(logs.key)
    short = (KEEP_A_YEAR,) if logs.days < REGULATED_DAYS else ()
    root.add("aws_cloudwatch_log_group", component, body, waived=(*of_logs(logs), *short))
    return root.at("aws_cloudwatch_log_group", component, "name")
