"""Hears what changes nothing: questions, courtesies, what the conversation or a person has to do."""

from __future__ import annotations

import re

from agent.planners.embedded.revising import telling
from agent.planners.embedded.revising.clauses import Sentence
from agent.planners.embedded.revising.wishes import Courtesy, Excused, Given, Question, TakenBack, Wish

_COURTESY = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|yes|yeah|no|sure|fine|great|good|perfect|nice|cool|super|excellent|awesome|wonderful|thanks|thank|you|so|much|very"
    r"|a|lot|hello|hi|hey|there|good|morning|evening|day|well|done|job|work|looks?|sounds?|seems?|that|that's|it|this|is|all|for|now|i|like|love"
    r"|works?|right|nope|yep|hmm|wait|actually|sorry|instead|too|as|also|but|oh|correct|agreed?|exactly|please|go|ahead|carry|on|continue|proceed|we|are|cheers|and|makes?|sense|changed|my|mind|have|had)[\s,!.]*)+$",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|no|sorry|please|hmm+|oh|wait|actually|can|could|you|let['’]?s)[\s,]+)*(?:undo|revert|redo|roll\s?back|scratch|never\s?mind"
    r"|(?:take|put|change|turn|set)\s+(?:that|it|this|everything)\s+back|(?:go|switch|change)\s+back(?=\W*$|\s+to\s+(?:the\s+)?(?:previous|last|old|how|what|before|first|original))"
    r"|(?:restore|bring\s+back)\s+(?:the\s+)?(?:last|previous|old|first|original)\b|(?:cancel|forget|discard|reverse)\s+(?:that|this|it|the\s+last|my\s+last|what\s+i))\b",
    re.IGNORECASE,
)
MOST_WORDS_BACK = 9
"""Words up to which a sentence that begins like taking back is nothing but that."""

_LEFT = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|no|just|then|please|well|for\s+(?:all|the\s+rest|now))[\s,]+)*(?:you\s+(?:decide|choose|pick)|your\s+(?:choice|call|pick)"
    r"|(?:i\s+)?(?:do\s?n['’]?t|do\s+not)\s+(?:know|care|mind)|whatever\s+you\s+(?:think|prefer|like)(?:\s+(?:is\s+)?best)?|as\s+you\s+(?:think|like|see\s+fit)|up\s+to\s+you"
    r"|(?:(?:use|take|keep|go\s+with|stay\s+with)\s+)?(?:the|your|all)?\s*(?:the\s+)?defaults?(?:\s+(?:are|is)\s+(?:fine|ok(?:ay)?|good))?)\W*$",
    re.IGNORECASE,
)
"""Leaves what was asked to whoever asked it."""

_EXCUSE = re.compile(
    r"\b(?:waiv\w+|suppress\w*|ignor\w+|disregard\w*|overlook\w*|silenc\w+|mut(?:e|ing)|dismiss\w*|accept\w*|skip\w*|disabl\w+|bypass\w*|turn(?:ing)?\s+off|switch(?:ing)?\s+off"
    r"|hid(?:e|ing)|remov\w+|delet\w+|clear\w*|drop\w*|mark\w*|except\w*|exempt\w*|whitelist\w*|allowlist\w*|stop)\b[^.!?\n]{0,60}?"
    r"\b(?:findings?|warnings?|(?:design\s+)?errors?|(?:validation\s+)?checks?|checker|linter|lint|(?:design\s+|security\s+)?rules?|violations?|verification|verifier|sl-[a-z]\d+)\b",
    re.IGNORECASE,
)
_OWN_RULES = re.compile(
    r"\b(?:firewall|fraud|business|retention|lifecycle|health|routing|filter\w*|bus|managed)\b", re.IGNORECASE
)
"""Rules and checks that are the system's own."""

_QUESTION = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|hmm+|wait|sorry|please)[\s,]+)*"
    r"(?:why|what(?!\s+if|\s+about)|which|how(?!\s+about)|who|whom|whose|when(?=\s+(?:do|does|did|will|would|is|are|can|should)\b)|where(?=\s+(?:do|does|did|will|would|is|are|can|should)\b)|is|are|was|were|do|does|did|has|have|am|any(?:thing|one|body)?|should(?=\s+(?:we|i|it)\b.*\?)"
    r"|(?:can|could|will|would)\s+(?:you\s+(?:explain|tell|show|describe|summari[sz]e|remind)|(?:it|this|that|the\s+\w+)\s+(?:handle|cope|scale|survive|take|break|cost|support|grow|deal|stand|hold|last))\b"
    r"|explain|describe|tell\s+me|show\s+me|summari[sz]e|remind\s+me|compare|list)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?)[\s,]+)*what\s+(?:happens\s+)?(?:if|when)\b[^?]*\b(?:fails?|crash\w*|breaks|dies|is\s+(?:down|slow|late|unavailable|gone|broken)|goes\s+(?:down|away|wrong)|times?\s+out|does(?:n['’]t|\s+not)\s+(?:answer|respond))\b",
    re.IGNORECASE,
)
"""Asks what becomes of it when something goes wrong, though it begins like a wish."""

_ASKS = re.compile(
    r"^\W*(?:\w+[\s,]+){0,3}?(?:why|explain|describe|tell\s+me|show\s+me|summari[sz]e|remind\s+me|compare)\b",
    re.IGNORECASE,
)
"""Asks even without a question mark."""


def is_courtesy(words: str) -> bool:
    """Whether words are nothing but thanks, greetings, consent."""
    return not words.strip() or _COURTESY.match(words) is not None


def talk_in(sentence: Sentence) -> Wish | None:
    """What a sentence asks for that changes nothing; None where it asks for something else."""
    text = sentence.text
    if _COURTESY.match(text):
        return Courtesy()
    if _LEFT.match(text):
        return Given(telling.DEFAULTS)
    if _BACK.match(text) and len(text.split()) <= MOST_WORDS_BACK:
        return TakenBack()
    if _EXCUSE.search(text) and not _OWN_RULES.search(text):
        return Excused()
    if _SUPPOSED.match(text) or _ASKS.match(text) or (_QUESTION.match(text) and (sentence.is_question or _opens(text))):
        return Question(sentence.words)
    return None


_OPENING = re.compile(r"^\W*(?:what|which|how|who|whose)\b", re.IGNORECASE)


def _opens(text: str) -> bool:
    """Whether a sentence begins with a word that asks, though no mark ends it."""
    return _OPENING.match(text) is not None
