"""Small patterns for tests, written as files are."""

from __future__ import annotations

FRONT = """\
id: {id}
title: {title}
summary: {summary}
topics: [{id}]
services:
  aws: [sqs]
questions:
  - "{question}"
"""

BODY = """
## Problem
{problem}

## How it works
It works like this: {problem}
"""


def document(
    pattern_id: str = "tea-making",
    question: str = "how do I get a hot drink in the office",
    problem: str = "People are thirsty, and the kettle is far away.",
) -> bytes:
    """A user's pattern file."""
    title = pattern_id.replace("-", " ").capitalize()
    front = FRONT.format(id=pattern_id, title=title, summary=f"{title} for everyone.", question=question)
    return f"---\n{front}---\n{BODY.format(problem=problem)}".encode()
