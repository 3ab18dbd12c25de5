"""Judges IAM policies: python judge.py < policies.json

Each policy is a document with ARNs in full. The answer holds for each one line for every finding of parliament, one for
every action that is about none of the resources of its statement, and one for every action on any resource that the
authorisation data of policy_sentry can narrow to one. Parliament itself wants a resource of every type that an action
knows, which no narrow policy has: that finding of it is left out. Runs in an environment of its own.
"""

import json
import re
import sys
from fnmatch import fnmatchcase

from parliament import analyze_policy_string
from policy_sentry.querying.actions import get_action_data

LOOKS = ("Describe", "List", "Get")
"""Actions of which policies may look at more than their own: their names begin so."""


def judged(policy, trusts):
    found = []
    if not trusts:
        text = json.dumps(policy)
        found = [
            said(each)
            for each in analyze_policy_string(text).findings
            if not is_newer(each) and each.issue != "RESOURCE_MISMATCH"
        ]
    for statement in policy["Statement"]:
        if statement["Effect"] != "Allow" or trusts:
            continue
        resources = many(statement["Resource"])
        for action in many(statement["Action"]):
            if resources == ["*"] and is_narrow(action):
                found.append(f"ANY: {action} can be narrowed to a resource")
            elif resources != ["*"] and not fits(action, resources):
                found.append(f"MISFIT: {action} is about none of its resources")
    return sorted(set(found))


def many(value):
    """A list; a list of one where it is none."""
    return value if isinstance(value, list) else [value]


def fits(action, resources):
    """Whether an action is about one of the resources."""
    service, name = action.split(":")
    known = get_action_data(service, name)
    if not known:
        return False
    forms = [row["resource_arn_format"] for row in known[service]]
    wide = [re.sub(r"\$\{\w+\}", "*", form) for form in forms]
    samples = [re.sub(r"\$\{(\w+)\}", lambda match: SAMPLES.get(match[1], "sample"), form) for form in forms]
    return any(
        form == "*" or fnmatchcase(where, form) or fnmatchcase(sample, where) or begins(where, sample)
        for form, sample in zip(wide, samples, strict=False)
        for where in resources
    )


def begins(where, sample):
    """Whether a beginning of names is about a type whose names go on."""
    return where.endswith("*") and "sample" in sample and where.startswith(sample.partition("sample")[0])


SAMPLES = {"Partition": "aws", "Region": "eu-west-1", "Account": "123456789012"}


def said(finding):
    """A finding on one line: what it is, and of which action."""
    details = finding.detail if isinstance(finding.detail, list) else [finding.detail or finding.location]
    return f"{finding.issue}: {json.dumps(details, default=str)}"


def is_newer(finding):
    """Whether an action is unknown only because the first list is older than the second."""
    if finding.issue != "UNKNOWN_ACTION":
        return False
    service, name = str(finding.location.get("string", ":")).split(":")
    return bool(get_action_data(service, name))


def is_narrow(action):
    """Whether every use of an action is about a resource."""
    service, name = action.split(":")
    known = get_action_data(service, name)
    if not known:
        return True
    formats = [row["resource_arn_format"] for row in known[service]]
    return bool(formats) and "*" not in formats


sys.stdout.write(json.dumps([judged(case["policy"], case.get("trusts", False)) for case in json.load(sys.stdin)]))
