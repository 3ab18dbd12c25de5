"""Runs Pulumi programs in Python without an engine: python judge.py < programs.json

Each program is its files by path, its configuration, and the attributes that others ask of its resources, by type. A
process of its own runs it with a provider that gives every attribute a value naming where it comes from. The answer
tells every resource with the inputs it was given, the outputs of the stack, or how the program failed. Not found:
wrong literal types and enums. Runs in an environment of its own that has pulumi and the provider's package.
"""

import json
import os
import re
import sys
import tempfile
import traceback
from pathlib import Path

import pulumi
import pulumi_aws
from pulumi.runtime import MockCallArgs, MockResourceArgs, Mocks, set_all_config, set_mocks

ACCOUNT, REGION = "123456789012", "eu-west-1"

ANSWERS = {
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": ACCOUNT},
    "aws:index/getPartition:getPartition": {"partition": "aws", "dnsSuffix": "amazonaws.com"},
    "aws:index/getAvailabilityZones:getAvailabilityZones": {"names": ["zone-1", "zone-2", "zone-3"]},
    "aws:secretsmanager/getSecretVersion:getSecretVersion": {"secretString": '{"password": "stored"}'},
}

SECRET = "4dabf18193072939515e22adb298388d"
"""Key by which the engine knows a value that stands for a secret."""


def plain(value):
    """Archives as what they are made of, secrets as what they are."""
    if isinstance(value, dict) and SECRET in value:
        return plain(value["value"])
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, pulumi.AssetArchive):
        return {"archive": sorted(value.assets)}
    return value


def told(where):
    """A value that has as many parts as what programs take apart: ARNs by colons, addresses by slashes."""
    return "arn:aws:mock:::0://" + where.replace(":", "-").replace("/", "-")


def put(into, path, value):
    """Puts a value where a path of names and numbers leads; what it leads through is made."""
    head, *rest = path
    if not rest:
        into[head] = value
    elif rest[0] == "0":
        (item,) = into.setdefault(head, [{}])
        put(item, rest[1:], value)
    else:
        put(into.setdefault(head, {}), rest, value)


class Recorder(Mocks):
    """Notes what is declared."""

    def __init__(self, attributes):
        self.attributes = attributes
        self.resources = []

    def new_resource(self, args: MockResourceArgs):
        inputs = dict(args.inputs)
        self.resources.append({"type": args.typ, "name": args.name, "inputs": plain(inputs)})
        made = {}
        for name in self.attributes.get(args.typ, ()):
            put(made, name.split("."), told(f"{args.typ}|{args.name}|{name}"))
        return told(f"{args.typ}|{args.name}|id"), {**inputs, **made}

    def call(self, args: MockCallArgs):
        return ANSWERS[args.token]


def run(program, folder):
    """What a program declares."""
    for path, text in program["files"].items():
        place = Path(folder) / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    recorder = Recorder(program["attributes"])
    set_mocks(recorder, project=program["project"], stack=program["stack"], preview=False)
    set_all_config({f"{program['project']}:{k}": v for k, v in program["config"].items()} | {"aws:region": REGION})
    code = compile(program["files"]["__main__.py"], "__main__.py", "exec")
    told, outputs = {}, {}
    pulumi.export = told.__setitem__

    @pulumi.runtime.test
    def whole():
        exec(code, {"__name__": "__main__"})
        return pulumi.Output.all(**told).apply(outputs.update)

    whole()
    return {"resources": recorder.resources, "outputs": plain(outputs), "wrong": ""}


def judged(program):
    """The verdict on a program, from a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            with tempfile.TemporaryDirectory() as folder:
                verdict = run(program, folder)
        except BaseException:
            verdict = {"resources": [], "outputs": {}, "wrong": traceback.format_exc(limit=-4)}
        with os.fdopen(writing, "w") as out:
            json.dump(verdict, out, default=str)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else {"resources": [], "outputs": {}, "wrong": "it ended without a word"}


def load(programs):
    """Loads what the programs use of the provider's package, once, before there are processes."""
    texts = "".join(text for program in programs for text in program["files"].values())
    for module, name in sorted(set(re.findall(r"\baws\.(\w+)\.([A-Z]\w+)", texts))):
        getattr(getattr(pulumi_aws, module, None), name, None)


programs = json.load(sys.stdin)
load(programs)
sys.stdout.write(json.dumps([judged(program) for program in programs]))
