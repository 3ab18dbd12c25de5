"""What a text is about when it is not a whole system: code for resources it names, one workflow, or a model of data.

Such texts say what they consist of; what systems usually have besides is not asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from agent.planners.embedded.reading.text import Brief

_TOOL = r"(?:cloudformation|terraform|opentofu|(?:aws )?(?:sam|cdk)|pulumi|bicep|wrangler|serverless framework|iac)"
_CODE = r"(?:template|module|stack|configuration|config|code|script|file)s?"
_ASK = r"(?:write|create|generate|provide|give me|need|want|please|can you|could you)"
_MAKES = r"(?:create|provision|deploy|define|declare|configure|set)s?\b"

_ASKS_FOR_CODE = re.compile(
    rf"\b{_ASK}\b(?:\W+\w+){{0,4}}?\W+(?:{_TOOL}|{_CODE} (?:that|which|to) {_MAKES})"
    rf"|^\W*(?:an? )?{_TOOL}\b[^.:,]{{0,30}}?(?:[:.,]|\b(?:for|that|which|to)\b)"
)
_WORKFLOW = re.compile(
    r"^\W*(?:this|the|an?)(?: [\w-]+){0,4}? (?:workflow|state machine)s? (?!engine|tool|system)[a-z]+"
)
_DATA_MODEL = re.compile(
    r"(?:^\W*|\b(?:to|please|we|you) )(?:design|model|lay out|need|want)(?: an?| the| some)?(?: \w+)?"
    r" (?:data model|tables?|schema)\b"
    r"|^\W*(?:data model|schema|tables?) (?:for|of)\b"
)
_LISTS = re.compile(r"\bentities\W[^:]{0,10}.{0,2000}\baccess(?: patterns?)?\s*:", re.DOTALL)
"""Entities and how they are looked up, one list after the other."""

OPENING = 2
"""Sentences at the beginning in which a request says what it is for."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a text confines itself to."""

    is_code: bool
    """Code for the resources it names."""
    is_workflow: bool
    """A workflow: what it speaks of is what one workflow does."""
    is_data_model: bool
    """How data is kept and looked up, and nothing else."""


def scope_of(brief: Brief) -> Scope:
    """What the text confines itself to, if to anything."""
    opening = [sentence.lower for sentence in islice(brief.sentences, OPENING)]
    return Scope(
        is_code=any(map(_ASKS_FOR_CODE.search, opening)),
        is_workflow=any(_WORKFLOW.search(sentence.lower) for sentence in brief.sentences),
        is_data_model=_LISTS.search(brief.lower) is not None or any(map(_DATA_MODEL.search, opening)),
    )
