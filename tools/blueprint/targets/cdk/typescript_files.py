"""The program's files in TypeScript."""

from __future__ import annotations

import json

from tools.blueprint.plan.model import Plan
from tools.blueprint.plan.names import pascal
from tools.blueprint.targets.cdk.arranging import CONCERNS
from tools.blueprint.targets.cdk.printing import STAGES, Imports, asked, needs_of, referred, settings_file, told
from tools.blueprint.targets.cdk.program import Program, program_of
from tools.blueprint.targets.cdk.tree import Expression, Name, Step
from tools.blueprint.targets.cdk.typescript import WIDE, TypeScriptWriter
from tools.blueprint.targets.cdk.writing import Lines, alias_of, quoted

VERSIONS = {"aws-cdk-lib": "2.275.0", "constructs": "^10.5.0"}
TOOLS = {"@types/node": "22.20.5", "aws-cdk": "2.1148.1", "tsx": "4.23.15", "typescript": "7.0.2"}


class _Scope:
    """What things are called in one file."""

    def __init__(self, imports: Imports) -> None:
        self.imports = imports
        self._names: dict[Name, str] = {}

    def part(self, identity: str) -> str:
        concern = self.imports.elsewhere(identity)
        word = identity[0].lower() + identity[1:]
        if concern:
            return f"{concern}.{word}"
        return f"this.{word}" if identity in self.imports.program.shared else word

    def setting(self, name: str) -> str:
        self.imports.settings = True
        word = name[0].lower() + name[1:]
        return f"this.{word}" if self.imports.concern == "settings" else f"settings.{word}"

    def name(self, name: Name) -> str:
        found = self._names.get(name)
        if found is None:
            self.imports.needed(name)
            found = f"{alias_of(name.module)}.{name.path}" if name.module else name.path
            self._names[name] = found
        return found


def render(plan: Plan, source: str = "src") -> dict[str, str]:
    """The program, its settings and what pins the library."""
    program = program_of(plan, source)
    files = {
        "cdk.json": settings_file(plan, source, "npx tsx bin/app.ts"),
        "package.json": _package(program),
        "tsconfig.json": _TSCONFIG,
        "bin/app.ts": _app(program),
        "lib/stack.ts": _stack(program),
        "lib/settings.ts": _settings(program),
    }
    if program.waived:
        files["lib/waivers.ts"] = _waivers(program)
    files |= {f"lib/{concern}.ts": _concern(program, concern) for concern in program.steps}
    return files | dict(program.files)


def _package(program: Program) -> str:
    found = {
        "name": program.name,
        "private": True,
        "type": "module",
        "scripts": {"check": "tsc --noEmit", "synth": "cdk synth", "deploy": "cdk deploy"},
        "dependencies": VERSIONS,
        "devDependencies": TOOLS,
    }
    return json.dumps(found, indent=2) + "\n"


_TSCONFIG = """\
{
  "compilerOptions": {
    "target": "es2022",
    "module": "nodenext",
    "moduleResolution": "nodenext",
    "strict": true,
    "noUnusedLocals": true,
    "noEmit": true,
    "skipLibCheck": true,
    "types": ["node"]
  },
  "include": ["bin", "lib"]
}
"""


def _head(program: Program, words: str) -> Lines:
    return [f"// {words}", f"// {program.title}: printed from design.yaml.", ""]


def _imports(imports: Imports) -> Lines:
    found: Lines = []
    if imports.files:
        found.append('import { readFileSync } from "node:fs";')
    if imports.core:
        found.append(f'import {{ {", ".join(sorted(imports.core))} }} from "aws-cdk-lib";')
    found += [
        f'import * as {alias_of(module)} from "aws-cdk-lib/{module.replace("_", "-")}";'
        for module in sorted(imports.modules)
    ]
    found += [
        f'import type {{ {pascal(concern)} }} from "./{concern}.js";'
        for concern in CONCERNS
        if concern in imports.concerns
    ]
    if imports.settings and imports.concern != "settings":
        found.append('import type { Settings } from "./settings.js";')
    return [*found, ""]


def _concern(program: Program, concern: str) -> str:
    imports = Imports(program, concern)
    imports.core.add("Stack")
    writer = TypeScriptWriter(_Scope(imports))
    steps = program.steps[concern]
    named = referred(steps)
    body: Lines = []
    for step in steps:
        body += ["", *_step(writer, step, named)] if body else _step(writer, step, named)
    imports.files = any("readFileSync(" in line for line in body)
    fields = [
        f"  readonly {_word(step.id)}: {writer.scope.name(step.cls)};" for step in steps if step.id in program.shared
    ]
    taken = [one for one in CONCERNS if one in imports.concerns]
    known = [f"{one}: {pascal(one)}" for one in taken]
    given = ["stack: Stack", *(["settings: Settings"] if imports.settings else []), *known]
    lines = [*_head(program, CONCERNS[concern]), *_imports(imports), f"export class {pascal(concern)} {{", *fields]
    lines += [*([""] if fields else []), *_constructor(writer, given)]
    lines += [f"    {line}" if line else "" for line in body]
    return "\n".join([*lines, "  }", "}", ""])


def _constructor(writer: TypeScriptWriter, given: list[str]) -> Lines:
    return [f"  {line}" for line in writer.wrap("constructor(", [[one] for one in given], ") {")]


def _word(name: str) -> str:
    return name[0].lower() + name[1:]


def _step(writer: TypeScriptWriter, step: Step, named: frozenset[str]) -> Lines:
    """One resource, made and completed."""
    made = writer.call(f"new {writer.scope.name(step.cls)}", [["stack"], [quoted(step.id, WIDE)]], step.fields)
    made[-1] += ";"
    word = writer.scope.part(step.id)
    if word.startswith("this."):
        made[0] = f"{word} = {made[0]}"
    elif step.id in named:
        made[0] = f"const {word} = {made[0]}"
    for more in step.after:
        lines = writer.write(more) if not hasattr(more, "target") else writer.assigned(more)  # type: ignore[arg-type]
        lines[-1] += ";"
        made += lines
    return made


def _settings(program: Program) -> str:
    imports = Imports(program, "settings")
    imports.core.update(("Stack", "CfnParameter"))
    writer = TypeScriptWriter(_Scope(imports))
    fields, body = list[str](), list[str]()
    for parameter in program.parameters:
        fields.append(f"  readonly {_word(parameter.name)}: CfnParameter;")
        made = writer.call("new CfnParameter", [["stack"], [quoted(parameter.name, WIDE)]], asked(parameter))
        made[-1] += ";"
        body += [f"this.{_word(parameter.name)} = {made[0]}", *made[1:]]
    for name, expression in program.conditions.items():
        imports.core.add("CfnCondition")
        fields.append(f"  readonly {_word(name)}: CfnCondition;")
        made = writer.call("new CfnCondition", [["stack"], [quoted(name, WIDE)]], {"expression": expression})
        made[-1] += ";"
        body += [f"this.{_word(name)} = {made[0]}", *made[1:]]
    head = _head(program, "What is said at deployment, and what depends on it.")
    lines = [*head, *_imports(imports), "export class Settings {", *fields, *([""] if fields else [])]
    lines += ["  constructor(stack: Stack, stage: string) {", *(f"    {line}" for line in body), "  }", "}", ""]
    return "\n".join(lines)


def _stack(program: Program) -> str:
    imports = Imports(program, "stack")
    writer = TypeScriptWriter(_Scope(imports))
    outputs: Lines = []
    for name, words, value in program.outputs:
        made = told(program, writer, name, "this", {"value": value, "description": words})
        made[-1] += ";"
        outputs += made
    texts = {concern: needs_of(program, concern) for concern in program.steps}
    body: Lines = []
    used = {one for needs in texts.values() for one in needs} | imports.concerns
    for concern, needs in texts.items():
        made = writer.wrap(f"new {pascal(concern)}(", [[one] for one in ("this", *needs)], ");")
        body += writer.prefixed(f"const {concern} = ", made) if concern in used else made
    wants = "settings" in used or imports.settings
    told_of = {"CfnOutput"} if outputs else set[str]()
    core = sorted(imports.core | told_of | {"Stack", "StackProps"})
    names = ", ".join("type StackProps" if one == "StackProps" else one for one in core)
    lines = [*_head(program, "Everything of it."), f'import {{ {names} }} from "aws-cdk-lib";']
    lines += [
        f'import * as {alias_of(module)} from "aws-cdk-lib/{module.replace("_", "-")}";'
        for module in sorted(imports.modules)
    ]
    lines += ['import type { Construct } from "constructs";']
    lines += [f'import {{ {pascal(concern)} }} from "./{concern}.js";' for concern in program.steps]
    lines += ['import { Settings } from "./settings.js";']
    lines += ['import { waive } from "./waivers.js";', ""] if program.waived else [""]
    lines += ["export interface SystemProps extends StackProps {", "  readonly stage: string;", "}", ""]
    lines += ["export class SystemStack extends Stack {"]
    lines += ["  constructor(scope: Construct, id: string, props: SystemProps) {", "    super(scope, id, props);"]
    settings = "new Settings(this, props.stage);"
    lines += [f"    {f'const settings = {settings}' if wants else settings}", *(f"    {line}" for line in body)]
    lines += ["", *(f"    {line}" for line in outputs)] if outputs else []
    lines += ["", "    waive(this);"] if program.waived else []
    return "\n".join([*lines, "  }", "}", ""])


def _waivers(program: Program) -> str:
    writer = TypeScriptWriter(_Scope(Imports(program, "waivers")))
    rows: list[Expression] = [[list[Expression](names), dict(checks)] for names, checks in program.waived]
    lines = [*_head(program, "What a scanner may overlook, and why."), *_WAIVE[0]]
    lines += writer.prefixed("const WAIVED: [string[], Record<string, string>][] = ", writer.write(rows))
    lines[-1] += ";"
    return "\n".join([*lines, *_WAIVE[1], ""])


_WAIVE = (
    ['import { CfnResource, type Stack } from "aws-cdk-lib";', ""],
    [
        "",
        "/** Writes down what a scanner may overlook, where it looks for it. */",
        "export function waive(stack: Stack): void {",
        "  for (const [names, checks] of WAIVED) {",
        "    const skip = Object.entries(checks).map(([id, comment]) => ({ id, comment }));",
        "    for (const name of names) {",
        "      const found = stack.node.findChild(name);",
        "      const resource = CfnResource.isCfnResource(found) ? found : (found.node.defaultChild as CfnResource);",
        '      resource.addMetadata("checkov", { skip });',
        "    }",
        "  }",
        "}",
    ],
)


def _app(program: Program) -> str:
    name = program.name
    lines = [
        *_head(program, "The program that is run."),
        'import { App, Tags } from "aws-cdk-lib";',
        'import { SystemStack } from "../lib/stack.js";',
        "",
        f"const STAGES = {json.dumps(list(STAGES))};",
        "",
        "const app = new App();",
        'const stage: string = app.node.tryGetContext("stage") ?? "dev";',
        "if (!STAGES.includes(stage)) {",
        '  throw new Error(`There is no stage ${stage}; there is: ${STAGES.join(", ")}`);',
        "}",
    ]
    lines += [
        f"for (const region of {json.dumps(list(program.regions))}) {{",
        f"  new SystemStack(app, `{name}-${{stage}}-${{region}}`, {{",
        "    stage,",
        f"    stackName: `{name}-${{stage}}`,",
        f"    description: {quoted(program.title, WIDE)},",
        "    env: { region },",
        "  });",
        "}",
    ]
    lines += [f'Tags.of(app).add("system", {quoted(name, WIDE)});', 'Tags.of(app).add("stage", stage);', ""]
    return "\n".join(lines)
