"""How the system is deployed: commands, what has to be said, what comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.blueprint.plan.model import Parameter
from tools.blueprint.targets import target
from tools.bundle.blocks import (
    Block,
    Bullets,
    Chapter,
    Commands,
    Grid,
    Heading,
    Paragraph,
    Span,
    Words,
    code,
    soft,
    text,
)
from tools.bundle.material import Material
from tools.bundle.wording import sentence

COMMANDS: dict[str, tuple[str, ...]] = {
    "cdk-python": (
        "pip install -r requirements.txt",
        "npx aws-cdk@2 bootstrap",
        "npx aws-cdk@2 deploy --all -c stage=dev",
    ),
    "cdk-typescript": ("npm install", "npx cdk bootstrap", "npx cdk deploy --all -c stage=dev"),
    "cloudformation": (
        "aws cloudformation package --template-file template.yaml --s3-bucket BUCKET --output-template-file out.yaml",
        "aws cloudformation deploy --template-file out.yaml --stack-name NAME --capabilities CAPABILITY_NAMED_IAM",
    ),
    "pulumi-python": ("pulumi install", "pulumi stack init dev", "pulumi up --stack dev"),
    "pulumi-typescript": ("pulumi install", "pulumi stack init dev", "pulumi up --stack dev"),
    "sam": ("sam build", "sam deploy --guided"),
    "serverless": ("npm install", "npm run deploy -- --stage dev"),
    "sst": ("npm install", "npx sst deploy --stage dev"),
    "terraform": ("terraform init", "terraform plan -var-file=dev.tfvars -out=plan", "terraform apply plan"),
}
"""What is typed in the folder of a blueprint."""


def chapter(material: Material) -> Chapter:
    """For each target its commands; then parameters, outputs and what to know."""
    blocks: list[Block] = []
    for name in material.blueprints:
        blocks += _target(name, material)
    used = _used(material)
    if used:
        rows = tuple(_parameter(parameter) for parameter in used)
        blocks += [Heading("What has to be said"), Grid(("Parameter", "What it is", "Otherwise"), rows)]
    if material.plan.outputs:
        rows = tuple((text(code(output.name)), text(sentence(output.text))) for output in material.plan.outputs)
        blocks += [Heading("What it tells afterwards"), Grid(("Output", "What it is"), rows)]
    if material.plan.notes:
        blocks += [Heading("To be known"), Bullets(tuple(text(sentence(note)) for note in material.plan.notes))]
    return Chapter("deployment", "Deployment", tuple(blocks))


def _target(name: str, material: Material) -> Iterator[Block]:
    printer = target(name)
    yield Heading(printer.title)
    path = f"blueprint/{name}/{printer.entry}"
    words: list[Span | str] = [Span(path, "link", path), " holds everything"]
    if material.code:
        words.append("; the code of its parts, with tests and sample events, is in src/")
    yield Paragraph((*words, "."))
    if name in COMMANDS:
        yield Commands((f"cd blueprint/{name}", *COMMANDS[name]))


def _used(material: Material) -> list[Parameter]:
    """The parameters that a printed file names: the others concern what this design does without."""
    printed = [(path, body) for files in material.blueprints.values() for path, body in files.items()]
    named = {word for path, body in printed if not path.endswith(".tf") for word in re.findall(r"\w+", body)}
    declared = {word for path, body in printed if path.endswith(".tf") for word in _VARIABLE.findall(body)}
    asked = {word for path, body in printed if path.endswith((".ts", ".py")) for word in _CONFIGURED.findall(body)}
    return [p for p in material.plan.parameters if p.name in named or _ways(p.name) & (declared | asked)]


def _ways(name: str) -> set[str]:
    """How languages write a parameter's name where it is not written as it is."""
    underscored = _underscored(name)
    return {underscored, underscored.upper(), name[0].lower() + name[1:]}


_CONFIGURED = re.compile(r'\b(?:config\.\w+|said)\("(\w+)"')
_VARIABLE = re.compile(r'^variable "(\w+)"', re.MULTILINE)


def _underscored(name: str) -> str:
    """A parameter's name as languages write it that join words by underscores."""
    return re.sub(r"(?<=.)([A-Z])", r"_\1", name).lower()


def _parameter(parameter: Parameter) -> tuple[Words, ...]:
    said = sentence(parameter.text)
    if parameter.default is None:
        otherwise = text(Span("must be given", "mark", "warning"))
    else:
        otherwise = text(code(parameter.default)) if parameter.default else text(soft("left out"))
    return text(code(parameter.name)), text(f"{said} It is kept secret." if parameter.secret else said), otherwise
