"""The deployer's policies: what creating, changing and deleting exactly these resources takes, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from tools.blueprint.deployer.table import table
from tools.blueprint.plan.model import Plan

Document = dict[str, Any]

MOST_LETTERS = 6144
"""Size of a managed policy, at most, without white space (IAM quotas)."""

REGION, ACCOUNT, STAGE = "${REGION}", "${ACCOUNT}", "${STAGE}"
"""What is put in before a policy is made: shells and templating tools know this form."""


class Trust(NamedTuple):
    """A pipeline that may take on the deployer's role."""

    name: str
    provider: str
    """Host of the identity provider."""
    audience: str
    subject: str
    """What its token must say of where it runs."""


TRUSTS = (
    Trust(
        "github",
        "token.actions.githubusercontent.com",
        "sts.amazonaws.com",
        f"repo:${{OWNER}}/${{REPOSITORY}}:environment:{STAGE}",
    ),
    Trust(
        "gitlab", "gitlab.com", "https://gitlab.com", "project_path:${GROUP}/${PROJECT}:ref_type:branch:ref:${BRANCH}"
    ),
)
"""GitHub: "Configuring OpenID Connect in AWS"; GitLab: "Configure OpenID Connect in AWS"."""


def types_of(plan: Plan) -> tuple[str, ...]:
    """The types of resources that a plan becomes, in CloudFormation's words, in order."""
    from tools.blueprint.targets.cloudformation.printing import render

    found = re.findall(r"^    Type: (AWS::\w+::\w+)$", render(plan)["template.yaml"], re.MULTILINE)
    return tuple(sorted(set(found)))


def stack_name(plan: Plan) -> str:
    """The name that all names begin with."""
    return f"{plan.design.name}-{STAGE}"


def statements_of(plan: Plan) -> list[Document]:
    """One statement for each service, one for what cannot be narrowed, and those about the stack and its roles."""
    known = table()
    actions = sorted({action for kind in types_of(plan) for action in known.types[kind]})
    stack = stack_name(plan)
    found = [_stack(stack), *_narrowed(actions, stack)]
    anywhere = [action for action in actions if action in known.anywhere]
    if anywhere:
        found.append({"Sid": "Anywhere", "Effect": "Allow", "Action": anywhere, "Resource": "*"})
    return [*found, *_passing(plan, stack)]


def _stack(stack: str) -> Document:
    names = ("CreateChangeSet", "DescribeChangeSet", "ExecuteChangeSet", "DeleteChangeSet", "DeleteStack")
    looks = ("DescribeStacks", "DescribeStackEvents", "DescribeStackResources", "GetTemplate", "TagResource")
    return {
        "Sid": "Stack",
        "Effect": "Allow",
        "Action": [f"cloudformation:{name}" for name in (*names, *looks)],
        "Resource": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{stack}/*",
    }


def _narrowed(actions: Iterable[str], stack: str) -> Iterable[Document]:
    known = table()
    services: dict[str, list[str]] = {}
    for action in actions:
        if action not in known.anywhere:
            services.setdefault(action.partition(":")[0], []).append(action)
    for service, names in services.items():
        where = [arn.format(region=REGION, account=ACCOUNT, stack=stack) for arn in known.places[service]]
        sid = "".join(word.capitalize() for word in service.split("-"))
        yield {"Sid": sid, "Effect": "Allow", "Action": names, "Resource": where if len(where) > 1 else where[0]}


def _passing(plan: Plan, stack: str) -> Iterable[Document]:
    """Roles are handed to the services that work under them, and to no other."""
    services = sorted({role.service for role in plan.roles.values()})
    if services:
        yield {
            "Sid": "PassRoles",
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": f"arn:aws:iam::{ACCOUNT}:role/{stack}*",
            "Condition": {"StringEquals": {"iam:PassedToService": services}},
        }


def deployer_policies(plan: Plan) -> list[Document]:
    """As many policies as the size of one makes necessary, statements in order."""
    found: list[list[Document]] = [[]]
    for statement in _cut(statements_of(plan)):
        if found[-1] and _size([*found[-1], statement]) > MOST_LETTERS:
            found.append([])
        found[-1].append(statement)
    return [{"Version": "2012-10-17", "Statement": statements} for statements in found]


def _cut(statements: Iterable[Document]) -> Iterable[Document]:
    """Statements that one policy has room for: the actions of a large one in halves."""
    for statement in statements:
        actions = statement["Action"]
        if _size([statement]) <= MOST_LETTERS or not isinstance(actions, list):
            yield statement
            continue
        middle = len(actions) // 2  # type: ignore[reportUnknownArgumentType]
        yield from _cut([{**statement, "Action": actions[:middle]}])
        yield from _cut([{**statement, "Sid": f"{statement['Sid']}More", "Action": actions[middle:]}])


def _size(statements: list[Document]) -> int:
    return len(json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":")))


def trust_policies() -> dict[str, Document]:
    """Who may take on the role, by name of the pipeline: tokens of one audience and of one place only."""
    return {trust.name: _trust(trust) for trust in TRUSTS}


def _trust(trust: Trust) -> Document:
    equals = {f"{trust.provider}:aud": trust.audience, f"{trust.provider}:sub": trust.subject}
    statement: Document = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{trust.provider}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": equals},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def deployer_files(plan: Plan) -> dict[str, str]:
    """The policies as files, and how to make a role of them."""
    policies = deployer_policies(plan)
    found = {f"deployer-policy-{number}.json": _json(policy) for number, policy in enumerate(policies, start=1)}
    found |= {f"trust-{name}.json": _json(policy) for name, policy in trust_policies().items()}
    found["README.md"] = _readme(plan, len(policies))
    return found


def _json(document: Document) -> str:
    return json.dumps(document, indent=2) + "\n"


def _readme(plan: Plan, count: int) -> str:
    numbers = " ".join(str(number) for number in range(1, count + 1))
    return _README.format(name=plan.design.name, numbers=numbers, kinds=len(types_of(plan)))


_README = """\
# Who deploys {name}

A pipeline deploys under a role of its own. These policies are the least it needs: what CloudFormation calls to create,
read, change and delete the {kinds} types of resources in this blueprint, on names that begin with the name of the stack
wherever a service lets names be said; `iam:PassRole` only for roles of this stack, and only to the services that work
under them. `Anywhere` holds what no service lets be narrowed.

Put in your values and make the role, here for GitHub and the stage `prod` (for GitLab use `trust-gitlab.json`):

```sh
export REGION=eu-west-1 ACCOUNT=$(aws sts get-caller-identity --query Account --output text) STAGE=prod
export OWNER=... REPOSITORY=...
envsubst < trust-github.json > trust.json
aws iam create-role --role-name {name}-deployer --assume-role-policy-document file://trust.json
for n in {numbers}; do
  envsubst < deployer-policy-$n.json > policy.json
  arn=$(aws iam create-policy --policy-name {name}-deployer-$n --policy-document file://policy.json \\
    --query Policy.Arn --output text)
  aws iam attach-role-policy --role-name {name}-deployer --policy-arn "$arn"
done
```

Whoever may make roles may make one that can do anything. If your account has a permissions boundary for that, set it on
the roles of the stack and add to the statement `Iam`:
`"Condition": {{"StringEquals": {{"iam:PermissionsBoundary": "arn:aws:iam::ACCOUNT:policy/NAME"}}}}`.

Terraform, Pulumi and SST read more than they change (tags, policies, defaults of each resource): give their role
`ReadOnlyAccess` beside these policies, or add what the first plan is refused.
"""
