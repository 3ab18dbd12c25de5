"""The whole truth about one system, and what makes it one: unique names, and references that lead somewhere."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Literal, cast

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from tools.design.base import Model, Name, Text, anatomy
from tools.design.components import Component
from tools.design.decisions import Decision, Waiver
from tools.design.events import Event
from tools.design.links import Link
from tools.design.requirements import Requirements
from tools.design.workflows import Choice, Step, Workflow, inner_sequences

Path = tuple[str | int, ...]


class Design(Model):
    """One system: what was asked, what it is made of, and why."""

    cloudwright: Literal["1"] = "1"
    """Version of the language."""
    name: Name
    title: Text
    summary: Text = ""
    requirements: Requirements
    components: tuple[Component, ...] = ()
    links: tuple[Link, ...] = ()
    events: tuple[Event, ...] = ()
    workflows: tuple[Workflow, ...] = ()
    decisions: tuple[Decision, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> "Design":
        problems = list(_problems(self))
        if problems:
            raise PydanticCustomError(
                "reference",
                "{text}",
                {"text": "; ".join(f"{dotted(path)}: {text}" for path, text in problems), "problems": problems},
            )
        return self


def dotted(path: Path) -> str:
    """A path as people write it: `components[3].memory_mb`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "the document"


def _problems(design: Design) -> Iterator[tuple[Path, str]]:
    kinds = {component.name: component.kind for component in design.components}
    yield from _duplicates(design)
    yield from _bad_references(design, kinds)
    yield from _unknown_names(design)
    for index, workflow in enumerate(design.workflows):
        yield from _bad_steps(workflow.steps, ("workflows", index, "steps"))


def _duplicates(design: Design) -> Iterator[tuple[Path, str]]:
    tables: list[tuple[str, str, list[str]]] = [
        ("components", "name", [component.name for component in design.components]),
        ("events", "name", [event.name for event in design.events]),
        ("workflows", "name", [workflow.name for workflow in design.workflows]),
        ("decisions", "id", [decision.id for decision in design.decisions]),
    ]
    for field, key, names in tables:
        count = Counter(names)
        for index, name in enumerate(names):
            if count[name] > 1 and names.index(name) != index:
                yield (field, index, key), f"'{name}' is already taken by {field}[{names.index(name)}]"


def _bad_references(model: Model, kinds: dict[str, str]) -> Iterator[tuple[Path, str]]:
    parts, values = anatomy(type(model)), vars(model)
    for field, allowed in parts.references.items():
        if named := values[field]:
            for at, name in _items(named):
                if not _fits(kinds.get(name), allowed):
                    yield (field, *at), _misfit(name, kinds, allowed)
    for field in parts.children:
        if held := values[field]:
            for at, child in _items(held):
                for path, text in _bad_references(child, kinds) if isinstance(child, Model) else ():
                    yield (field, *at, *path), text


def _items(value: Any) -> Iterable[tuple[Path, Any]]:
    """What is there, each with its place: the items of a tuple, a value as it is."""
    if isinstance(value, tuple):
        return [((index,), item) for index, item in enumerate(cast("tuple[Any, ...]", value))]
    return (((), value),)


def _fits(kind: str | None, allowed: tuple[str, ...]) -> bool:
    return kind in allowed if allowed else kind is not None


def _misfit(name: str, kinds: dict[str, str], allowed: tuple[str, ...]) -> str:
    what = " or ".join(allowed) or "component"
    if name in kinds:
        return f"'{name}' is a {kinds[name]}, and a {what} is needed here"
    known = (n for n, kind in kinds.items() if _fits(kind, allowed))
    return f"there is no {what} named '{name}'; there is: {_listed(known, name)}"


def _unknown_names(design: Design) -> Iterator[tuple[Path, str]]:
    loads = {load.id for load in design.requirements.loads}
    events = {event.name for event in design.events}
    for index, link in enumerate(design.links):
        if link.load is not None and link.load not in loads:
            yield ("links", index, "load"), f"no load '{link.load}' is required; there is: {_listed(loads, link.load)}"
        for position, name in enumerate(link.events):
            if name not in events:
                yield (
                    ("links", index, "events", position),
                    f"there is no event '{name}'; there is: {_listed(events, name)}",
                )
    for index, event in enumerate(design.events):
        names = {field.name for field in event.fields}
        for position, key in enumerate(event.key):
            if key not in names:
                yield (
                    ("events", index, "key", position),
                    f"{event.name} has no field '{key}'; it has: {_listed(names, key)}",
                )
    workflows = {workflow.name for workflow in design.workflows}
    for index, component in enumerate(design.components):
        if component.kind == "workflow" and component.definition not in workflows:
            text = (
                f"there is no workflow '{component.definition}'; there is: {_listed(workflows, component.definition)}"
            )
            yield ("components", index, "definition"), text


def _bad_steps(steps: tuple[Step, ...], path: Path) -> Iterator[tuple[Path, str]]:
    names = [step.name for step in steps]
    for index, step in enumerate(steps):
        here: Path = (*path, index)
        if names.index(step.name) != index:
            yield (*here, "name"), f"step '{step.name}' is already at {dotted((*path, names.index(step.name)))}"
        for place, target in _targets(step):
            if target not in names:
                yield (
                    (*here, *place),
                    f"there is no step '{target}' beside '{step.name}'; there is: {_listed(names, target)}",
                )
        for number, sequence in enumerate(inner_sequences(step)):
            inside: Path = ("body",) if step.kind == "map" else ("branches", number)
            yield from _bad_steps(sequence.steps, (*here, *inside, "steps"))


def _targets(step: Step) -> Iterator[tuple[Path, str]]:
    if isinstance(step, Choice):
        yield ("default",), step.default
        for index, branch in enumerate(step.branches):
            yield ("branches", index, "next"), branch.next
        return
    following = getattr(step, "next", None)
    if following is not None:
        yield ("next",), following
    for index, catch in enumerate(getattr(step, "catch", ())):
        yield ("catch", index, "next"), catch.next


def _listed(names: Iterable[str], meant: str) -> str:
    """The names there are; of many, those that are most like the one meant."""
    known = sorted(names)
    if len(known) <= _LISTED_AT_MOST:
        return ", ".join(known) or "none"
    from difflib import get_close_matches  # slow to import, and only needed here

    near = get_close_matches(meant, known, n=5) or known[:5]
    return f"{', '.join(near)} and {len(known) - len(near)} more"


_LISTED_AT_MOST = 12
