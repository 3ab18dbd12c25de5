"""What the framework calls things: its variables, the keys of functions, the ids of the resources it makes."""

from __future__ import annotations

from tools.blueprint.plan.model import Plan
from tools.blueprint.targets.cloudformation.template import Template

_LONGEST_NAME = 64
_LONGEST_STAGE = 16


class Variable(str):
    """A text in which the framework is meant to read its variables."""

    __slots__ = ()


SERVICE, STAGE = "${self:service}", "${sls:stage}"
STACK = f"{SERVICE}-{STAGE}"
"""The name of the stack."""


def key_of(identity: str) -> str:
    """The key of a function or a layer."""
    word = identity.removesuffix("Function") or identity
    return word[0].lower() + word[1:]


def function_id(identity: str) -> str:
    """The logical id the framework gives to a function."""
    return f"{identity.removesuffix('Function') or identity}LambdaFunction"


def service_name(plan: Plan) -> str:
    """What the service is called: the framework takes no single letter."""
    return plan.design.name if len(plan.design.name) > 1 else f"{plan.design.name}-system"


def name_of(plan: Plan, function: str) -> Variable | None:
    """A function's name, where the framework would make one that is too long. Those of one system begin alike."""
    longest = max(len(key_of(plan.ids[name])) for name in plan.functions)
    if len(plan.design.name) + _LONGEST_STAGE + longest + 2 <= _LONGEST_NAME:
        return None
    room = _LONGEST_NAME - _LONGEST_STAGE - 2
    number = list(plan.functions).index(function) + 1
    word = function if len(function) <= _LONGEST_WORD else f"{function[: _LONGEST_WORD - 3]}{number}"
    start = plan.design.name[: max(1, room - min(_LONGEST_WORD, max(map(len, plan.functions))))]
    return Variable(f"{start.rstrip('-')}-{STAGE}-{word}")


_LONGEST_WORD = 40


def layer_id(identity: str) -> str:
    """The logical id the framework gives to a layer."""
    return f"{identity}LambdaLayer"


def packed(template: Template, identity: str, folder: str) -> str:
    """The archive a folder of code is packed into. Its root is the folder, which is where handlers find their modules.

    The framework packs from the folder of its file downwards only, with that path in the archive.
    """
    archive = f".packages/{key_of(identity)}.zip"
    template.beside["packages"][archive] = folder.rstrip("/")
    return archive
