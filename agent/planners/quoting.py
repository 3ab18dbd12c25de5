"""How questions stand in what a person says: a line that begins with `> ` repeats what they were asked, as in mails.

What is quoted so is not theirs: nobody takes it for a wish or a requirement of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tools.design.plaintext import one_line

_QUOTED = re.compile(r"^>[ \t].*$", re.MULTILINE)


def with_answers(message: str, answers: Iterable[tuple[str, str]]) -> str:
    """The message, and below it each question with the words that answer it."""
    return "\n".join([message, *(f"> {one_line(question)}\n{words}" for question, words in answers)])


def own_words(message: str) -> str:
    """The message with what it quotes blanked, every other word at its place."""
    return _QUOTED.sub(lambda line: " " * len(line[0]), message)
