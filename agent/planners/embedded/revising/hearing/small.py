"""The words of a clause that carry what it says, without those that every wish has."""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")

SMALL = frozenset(
    "a an the our my your this that these those it its their there here they them we us you i he she one ones"
    " of for to in on at with and or but from by as into onto over under about via per than then so if when while"
    " is are be been being was were am do does did has have had having will would shall should can could may might must"
    " not no yes please also too just only still already now again more most very really quite maybe perhaps some any"
    " all every each both other another such same own well like what which who how why where"
    " add adding want wants need needs needed make makes making made let lets put get gets got give gives use uses using"
    " set sets change changes changed go goes keep include includes support supports provide provides enable introduce"
    " build implement create new want wish think sure think consider properly able allow allows able bring up out in"
    " system design thing things something anything architecture app application solution service services"
    " don't dont doesn't i'd we'd it's that's there's we're we'll i'm let's".split()
)
"""Words that say nothing of what is wanted."""


def content_words(words: str) -> set[str]:
    """The telling words of a clause, in lower case."""
    return {word for word in _WORD.findall(words.lower().replace("’", "'")) if word not in SMALL and len(word) > 1}
