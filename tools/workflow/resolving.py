"""Who says how a component is named in the document that is printed."""

from __future__ import annotations

from typing import Literal, Protocol

Attribute = Literal[
    "arn", "name", "url", "cluster", "task-definition", "container", "role", "connection", "model", "sender"
]
"""What a state machine may need to know of a component:

`arn` of a function, topic, workflow, schedule target; `name` of a bus, table, bucket, stream, job, work group or
endpoint; `url` of a queue or an external system; `cluster`, `task-definition` and `container` (its name inside the
task) of a container; `role` that a service assumes to do the work; `connection` that holds an external system's
credentials; `model` id of an AI service; `sender` address of mail.
"""

Attributes = Literal["subnets", "security-groups"]
"""What there are several of: where a container's task is placed."""


class Resolver(Protocol):
    """Turns a component and one of its attributes into the text to print: an ARN, or a token that becomes one."""

    def reference(self, component: str, attribute: Attribute) -> str:
        """The text for one attribute of a component."""
        ...

    def references(self, component: str, attribute: Attributes) -> tuple[str, ...]:
        """The texts for an attribute of which there are several."""
        ...


class Tokens:
    """A resolver whose answers are substitution tokens, `${ReserveStockArn}` say; remembers which were asked for."""

    def __init__(self, subnets: int = 2) -> None:
        self._subnets = subnets
        self.used: dict[str, tuple[str, Attribute | Attributes]] = {}
        """Token name to the component and attribute it stands for, in the order of first use."""

    def reference(self, component: str, attribute: Attribute) -> str:
        """`${` + the component and attribute in PascalCase + `}`."""
        return self._token(component, attribute, "")

    def references(self, component: str, attribute: Attributes) -> tuple[str, ...]:
        """One token for each subnet, one for the security group."""
        count = self._subnets if attribute == "subnets" else 1
        return tuple(self._token(component, attribute, str(number + 1)) for number in range(count))

    def _token(self, component: str, attribute: Attribute | Attributes, suffix: str) -> str:
        words = f"{component}-{attribute.rstrip('s') if suffix else attribute}".split("-")
        name = "".join(word[0].upper() + word[1:] for word in words) + suffix
        self.used.setdefault(name, (component, attribute))
        return f"${{{name}}}"
