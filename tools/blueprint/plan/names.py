"""Names, derived from the names of the design alone: no hashes, no clock, nothing that moves when a neighbour is
added.

Every component's id ends with the word of its kind (`OrdersTable`, `CreateOrderFunction`), every supporting
resource's id with a word of `PARTS`; no word is in both lists, so that two ids can only meet where two components'
names already do.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tools.blueprint.plan.values import ACCOUNT, REGION, STACK, Joined
from tools.design.components import Component

_KIND_WORDS = {
    "ai-service": "Model",
    "cdn": "Distribution",
    "etl": "Job",
    "timeseries": "Series",
    "dns-failover": "Failover",
    "external": "Partner",
}

PARTS = frozenset(
    {
        "Role",
        "Policy",
        "Logs",
        "Permission",
        "Mapping",
        "Rule",
        "Pipe",
        "Subscription",
        "Alarm",
        "Scaling",
        "Settings",
    }
)
"""Last words of the ids of supporting resources."""

_RESERVED_PREFIX = "AWS_"


MOST_STAGE = 16
"""Letters of a stage's name, at most."""


def kind_word(kind: str) -> str:
    """The word that ids of this kind end with."""
    return _KIND_WORDS.get(kind) or pascal(kind)


@lru_cache(maxsize=4096)
def pascal(name: str) -> str:
    """`create-order` as `CreateOrder`."""
    return "".join([word[:1].upper() + word[1:] for word in name.split("-")])


def logical_ids(components: Iterable[Component], parameters: Iterable[str] = ()) -> dict[str, str]:
    """Component name to logical id, each unique, none of them a parameter's name; where two names run together, the
    later one of the design is numbered."""
    ids: dict[str, str] = {}
    taken = set(parameters)
    for component in components:
        wanted = _with_kind(pascal(component.name), kind_word(component.kind))
        found, number = wanted, 2
        while found in taken:
            found, number = f"{wanted}{number}", number + 1
        taken.add(found)
        ids[component.name] = found
    return ids


def _with_kind(stem: str, word: str) -> str:
    return stem if stem.endswith(word) else stem + word


@lru_cache(maxsize=4096)
def variable(name: str, word: str) -> str:
    """An environment variable of a component: `orders`, `QUEUE_URL` give `ORDERS_QUEUE_URL`, and so does
    `orders-queue`."""
    words = name.upper().split("-")
    first, *rest = word.split("_")
    full = "_".join([*words, *rest] if words[-1] == first else [*words, first, *rest])
    return f"APP_{full}" if full.startswith(_RESERVED_PREFIX) else full


def fixed_name(name: str, suffix: str = "") -> Joined:
    """A physical name of one region and account: `<stack>-orders`."""
    return Joined((STACK, f"-{name}{suffix}"))


def bucket_name(name: str, region: str = "") -> Joined:
    """A name no other account takes: `<stack>-uploads-<account>-<region>`, of this region or of a named one.

    A bucket's name holds 63 characters, which leaves 36 to the names of stack and bucket together.
    """
    return Joined((STACK, f"-{name}-", ACCOUNT, "-", region or REGION))


def title_of(component: Component) -> str:
    """What people call a component."""
    return component.title or component.name.replace("-", " ").capitalize()
