"""Policies held against what others know of IAM: actions exist, fit their resources, and are as narrow as can be."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.tools.blueprint import designs
from tests.tools.blueprint.test_oracles import asked
from tools.blueprint import plan, render
from tools.blueprint.deployer import deployer_files, deployer_policies, trust_policies
from tools.blueprint.deployer.policies import MOST_LETTERS, types_of
from tools.blueprint.deployer.table import table
from tools.blueprint.reading import Permission
from tools.blueprint.targets import target
from tools.design.design import Design

Policy = dict[str, Any]

PLANTED: Policy = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sqs:SendMesage", "Resource": "arn:aws:sqs:eu-west-1:123456789012:a"}],
}
WIDE: Policy = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}],
}

ARNS = {
    "bucket": "arn:aws:s3:::sample",
    "bus": "arn:aws:events:eu-west-1:123456789012:event-bus/sample",
    "cache": "arn:aws:elasticache:eu-west-1:123456789012:serverlesscache:sample",
    "connection": "arn:aws:events:eu-west-1:123456789012:connection/sample/1",
    "delivery-stream": "arn:aws:firehose:eu-west-1:123456789012:deliverystream/sample",
    "destination": "arn:aws:events:eu-west-1:123456789012:api-destination/sample/1",
    "database": "arn:aws:rds:eu-west-1:123456789012:cluster:sample",
    "function": "arn:aws:lambda:eu-west-1:123456789012:function:sample",
    "function-alias": "arn:aws:lambda:eu-west-1:123456789012:function:sample:live",
    "graph": "arn:aws:appsync:eu-west-1:123456789012:apis/sample",
    "job": "arn:aws:glue:eu-west-1:123456789012:job/sample",
    "kafka": "arn:aws:kafka:eu-west-1:123456789012:cluster/sample/1",
    "key": "arn:aws:kms:eu-west-1:123456789012:key/1",
    "log-group": "arn:aws:logs:eu-west-1:123456789012:log-group:sample:*",
    "mail-settings": "arn:aws:ses:eu-west-1:123456789012:configuration-set/sample",
    "parameter": "arn:aws:ssm:eu-west-1:123456789012:parameter/sample",
    "queue": "arn:aws:sqs:eu-west-1:123456789012:sample",
    "repository": "arn:aws:ecr:eu-west-1:123456789012:repository/sample",
    "role": "arn:aws:iam::123456789012:role/sample",
    "search": "arn:aws:aoss:eu-west-1:123456789012:collection/sample",
    "secret": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:sample-abcdef",
    "stream": "arn:aws:kinesis:eu-west-1:123456789012:stream/sample",
    "table": "arn:aws:dynamodb:eu-west-1:123456789012:table/sample",
    "task": "arn:aws:ecs:eu-west-1:123456789012:task-definition/sample:1",
    "topic": "arn:aws:sns:eu-west-1:123456789012:sample",
    "transcoder": "arn:aws:mediaconvert:eu-west-1:123456789012:queues/sample",
    "user-pool": "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/sample",
    "warehouse": "arn:aws:redshift-serverless:eu-west-1:123456789012:workgroup/11111111-1111-1111-1111-111111111111",
    "workflow": "arn:aws:states:eu-west-1:123456789012:stateMachine:sample",
    "workgroup": "arn:aws:athena:eu-west-1:123456789012:workgroup/sample",
}
"""What the ARN of a kind looks like."""

HERE = {"${region}": "eu-west-1", "${account}": "123456789012", "${partition}": "aws", "${stack}": "sample"}


def full(where: str) -> str:
    """A resource as somebody would read it in the account."""
    for word, said in HERE.items():
        where = where.replace(word, said)
    where = re.sub(r"\$\{([a-z-]+)/[^}]*?\.arn\}", lambda m: ARNS.get(m[1], m[0]), where)
    where = re.sub(r"\$\{table/[^}]*\.stream_arn\}", f"{ARNS['table']}/stream/2026", where)
    where = re.sub(r"\$\{(?:database|series)/[^}]*secret[^}]*\}", ARNS["secret"], where)
    where = re.sub(r"\$\{connection/[^}]*\.secret_arn\}", ARNS["secret"], where)
    where = re.sub(r"\$\{input/[^}]*arn\}", "arn:aws:personalize:eu-west-1:123456789012:campaign/sample", where)
    return re.sub(r"\$\{[^!][^}]*\}", "sample", where)


def policies_of(made: Design) -> dict[str, Policy]:
    """What each role of a design may do, as one policy each."""
    read = target("cloudformation").read
    assert read is not None
    holders: dict[str, list[Permission]] = {}
    for permission in sorted(read(render(plan(made), "cloudformation", code=False)).permissions):
        holders.setdefault(permission.holder, []).append(permission)
    return {f"{made.name}: {holder}": _policy(found) for holder, found in holders.items()}


def _policy(found: list[Permission]) -> Policy:
    """One statement for every action under one condition."""
    wheres: dict[tuple[str, str], list[str]] = {}
    for permission in found:
        wheres.setdefault((permission.action, permission.conditions), []).append(full(permission.resource))
    statements: list[dict[str, Any]] = []
    for (action, conditions), resources in wheres.items():
        where = resources if len(resources) > 1 else resources[0]
        said = {"Effect": "Allow", "Action": action, "Resource": where}
        stated = json.loads(full(conditions))
        statements.append({**said, "Condition": stated} if stated else said)
    return {"Version": "2012-10-17", "Statement": statements}


EXPLAINED = {
    "rekognition:DetectModerationLabels": "Narrowed only for models of one's own: the service's has no ARN.",
    "translate:TranslateText": "Narrowed only to terminologies of one's own, which nothing here has.",
}
"""Actions that can be narrowed to resources that nobody here has."""


def judged(policies: dict[str, Policy]) -> dict[str, list[str]]:
    """What is found in each, after what was planted has been."""
    cases = [{"policy": policy} for policy in (*policies.values(), PLANTED, WIDE)]
    *verdicts, planted, wide = asked("iam", "judge.py", cases)
    assert any("UNKNOWN_ACTION" in line for line in planted)
    assert any("can be narrowed" in line for line in wide)
    found = {
        name: [line for line in lines if line.split()[1] not in EXPLAINED]
        for name, lines in zip(policies, verdicts, strict=True)
    }
    return {name: lines for name, lines in found.items() if lines}


@pytest.mark.oracle("iam")
def test_every_permission_fits_its_resource_and_is_narrow(shipped: dict[str, Design]) -> None:
    cases = [*designs.examples(), *list(shipped.values())[::4]]
    assert judged({name: policy for case in cases for name, policy in policies_of(case).items()}) == {}


@pytest.mark.slow
@pytest.mark.oracle("iam")
def test_every_permission_of_every_link_fits_its_resource(shipped: dict[str, Design]) -> None:
    cases = [*shipped.values(), *designs.stars()]
    assert judged({name: policy for case in cases for name, policy in policies_of(case).items()}) == {}


def said(policy: Policy) -> Policy:
    """A deployer's policy with somebody's values put in."""
    text = json.dumps(policy).replace("${REGION}", "eu-west-1").replace("${ACCOUNT}", "123456789012")
    return json.loads(text.replace("${STAGE}", "prod"))


@pytest.mark.oracle("iam")
def test_the_deployers_policies_are_sound(shipped: dict[str, Design]) -> None:
    cases = [*designs.examples(), *shipped.values()]
    found = judged({f"{case.name} {n}": said(p) for case in cases for n, p in enumerate(deployer_policies(plan(case)))})
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_deployer_knows_every_type_and_passes_roles_to_their_services_only(shipped: dict[str, Design]) -> None:
    for case in (*designs.examples(), *designs.stars(), *shipped.values()):
        assert set(types_of(plan(case))) <= set(table().types)
    decided = plan(designs.shop())
    statements = [s for policy in deployer_policies(decided) for s in policy["Statement"]]
    passing = next(s for s in statements if s["Action"] == "iam:PassRole")
    assert passing["Resource"].endswith(":role/shop-${STAGE}*")
    services = passing["Condition"]["StringEquals"]["iam:PassedToService"]
    assert services == sorted({role.service for role in decided.roles.values()})
    assert [s for s in statements if s["Resource"] == "*" and s["Sid"].startswith("Anywhere")]
    assert all(len(json.dumps(p, separators=(",", ":"))) <= MOST_LETTERS for p in deployer_policies(decided))


def test_the_deployer_may_do_no_more_with_fewer_kinds() -> None:
    def allowed(made: Design) -> set[str]:
        found: list[Any] = [s["Action"] for policy in deployer_policies(plan(made)) for s in policy["Statement"]]
        return {str(action) for each in found for action in ([each] if isinstance(each, str) else each)}

    assert "kinesis:CreateStream" in allowed(designs.shop())
    assert "kinesis:CreateStream" not in allowed(designs.notes())
    assert not [action for action in allowed(designs.fleet()) if "*" in action]


def test_pipelines_are_told_apart_by_audience_and_subject() -> None:
    trusts = trust_policies()
    assert sorted(trusts) == ["github", "gitlab"]
    github = trusts["github"]["Statement"][0]
    assert github["Action"] == "sts:AssumeRoleWithWebIdentity"
    equals = github["Condition"]["StringEquals"]
    assert equals["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com"
    assert equals["token.actions.githubusercontent.com:sub"] == "repo:${OWNER}/${REPOSITORY}:environment:${STAGE}"
    assert "*" not in json.dumps([trust["Statement"][0]["Condition"] for trust in trusts.values()])


def test_every_blueprint_says_who_deploys_it() -> None:
    files = deployer_files(plan(designs.notes()))
    assert {"README.md", "deployer-policy-1.json", "trust-github.json", "trust-gitlab.json"} <= set(files)
    assert "notes-deployer" in files["README.md"]
