"""Log groups."""

from __future__ import annotations

from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import of_logs
from tools.blueprint.targets.cloudformation.template import Properties, Template


def print_logs(template: Template, component: str) -> None:
    """The log group of a component, where it has one."""
    logs = template.plan.logs.get(component)
    if logs is None:
        return
    properties: Properties = {"LogGroupName": template.value(logs.name), "RetentionInDays": logs.days}
    if logs.key is not None:
        properties["KmsKeyId"] = template.value(Ref(logs.key))
    template.add(logs.id, "AWS::Logs::LogGroup", properties, waived=of_logs(logs))
