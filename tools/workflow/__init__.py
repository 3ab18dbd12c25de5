"""Workflows made real: compiled to the Amazon States Language, and judged (in `lint`).

Owns the meaning of every step: what it asks of a component, what is retried and caught, how what was done is undone.
Refuses to know where a component lives (a resolver says so), to grant permissions (it only says what is used), and
to change a workflow: what it finds wrong is an issue, not a repair.
"""

from typing import TYPE_CHECKING, Any

from tools.workflow.integrations import StepError
from tools.workflow.permissions import Use, permissions
from tools.workflow.resolving import Attribute, Attributes, Resolver, Tokens

if TYPE_CHECKING:
    from tools.workflow.compiling import to_asl

__all__ = [
    "Attribute",
    "Attributes",
    "Resolver",
    "StepError",
    "Tokens",
    "Use",
    "permissions",
    "to_asl",
]


def __getattr__(name: str) -> Any:
    """The compiler is loaded when it is first asked for: who judges workflows or grants what they use does without."""
    if name != "to_asl":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tools.workflow.compiling import to_asl

    return to_asl
