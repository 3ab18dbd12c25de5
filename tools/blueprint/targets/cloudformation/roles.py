"""Roles: trust, and the statements of the plan, in as many policies as there are moments to attach them."""

from __future__ import annotations

from tools.blueprint.plan.model import Role
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.references import ref
from tools.blueprint.targets.cloudformation.template import Properties, Template, allowing, policy, trust


def print_role(template: Template, role: Role, *, condition: str = "") -> None:
    """Prints one role in the current section."""
    statements: list[Node] = [allowing(template, statement) for statement in role.statements]
    properties: Properties = {"AssumeRolePolicyDocument": trust(role.service, role.checks_account)}
    if statements:
        properties["Policies"] = [{"PolicyName": "access", "PolicyDocument": policy(statements)}]
    template.add(role.id, "AWS::IAM::Role", properties, condition=condition)
    if role.deferred:
        late: list[Node] = [allowing(template, statement) for statement in role.deferred]
        more: Properties = {"RoleName": ref(role.id), "PolicyName": "later", "PolicyDocument": policy(late)}
        template.add(f"{role.id.removesuffix('Role')}Policy", "AWS::IAM::RolePolicy", more, condition=condition)


def print_roles_of(template: Template, owner: str, *purposes: str) -> None:
    """Prints the roles a component works under."""
    for role in template.roles_of[owner]:
        if role.purpose in purposes:
            print_role(template, role)
