"""Names and words as Java has them."""

from __future__ import annotations

from tools.blueprint.plan.code import JAVA_WORDS, java_package
from tools.blueprint.source.words import literal, remark

package_of = java_package

_RESERVED = JAVA_WORDS | frozenset(
    "_ clone finalize getClass hashCode notify notifyAll toString wait json more of".split()
)
"""Words that name no component of a record: the language's own, those of every object, and those of our records."""


def safe(name: str) -> str:
    """A name as that of a component of a record."""
    return f"{name}_" if name in _RESERVED else name


def comment(text: str, pad: str = "") -> list[str]:
    """Words of people as documentation: nothing in them ends it, opens a tag, or escapes."""
    said = remark(text).replace("@", "(at)").replace("<", "(").replace(">", ")").replace("&", "and").replace("{", "(")
    return [f"{pad}/** {said.replace('}', ')')} */"]


def listed(values: tuple[str, ...]) -> str:
    """Texts as a list."""
    return f"List.of({', '.join(literal(value) for value in values)})"
