"""Words and their stems: how a text is cut up before it is compared with another."""

from __future__ import annotations

import re
import threading
import unicodedata
from typing import Any, cast

import Stemmer

STOP_WORDS = frozenset(
    """a an the this that these those there here it its i me my mine we us our ours you your yours he him his she her hers
    they them their theirs who whom whose which what is am are was were be been being do does did doing have has had
    having can could may might must shall should will would to of in on at by for from with into onto as if then than so
    too very just also but and or nor not no yes how why when where while about up out off over under again further any
    some such own same other another each every all both few more most one s t d ll m o re ve don didn doesn isn aren wasn
    won wouldn couldn shouldn hasn haven hadn get gets got getting go goes going use uses used using want wants wanted need
    needs needed make makes made making let lets like way ways thing things something anything everything please help
    trying way still now ever even because since after before until between during without within via per it's i'm we're
    that's there's what's don't doesn't can't won't isn't say says said put puts take takes keep come comes seem seems best
    good right know think possible""".split()
)
"""Words that tell little alone. They still count inside the phrases of the lexicon."""

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])")
_LOCAL = threading.local()


def word_list(text: str) -> list[str]:
    """The words of a text in order, in lower case; names run together with capitals are cut, `batchItemFailures` say."""
    plain = unicodedata.normalize("NFKC", text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return _WORD.findall(_CAMEL.sub(" ", plain).lower())


def stem_words(words: list[str]) -> list[str]:
    """The stem of each word (Snowball, English)."""
    stems: list[str] = _stemmer().stemWords([word.removesuffix("'s") for word in words])
    return stems


def _stemmer() -> Any:
    """One for each thread: a stemmer is not safe to share."""
    if not hasattr(_LOCAL, "stemmer"):
        _LOCAL.stemmer = cast("Any", Stemmer).Stemmer("english")
    return _LOCAL.stemmer
