"""Hears what is no longer asked for: needs, compliance regimes, promises, parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.planners.embedded.lexicon.needs import NEEDS
from agent.planners.embedded.lexicon.setting import REGIMES
from agent.planners.embedded.reading.needs import cued_in
from agent.planners.embedded.reading.text import Brief
from agent.planners.embedded.revising.clauses import Clause
from agent.planners.embedded.revising.hearing.parts import CERTAIN, kinds_named, parts_named
from agent.planners.embedded.revising.wishes import Dropped, Heard, Lifted, Removed, Unclear, Wish
from tools.design.design import Design
from tools.design.queries import Graph

_GO = re.compile(
    r"(?:^|\b)(?:drop|dropping|remove|removing|delete|kill|scrap|ditch|cut(?:\s+out)?|omit|lose|strip(?:\s+out)?|eliminate|discard|exclude|leave\s+(?:out|away)|take\s+(?:out|away)|get\s+rid\s+of|do\s+away\s+with|skip|forget(?:\s+about)?"
    r"|throw\s+(?:out|away)|no\s+(?:more|longer)|without|(?:don['’]?t|do\s+not|stop|never)\s+(?:send(?:ing)?|keep(?:ing)?)|(?:we|i|they|you)\s+(?:don['’]?t|do\s+not|no\s+longer|never|won['’]?t|will\s+not)\s+(?:really\s+|actually\s+)?(?:need|want|require|use)(?:\s+to\s+have)?|(?:nobody|no[-\s]?one)\s+(?:really\s+|ever\s+)?(?:needs?|wants?|uses?|reads?|looks?\s+at)|there(?:['’]s|\s+is|\s+are)\s+no(?:\s+need\s+for)?|no\s+need\s+for|no)\s+"
    r"(?P<what>[^,.;]{2,80}?)(?=\s+(?:any\s?more|any\s+longer|after\s+all|for\s+now|at\s+all|out\b|please|from\s+(?:the\s+)?(?:design|system|scope|project))|\s*$|[,.;!])"
)
_GONE = re.compile(
    r"(?:^|\b)(?:the\s+|our\s+)?(?P<what>[\w' -]{2,60}?)\s+(?:is|are|was|can|could|should|must|may)(?:n['’]?t|\s+not|\s+no\s+longer)?\s+(?:be\s+)?"
    r"(?:(?<=n't\s)|(?<=not\s)|(?<=longer\s)|(?<=no longer\s))?(?P<how>(?:needed|required|wanted|necessary)(?:\s+any\s?more)?|out\s+of\s+scope|unnecessary|superfluous|dropped|removed|left\s+out|cut(?=\W*$)|go(?:es)?(?:\s+away)?(?=\W*$)|gone|obsolete)(?!\w)"
)
_OUTRIGHT = re.compile(
    r"^\W*(?:drop|remov|delet|kill|scrap|ditch|cut|omit|lose|strip|eliminat|discard|exclud|leav|tak|get\s+rid|do\s+away|skip|forget|throw|no\s+(?:more|longer)|nobody|no[-\s]?one|(?:we|i)\s+(?:don['’]?t|do\s+not|no\s+longer)\s+(?:really\s+|actually\s+)?(?:need|want))"
)
"""Says outright that something shall go, whatever it is."""
_BETWEEN = re.compile(r"(?P<what>[\w -]*?)\s*\bbetween\s+(?:the\s+)?(?P<a>[\w -]+?)\s+and\s+(?:the\s+)?(?P<b>[\w -]+)")
_PROMISES: dict[str, str] = {
    "availability": r"availability|uptime|sla|slo|nines",
    "recovery": r"rpo|rto|recovery\s+(?:objectives?|time|point)|disaster\s+recovery",
    "latencies": r"latency|latencies|response\s+times?|p\d\d",
    "residency": r"residency",
    "retentions": r"retention(?:\s+\w+)?",
}
_NOT_LOST = re.compile(
    r"\b(?:data\s+loss|loss|lost|downtime|delay|cold\s+starts?|one|more\s+than|longer|later|less|matter|idea|problem|way|double|duplicates?|public\s+access|open|servers?)\b"
)


def losses_in(clause: Clause, design: Design) -> Iterator[Heard]:
    """What shall go, said one way or the other."""
    text = clause.lower
    match = _GO.search(text) or _gone(text)
    if match is None or _NOT_LOST.search(match["what"]) or re.search(r"\bafter\s+(?:\d|a\b|one\b|two\b)", text):
        return
    wish = _lost(match["what"].strip(), text, design)
    if wish is None and _OUTRIGHT.search(match[0]) and not re.search(r"\d", match["what"]):
        wish = Unclear(_absent(match["what"].strip(), design))
    if wish is not None:
        yield Heard(
            wish, clause.text[match.start() : match.end()], clause.start + match.start(), clause.start + match.end()
        )


def _absent(what: str, design: Design) -> str:
    """That there is no such part, and what comes nearest."""
    kinds = kinds_named(what)
    letters = [c.name for c in design.components if c.kind == "queue"]
    if what.split()[-1:] in (["queue"], ["queues"]) and letters:
        return f"there is no queue for work here, only {', '.join(letters)} for what fails; name one of them"
    if kinds and not any(c.kind in kinds for c in design.components):
        return f"there is no {kinds[0].replace('-', ' ')} in this design"
    return f"nothing in this design goes by “{what}”"


def _gone(text: str) -> re.Match[str] | None:
    match = _GONE.search(text)
    if match is None:
        return None
    is_denied = re.search(r"n['’]?t\b|\bnot\b|\bno\s+longer\b", match[0])
    needs_denial = re.match(r"needed|required|wanted|necessary", match["how"])
    return match if bool(is_denied) == bool(needs_denial) else None


def _lost(what: str, text: str, design: Design) -> Wish | None:
    if (between := _BETWEEN.match(what)) is not None:
        return _between(between, design)
    if (lifted := _lifted(what, design)) is not None:
        return lifted
    exact = parts_named(what, design, least=CERTAIN)
    names = {component.name for component in design.components}
    if len(exact) == 1 and (exact[0] in _spellings(what) and exact[0] in names):
        return Removed(exact)
    needs = _needs_of(what, design)
    if needs:
        return Dropped(needs)
    if exact and (len(exact) == 1 or kinds_named(what)):
        return Removed(exact) if len(exact) == 1 else _which(what, exact)
    return None


def _spellings(what: str) -> set[str]:
    words = re.sub(r"\b(?:the|our|a|an|whole|entire)\b", " ", what).split()
    return {"-".join(words), "-".join(words[:-1])}


def _which(what: str, found: tuple[str, ...]) -> Unclear:
    return Unclear(f"“{what}” may be any of {', '.join(found)}; say which one", found)


def _lifted(what: str, design: Design) -> Wish | None:
    """Regimes and promises by name."""
    regimes = tuple(
        regime.name
        for regime in design.requirements.regimes
        if re.search(rf"(?<![\w-])(?:{REGIMES[regime.name]})(?![\w-])", what)
    )
    if regimes:
        return Lifted("regimes", regimes)
    return next((Lifted(field) for field, words in _PROMISES.items() if re.search(rf"\b(?:{words})\b", what)), None)


def _needs_of(what: str, design: Design) -> tuple[str, ...]:
    """Needs of the design that the words are cues of, or are called by."""
    asked = {capability.need for capability in design.requirements.capabilities}
    called = {need.id for need in NEEDS if need.id in asked and is_called(what, need.id)}
    cued = set[str]() if kinds_named(what) else (cued_in(Brief(what)) & asked) - FOUNDATIONS
    found = called or cued
    return tuple(need.id for need in NEEDS if need.id in found)


FOUNDATIONS = frozenset({"key-value", "crud", "http-api", "process", "background-work", "relational"})
"""Needs that much else rests on: they go only where they are called by their name."""

CALLED: dict[str, str] = {
    "search": r"search\w*", "notify": r"notif\w+|alerts?|alarms?|push\s+messages?|sms|text\s+messages?", "email": r"e-?mails?|mails?|newsletters?",
    "sign-in": r"sign-?\s?in|log-?\s?in|logins?|accounts|authentication", "cache": r"cach\w+", "web-app": r"web\s?sites?|front-?\s?end|web\s+app|site|ui",
    "content-delivery": r"cdn|edge", "upload": r"uploads?|file\s+uploads?", "schedule": r"schedul\w+|nightly\s+\w+|daily\s+\w+|weekly\s+\w+|timers?|cron\s+jobs?",
    "audit": r"audit\w*", "graphql": r"graphql", "realtime-push": r"websockets?|live\s+updates?|real-?time\s+(?:updates?|push)", "partner-api": r"partner\s+api|partners?\s+(?:access|door)",
    "webhook-delivery": r"webhooks?|outgoing\s+webhooks?", "webhooks": r"webhooks?", "multi-tenant": r"tenants?|multi-?tenan\w+", "human-approval": r"(?:manual\s+|human\s+)?approvals?|sign-?off",
    "transcode": r"transcod\w+", "ocr": r"ocr|text\s+recognition", "translation": r"translat\w+", "speech-to-text": r"transcri\w+|speech", "vision": r"image\s+recognition|vision",
    "language-model": r"ai|llm|chat\s?bot|language\s+model|assistant", "data-lake": r"data\s+lake|athena|ad-?hoc\s+queries|analytics", "dashboards": r"dashboards?", "archive-stream": r"archiv\w+|raw\s+(?:data|events)",
    "web-firewall": r"firewall|waf", "metering": r"metering|usage\s+(?:metering|billing|tracking)", "iot": r"devices?|iot", "fraud": r"fraud\w*(?:\s+\w+)?", "recommendation": r"recommend\w+", "multi-region": r"multi-?region|second\s+region",
    "custom-model": r"predict\w*(?:\s+\w+)?|forecast\w*|custom\s+model|machine\s+learning", "timeseries": r"time\s?series", "stream": r"stream\w*",
    "private-network": r"private\s+network|vpc", "legacy-integration": r"legacy(?:\s+\w+)?|mainframe|old\s+system", "one-off-timer": r"reminders?|timers?", "batch": r"batch\s*\w*", "partner-files": r"sftp|partner\s+files",
}  # fmt: skip


def is_called(what: str, need: str) -> bool:
    words = CALLED.get(need)
    plain = re.sub(
        r"\b(?:the|our|a|an|any|all|whole|entire|that|this|these|thing|things|feature|features|part|stuff|function(?:ality)?|capability|box|bar|index|integration|service|support|gateway|bits?)\b",
        " ",
        what,
    )
    return (
        words is not None
        and re.fullmatch(
            rf"\s*(?:[\w-]+\s+){{0,2}}?(?:{words})(?:\s+(?:of|for|by|to|on|in|over|across)\s+[\w -]+)?\s*", plain
        )
        is not None
    )


def _between(match: re.Match[str], design: Design) -> Wish:
    """The part through which one thing reaches another."""
    graph = Graph(design)
    kinds = kinds_named(match["what"])
    first, second = (parts_named(match[end].strip(), design) or _outside(match[end], design) for end in ("a", "b"))
    found = [
        c.name for c in design.components if (not kinds or c.kind in kinds) and _joins(graph, c.name, first, second)
    ]
    if len(found) == 1:
        return Removed((found[0],))
    what = " ".join(match[0].split())
    if found:
        return _which(what, tuple(found))
    return Unclear(f"there is no {kinds[0] if kinds else 'part'} between {match['a'].strip()} and {match['b'].strip()}")


def _outside(words: str, design: Design) -> tuple[str, ...]:
    plain = words.strip().replace(" ", "-")
    return tuple(c.name for c in design.components if c.name in (plain, plain.rstrip("s")))


def _joins(graph: Graph, name: str, first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    before = {link.source for link in graph.incoming(name)}
    after = {link.target for link in graph.outgoing(name)}
    forth = bool(before & set(first)) and bool(after & set(second))
    return forth or (bool(before & set(second)) and bool(after & set(first)))
