"""The program's files in Python."""

from __future__ import annotations

import json

from tools.blueprint.plan.model import Plan
from tools.blueprint.plan.names import pascal
from tools.blueprint.targets.cdk.arranging import CONCERNS
from tools.blueprint.targets.cdk.printing import (
    STAGES,
    Imports,
    asked,
    needs_of,
    referred,
    settings_file,
    told,
)
from tools.blueprint.targets.cdk.program import Program, program_of
from tools.blueprint.targets.cdk.python import WIDE, PythonWriter, alias, word
from tools.blueprint.targets.cdk.tree import Assign, Expression, Name, Step
from tools.blueprint.targets.cdk.writing import Lines, quoted

LIBRARY = "2.275.0"
_PAD = "        "


class _Scope:
    """What things are called in one file."""

    def __init__(self, imports: Imports) -> None:
        self.imports = imports
        self._names: dict[Name, str] = {}

    def part(self, identity: str) -> str:
        concern = self.imports.elsewhere(identity)
        if concern:
            return f"{concern}.{word(identity)}"
        return f"self.{word(identity)}" if identity in self.imports.program.shared else word(identity)

    def setting(self, name: str) -> str:
        self.imports.settings = True
        return f"self.{word(name)}" if self.imports.concern == "settings" else f"settings.{word(name)}"

    def name(self, name: Name) -> str:
        found = self._names.get(name)
        if found is None:
            self.imports.needed(name)
            found = f"{alias(name.module)}.{name.path}" if name.module else name.path
            self._names[name] = found
        return found


def render(plan: Plan, source: str = "src") -> dict[str, str]:
    """The program, its settings and what pins the library."""
    program = program_of(plan, source)
    files = {
        "cdk.json": settings_file(plan, source, "python3 app.py"),
        "requirements.txt": f"aws-cdk-lib=={LIBRARY}\nconstructs>=10.5.0,<11.0.0\n",
        "app.py": _app(program),
        "infrastructure/__init__.py": "\n".join(_head(program, "Everything of it, by concern.")),
        "infrastructure/stack.py": _stack(program),
        "infrastructure/settings.py": _settings(program),
    }
    if program.waived:
        files["infrastructure/waivers.py"] = _waivers(program)
    files |= {f"infrastructure/{concern}.py": _concern(program, concern) for concern in program.steps}
    return files | dict(program.files)


def _head(program: Program, words: str) -> Lines:
    """The first words of a file: nothing in a title ends them."""
    title = program.title.replace("\\", "/").replace('"', "'")
    return [f'"""{words}', "", f"{title}: printed from design.yaml.", '"""', ""]


def _imports(imports: Imports, *, constructs: tuple[str, ...] = ()) -> Lines:
    found: Lines = []
    if imports.files:
        found += ["from pathlib import Path", ""]
    core = sorted(imports.core)
    if core:
        found.append(f"from aws_cdk import {', '.join(core)}")
    for module in sorted(imports.modules):
        found.append(f"from aws_cdk import {module} as {alias(module)}")
    found += constructs
    local = [f"from .{concern} import {pascal(concern)}" for concern in CONCERNS if concern in imports.concerns]
    if imports.settings and imports.concern != "settings":
        local.append("from .settings import Settings")
    return [*found, *(["", *local] if local else []), "", ""]


def _concern(program: Program, concern: str) -> str:
    imports = Imports(program, concern)
    imports.core.add("Stack")
    writer = PythonWriter(_Scope(imports))
    steps = program.steps[concern]
    named = referred(steps)
    body: Lines = []
    for step in steps:
        body += ["", *_step(writer, step, named)] if body else _step(writer, step, named)
    imports.files = any("Path(" in line for line in body)
    taken = [f"{one}: {pascal(one)}" for one in CONCERNS if one in imports.concerns]
    given = ["self", "stack: Stack", *(["settings: Settings"] if imports.settings else []), *taken]
    lines = [*_head(program, CONCERNS[concern]), *_imports(imports), f"class {pascal(concern)}:"]
    lines += [f'    """{CONCERNS[concern]}"""', ""]
    lines += [f"    {line}" for line in writer.wrap("def __init__(", [[one] for one in given], ") -> None:")]
    return "\n".join([*lines, *(_PAD + line if line else "" for line in body), ""])


def _step(writer: PythonWriter, step: Step, named: frozenset[str]) -> Lines:
    """One resource, made and completed."""
    made = writer.call(writer.scope.name(step.cls), [["stack"], [quoted(step.id, WIDE)]], step.fields)
    name = writer.scope.part(step.id)
    if name.startswith("self.") or step.id in named:
        made[0] = f"{name} = {made[0]}"
    for more in step.after:
        made += writer.assigned(more) if isinstance(more, Assign) else writer.write(more)
    return made


def _settings(program: Program) -> str:
    imports = Imports(program, "settings")
    imports.core.add("Stack")
    writer = PythonWriter(_Scope(imports))
    body: Lines = []
    for parameter in program.parameters:
        imports.core.add("CfnParameter")
        made = writer.call("CfnParameter", [["stack"], [quoted(parameter.name, WIDE)]], asked(parameter))
        body += [f"self.{word(parameter.name)} = {made[0]}", *made[1:]]
    for name, expression in program.conditions.items():
        imports.core.add("CfnCondition")
        made = writer.call("CfnCondition", [["stack"], [quoted(name, WIDE)]], {"expression": expression})
        body += [f"self.{word(name)} = {made[0]}", *made[1:]]
    words = "What is said at deployment, and what depends on it."
    lines = [*_head(program, words), *_imports(imports), "class Settings:", f'    """{words}"""', ""]
    lines += ["    def __init__(self, stack: Stack, stage: str) -> None:", *(_PAD + line for line in body)]
    return "\n".join([*lines, *([] if body else [f"{_PAD}self.stage = stage"]), ""])


def _stack(program: Program) -> str:
    imports = Imports(program, "stack")
    imports.core.update(("Environment", "Stack"))
    writer = PythonWriter(_Scope(imports))
    outputs: Lines = []
    for name, words, value in program.outputs:
        imports.core.add("CfnOutput")
        outputs += told(program, writer, name, "self", {"value": value, "description": words})
    needs = {concern: needs_of(program, concern) for concern in program.steps}
    used = {one for taken in needs.values() for one in taken} | imports.concerns
    body: Lines = []
    for concern, taken in needs.items():
        made = writer.wrap(f"{pascal(concern)}(", [[one] for one in ("self", *taken)], ")")
        body += writer.prefixed(f"{concern} = ", made) if concern in used else made
    settings = "settings = Settings(self, stage)" if "settings" in used or imports.settings else "Settings(self, stage)"
    imports.concerns.update(program.steps)
    imports.settings = True
    imported = _imports(imports, constructs=("from constructs import Construct",))
    if program.waived:
        imported.insert(-2, "from .waivers import waive")
    lines = [*_head(program, "Everything of it."), *imported]
    lines += ["class SystemStack(Stack):", '    """One system in one region, for one stage."""', ""]
    lines += ["    def __init__("]
    lines += [
        "        self, scope: Construct, name: str, *, stage: str, stack_name: str, region: str, description: str"
    ]
    lines += ["    ) -> None:"]
    lines += [f"{_PAD}place = Environment(region=region)"]
    lines += [f"{_PAD}super().__init__(scope, name, stack_name=stack_name, description=description, env=place)"]
    lines += [_PAD + settings, *(_PAD + line for line in body), *([""] if outputs else [])]
    lines += [_PAD + line for line in outputs]
    return "\n".join([*lines, *(["", f"{_PAD}waive(self)"] if program.waived else []), ""])


def _waivers(program: Program) -> str:
    writer = PythonWriter(_Scope(Imports(program, "waivers")))
    rows: list[Expression] = [[list[Expression](names), dict(checks)] for names, checks in program.waived]
    lines = [*_head(program, "What a scanner may overlook, and why."), *_WAIVE[0]]
    lines += writer.prefixed("WAIVED = ", writer.write(rows))
    return "\n".join([*lines, *_WAIVE[1], ""])


_WAIVE = (
    ["from aws_cdk import CfnResource, Stack", ""],
    [
        "",
        "",
        "def waive(stack: Stack) -> None:",
        '    """Writes down what a scanner may overlook, where it looks for it."""',
        "    for names, checks in WAIVED:",
        '        skip = [{"id": check, "comment": reason} for check, reason in checks.items()]',
        "        for name in names:",
        "            found = stack.node.find_child(name)",
        "            resource = found if isinstance(found, CfnResource) else found.node.default_child",
        '            resource.add_metadata("checkov", {"skip": skip})',
    ],
)


def _app(program: Program) -> str:
    name = f'f"{program.name}-{{stage}}"'
    stages = json.dumps(list(STAGES)).replace("[", "(").replace("]", ")")
    regions = json.dumps(list(program.regions)).replace("[", "(").replace("]", ",)")
    lines = [
        *_head(program, "The program that is run."),
        "from aws_cdk import App, Tags",
        "",
        "from infrastructure.stack import SystemStack",
        "",
        f"STAGES = {stages}",
        f"REGIONS = {regions}",
        "",
        "app = App()",
        'stage = app.node.try_get_context("stage") or "dev"',
        "if stage not in STAGES:",
        "    raise SystemExit(f\"There is no stage {stage}; there is: {', '.join(STAGES)}\")",
        "for region in REGIONS:",
        "    SystemStack(",
        "        app,",
        f'        f"{program.name}-{{stage}}-{{region}}",',
        "        stage=stage,",
        f"        stack_name={name},",
        "        region=region,",
        f"        description={quoted(program.title, WIDE)},",
        "    )",
        f'Tags.of(app).add("system", {quoted(program.name, WIDE)})',
        'Tags.of(app).add("stage", stage)',
        "app.synth()",
        "",
    ]
    return "\n".join(lines)
