"""Words and their stems: how a text is cut up before it is compared with another."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from typing import Any, cast

import Stemmer

STOP_WORDS = frozenset(
    """a about again all also am an and another any anything are aren as at be because been before being best between
    both but by came can can't come comes could couldn d did didn do does doesn doesn't doing don don't during each even
    ever every everything few for from further get gets getting go goes going good got had hadn has hasn have haven
    having he help her hers him his how i i'm if in into is isn isn't it it's its just keep know let lets like ll m
    made make makes making may me might mine more most must my need needed needs no nor not now o of off on one onto or
    other our ours out over own please possible put puts re right s said same say says seem seems shall she should
    shouldn since so some something still such t take takes than that that's the their theirs them then there there's
    these they thing things think this those to too try trying under until up us use used uses using ve very want
    wanted wants was wasn way ways we we're were what what's when where which while who whom whose why will with within
    without won won't would wouldn yes you your yours""".split()
)
"""Words that tell little alone. They still count inside the phrases of the lexicon."""

_ONE_WORD = frozenset(
    """appsync bigquery chatgpt cloudformation cloudfront cloudtrail cloudwatch codebuild codedeploy codepipeline
    cosmosdb documentdb docusign dynamodb elasticache elasticsearch eventarc eventbridge eventgrid eventhub eventhubs
    firestore github gitlab graphql graalvm javascript localstack mongodb mysql openai opensearch paypal pgbouncer
    postgresql pubsub servicebus signalr snapstart sqlite timestream typescript websocket websockets whatsapp
    youtube""".split()
)
"""Names written with capitals inside that are one word all the same."""

_WORD = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z]+)?")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])")
_LOCAL = threading.local()


def word_list(text: str) -> list[str]:
    """The words of a text in order, in lower case; identifiers are cut at their capitals, `batchItemFailures` say."""
    plain = (
        text if text.isascii() else unicodedata.normalize("NFKC", text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    )
    return [part for word in _WORD.findall(plain) for part in _parts(word)]


def stem_words(words: list[str]) -> list[str]:
    """The stem of each word (Snowball, English)."""
    stems: list[str] = _stemmer().stemWords([word.removesuffix("'s") for word in words])
    return stems


def _parts(word: str) -> Iterator[str]:
    lower = word.lower()
    if word == lower or word.isupper() or lower in _ONE_WORD:
        yield lower
    else:
        yield from _CAPITAL_INSIDE.sub(" ", word).lower().split()


def _stemmer() -> Any:
    """One for each thread: a stemmer is not safe to share."""
    if not hasattr(_LOCAL, "stemmer"):
        _LOCAL.stemmer = cast("Any", Stemmer).Stemmer("english")
    return _LOCAL.stemmer
