"""The app from its parts: the configuration, a file for each concern, settings, components."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from tools.blueprint.bridged.layout import paragraphs
from tools.blueprint.bridged.names import camel, pascal
from tools.blueprint.bridged.program import Declared, Program, expressions, key_of, program_of
from tools.blueprint.bridged.project import ENVIRONMENTS, is_yes_or_no, pattern_of
from tools.blueprint.plan.model import Parameter, Plan
from tools.blueprint.resources.labels import one_line, snake
from tools.blueprint.resources.tree import Attr
from tools.blueprint.targets.pulumi_typescript.printing import (
    CHECKED,
    FACTS,
    helpers,
    neighbours,
    reads_files,
    said,
    scripts_of,
)
from tools.blueprint.targets.pulumi_typescript.writing import quoted
from tools.blueprint.targets.sst.writing import SstWriter

_AWS, _RANDOM = "7.20.0", "4.16.6"
"""Providers as SST 4.17 carries them."""


def render(plan: Plan, source: str = "src") -> dict[str, str]:
    """Every file of the app. `source` is the path from it to the folder of the handlers."""
    program = program_of(plan, source)
    writer = SstWriter(program)
    found = {f"infra/{name}.ts": _file(program, writer, name, inside) for name, inside in program.files().items()}
    found |= {
        "sst.config.ts": _configuration(program, writer),
        "infra/settings.ts": _settings(program),
        "package.json": _package(program),
        "tsconfig.json": '{\n  "compilerOptions": {\n    "strict": true\n  }\n}\n',
        ".gitignore": ".sst/\nnode_modules/\n.env*.local\n",
        **{f".env.{stage}": _environment(program, stage) for stage in ENVIRONMENTS},
        **_components(program),
        **program.root.texts,
    }
    return dict(sorted(found.items()))


def _file(program: Program, writer: SstWriter, name: str, inside: list[Declared]) -> str:
    statements = [writer.statement(declared) for declared in inside]
    nodes: list[object] = [node for declared in inside for node in declared.nodes]
    reading = ['import { readFileSync } from "fs";'] if reads_files(nodes) else []
    imports = [*reading, *helpers(nodes, inside), *neighbours(program, name, nodes)]
    return paragraphs(["\n".join([said(program, name.replace("_", " ")), *imports]), *statements])


def _configuration(program: Program, writer: SstWriter) -> str:
    plan = program.plan
    chance = [f'        random: "{_RANDOM}",'] if _has_chance(program) else []
    tags = f"{{ system: {quoted(plan.design.name)}, stage: input.stage }}"
    lines = [
        '/// <reference path="./.sst/platform/config.d.ts" />',
        said(program, "what is deployed, and what it tells"),
        "",
        "export default $config({",
        "  app(input) {",
        "    return {",
        f"      name: {quoted(plan.design.name)},",
        '      home: "aws",',
        '      removal: input.stage === "prod" ? "retain" : "remove",',
        '      protect: input.stage === "prod",',
        "      providers: {",
        "        aws: {",
        f'          version: "{_AWS}",',
        f"          region: (process.env.REGION || {quoted(plan.region)}) as aws.Region,",
        f"          defaultTags: {{ tags: {tags} }},",
        "        },",
        *chance,
        "      },",
        "    };",
        "  },",
        "  async run() {",
        *(f"    {line}" for line in _run(program, writer)),
        "  },",
        "});",
        "",
    ]
    return "\n".join(lines)


def _run(program: Program, writer: SstWriter) -> list[str]:
    """Loads every file in order, and gives what the deployment tells."""
    outputs = program.outputs
    nodes = [node for _, value in outputs for node in expressions(value)]
    wanted: dict[str, set[str]] = {}
    for node in nodes:
        if isinstance(node, Attr):
            declared = program.declared[key_of(node)]
            wanted.setdefault(declared.file, set()).add(camel(declared.name))
    found = [_loaded(name, sorted(wanted.get(name, ()))) for name in program.files()]
    told = [
        line
        for output, value in outputs
        for line in (f"  // {one_line(output.text)}", f"  {camel(snake(output.name))}: {writer.write(value, '  ')},")
    ]
    settings = ['const settings = await import("./infra/settings");'] if any("settings." in t for t in told) else []
    return [*settings, *found, *(["return {", *told, "};"] if told else [])]


def _loaded(name: str, wanted: list[str]) -> str:
    loading = f'await import("./infra/{name}");'
    return f"const {{ {', '.join(wanted)} }} = {loading}" if wanted else loading


_SAID = """/** What is said at deployment: in .env.<stage>, or in the environment. */
function said(name: string, otherwise?: string): string {
  const value = process.env[name] || otherwise;
  if (value === undefined) throw new Error(`${name} has to be said`);
  return value;
}"""

_EDGE = """/** The edge is configured from one region, wherever the rest stands. */
export const edge = new aws.Provider("edge", {
  region: "us-east-1",
  defaultTags: { tags: { system: $app.name, stage } },
});"""


def _settings(program: Program) -> str:
    """What everything is named after, where it stands, and what is said at deployment."""
    stage = next(parameter for parameter in program.plan.parameters if parameter.name == "Stage")
    asked = [_asked(parameter) for parameter in program.parameters]
    facts = [code for fact, code in FACTS.items() if fact in program.facts]
    primary = ["export const isPrimary = region === primaryRegion;"] if "primary" in program.facts else []
    edge = [_EDGE] if "edge" in program.facts or program.root.uses_edge else []
    named = f'checked("the stage", $app.stage, {quoted(stage.pattern)})'
    return paragraphs(
        [
            said(program, "names, places, and what is said at deployment"),
            f"export const stage = {named};\nexport const stack = `${{$app.name}}-${{stage}}`;",
            "export const region = $app.providers?.aws.region as string;",
            *asked,
            *primary,
            *facts,
            *edge,
            *([_SAID] if any("said(" in code for code in asked) else []),
            CHECKED,
        ]
    )


def _asked(parameter: Parameter) -> str:
    key, pattern = camel(snake(parameter.name)), pattern_of(parameter)
    otherwise = "" if parameter.default is None else f", {quoted(parameter.default)}"
    value = f"said({quoted(_variable(parameter))}{otherwise})"
    if parameter.secret:
        value = f"new sst.Secret({quoted(pascal(snake(parameter.name)))}).value"
    elif is_yes_or_no(parameter):
        value = f'{value} === "true"'
    elif pattern:
        value = f"checked({quoted(key)}, {value}, {quoted(pattern)})"
    return f"// {one_line(parameter.text)}\nexport const {key} = {value};"


def _variable(parameter: Parameter) -> str:
    return snake(parameter.name).upper()


def _environment(program: Program, stage: str) -> str:
    """What is said in one environment; what has to be said stands there to be filled in."""
    lines = [f"# {stage}: npx sst deploy --stage {stage}", f"REGION={program.plan.region}"]
    for parameter in program.parameters:
        if parameter.secret:
            command = f"npx sst secret set --stage {stage} {pascal(snake(parameter.name))} ..."
            lines += ["", f"# {one_line(parameter.text)}: {command}"]
        elif parameter.default is None:
            lines += ["", f"# To be said: {one_line(parameter.text)}", f"# {_variable(parameter)}=..."]
    return "\n".join(lines) + "\n"


def _has_chance(program: Program) -> bool:
    return any(key[0] == "ephemeral" and "random" in key[1] for key in program.declared)


def _package(program: Program) -> str:
    found = {
        "name": program.plan.design.name,
        "private": True,
        "type": "module",
        **scripts_of(program, "sst deploy"),
        "devDependencies": {"@types/node": "^22", "sst": "^4.17.1"},
    }
    return json.dumps(found, indent=2) + "\n"


def _components(program: Program) -> dict[str, str]:
    digests = any(kind == "aws_api_gateway_deployment" for _, kind, _ in program.declared)
    wanted = ["code"] if program.archives or program.plan.functions or digests else []
    wanted += ["function"] if program.plan.functions else []
    return {f"components/{name}.ts": component(name) for name in wanted}


@cache
def component(name: str) -> str:
    """A file that is the same for every design."""
    folder = files("tools.blueprint.targets.sst") / "program" / "components"
    return (folder / f"{name}.ts").read_text("utf-8")
