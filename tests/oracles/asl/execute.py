"""Runs state machines in moto: python execute.py < cases.json

Each case holds a definition, its input, and errors by function name; the answer is the list of functions called, the
status, the error and the output. Runs in an environment of its own that has moto[all].
"""

from __future__ import annotations

import json
import re
import sys
import time
from typing import Any

import boto3
import moto.stepfunctions.parser.asl.utils.json_path as json_path
from moto import mock_aws
from moto.awslambda_simple.models import LambdaSimpleBackend
from moto.stepfunctions.parser.asl.parse.preprocessor import Preprocessor

CONFIG = {"stepfunctions": {"execute_state_machine": True}, "lambda": {"use_docker": False}}
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
INDEFINITE = re.compile(r"\*|\.\.|\?\(|\[[^\]]*[:,]")
calls: list[str] = []
errors: dict[str, str] = {}


def invoke(self: Any, name: str, qualifier: Any, body: Any, headers: Any, response_headers: dict[str, str]) -> bytes:
    name = name.split(":")[-1]
    calls.append(name)
    if name in errors:
        response_headers["x-amz-function-error"] = "Unhandled"
        return json.dumps({"errorMessage": "planted", "errorType": errors[name]}).encode()
    return json.dumps({"by": name}).encode()


# moto's simple backend answers every call with a fixed text.
LambdaSimpleBackend.invoke = invoke
# moto yields `[2]` for `$.m[0].v`, so that a choice on it takes the default without a word.
json_path._is_singleton_array_access = lambda path: not INDEFINITE.search(QUOTED.sub("", path))
# After one rejected definition moto rejects all others: the stack of query languages is shared.
Preprocessor.__init__ = lambda self: setattr(self, "_query_language_per_scope", [])


def hurried(node: Any) -> Any:
    """The same definition without pauses: moto waits in real time."""
    if isinstance(node, list):
        return [hurried(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: hurried(value) for key, value in node.items() if key != "Retry"}
    return {**found, "Seconds": 0} if found.get("Type") == "Wait" and "Seconds" in found else found


def run(case: dict[str, Any]) -> dict[str, Any]:
    calls.clear()
    errors.clear()
    errors.update(case["errors"])
    with mock_aws(config=CONFIG):
        client = boto3.client("stepfunctions", "eu-west-1")
        definition = json.dumps(hurried(case["definition"]) if case.get("run", True) else case["definition"])
        role = "arn:aws:iam::111122223333:role/machine"
        try:
            machine = client.create_state_machine(name="machine", definition=definition, roleArn=role)
        except Exception as refused:
            return {"status": "REFUSED", "error": str(refused)[:400], "calls": [], "output": None}
        if not case.get("run", True):
            return {"status": "CREATED", "error": "", "calls": [], "output": None}
        started = client.start_execution(stateMachineArn=machine["stateMachineArn"], input=json.dumps(case["input"]))
        return finished(client, started["executionArn"])


def finished(client: Any, execution: str) -> dict[str, Any]:
    for _ in range(400):
        found = client.describe_execution(executionArn=execution)
        if found["status"] != "RUNNING":
            break
        time.sleep(0.025)
    output = json.loads(found["output"]) if "output" in found else None
    return {"status": found["status"], "error": found.get("error", ""), "calls": list(calls), "output": output}


sys.stdout.write(json.dumps([run(case) for case in json.load(sys.stdin)]))
