"""Synthesises CDK programs: python synth.py LANGUAGE < programs.json

A program is {"files": {path: text}} as it was printed, for `python` or `typescript`; all become stacks of one app. The
answer holds for each the template, and what is wrong: messages of the compiler, annotations of the manifest and
findings of the report. Runs in an environment of its own that has aws-cdk-lib for both languages.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(sys.prefix)
ASSET = re.compile(r'(?:fromAsset|from_asset)\(\s*"([^"]+)"')
QUIET = {"JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1", "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1"}
PYTHON = """
import importlib, json, os, sys
from aws_cdk import App
home = os.getcwd()
app = App(context=json.loads(sys.argv[2]), outdir=sys.argv[1])
for name in sys.argv[3:]:
    os.chdir(os.path.join(home, name))
    stack = importlib.import_module(f"{name}.infrastructure.stack").SystemStack
    stack(app, name, stage="dev", stack_name=name, region="eu-west-1", description="x")
app.synth()
"""
TYPESCRIPT = """
import { App } from "aws-cdk-lib";
import { join } from "node:path";
const [outdir, context, ...names] = process.argv.slice(2);
const home = process.cwd();
const app = new App({ context: JSON.parse(context), outdir });
for (const name of names) {
  process.chdir(join(home, name));
  const { SystemStack } = await import(join(home, "built", name, "lib", "stack.js"));
  new SystemStack(app, name, { stage: "dev", stackName: name, description: "x", env: { region: "eu-west-1" } });
}
app.synth();
"""


def lay_out(programs, home):
    """Writes every program into a folder of its own, with something in every folder of code."""
    for name, program in programs.items():
        for path, text in program["files"].items():
            target = home / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            for folder in ASSET.findall(text):
                for where in (home / folder, home / name / folder):
                    where.mkdir(parents=True, exist_ok=True)
                    (where / "app.txt").write_text("code", encoding="utf-8")


def run(command, home):
    """Runs a command: whether it went well, and what it said."""
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, env={**os.environ, **QUIET})
    return done.returncode == 0, done.stdout + done.stderr


def compiled(programs, home):
    """Messages of the compiler, by program."""
    (home / "node_modules").symlink_to(HERE / "node_modules")
    first = next(iter(programs.values()))["files"]
    settings = json.loads(first["tsconfig.json"])
    settings["compilerOptions"] |= {"noEmit": False, "outDir": "built", "rootDir": "."}
    settings["include"] = [f"{name}/{folder}" for name in programs for folder in ("bin", "lib")]
    (home / "tsconfig.json").write_text(json.dumps(settings))
    (home / "package.json").write_text('{"type": "module"}')
    for name in programs:
        (home / name / "package.json").unlink()
    _, said = run([str(HERE / "node_modules" / ".bin" / "tsc"), "-p", "."], home)
    return {name: [line for line in said.splitlines() if line.startswith(f"{name}/")] for name in programs}


def judged(name, out):
    """The template of a stack, and what the library says about it."""
    manifest = json.loads((out / "manifest.json").read_text())
    told = manifest["artifacts"][name].get("metadata", {})
    path = manifest["artifacts"][name].get("additionalMetadataFile")
    if path:
        told = json.loads((out / path).read_text())
    wrong = [
        f"{where}: {one['data']}"
        for where, entries in told.items()
        for one in entries
        if one["type"] in ("aws:cdk:warning", "aws:cdk:error")
    ]
    return {"template": (out / f"{name}.template.json").read_text(), "wrong": wrong}


def reported(out):
    """Findings of the report, by stack."""
    path = out / "validation-report.json"
    found = {}
    if path.exists():
        for plugin in json.loads(path.read_text()).get("pluginReports", []):
            for violation in plugin.get("violations", []):
                for construct in violation.get("violatingConstructs", []) or [{}]:
                    stack = construct.get("constructPath", "").split("/")[0]
                    text = (
                        f"{violation.get('ruleName')} {construct.get('constructPath')}: {violation.get('description')}"
                    )
                    found.setdefault(stack, []).append(text)
    return found


language = sys.argv[1]
with tempfile.TemporaryDirectory() as place:
    home, programs = Path(place), json.load(sys.stdin)
    lay_out(programs, home)
    errors = compiled(programs, home) if language == "typescript" else {}
    fine = [name for name in programs if not errors.get(name)]
    context = json.loads(next(iter(programs.values()))["files"]["cdk.json"])["context"]
    context = json.dumps({**context, "aws:cdk:enable-path-metadata": True})
    script = home / ("app.mjs" if language == "typescript" else "app.py")
    script.write_text(TYPESCRIPT if language == "typescript" else PYTHON)
    start = [shutil.which("node") or "node"] if language == "typescript" else [sys.executable]
    well, said = run([*start, str(script), str(home / "out"), context, *fine], home)
    if not well:
        fine = []
    found = reported(home / "out")
    verdicts = {name: {"template": None, "wrong": errors.get(name) or [said[-3000:]]} for name in programs}
    for name in fine:
        verdict = judged(name, home / "out")
        verdicts[name] = {**verdict, "wrong": verdict["wrong"] + found.get(name, [])}
sys.stdout.write(json.dumps(verdicts))
