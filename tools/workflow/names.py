"""Names of states: unique in the whole document, at most 80 characters, derived from the steps' own."""

from __future__ import annotations

from tools.design.workflows import Sequence, Workflow, inner_sequences

MAX_LENGTH = 80

Place = tuple[str | int, ...]
"""Where a sequence stands: step name and index of each sequence it lies in; empty for the workflow itself."""


class StateNames:
    """The names of one workflow's states. Steps keep theirs; a later namesake and what is generated get a number."""

    def __init__(self, workflow: Workflow) -> None:
        self._taken: set[str] = set()
        self._names: dict[tuple[Place, str], str] = {}
        waiting: list[tuple[Place, Sequence]] = [((), Sequence.model_construct(steps=workflow.steps))]
        while waiting:
            place, sequence = waiting.pop(0)
            for step in sequence.steps:
                self._names[place, step.name] = self.derive(step.name)
                waiting += [((*place, step.name, n), inner) for n, inner in enumerate(inner_sequences(step))]

    def of(self, place: Place, step: str) -> str:
        """The state name of a step of the sequence at a place."""
        return self._names[place, step]

    def derive(self, wanted: str) -> str:
        """The wanted name, or the first free one with a number behind it; taken from now on."""
        name, number = wanted[:MAX_LENGTH], 1
        while name in self._taken:
            number += 1
            suffix = f" {number}"
            name = wanted[: MAX_LENGTH - len(suffix)] + suffix
        self._taken.add(name)
        return name
