"""The template, in SAM's dialect, and the settings to deploy it."""

from __future__ import annotations

from tools.blueprint.plan.model import Plan
from tools.blueprint.targets.cloudformation.dialect import Dialect
from tools.blueprint.targets.cloudformation.kinds.functions import LOGGING
from tools.blueprint.targets.cloudformation.printing import template_text
from tools.blueprint.targets.cloudformation.template import Properties, Template
from tools.design.components import Function

SAM = Dialect("tools.blueprint.targets.sam.kinds", frozenset({"functions", "apis"}), ".Alias", ".Version", ".Stage")
"""Functions, layers, HTTP and REST APIs have types of their own, whose parts are named after a dot."""

GLOBALS: Properties = {"Function": {"Tracing": "Active", "LoggingConfig": LOGGING}}
"""What all functions have, where all of them can have it."""


def render(plan: Plan, source: str = "src") -> dict[str, str]:
    """`template.yaml` and `samconfig.toml`. `source` is the path from the template to the folder of the handlers."""
    settings = GLOBALS if plan.functions and not has_edge(plan) else {}
    text = template_text(Template(plan, source, SAM), transform="AWS::Serverless-2016-10-31", settings=settings)
    return {"template.yaml": text, "samconfig.toml": _settings(plan)}


def has_edge(plan: Plan) -> bool:
    """Whether a function runs at the edge, which is not traced and writes its log where it runs."""
    return any(function.placement == "edge" for function in plan.graph.all(Function))


def _settings(plan: Plan) -> str:
    name = plan.design.name
    return (
        "version = 0.1\n"
        "\n"
        "[default.global.parameters]\n"
        f'stack_name = "{name}"\n'
        f'region = "{plan.region}"\n'
        "\n"
        "[default.build.parameters]\n"
        "cached = true\n"
        "parallel = true\n"
        "\n"
        "[default.deploy.parameters]\n"
        'capabilities = "CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND"\n'
        "confirm_changeset = true\n"
        "resolve_s3 = true\n"
        f'tags = "system={name}"\n'
    )
