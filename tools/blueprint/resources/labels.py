"""What things are called in the configuration: labels of resources, names of variables, physical names."""

from __future__ import annotations

import re
from functools import lru_cache

from tools.blueprint.plan.model import Plan
from tools.blueprint.plan.names import MOST_STAGE
from tools.blueprint.resources.tree import Apply, Expr, Fact, Node, Text

STACK = Fact("stack")

_CAPITAL = re.compile(r"(?<=.)([A-Z])")


@lru_cache(maxsize=8192)
def snake(words: str) -> str:
    """`OrdersQueue` and `orders-queue` as `orders_queue`. Different names stay different."""
    if "-" in words or words.islower():
        return words.replace("-", "_")
    return _CAPITAL.sub(r"_\1", words).lower()


def kebab(words: str) -> str:
    """`OrdersQueue` as `orders-queue`."""
    return snake(words).replace("_", "-")


class Labels:
    """One label for everything that is asked for; components keep their own names whatever else is called like them."""

    def __init__(self, plan: Plan) -> None:
        self._known: dict[tuple[str, str], str] = {(c.name, ""): snake(c.name) for c in plan.design.components}
        self._taken = set(self._known.values())

    def of(self, owner: str, word: str = "") -> str:
        """Label of a component, or of one of its supporting resources; of a resource of the plan by its id alone."""
        known = self._known.get((owner, word))
        if known is not None:
            return known
        wanted = "_".join(part for part in (snake(owner), word) if part)
        found, number = wanted, 2
        while found in self._taken:
            found, number = f"{wanted}_{number}", number + 1
        self._taken.add(found)
        self._known[owner, word] = found
        return found


def physical(plan: Plan, words: str, most: int, ending: str = "") -> Node:
    """`<stack>-orders`, of at most so many letters: of long ones the stack's own name is cut."""
    room = most - len(ending) - 1
    kept = words[: max(8, room - 8)].rstrip("-")
    whole = len(plan.design.name) + 1 + MOST_STAGE + len(kept) <= room
    stack = STACK if whole else _cut(max(1, room - len(kept)))
    return Text((stack, f"-{kept}{ending}"))


def _cut(most: int) -> Expr:
    """The stack's name, of at most so many letters."""
    return Apply("trimsuffix", (Apply("substr", (STACK, 0, most)), "-"))


def prefix(words: str, most: int = 38) -> str:
    """The beginning of a name that the provider completes."""
    return words[: most - 1].rstrip("-") + "-"


def one_line(words: str) -> str:
    """Words of people on one line, in which nothing is unprintable."""
    line = " ".join(words.split())
    return line if line.isprintable() else "".join(c if c.isprintable() else " " for c in line)
