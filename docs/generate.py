"""Writes the documents that are computed: schema, rules, patterns, constraints, templates, targets, usage forms, and
what commands print in the README.

Run by `make docs`. `python docs/generate.py` writes the first seven alone, quickly.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from knowledge.library import load_library, packaged_documents
from knowledge.pattern import Pattern
from prompts import Library, Template
from prompts.persona import CONSTRAINTS, Constraint, parts
from tools.blueprint import Target, targets
from tools.bundle.chapters.delivery import COMMANDS
from tools.catalog.prices import priced_services
from tools.checks import Rule, registered
from tools.cost.forms.model import Field
from tools.cost.forms.registry import form_of
from tools.design import schema
from tools.design.components import COMPONENT_TYPES

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
CONSOLE = Path(sys.executable).parent / "cloudwright"
CLOUDS = {"aws": "AWS", "azure": "Azure", "gcp": "Google Cloud", "cloudflare": "Cloudflare"}
AREAS = {
    "front_doors": "Front doors", "functions": "Functions", "messaging": "Messaging", "workflows": "Workflows",
    "resilience": "Resilience", "data": "Data", "keys": "Keys and secrets", "operations": "Operations",
    "structure": "Structure", "requirements": "Requirements",
}  # fmt: skip
BLOCK = re.compile(r"(?P<head>```console\n\$ (?P<command>[^\n]+)\n)(?P<output>.*?)(?P<end>```)", re.DOTALL)
"""A command of the README with what it printed."""


def rules() -> str:
    """Every rule, by area."""
    found = registered()
    lines = [
        "# Rules",
        "",
        f"The {len(found)} rules that `cloudwright check` holds a design against, written by `make docs` from the",
        "rules themselves. `cloudwright rules ID` shows one. A rule is waived in `design.yaml` under `waivers`, with a",
        "reason.",
        "",
        "`error` is unsafe, undeployable or loses data; `warning` costs money, time or trust; `info` is worth knowing.",
        "The last column says who mends it: `auto` is safe to apply, `propose` wants approval, `ask` needs a decision.",
    ]
    for area, title in AREAS.items():
        rows = [_rule_row(entry.rule) for entry in found if entry.area == area]
        lines += [
            "",
            f"## {title}",
            "",
            "| rule | severity | a good design | why | mended |",
            "|---|---|---|---|---|",
            *rows,
        ]
    assert {entry.area for entry in found} == set(AREAS), "an area has no title"
    return "\n".join(lines) + "\n"


def _rule_row(rule: Rule) -> str:
    also = f" Also: {', '.join(rule.sources)}." if rule.sources else ""
    return _row(rule.id, rule.severity, rule.title, rule.reason + also, rule.fix)


def patterns() -> str:
    """Every packaged pattern."""
    found = load_library(packaged_documents()).patterns
    lines = [
        "# Patterns",
        "",
        f"The {len(found)} patterns that are packaged, written by `make docs` from `knowledge/patterns/`. Each page",
        "says when to use it, when not, how it works, what fails and what it costs: `cloudwright knowledge show ID`.",
        "Add one of your own with `cloudwright knowledge add PATH`.",
        "",
        "| pattern | what it does | areas | services named for |",
        "|---|---|---|---|",
        *(_pattern_row(pattern) for pattern in found),
    ]
    return "\n".join(lines) + "\n"


def _pattern_row(pattern: Pattern) -> str:
    page = f"[{pattern.title}](../knowledge/patterns/{pattern.id}.md)"
    clouds = ", ".join(CLOUDS[cloud] for cloud in pattern.clouds())
    return _row(page, pattern.summary, ", ".join(pattern.areas), clouds)


def constraints() -> str:
    """Every constraint of the persona with the part that says it and the rules that prove it."""
    titles = {part.id: part.title for part in parts()}
    lines = [
        "# Constraints",
        "",
        f"The {len(CONSTRAINTS)} things that a model is told always hold, written by `make docs` from",
        "`prompts/persona/`. Each stands for a demand of the documents the persona was made from; the persona says it,",
        "the rules prove it of every design ([rules.md](rules.md) explains them).",
        "",
        "| document | section | demand | said in | as | proven by |",
        "|---|---|---|---|---|---|",
        *(_constraint_row(constraint, titles[constraint.part]) for constraint in CONSTRAINTS),
        "",
        "## Parts of the persona",
        "",
        "| part | says | tokens at most | stands for |",
        "|---|---|---|---|",
        *(_row(part.id, part.title, f"{part.budget:,}", "; ".join(part.sources)) for part in parts()),
    ]
    return "\n".join(lines) + "\n"


def _constraint_row(constraint: Constraint, said_in: str) -> str:
    proven = ", ".join(constraint.rules)
    return _row(constraint.document, constraint.section, constraint.demand, said_in, f"`{constraint.id}`", proven)


def templates() -> str:
    """Every packaged template with its fields, and how to write one."""
    found = Library().templates()
    lines = [
        "# Templates",
        "",
        f"The {len(found)} templates that are packaged, written by `make docs` from `prompts/templates/`.",
        "`cloudwright prompt show NAME` says what a field wants, `cloudwright prompt fill NAME` asks for them one by",
        "one.",
        "",
        "A brief is designed from, a review is held against a design that stands, a question is put about one.",
        "",
        "| template | kind | what it is for | required | may be given |",
        "|---|---|---|---|---|",
        *map(_template_row, found),
        "",
        *OWN_TEMPLATES.strip("\n").split("\n"),
    ]
    return "\n".join(lines) + "\n"


def _template_row(template: Template) -> str:
    required = ", ".join(f"`{field.name}`" for field in template.fields if field.required)
    others = ", ".join(f"`{field.name}`" for field in template.fields if not field.required)
    return _row(f"`{template.name}`", template.kind, template.summary, required, others)


OWN_TEMPLATES = """
## Your own

A Markdown file in the folder `prompts` of your home (`CLOUDWRIGHT_HOME`), or in a folder given with `--from`. Its name
is the template's. It begins with front matter:

```yaml
---
title: Nightly import
summary: Files that arrive at night.
kind: brief # or review, question
budget: 3000 # tokens of the filled text, three bytes each; at most 12000
fields:
  - name: files
    type: text # line, text, number, choice, choices
    help: "What arrives, one sort a line: price lists of suppliers."
    required: true
  - name: bad_rows
    type: choice
    help: What becomes of bad rows.
    choices: [set aside, refused with the file]
    default: set aside
---
# Nightly import

{{files}}

- Bad rows are {{bad_rows}}.

{% include "numbers" %}
```

`{{field}}` is replaced as it stands; nothing else is executed. A line whose fields are all empty is left out, and a
heading with nothing below it. A text may include the sections `numbers` and `setting`, each on a line of its own.
"""


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def infrastructure() -> str:
    """Every infrastructure language: how it is deployed, and which kinds of component it prints."""
    found = list(targets().values())
    lines = [
        "# Infrastructure languages",
        "",
        f"The {len(found)} targets of `cloudwright render DESIGN --target NAME`, written by `make docs` from the",
        "targets themselves. All print the same plan: names, permissions, settings and wiring are decided once, before",
        "anything is printed.",
        *(line for target in found for line in _deployed(target)),
        "",
        "## What is printed",
        "",
        "Whether something is deployed for a kind of component. Of managed models only the permission to call them is.",
        "",
        _row("kind", *(target.title for target in found)),
        f"|---{'|---' * len(found)}|",
    ]
    known = [target.kinds() for target in found]
    lines += [_row(kind, *("yes" if kind in kinds else "permissions" for kinds in known)) for kind in COMPONENT_TYPES]
    return "\n".join(lines) + "\n"


def _deployed(target: Target) -> list[str]:
    where = f"`{target.name}`, for {CLOUDS[target.cloud]}. Begin with `{target.entry}`."
    typed = ["```sh", f"cd blueprint/{target.name}", *COMMANDS[target.name], "```"]
    return ["", f"## {target.title}", "", where, "", *typed, *DEPLOYING.get(target.name, "").rstrip().splitlines()]


USAGE = """# Quantities that can be priced

What `cloudwright cost --usage FILE` understands, written by `make docs` from the forms themselves. A file in YAML or
JSON holds one item, a list of them, or `items:` with them; of each:

```yaml
service: aws.lambda            # provider.service; the provider may be left out where the name is unique
feature: lambda@edge           # where a service has several; a+b prices two services from one set of inputs
region: eu-west-1              # a price of another region says so
inputs: {requests: 3 million, avg_ms: 120, memory_gb: 1.5}
free_tier: true                # deduct always-free allowances; those of the first year never are
hours_per_month: 744           # or days: 30 among the inputs; 730 where nothing is said
prices: {requests: 0.18}       # your own, for as many units as the book has it; or [[up to, price], [null, price]]
payer: acme                    # items of one payer share tiers and allowances
expected_total: 2.73           # a published total to be met; the command ends with 1 where it is not
```

Names may begin with `monthly_`, `avg_` or `number_of_`, end in `_per_second`, `_per_day` or `_per_month`, and bear any
unit of their kind (`memory_gb`, `duration_s`, `gb_scanned`); units may stand with the figure too (`512 MB`). Whatever
the price book knows beyond these fields is stated by the name of its SKU.
"""


def usage() -> str:
    """Every field of every usage form."""
    lines = [USAGE.rstrip()]
    for provider, cloud in CLOUDS.items():
        for service in priced_services(provider):
            form = form_of(provider, service)
            names = [name for name in form.features if name != service]
            lines += ["", f"## {cloud}: `{provider}.{service}`", ""]
            if names:
                lines += [f"Features: {', '.join(f'`{name}`' for name in names)}.", ""]
            lines += [_row("field", "what", "default"), "|---|---|---|"]
            lines += [_row(f"`{field.key}`", field.about, _default(field)) for field in form.fields]
    return "\n".join(lines) + "\n"


def _default(field: Field) -> str:
    if field.unit == "choice":
        chosen = [name for name in dict.fromkeys(field.choices.values()) if name]
        return f"{' or '.join(chosen)}" + (f"; {field.default}" if field.default else "")
    return f"{field.default:g}" if isinstance(field.default, float) else ""


PULUMI = """
Version 7 of Pulumi's AWS provider is wanted. A stack for each environment: `dev`, `staging` and `prod` have their
`Pulumi.<stack>.yaml`, which says where they stand, their tags, and as remarks what else has to be said.

* What has to be said is set with `pulumi config set`; what is secret with `--secret`, and is kept encrypted. A stack
  that is not called after its stage says it: `pulumi config set stage prod`.
* A file for each concern under `resources/`, in the order in which they stand on each other: what ties two concerns
  together stands with the later one. `components/` has what every function is made of.
* Code is packed from `src/` as it is, without tests and what was compiled: a layer of libraries is filled before, in
  `src/layers/<layer>`, by `pip install -r requirements.txt -t python`. What has to be built before is said at the head
  of `__main__.py`, or is `npm run build`; `npm run deploy` does both.
* Passwords are made by the random provider: they stand in the state, encrypted with the stack's key.
* Images are pushed to the repositories that the first `up` makes; until a tag is given, services wait without tasks.
* What holds data is protected: `pulumi state unprotect` where an environment is to go.
* A design of several regions is a stack for each, the primary one first, with `aws:region` and `stage` of its own.
"""

CDK = """
The same program stands in Python and in TypeScript: constructs of the second level where they say what the plan says,
of the first where they would decide something themselves. Every role is written out and handed over so that nothing is
granted besides.

* `-c stage=prod` chooses the environment, whose name is part of the stack's; a design of several regions makes a stack
  in each, the primary one deployed first. What has to be said is said with `--parameters Name=value`.
* Code is packed from `src/` as it is: a layer of libraries is filled before, in `src/layers/<layer>`, by
  `pip install -r requirements.txt -t python`. A function packed as an image asks for the address of the image.
* Definitions of state machines stand in `definitions/`, and what a scanner may overlook, with the reason, in `waivers`.
* Where versions are called, a new one is published for each new `Release`: `--parameters Release=2`.
"""

DEPLOYING = {
    "cdk-python": CDK,
    "cdk-typescript": CDK,
    "sst": """
Version 4 of SST is wanted; a stage for each environment: `--stage prod`.

* Queues, topics, buses, streams, tables and functions are SST's components, with `transform` for what they have no
  words for; everything else is a resource of the provider. A component that would bring a role, a policy, a log group
  or a notification of its own is not used: permissions are the plan's, and no others.
* Functions run under their own roles; `link` is not used, since it would add permissions. SST adds its own variables
  to theirs. Functions from an image or copied to the edge are resources of the provider.
* What has to be said stands in `.env.<stage>` or in the environment; what is secret is set with `sst secret set`.
* Code is taken from `src/` as it is: a layer of libraries is filled before, in `src/layers/<layer>`, by
  `pip install -r requirements.txt -t python`. Where code has to be built before, `npm run deploy` does both.
* Stages are removed with what they hold, except `prod`, which is protected and keeps its resources.
* A design of several regions is deployed once for each, the primary one first: `REGION=eu-central-1`, in a stage of its
  own.
""",
    "pulumi-python": PULUMI,
    "pulumi-typescript": PULUMI,
    "serverless": """
For version 3 and its living fork, osls, which `package.json` pins; a stage for each environment: `--stage prod`.

* Functions, their layers and the batches they are handed are written in the framework's words; everything else is
  CloudFormation under `resources`, where the framework's own words would say less or decide otherwise.
* What has to be said stands under `params`, by stage; what has no value there is said with `--param="Name=value"`, and
  what is secret comes from the environment.
* `pack.py` packs the code of each function, with the folder of the code as the root of the archive. A layer of
  libraries is filled before, in `src/layers/<layer>`, by `pip install -r requirements.txt -t python`.
* A function packed as an image asks for the address of the image with its digest, which is pushed before.
* Versions are published where one is called, for each new `Release`: `--param="Release=2"`.
""",
    "cloudformation": """
`package` puts the code into a bucket of yours and its address into the template; `deploy` makes or changes the stack.
What a template asks is said with `--parameter-overrides Stage=dev AlarmMail=ops@example.com`.

* A layer of libraries is filled before it is packaged: in `src/layers/<layer>`, run
  `pip install -r requirements.txt -t python`, or `mkdir nodejs; cp package.json nodejs; npm install --prefix nodejs`.
* Where a function is kept warm, or copied to the edge, a deployment publishes a version for each new `Release`:
  `--parameter-overrides Release=$(git rev-parse --short HEAD)`. Versions before it stay, to go back to.
* A function packed as an image asks for the address of the image, which is pushed before.
* A REST API is deployed anew when its definition changes: its deployment's id ends in a digest of the definition.
""",
    "terraform": """
For OpenTofu type `tofu`. Terraform 1.11 or newer and version 6 of the AWS provider are wanted.

* Copy `backend.tf.example` to `backend.tf` and name the bucket that keeps the state; a workspace for each environment:
  `terraform workspace select -or-create dev`.
* What differs between `dev`, `staging` and `prod` stands in their `.tfvars`, and so does what has to be said; secrets
  come as `TF_VAR_...` from the environment, never from a file. Passwords are written, never read back, wherever the
  provider has write-only arguments: a database of measurements alone keeps its own in the state.
* Code is packed from `src/` as it is: a layer of libraries is filled before, in `src/layers/<layer>`, by
  `pip install -r requirements.txt -t python`. What has to be built before is said at the head of `main.tf`.
* Images are pushed to the repositories that the first apply makes; until a tag is given, services wait without tasks.
* What holds data refuses to be destroyed (`prevent_destroy`): take that line out where an environment is to go.
* A design of several regions is applied once for each, the primary one first: `-var region=eu-central-1`, in a
  workspace of its own.
""",
}
"""What else is to be known of a target."""


GENERATED: dict[str, Callable[[], str]] = {
    "design.schema.json": schema.text,
    "rules.md": rules,
    "patterns.md": patterns,
    "constraints.md": constraints,
    "templates.md": templates,
    "targets.md": infrastructure,
    "usage.md": usage,
}
"""File in this folder to its text."""


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Every command line of a document that shows its output, and that output."""
    return ((block["command"], block["output"]) for block in BLOCK.finditer(text))


def rerun(text: str, folder: Path) -> str:
    """A document with the output of its commands as it is now; they run one after the other in a folder."""
    return BLOCK.sub(lambda block: block["head"] + shown(block["command"], folder) + block["end"], text)


def shown(command: str, folder: Path) -> str:
    """What a command prints. Raises CalledProcessError for one that fails; 1 only says that there are findings."""
    done = subprocess.run(
        ["bash", "-c", command], check=False, cwd=folder, capture_output=True, text=True, env=_environment(folder)
    )
    if done.returncode > 1:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def _environment(folder: Path) -> dict[str, str]:
    path = f"{CONSOLE.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "CLOUDWRIGHT_HOME": str(folder / ".home"), "COLUMNS": "100", "NO_COLOR": "1"}


def write_readme() -> None:
    """Runs the commands of the README anew and keeps the picture of the design they make."""
    readme = ROOT / "README.md"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "examples").symlink_to(ROOT / "examples")
        readme.write_text(rerun(readme.read_text(encoding="utf-8"), folder), encoding="utf-8")
        picture = (folder / "build" / "ecommerce-orders" / "pictures" / "architecture.svg").read_bytes()
    (DOCS / "pictures").mkdir(exist_ok=True)
    (DOCS / "pictures" / "ecommerce-orders.svg").write_bytes(picture)


def main(arguments: list[str]) -> None:
    """Writes the files; with --readme the README's outputs and picture too."""
    for name, written in GENERATED.items():
        (DOCS / name).write_text(written(), encoding="utf-8")
    if "--readme" in arguments:
        write_readme()


if __name__ == "__main__":
    main(sys.argv[1:])
