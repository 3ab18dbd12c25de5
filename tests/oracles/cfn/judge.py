"""Judges SAM and CloudFormation templates: python judge.py [--as-written] < templates.json

Each template, a text, is translated into CloudFormation as the service does it, and the result is linted; with
--as-written the template itself is too, of which the linter sees less. The answer holds for each the translated
template, null where the translator refuses, and what is wrong: one line for every refusal, error and warning. Runs in
an environment of its own that has cfn-lint and aws-sam-translator.
"""

import json
import logging
import os
import sys
from functools import cache

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

from cfnlint.config import ConfigMixIn
from cfnlint.decode.decode import decode_str
from cfnlint.runner import Runner
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.translator.transform import transform

LOCAL_PATHS = {
    "AWS::Serverless::Function": "CodeUri",
    "AWS::Serverless::LayerVersion": "ContentUri",
    "AWS::Serverless::StateMachine": "DefinitionUri",
    "AWS::Serverless::GraphQLApi": "SchemaUri",
}
PACKAGED = "s3://bucket/key"
LOCAL_CODE = {"AWS::Lambda::Function": "Code", "AWS::Lambda::LayerVersion": "Content"}
UPLOADED = {"S3Bucket": "bucket", "S3Key": "key"}


class NoAccount:
    """Managed policies by name come from the translator's own table; an account's are not asked for."""

    def load(self):
        return {}


def judged(text):
    """The translated template and what is wrong."""
    result, refusals = translated(text)
    found = refusals + (findings("template", text) if "--as-written" in sys.argv else [])
    if result is not None:
        found += findings("translated", json.dumps(result))
    return {"translated": result, "wrong": found}


def translated(text):
    """The template as CloudFormation, and why it was refused."""
    template, errors = decode_str(text)
    if errors:
        return None, [f"translator: {error.message}" for error in errors]
    try:
        found = transform(packaged(json.loads(json.dumps(template))), {"AWS::Region": "us-east-1"}, NoAccount())
    except InvalidDocumentException as error:
        return None, [f"translator: {cause.message}" for cause in error.causes]
    return json.loads(json.dumps(found, default=str)), []


def packaged(template):
    """The template with local paths made addresses in a bucket, which is what packaging does before deployment."""
    for resource in template.get("Resources", {}).values():
        name = LOCAL_PATHS.get(resource.get("Type"))
        properties = resource.get("Properties", {})
        if name and not str(properties.get(name, PACKAGED)).startswith("s3://"):
            properties[name] = PACKAGED
        name = LOCAL_CODE.get(resource.get("Type"))
        if name and isinstance(properties.get(name), str):
            properties[name] = dict(UPLOADED)
    return template


@cache
def linter():
    """The linter with its rules, which take a second to load."""
    return Runner(ConfigMixIn(regions=["us-east-1"]))


def findings(which, text):
    """Errors and warnings of the linter, a line each."""
    template, errors = decode_str(text)
    return [
        f"{which}: {match.rule.id} {'/'.join(map(str, getattr(match, 'path', None) or ()))}: {match.message}"
        for match in errors or linter().validate_template(template)
        if match.rule.severity != "informational"
    ]


logging.disable(logging.CRITICAL)

if __name__ == "__main__":
    sys.stdout.write(json.dumps([judged(text) for text in json.load(sys.stdin)]))
