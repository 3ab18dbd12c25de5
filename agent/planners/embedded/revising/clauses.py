"""A message taken apart: sentences and the clauses in them, each of which may ask for something of its own.

Polite and hesitant beginnings are blanked, so that a clause begins with what it asks for. Places stay true to the
message throughout. Everything here takes time in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from agent.planners.embedded.reading.asides import blanked, speeches_in

_SENTENCE = re.compile(r"[^\n.!?;]+(?:[.](?=[^\s])[^\n.!?;]*)*[.!?;]*")
"""Up to its end or that of the line; a point within a word or a figure ends nothing."""

_LEAD = re.compile(
    r"[\s,:–—-]*(?:(?:no|nope|yes|yeah|yep)(?=\s*[,:!–—-])|(?:please|pls|kindly|ok|okay|well|hmm+|oh|hey|hi|hello|so|now|then|actually"
    r"|and|also|but|plus|maybe|perhaps|just|finally|first|second(?:ly)?|next|sorry|thanks|thank\s+you|cool|great|perfect|nice|good"
    r"|rather|instead(?=,)|additionally|besides|in\s+addition|on\s+top(?:\s+of\s+that)?|furthermore|moreover)(?=[\s,:!])"
    r"|let['’]?s|let\s+us|(?:i|we)(?:['’]d|\s+would)\s+(?:like|prefer|want|love)(?:\s+(?:it\s+)?to)?"
    r"|(?:i|we)\s+(?:want|wish|prefer|would\s+rather)(?:\s+(?:you\s+)?to)?|(?:i|we)['’]d\s+rather|i\s+need\s+you\s+to"
    r"|(?:i|we)\s+(?:think|guess|believe|suppose|decided|have\s+decided|changed\s+our\s+minds?)(?:\s+(?:that|to|on))?(?:\s+we\s+should)?"
    r"|(?:can|could|would)\s+(?:this|it|that)\s+be\s+(?:made|changed)\s+to|(?:can|could|would|will)\s+(?:you|we|it)(?:\s+(?:please|maybe|also|just))*(?=\s+(?!handle|cope|scale|survive|take|be\s+used))"
    r"|what\s+if|what\s+about|how\s+about|suppose|imagine|assume|assuming|say(?=\s*,)|let\s+me\s+see"
    r"|(?:it\s+)?(?:would|might)\s+be\s+(?:nice|better|good|great)\s+(?:if|to)|you\s+(?:should|could|can|must)|we\s+should"
    r"|make\s+sure\s+(?:that\s+)?|my\s+boss\s+(?:says|wants)(?:\s+(?:that\s+)?(?:we\s+)?(?:to)?)?|the\s+(?:team|client|customer|cto|boss)\s+(?:says|wants)\s+(?:that\s+)?(?:us\s+)?(?:to\s+)?)"
    r"[\s,:!–—-]+",
    re.IGNORECASE,
)
"""What people say before what they want."""

_VERBS = (
    "use|make|put|add|drop|remove|delete|keep|give|set|rename|call|move|run|host|deploy|switch|replace|swap|change|cut|halve|double|triple"
    "|raise|lower|increase|decrease|reduce|store|send|write|limit|cap|turn|take|get|let|leave|skip|scrap|forget|allow|require|encrypt|protect|do|don['’]?t"
    "|have|go|stop|start|enable|disable|archive|log|warm|scale|expect|support|notify|tell|convert|migrate|reserve|provision"
)
_JOINT = re.compile(
    rf"\s*(?:,\s*(?:and|but|plus|then|also|while)?|\b(?:and|but|plus|then|while))\s+(?:(?:also|then|please|rather|instead)\s+)*"
    rf"(?=(?:{_VERBS}|we|it|they|customers|users|people|everything|the\s+\w+\s+(?:must|should|is|are|needs?)|\w+\s+it(?!\s+(?:is|was|must|should|has))|no|not|in|without|with\s+(?:a|the|half|double|twice)|half)\b)",
    re.IGNORECASE,
)
"""Between two clauses that ask for something each."""

_APART = re.compile(r"\s*(?:not|rather|instead)\b", re.IGNORECASE)
"""A clause that goes on with the one before it."""


@dataclass(frozen=True)
class Clause:
    """Words that ask for one thing, in a message."""

    text: str
    start: int

    @cached_property
    def lower(self) -> str:
        """The words in lower case, character for character."""
        return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in self.text)

    @property
    def words(self) -> str:
        """The words on one line, for people."""
        return " ".join(self.text.split()).strip(" .,;:!?")

    def without(self, start: int, end: int) -> Clause:
        """The clause with a span of it blanked."""
        return Clause(f"{self.text[:start]}{' ' * (end - start)}{self.text[end:]}", self.start)


@dataclass(frozen=True)
class Sentence(Clause):
    """A whole sentence, as it was said."""

    @property
    def is_question(self) -> bool:
        """Whether it ends in a question mark."""
        return self.text.rstrip().endswith("?")


def sentences_in(message: str) -> Iterator[Sentence]:
    """The sentences of a message."""
    for match in _SENTENCE.finditer(message):
        if match[0].strip(" \t.!?;,-*•"):
            yield Sentence(match[0], match.start())


def led_in(text: str) -> str:
    """A sentence with its beginning blanked, and its question mark too, where that asks for something."""
    while (lead := _LEAD.match(text)) and lead.end() < len(text.rstrip()):
        blank = " " * lead.end()
        if text.startswith(blank):
            break
        text = blank + text[lead.end() :]
    return text


def clauses_of(text: str, start: int) -> Iterator[Clause]:
    """The clauses of a sentence that begins at this place of the message, without what speaks to a reader."""
    place = 0
    for joint in _JOINT.finditer(text):
        if joint.start() > place and not _APART.match(text, joint.end()):
            yield _clause(text, place, joint.start(), start)
            place = joint.end()
    yield _clause(text, place, len(text), start)


def _clause(text: str, place: int, end: int, start: int) -> Clause:
    return Clause(led_in(text[place:end]), start + place)


def without_speeches(message: str) -> tuple[str, int]:
    """The message with commands to a reader, expressions and program text blanked, and how many passages those are."""
    text = f"{message}{_SOBER}"
    return blanked(text)[: len(message)], len(speeches_in(text))


_SOBER = "\n\nThe system stands.\n"
"""Put behind a message, so that one which is nothing but such words is blanked as well."""
