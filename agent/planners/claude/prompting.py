"""What the model is told: a part that never changes, and for each task an opening made of our words and data blocks.

The tools and the system blocks are the same bytes on every call, whatever is asked for whom, so that they stay cached.
What a task is about follows as data; after that the talk only grows, until it is folded into a new opening.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from agent.planners.claude.blocks import data_block, word_block
from agent.planners.claude.estimating import tokens_of_blocks
from agent.planners.claude.exchange import Block, ModelError
from agent.planners.claude.language import digest
from agent.planners.claude.telling import cut, design_lines, fitted, outline_lines, requirement_lines
from agent.planners.claude.tooling import tool_blocks
from agent.planners.claude.workbench import Bench, state_told
from prompts import persona

TaskName = Literal["read", "answers", "propose", "repair", "revise"]

_WORDS: dict[TaskName, str] = {
    "read": (
        "Task: read. Below are a brief and what was read from it. Where a statement was misread or missed, put it right"
        " with `correct`, all of it in one call with finish. Where the reading will do, say so in three words and call"
        " no tool. There is no design yet."
    ),
    "answers": (
        "Task: answers. Below are a brief, what was read from it, and what the person answers to questions of yours."
        " Where an answer settles a statement, put it right with `correct`, quoting words of the answer, all in one"
        " call with finish. Where it is on record well enough, say so in three words and call no tool."
    ),
    "propose": (
        "Task: propose. Below are a brief, what was asked, a draft that holds together, and what the tools say of it."
        " Make it the design you would sign. End with `edit` and finish, with the last batch of edits or with none."
    ),
    "repair": (
        "Task: repair. Below are what was asked, a design, and findings that are left. Mend them with as little change"
        " as will do, in one batch with finish. What cannot be mended without changing what was asked stays."
    ),
    "revise": (
        "Task: revise. Below are a brief, what was asked, the design that stands, and what the person says now. Do that"
        " and nothing else: correct what is asked now in their words, edit what has to follow from it, leave the rest"
        " as it is. A question is answered in words alone. End with `edit` and finish; its summary goes to the person."
    ),
}

NUDGE = "Please continue."
SMALLER = "Your reply was cut at its limit. Go on in smaller batches."
ERRORS_LEFT = "Findings of severity error are left. Mend them, or say in a few words why they have to stay."


_DIGEST = "The language of designs. name! is required, ->kind names a component, [..] is a list, =value the default."


@cache
def system_blocks() -> tuple[Block, ...]:
    """The system prompt. The same bytes on every call."""
    return word_block(persona.render()), word_block(f"{_DIGEST}\n\n{digest()}")


@cache
def prefix_tokens() -> int:
    """Tokens of what stands before the messages, at most."""
    return tokens_of_blocks((*tool_blocks(), *system_blocks()))


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done, and what the person says about it."""

    name: TaskName
    message: str = ""
    """What the person says now; empty where a brief is all there is."""


def opening(task: Task, bench: Bench, room: int, latest: Sequence[str] = ()) -> list[Block]:
    """The blocks of the first message: what to do, then data, within so many tokens.

    What was asked is there in full, always. Raises ModelError("too-large") where that alone does not fit.
    """
    pinned = [data_block("requirements", lines=requirement_lines(bench.requirements)), *_message_blocks(task)]
    words = [word_block(_WORDS[task.name])]
    left = room - tokens_of_blocks((*words, *pinned))
    if left < 0:
        raise ModelError(
            "too-large",
            "What was asked is too much for one request to the model: say it shorter, or in parts.",
            is_resumable=False,
        )
    done = [data_block("done so far", lines=fitted_end(bench.log, left // 6))] if bench.log else []
    done += [data_block("latest results", results=fitted(latest, left // 4))] if latest else []
    left -= tokens_of_blocks(done)
    design = _design_blocks(bench, left * 3 // 4)
    brief = _brief_blocks(bench.brief, left - tokens_of_blocks(design))
    return [*words, *brief, *pinned, *design, *done]


def continuation(task: Task, bench: Bench, known: Known) -> list[Block]:
    """The blocks that take up a talk again: what to do now, and what is different from what was known."""
    blocks = [word_block(_WORDS[task.name])]
    blocks += _changed_blocks("requirements", known.requirements, requirement_lines(bench.requirements))
    blocks += _message_blocks(task)
    if bench.evidence is None:
        return blocks
    lines = design_lines(bench.design)
    blocks += _changed_blocks("design", known.design, lines) if known.design else [data_block("design", lines=lines)]
    return [*blocks, findings_block(bench)]


def _changed_blocks(source: str, before: Sequence[str], now: Sequence[str]) -> list[Block]:
    """The lines that are new and those that are gone; nothing where nothing changed."""
    new, gone = [line for line in now if line not in before], [line for line in before if line not in now]
    return [data_block(f"{source} since", new=new, gone=[cut(line, 60) for line in gone])] if new or gone else []


def _message_blocks(task: Task) -> list[Block]:
    return [data_block("message", text=task.message)] if task.message else []


@dataclass(frozen=True, slots=True)
class Known:
    """What the model has been told of a system."""

    requirements: tuple[str, ...]
    design: tuple[str, ...]
    """Empty where there was no design yet."""


def known_of(bench: Bench) -> Known:
    """What the model knows after work on a bench."""
    design = design_lines(bench.design) if bench.evidence is not None else []
    return Known(tuple(requirement_lines(bench.requirements)), tuple(design))


def _brief_blocks(brief: str, room: int) -> list[Block]:
    """The brief, or as much of its beginning as fits; `show` has the rest."""
    if not brief:
        return []
    whole = data_block("brief", text=brief)
    if tokens_of_blocks([whole]) <= room:
        return [whole]
    share = max(room, 0) / tokens_of_blocks([whole])
    kept = int(len(brief) * share * 0.8)
    return [data_block("brief", text=brief[:kept], left_out=len(brief) - kept)] if kept > 0 else []


def _design_blocks(bench: Bench, room: int) -> list[Block]:
    """The design in full, in outline where it is too large, and what the tools say of it."""
    if bench.evidence is None:
        return []
    said = data_block("what the tools say", **state_told(bench.evidence, max(room // 5, 50)))
    left = room - tokens_of_blocks([said])
    for lines in (design_lines(bench.design), outline_lines(bench.design)):
        block = data_block("design", lines=lines)
        if tokens_of_blocks([block]) <= left:
            return [block, said]
    return [data_block("design", lines=fitted(outline_lines(bench.design), max(left, 0))), said]


def fitted_end(lines: Sequence[str], tokens: int) -> list[str]:
    """As many of the last lines as fit, and how many came before."""
    kept = fitted([cut(line, 300) for line in reversed(lines)], tokens)
    return [line.replace("more", "earlier") if line.startswith("… and ") else line for line in reversed(kept)]


def findings_block(bench: Bench) -> Block:
    """What the tools say of the design as it stands."""
    return data_block("what the tools say", **state_told(bench.proven))
