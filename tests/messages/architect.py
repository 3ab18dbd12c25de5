"""A scripted model that behaves: it tells the tasks apart that it is given, and answers each as a test says.

    Architect(read=[text("It will do.")], propose=[...], revise={"keep logs": [...]})

A task is a list of steps, one for each request of it, the last of them for all that follow. Of follow-ups the first is
taken whose key stands in what the person says. What a list does not say is answered with "It will do.".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any

from tests.messages.server import Asked
from tests.messages.steps import Answer, Step, text, tool, tools

Steps = Sequence[Step]
Told = Callable[[Asked], None]

CONTENT = text("It will do.")
TASK = "Task: "


class Architect:
    """What a server is scripted with (`Script(ever=architect)`). `faults` happen first, one for each request."""

    def __init__(
        self,
        *,
        read: Steps = (),
        answers: Steps = (),
        propose: Steps = (),
        repair: Steps = (),
        revise: Mapping[str, Steps] | None = None,
        faults: Sequence[Step | None] = (),
        told: Told = lambda asked: None,
    ) -> None:
        self._plain: Mapping[str, Steps] = {"read": read, "answers": answers, "propose": propose, "repair": repair}
        self._revise = revise or {}
        self._faults: Iterator[Step | None] = iter(faults)
        self._told = told
        self._lock = Lock()
        self.tasks: list[str] = []
        """The task of every request, in order."""

    def __call__(self, asked: Asked) -> Step:
        """What to do with a request."""
        name, rounds, message = task_of(asked.body)
        with self._lock:
            self.tasks.append(name)
            fault = next(self._faults, None)
        self._told(asked)
        if fault is not None:
            return fault
        steps = self._steps_for(name, message)
        return steps[min(rounds, len(steps) - 1)] if steps else CONTENT

    def _steps_for(self, name: str, message: str) -> Steps:
        if name != "revise":
            return self._plain.get(name, ())
        return next((steps for key, steps in self._revise.items() if key in message), ())


def task_of(body: Any) -> tuple[str, int, str]:
    """The task that was given last, how many replies came since, and what the person says in it."""
    name, rounds, message = "", 0, ""
    for said in body["messages"]:
        if said["role"] == "assistant":
            rounds += 1
            continue
        for words in (block["text"] for block in said["content"] if block["type"] == "text"):
            if words.startswith(TASK):
                name, rounds, message = words.removeprefix(TASK).partition(".")[0], 0, ""
            elif words.startswith('{"data":"message"'):
                message = json.loads(words)["text"]
    return name, rounds, message


def editing(*edits: Mapping[str, Any], finish: bool = True, summary: str = "") -> Answer:
    """A reply that edits."""
    return tools(tool("edit", {"edits": list(edits), "finish": finish, "summary": summary}))


def putting(part: str, name: str, kind: str = "", /, **fields: Any) -> dict[str, Any]:
    """An edit that sets fields."""
    each = [{"field": field, "value": value} for field, value in fields.items()]
    return {"edit": "set", "part": part, "name": name, "kind": kind, "fields": each}


def correcting(*changes: Mapping[str, Any], finish: bool = True) -> Answer:
    """A reply that puts right what was asked."""
    return tools(tool("correct", {"changes": list(changes), "finish": finish}))


def asking(name: str, words: str, default: str, *options: str, impact: float = 0.9) -> Answer:
    """A reply that puts a question to the person; options are lettered."""
    lettered = [{"id": letter, "text": option} for letter, option in zip("abcdef", options, strict=False)]
    question = {"id": name, "text": words, "about": "entities", "default": default, "options": lettered,
                "impact": impact, "why": "it changes the design."}  # fmt: skip
    return tools(tool("ask", {"questions": [question]}))
