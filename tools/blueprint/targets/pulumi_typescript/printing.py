"""The program from its parts: a file for each concern, settings, components, and the project around them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from tools.blueprint.bridged.layout import paragraphs
from tools.blueprint.bridged.names import camel
from tools.blueprint.bridged.program import ARCHIVE, FILES, Declared, Key, Program, expressions, key_of, program_of
from tools.blueprint.bridged.project import (
    ENVIRONMENTS,
    is_yes_or_no,
    pattern_of,
    project,
    stage_settings,
)
from tools.blueprint.bridged.project import key_of as config_key
from tools.blueprint.plan.model import Parameter, Plan
from tools.blueprint.resources.labels import one_line, snake
from tools.blueprint.resources.tree import Apply, Attr, Fact, Variable
from tools.blueprint.targets.building import command_of
from tools.blueprint.targets.pulumi_typescript.writing import Writer, quoted

_PACKAGES = {"@pulumi/aws": "^7.20.0", "@pulumi/pulumi": "^3.200.0"}
_RANDOM = {"@pulumi/random": "^4.18.0"}


def render(plan: Plan, source: str = "src") -> dict[str, str]:
    """Every file of the program. `source` is the path from it to the folder of the handlers."""
    program = program_of(plan, source)
    writer = Writer(program)
    found = {f"resources/{name}.ts": _file(program, writer, name, inside) for name, inside in program.files().items()}
    found |= {
        "Pulumi.yaml": project(program, "nodejs"),
        **{f"Pulumi.{stage}.yaml": stage_settings(program, stage) for stage in ENVIRONMENTS},
        "index.ts": _index(program, writer),
        "resources/settings.ts": _settings(program),
        "package.json": _package(program),
        "tsconfig.json": _TSCONFIG,
        ".gitignore": "node_modules/\nbin/\n",
        **_components(program),
        **program.root.texts,
    }
    return dict(sorted(found.items()))


def said(program: Program, words: str) -> str:
    """The first line of a file."""
    return f"// {one_line(program.plan.design.title)}: {words}. Printed from design.yaml: edit the design, not this."


def _file(program: Program, writer: Writer, name: str, inside: list[Declared]) -> str:
    statements = [writer.statement(declared) for declared in inside]
    nodes = [node for declared in inside for node in declared.nodes]
    packages = ['import * as aws from "@pulumi/aws";', *_pulumi(statements), *_packages(nodes, inside)]
    imports = [*packages, *helpers(nodes, inside), *neighbours(program, name, nodes)]
    return paragraphs(["\n".join([said(program, name.replace("_", " ")), *imports]), *statements])


def _packages(nodes: list[object], inside: list[Declared]) -> list[str]:
    found: list[str] = []
    if any(declared.entry.word == "ephemeral" and "random" in declared.entry.kind for declared in inside):
        found.append('import * as random from "@pulumi/random";')
    if reads_files(nodes):
        found.append('import { readFileSync } from "fs";')
    return found


def reads_files(nodes: list[object]) -> bool:
    """Whether something is given the text of a file."""
    return any(isinstance(node, Apply) and node.function == "file" for node in nodes)


def helpers(nodes: list[object], inside: list[Declared]) -> list[str]:
    """What a file imports of the components."""
    archived = any(isinstance(node, Attr) and node.kind == ARCHIVE for node in nodes)
    digested = any(isinstance(node, Apply) and node.function == "sha1" for node in nodes)
    names = [name for name, wanted in (("archive", archived), ("digest", digested)) if wanted]
    found = [f'import {{ {", ".join(names)} }} from "../components/code";'] if names else []
    if any(declared.entry.word == "module" for declared in inside):
        found.append('import { LambdaFunction } from "../components/function";')
    return found


def neighbours(program: Program, name: str, nodes: list[object]) -> list[str]:
    """What a file of this name imports of the others."""
    wanted: dict[str, set[str]] = {}
    asks = False
    for node in nodes:
        if isinstance(node, Attr) and node.kind != ARCHIVE:
            _note(program, key_of(node), name, wanted)
        elif isinstance(node, (Fact, Variable)):
            asks = asks or not (isinstance(node, Fact) and node.what in ("number", "folder"))
    found = [f'import {{ {", ".join(sorted(wanted[file]))} }} from "./{file}";' for file in FILES if file in wanted]
    return [*found, 'import * as settings from "./settings";'] if asks else found


def _note(program: Program, key: Key, name: str, wanted: dict[str, set[str]]) -> None:
    declared = program.declared[key]
    if declared.file != name:
        wanted.setdefault(declared.file, set()).add(camel(declared.name))


def _index(program: Program, writer: Writer) -> str:
    outputs = program.outputs
    nodes = [node for _, value in outputs for node in expressions(value)]
    imports = [line.replace('"./', '"./resources/') for line in neighbours(program, "", nodes)]
    named = " ".join(imports)
    effects = [f'import "./resources/{name}";' for name in program.files() if f'"./resources/{name}"' not in named]
    shown = [
        f"// {one_line(output.text)}\nexport const {camel(snake(output.name))} = {writer.write(value)};"
        for output, value in outputs
    ]
    title = said(program, "what is deployed, and what it tells")
    return paragraphs(["\n".join([title, *_pulumi(shown), *imports, *effects]), *shown])


def _pulumi(statements: list[str]) -> list[str]:
    return ['import * as pulumi from "@pulumi/pulumi";'] if any("pulumi." in text for text in statements) else []


CHECKED = """/** A value that has to match a pattern. */
function checked(name: string, value: string, pattern: string): string {
  if (!new RegExp(pattern).test(value)) throw new Error(`${name} has to match ${pattern}`);
  return value;
}"""

SHORT = """/** The stack's name, of at most so many letters. */
export const short = (most: number): string => stack.slice(0, most).replace(/-$/, "");"""

FACTS = {
    "account": "export const account = aws.getCallerIdentityOutput().accountId;",
    "partition": "export const partition = aws.getPartitionOutput().partition;",
    "suffix": "export const dnsSuffix = aws.getPartitionOutput().dnsSuffix;",
    "zones": 'export const zones = aws.getAvailabilityZonesOutput({ state: "available" }).names;',
    "short": SHORT,
}

_EDGE = """/** The edge is configured from one region, wherever the rest stands. */
export const edge = new aws.Provider("edge", {
  region: "us-east-1",
  defaultTags: { tags: { system: pulumi.getProject(), stage } },
});"""


def _settings(program: Program) -> str:
    """What everything is named after, where it stands, and what is said at deployment."""
    stage = next(parameter for parameter in program.plan.parameters if parameter.name == "Stage")
    asked = [_said_at_deployment(parameter) for parameter in program.parameters]
    facts = [code for fact, code in FACTS.items() if fact in program.facts]
    primary = ["export const isPrimary = region === primaryRegion;"] if "primary" in program.facts else []
    edge = [_EDGE] if "edge" in program.facts or program.root.uses_edge else []
    imports = ['import * as pulumi from "@pulumi/pulumi";']
    if any("aws." in code for code in (*facts, *edge)):
        imports = ['import * as aws from "@pulumi/aws";', *imports]
    named = f'checked("stage", config.get("stage") ?? pulumi.getStack(), {quoted(stage.pattern)})'
    return paragraphs(
        [
            "\n".join([said(program, "names, places, and what is said at deployment"), *imports]),
            "const config = new pulumi.Config();",
            f"export const stage = {named};\nexport const stack = `${{pulumi.getProject()}}-${{stage}}`;",
            'export const region = new pulumi.Config("aws").require("region");',
            *asked,
            *primary,
            *facts,
            *edge,
            CHECKED,
        ]
    )


def _said_at_deployment(parameter: Parameter) -> str:
    key, pattern = config_key(parameter), pattern_of(parameter)
    if is_yes_or_no(parameter):
        value = f"config.getBoolean({quoted(key)}) ?? {parameter.default or 'false'}"
    elif parameter.secret:
        value = f"config.requireSecret({quoted(key)})"
    elif parameter.default is None:
        value = f"config.require({quoted(key)})"
    else:
        value = f"config.get({quoted(key)}) ?? {quoted(parameter.default)}"
    if pattern and not parameter.secret:
        value = f"checked({quoted(key)}, {value}, {quoted(pattern)})"
    return f"// {one_line(parameter.text)}\nexport const {key} = {value};"


def _package(program: Program) -> str:
    random = _RANDOM if any(key[0] == "ephemeral" and "random" in key[1] for key in program.declared) else {}
    said = {
        "name": program.plan.design.name,
        "private": True,
        "main": "index.ts",
        **scripts_of(program, "pulumi up"),
        "dependencies": {**_PACKAGES, **random},
        "devDependencies": {"@types/node": "^22", "typescript": "^5.9.0"},
    }
    return json.dumps(said, indent=2) + "\n"


def scripts_of(program: Program, deploying: str) -> dict[str, dict[str, str]]:
    """The scripts of a package: what builds the code, where it has to be, and what deploys it."""
    builds = command_of(program.plan, program.root.source)
    built = {"build": builds, "deploy": f"npm run build && {deploying}"}
    return {"scripts": built if builds else {"deploy": deploying}}


_TSCONFIG = """{
  "compilerOptions": {
    "strict": true,
    "target": "es2022",
    "module": "node16",
    "moduleResolution": "node16",
    "outDir": "bin",
    "sourceMap": true,
    "skipLibCheck": true,
    "noFallthroughCasesInSwitch": true,
    "noImplicitReturns": true,
    "forceConsistentCasingInFileNames": true
  },
  "files": ["index.ts"]
}
"""


def _components(program: Program) -> dict[str, str]:
    wanted = ["code"] if program.archives or program.plan.functions or _digests(program) else []
    wanted += ["function"] if program.plan.functions else []
    return {f"components/{name}.ts": component(name) for name in wanted}


def _digests(program: Program) -> bool:
    return any(kind == "aws_api_gateway_deployment" for _, kind, _ in program.declared)


@cache
def component(name: str) -> str:
    """A file that is the same for every design."""
    folder = files("tools.blueprint.targets.pulumi_typescript") / "program" / "components"
    return (folder / f"{name}.ts").read_text("utf-8")
