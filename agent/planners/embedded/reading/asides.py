"""What in a brief is no part of it: words to an assistant that might read it, template expressions, program text.

A brief describes a system. What is pasted into it may command its reader or hold code; neither says what the system
must do. Such passages are blanked before a brief is read for requirements, character for character, so that the spans
of quotations stay true. Everything here takes time in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

PAIRS = (("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<%", "%>"), ("${", "}"), ("#{", "}"), ("*{", "}"), ("@{", "}"),
         ("[#", "]"), ("[[", "]]"), ("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))  # fmt: skip
"""How template expressions, comments and scripts begin and end."""

MOST_EXPRESSION = 4000
"""Characters between beginning and end beyond which the two do not belong together."""

_TAG = re.compile(r"</?[A-Za-z_][\w:-]{0,40}(?:[\s/][^<>\n]{0,300})?>")
_OPEN = re.compile(r"<([A-Za-z_][\w:-]{0,40})>")
_CALL = re.compile(
    r"\b[A-Za-z_]\w{0,40}(?:(?:\.\w{1,40}){1,6}\([^()\n]{0,200}\)|\([^()\n\"']{0,40}[\"'][^()\n]{0,200}\))"
    r"(?:\.[A-Za-z_]\w{0,40}(?:\([^()\n]{0,80}\))?){0,8}"
)
_DUNDER = re.compile(r"(?<![\w.])[\w.]{0,80}?__\w{1,40}__[\w.]{0,120}")
_PROGRAM = re.compile(
    r"^\s*(?:import|from\s+\w+\s+import|def|class|return|const|let|var|elif|try:|except\b|print\()"
    r"|;\s*$|\)\s*\{\s*$|\w\(.*\)\s*:?\s*$|^\s*[\w.\[\]\"']+\s*=\s*\S"
)
_INLINE = re.compile(
    r"```[^`\n]{1,2000}```|\b\w{1,40}=[\"'][^\"'\n]{0,200}[\"']\S{0,80}|\b(?:curl|wget)\s[^\n]{0,400}"
    r"|(?:[\"'][^\"'\n]{0,30}[\"'][,+]){3}\S{0,200}|\bimport\s\w{1,40}\s?;|\b(?:latitude|longitude)\W{1,3}\d[^\s]{0,30}",
    re.IGNORECASE,
)
"""Code within a line: between three back quotes, values given to names, downloads, pieces to be joined, coordinates."""
_OBJECT = re.compile(r"(?<=>)\{[^{}\n]{0,400}\}(?=<)")
"""What a program returned, between its tags."""
MACHINE = (
    (_TAG, ("<",)),
    (_CALL, ("(",)),
    (_DUNDER, ("__",)),
    (_INLINE, ("```", '="', "='", '",', "',", '"+', "'+", "curl", "wget", "import", "latitude", "longitude")),
    (_OBJECT, ("{",)),
)
"""What only a machine reads, and the marks, in lower case, of which it has one at least."""

_FENCE = re.compile(r"^[ \t]*(?:```|~~~).*$", re.M)
CODE_SHARE = 0.4
"""Share of the lines between fences from which they are program text."""

_COMMAND = re.compile(
    r"(?<!\w)(?:(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}\b(?:previous|prior|above|earlier|instructions?|prompts?)\b"
    r"|(?:system|developer|hidden)[\s_-]*(?:prompt|message|note|instructions?|mode)\b"
    r"|(?:my|your|these|new|starting|previous)\s+(?:instructions?|ruleset)\b"
    r"|jailbr(?:eak|oken)\w*|let['\u2019]s\s+(?:play|pretend|role-?play|imagine)\b"
    r"|(?:dear|hello|hi|hey|(?:to|for) you,?)\s+(?:ai|assistant|chatbot|claude|(?:chat)?gpt|gemini)\b"
    r"|from\s+now\s+on,?\s+(?:you(?:'ll|\s+(?:will|are|must|shall|should|have|can|may|only))|your|the\s+assistant)\b"
    r"|you\s+have\s+no\s+memory\b|(?:you|u)(?:\s+(?:are|r)|'re)\s+(?-i:[A-Z])\w*|(?:todo|fixme)\b"
    r"|(?:when|while|before|after)\s+(?:generat|writ|produc)ing\s+(?:the|this|a|an|your)\s+(?:\w+\s+)?(?:guide|design|template|report|document|response|answer|readme)\b"
    r"|before\s+(?:you\s+)?(?:answer|respond|reply|generat)\w*"
    r"|(?:this|the|following|subsequent|below)\s+code\s+(?:snippet|block|excerpt|segment|section)\b"
    r"|you\s+are\s+going\s+to\s+(?:act|be|play)\b"
    r"|(?:role-?play|pretend)\s+(?:as|to\s+be|you)\b|stay\s+in\s+char(?:acter)?\b"
    r"|(?:assistant|ai|chatbot|model)\s+must\s+(?:now\s+)?(?:use|answer|respond|obey|follow|act)\b"
    r"|(?:respond\s+to|answer)\s+(?:every|each|any|all|my)\s+(?:\w+\s+)?(?:prompts?|questions?|messages?)\b"
    r"|(?:unfiltere?d|uncensored|amoral)\b[^.\n]{0,60}\b(?:ai|responses?|answers?|model|persona|character)\b)",
    re.IGNORECASE,
)
"""Takes over a reader: what follows in the paragraph belongs to it."""

_ASIDE = re.compile(
    r"(?<!\w)(?:your\s+(?:\w+\s+){0,2}(?:answers?|repl(?:y|ies)|responses?|explanations?|outputs?|sentences?|code|solutions?|algorithms?"
    r"|instructions?|rules|guidelines|training|memory|role|persona)\b"
    r"|(?:pretend|role-?play|imagine)\b|you\s+(?:\w+\s+)?(?:act|behave|respond|speak)\s+(?:as|like)\b"
    r"|you(?:'re|\s+are|\s+will)\s+(?:now|an?\s+(?:ai|assistant|chatbot|language\s+model))\b"
    r"|(?:tell|show|give|teach)\s+me\b|as\s+an\s+ai\b"
    r"|(?:repeat|recite|say|print|output)\s+(?:(?:the|this|all)\s+)?(?:entire\s+|whole\s+)?(?:above|following|everything|text"
    r"|words?|sentence|conversation|exactly|only)\b|wh(?:at|o|ich|en|ere|y)\b[^?]{0,200}\?"
    r"|do\s+not\s+(?:print|say|reply|answer|respond|mention|report)\b"
    r"|how\s+(?:do|can|could|should)\s+i\b[^?]{0,200}\?"
    r"|(?:drop\s+table|union\s+select|insert\s+into\s+\w+\s*\(|select\s+(?:\*|case\s+when)))"
    r"|^\W*(?:(?:act|behave|respond|speak)\s+(?:as|like)\b"
    r"|(?:answer|respond|reply)\s+(?:without|with|in|to|only|as|every|all)\b"
    r"|(?:what|who|which|where|why)\s+(?:is|are|was|were)\b[^?:|\n]*$)",
    re.IGNORECASE,
)
"""Speaks to a reader in passing: the sentence goes, the paragraph stays."""

_BLOCK = re.compile(
    r"(?:^[ \t]*(?:[-*+•|#]|\d{1,2}[.)])[^\n]*|[^\n]+)(?:\n(?![ \t]*(?:[-*+•|#]|\d{1,2}[.)]|\n))[^\n]+)*", re.M
)
_UNENDED = "|".join(
    rf"(?<=\b{word})" for word in "a an the of to in on by for with and or is are as that which".split()
)
_SENTENCE = re.compile(
    rf"[^.!?|\n]*(?:(?:[.!?](?!\s|$)|(?:{_UNENDED}|,)\n)[^.!?|\n]*)*(?:[.!?]+|\||\n|$)", re.IGNORECASE
)
"""Up to its stop, the end of its cell, or of its line, unless that breaks off after a word no sentence ends in."""
_YOU = re.compile(r"(?<!\w)(?:you|your|u|me|my|i)(?!\w)", re.IGNORECASE)
"""Goes on speaking to a reader."""
_PERIOD = re.compile(r"\b(?:19|20)\d\d\s*[-\u2013\u2014]\s*((?:19|20)\d\d|present|ongoing|today|now)\b", re.IGNORECASE)
MANY_PERIODS = 2
_IN_HEADINGS = tuple(
    re.compile(book.pattern.replace(r"^\W*", r"(?<!\w)"), re.IGNORECASE) for book in (_COMMAND, _ASIDE)
)
"""The same in headings, where no full stop tells what was put behind a name from the name."""
_ANSWERED = re.compile(r"[ \t]{0,3}(?:->|→|=>)[ \t]")
"""After a question that is the name of a field: its answer stands behind."""
_OPENING = re.compile(
    r"(?:(?<=\w )|(?<=# ))(?:Let['\u2019]s|The|This|That|These|You|If|When|Before|After|I|We|It|There|Please)\b"
)
"""Begins a sentence where no full stop came before."""
_CAPITAL = re.compile(r"(?<=\w )[A-Z][\w'\u2019]*,?(?:\s+[^\sA-Z]\S*)+\s*$")
"""The same: a capital letter after which words are written small."""


@lru_cache(maxsize=8)
def blanked(text: str) -> str:
    """The text with what is no part of the brief as spaces; line feeds stay, and so does its length."""
    human = _human(text)
    found = _without(human, _speeches(human))
    return found if found.strip() else human


def speeches_in(text: str) -> tuple[str, ...]:
    """The passages that speak to a reader, each on one line."""
    human = _human(text)
    return tuple(_said(text[start:end]) for start, end in _speeches(human) if human[start:end].strip())


def _said(passage: str) -> str:
    """On one line, without the marks of a list or a table."""
    return " ".join(passage.split()).strip("-*+•|# ")


@lru_cache(maxsize=8)
def _human(text: str) -> str:
    """The text without what only a machine reads."""
    for find in (_programs, _enclosed, _expressions, _machine_words):
        text = _without(text, find(text))
    return text


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces: list[str] = []
    place = 0
    for start, end in spans:
        if start >= place:
            pieces += [text[place:start], re.sub(r"[^\n]", " ", text[start:end])]
            place = end
    return "".join([*pieces, text[place:]])


def _programs(text: str) -> Iterator[tuple[int, int]]:
    """Program text between fences."""
    fences = list(_FENCE.finditer(text))
    for opening, closing in zip(fences[::2], fences[1::2], strict=False):
        lines = [line for line in text[opening.end() : closing.start()].split("\n") if line.strip()]
        if lines and sum(_PROGRAM.search(line[:300]) is not None for line in lines) >= CODE_SHARE * len(lines):
            yield opening.end(), closing.start()


def _enclosed(text: str) -> Iterator[tuple[int, int]]:
    """Everything between a tag and its end where it commands its reader."""
    looked_at = -1
    for tag in _OPEN.finditer(text):
        closing = f"</{tag[1]}>"
        end = text.find(closing, tag.end(), tag.end() + MOST_EXPRESSION)
        if end <= looked_at:
            continue  # also where there is none: -1
        looked_at = end
        if _COMMAND.search(text, tag.end(), end):
            yield tag.start(), end + len(closing)


def _expressions(text: str) -> Iterator[tuple[int, int]]:
    found = sorted(span for opening, closing in PAIRS for span in _between(text, opening, closing))
    yield from found


def _between(text: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """From each opening to the next closing, where that is near."""
    start, end = text.find(opening), -1
    while start >= 0:
        if end < start + len(opening):
            end = text.find(closing, start + len(opening))
        if end < 0:
            return
        is_near = end - start <= MOST_EXPRESSION
        if is_near:
            yield start, end + len(closing)
        start = text.find(opening, end if is_near else start + 1)


def _machine_words(text: str) -> Iterator[tuple[int, int]]:
    lower = text.lower()
    likely = [pattern for pattern, marks in MACHINE if any(mark in lower for mark in marks)]
    yield from sorted(match.span() for pattern in likely for match in pattern.finditer(text))


@lru_cache(maxsize=8)
def _speeches(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(_speech_spans(text))


def _speech_spans(text: str) -> Iterator[tuple[int, int]]:
    """Sentences that speak to a reader, with the rest of the paragraph where they take it over, and with the
    paragraphs after it that go on speaking; and what people did in other years."""
    before = ""
    for block in _BLOCK.finditer(text):
        if block[0].lstrip().startswith("#"):
            yield from _in_heading(block)
            before = ""
        elif _tells_years(block[0], before):
            yield block.start() + _before_history(block[0]), block.end()
            before = block[0]
        elif _goes_on(block[0], before):
            yield block.span()
            before = block[0]
        else:
            spans = list(_in_paragraph(text, block))
            yield from spans
            before = block[0] if spans and spans[-1][1] == block.end() else ""


def _in_paragraph(text: str, block: re.Match[str]) -> Iterator[tuple[int, int]]:
    for sentence in _SENTENCE.finditer(text, block.start(), block.end()):
        if _COMMAND.search(sentence[0]):
            yield sentence.start(), block.end()
            return
        if _ASIDE.search(sentence[0]) and not _ANSWERED.match(text, sentence.end()):
            yield sentence.span()


def _in_heading(block: re.Match[str]) -> Iterator[tuple[int, int]]:
    """What stands before stays, because it names the system."""
    books = (*_IN_HEADINGS, _PERIOD) if _tells_years(block[0], "") else _IN_HEADINGS
    found = [match.start() for book in books if (match := book.search(block[0]))]
    if found:
        opening = _OPENING.search(block[0], 0, min(found)) or _CAPITAL.search(block[0], 0, min(found))
        yield block.start() + (opening.start() if opening else min(found)), block.end()


def _goes_on(block: str, before: str) -> bool:
    """Whether a paragraph continues one that spoke to a reader: announced by it, or speaking itself."""
    return bool(before) and (before.rstrip().endswith(":") or _YOU.search(block) is not None)


def _before_history(block: str) -> int:
    """Length of a list's last item, where a history without a mark of its own stands right below it."""
    first, _, rest = block.partition("\n")
    is_below = first.lstrip()[:1] in BULLETS and rest[:1].strip() and not _PERIOD.search(first)
    return len(first) + 1 if is_below else 0


BULLETS = ("-", "*", "+", "•")


def _tells_years(block: str, before: str) -> bool:
    """Whether a paragraph tells a history, as curricula vitae do: periods of years, several or up to today."""
    years = _PERIOD.findall(block)
    is_several = len(years) >= MANY_PERIODS or any(not end.isdigit() for end in years)
    return is_several or bool(years and before and _PERIOD.search(before))
