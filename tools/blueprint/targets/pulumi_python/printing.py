"""The program from its parts: a file for each concern, settings, components, and the project around them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from tools.blueprint.bridged.layout import paragraphs
from tools.blueprint.bridged.names import camel
from tools.blueprint.bridged.program import ARCHIVE, Declared, Program, expressions, key_of, program_of
from tools.blueprint.bridged.project import ENVIRONMENTS, is_yes_or_no, pattern_of, project, stage_settings
from tools.blueprint.bridged.project import key_of as config_key
from tools.blueprint.plan.model import Parameter, Plan
from tools.blueprint.resources.labels import one_line, snake
from tools.blueprint.resources.tree import Apply, Attr, Fact, Variable
from tools.blueprint.targets.building import command_of
from tools.blueprint.targets.pulumi_python.writing import Writer, quoted

_PACKAGES = "pulumi>=3.200,<4\npulumi-aws>=7.20,<8\n"
_RANDOM = "pulumi-random>=4.18,<5\n"


def render(plan: Plan, source: str = "src") -> dict[str, str]:
    """Every file of the program. `source` is the path from it to the folder of the handlers."""
    program = program_of(plan, source)
    writer = Writer(program)
    found = {f"resources/{name}.py": _file(program, writer, name, inside) for name, inside in program.files().items()}
    runtime: Any = {"name": "python", "options": {"toolchain": "pip", "virtualenv": "venv"}}
    found |= {
        "Pulumi.yaml": project(program, runtime),
        **{f"Pulumi.{stage}.yaml": stage_settings(program, stage) for stage in ENVIRONMENTS},
        "__main__.py": _main(program, writer),
        "resources/__init__.py": f'"""{_title(program)}: what is deployed, by concern."""\n',
        "resources/settings.py": _settings(program),
        "requirements.txt": _PACKAGES + (_RANDOM if _has_chance(list(program.declared.values())) else ""),
        ".gitignore": "venv/\n__pycache__/\n",
        **_components(program),
        **program.root.texts,
    }
    return dict(sorted(found.items()))


def _title(program: Program) -> str:
    """The system's title, in which nothing ends a docstring."""
    return one_line(program.plan.design.title).replace("\\", " ").replace('"', "'")


def _said(program: Program, words: str) -> str:
    return f'"""{_title(program)}: {words}. Printed from design.yaml: edit the design, not this."""'


def _has_chance(inside: list[Declared]) -> bool:
    return any(declared.entry.word == "ephemeral" and "random" in declared.entry.kind for declared in inside)


def _file(program: Program, writer: Writer, name: str, inside: list[Declared]) -> str:
    statements = [writer.statement(declared) for declared in inside]
    nodes = [node for declared in inside for node in declared.nodes]
    imports = _imports(statements, nodes, inside, [*_helpers(nodes, inside), *_neighbours(program, name, nodes)])
    return paragraphs([_said(program, name.replace("_", " ")), imports, *statements])


def _imports(statements: list[str], nodes: list[Any], inside: list[Declared], own: list[str]) -> str:
    """What a file imports, in three groups: the language's own, packages, the program's own."""
    standard = ["import json"] if any("json." in text for text in statements) else []
    if any(isinstance(node, Apply) and node.function == "file" for node in nodes):
        standard.append("from pathlib import Path")
    packages = ["import pulumi"] if any("pulumi." in text for text in statements) else []
    if inside:
        packages.append("import pulumi_aws as aws")
    if _has_chance(inside):
        packages.append("import pulumi_random as random")
    return "\n\n".join("\n".join(lines) for lines in (standard, packages, own) if lines)


def _helpers(nodes: list[Any], inside: list[Declared]) -> list[str]:
    archived = any(isinstance(node, Attr) and node.kind == ARCHIVE for node in nodes)
    digested = any(isinstance(node, Apply) and node.function == "sha1" for node in nodes)
    names = [name for name, wanted in (("archive", archived), ("digest", digested)) if wanted]
    found = [f"from components.code import {', '.join(names)}"] if names else []
    if any(declared.entry.word == "module" for declared in inside):
        found.append("from components.function import LambdaFunction")
    return found


def _neighbours(program: Program, name: str, nodes: list[Any]) -> list[str]:
    wanted: dict[str, set[str]] = {}
    asks = False
    for node in nodes:
        if isinstance(node, Attr) and node.kind != ARCHIVE:
            declared = program.declared[key_of(node)]
            if declared.file != name:
                wanted.setdefault(declared.file, set()).add(declared.name)
        elif isinstance(node, (Fact, Variable)):
            asks = asks or not (isinstance(node, Fact) and node.what in ("number", "folder"))
    found = [_from(file, sorted(wanted[file])) for file in sorted(wanted)]
    return [*(["from resources import settings"] if asks else []), *found]


def _from(file: str, names: list[str]) -> str:
    line = f"from resources.{file} import {', '.join(names)}"
    if len(line) <= 100:
        return line
    inside = "\n".join(f"    {name}," for name in names)
    return f"from resources.{file} import (\n{inside}\n)"


def _main(program: Program, writer: Writer) -> str:
    outputs = program.outputs
    nodes = [node for _, value in outputs for node in expressions(value)]
    own = _neighbours(program, "", nodes)
    effects = [f"import resources.{name}  # noqa: F401" for name in sorted(program.files())]
    shown = [
        f"# {one_line(output.text)}\npulumi.export({quoted(camel(snake(output.name)))}, {writer.write(value)})"
        for output, value in outputs
    ]
    said = _said(program, "what is deployed, and what it tells")
    builds = command_of(program.plan, program.root.source)
    first = f"# Code is built before it is packed: {builds}" if builds else ""
    return paragraphs([said, first, _imports(shown, nodes, [], [*effects, *own]), *shown])


_CHECKED = '''
def checked(name: str, value: str, pattern: str) -> str:
    """A value that has to match a pattern."""
    if not re.fullmatch(pattern, value):
        raise ValueError(f"{name} has to match {pattern}")
    return value
'''

_SHORT = '''
def short(most: int) -> str:
    """The stack's name, of at most so many letters."""
    return stack[:most].removesuffix("-")
'''

_FACTS = {
    "account": "account = aws.get_caller_identity_output().account_id",
    "partition": "partition = aws.get_partition_output().partition",
    "suffix": "dns_suffix = aws.get_partition_output().dns_suffix",
    "zones": 'zones = aws.get_availability_zones_output(state="available").names',
    "short": _SHORT,
}

_EDGE = """# The edge is configured from one region, wherever the rest stands.
edge = aws.Provider(
    "edge",
    region="us-east-1",
    default_tags={"tags": {"system": pulumi.get_project(), "stage": stage}},
)"""


def _settings(program: Program) -> str:
    """What everything is named after, where it stands, and what is said at deployment."""
    stage = next(parameter for parameter in program.plan.parameters if parameter.name == "Stage")
    facts = [code for fact, code in _FACTS.items() if fact in program.facts]
    primary = ["is_primary = region == primary_region"] if "primary" in program.facts else []
    edge = [_EDGE] if "edge" in program.facts or program.root.uses_edge else []
    uses = any("aws." in code for code in (*facts, *edge))
    named = f'checked("stage", config.get("stage") or pulumi.get_stack(), {quoted(stage.pattern)})'
    return paragraphs(
        [
            _said(program, "names, places, and what is said at deployment"),
            "import re",
            "import pulumi\nimport pulumi_aws as aws" if uses else "import pulumi",
            "config = pulumi.Config()",
            _CHECKED,
            f'stage = {named}\nstack = f"{{pulumi.get_project()}}-{{stage}}"',
            'region = pulumi.Config("aws").require("region")',
            *(_said_at_deployment(parameter) for parameter in program.parameters),
            *primary,
            *facts,
            *edge,
        ]
    )


def _said_at_deployment(parameter: Parameter) -> str:
    key, pattern = config_key(parameter), pattern_of(parameter)
    if is_yes_or_no(parameter):
        value = f"config.get_bool({quoted(key)}, {parameter.default == 'true'})"
    elif parameter.secret:
        value = f"config.require_secret({quoted(key)})"
    elif parameter.default is None:
        value = f"config.require({quoted(key)})"
    else:
        value = f"config.get({quoted(key)}, {quoted(parameter.default)})"
    if pattern and not parameter.secret:
        value = f"checked({quoted(key)}, {value}, {quoted(pattern)})"
    return f"# {one_line(parameter.text)}\n{snake(parameter.name)} = {value}"


def _components(program: Program) -> dict[str, str]:
    digests = any(kind == "aws_api_gateway_deployment" for _, kind, _ in program.declared)
    wanted = ["__init__", "code"] if program.archives or program.plan.functions or digests else []
    wanted += ["function"] if program.plan.functions else []
    return {f"components/{name}.py": component(name) for name in wanted}


@cache
def component(name: str) -> str:
    """A file that is the same for every design."""
    folder = files("tools.blueprint.targets.pulumi_python") / "program" / "components"
    return (folder / f"{name}.py.txt").read_text("utf-8")
