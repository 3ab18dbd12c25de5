"""Answers questions about what the design lets happen: who may reach a part, and what happens when one fails."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.planners.embedded.revising.hearing.parts import CERTAIN, kinds_named, parts_named
from tools.bundle.wording import counted, listed, span
from tools.design.components import Component
from tools.design.design import Design
from tools.design.queries import Graph
from tools.design.semantics import semantics_of

_REACH = re.compile(
    r"\b(?:who|what|which)\b[^?]*?\b(?:can|may|could|has|have|is\s+allowed|are\s+allowed|reads?|writes?|access\w*|uses?|calls?|talks?)\b[^?]*"
    r"|\b(?:access|permissions?|rights)\b",
)
_READS = re.compile(
    r"\b(?:read|reads|see|sees|look|query|queries|access\w*|reach\w*|get|gets|permissions?|rights|use|uses|touch)\b"
)
_WRITES = re.compile(
    r"\b(?:write|writes|change|changes|delete|deletes|update|updates|access\w*|reach\w*|permissions?|rights|use|uses|touch)\b"
)
_FAILS = re.compile(
    r"\b(?:what|how)\b[^?]*\b(?:fails?|failed|failure|crash\w*|breaks|dies"
    r"|goes\s+(?:down|away|wrong)|is\s+(?:down|slow|late|unavailable|gone|broken)|times?\s+out|lost|error|does(?:n['’]t|\s+not)\s+(?:answer|respond))\b"
)
_HAS = re.compile(
    r"\bwhat\b[^?]*\b(?:permissions?|rights|access)\b[^?]*\b(?:does|do|has|have)\b"
    r"|\bwhat\s+(?:can|may)\s+[\w-]+\s+(?:do|access|reach|read|write|touch|see)"
)
_KEPT = re.compile(
    r"\bwhere\b[^?]*\b(?:data|records?|files?|stored?|kept|saved|lives?|held|goes|go)\b"
    r"|\bhow\s+long\b[^?]*\b(?:kept|keep|stored?|retained)\b"
)
MOST_PARTS = 3


def reached(question: str, design: Design) -> str:
    """Who may reach the parts a question names, or what happens when they fail; empty for other questions."""
    text = question.lower()
    if _KEPT.search(text):
        return _kept(text, design)
    named = [Graph(design)[name] for name in _named(text, design)]
    if not named:
        return _unnamed(text, design)
    if _FAILS.search(text):
        return " ".join(_failing(part, Graph(design)) for part in named[:MOST_PARTS])
    if _HAS.search(text):
        return " ".join(_having(part, Graph(design)) for part in named[:MOST_PARTS])
    if _REACH.search(text) and (_READS.search(text) or _WRITES.search(text)):
        return " ".join(_reaching(part, Graph(design), text) for part in named[:MOST_PARTS])
    return ""


def _unnamed(text: str, design: Design) -> str:
    """What is said of a failing part that the design does not know by this name."""
    if not _FAILS.search(text):
        return ""
    outside = [c.name for c in design.components if c.kind == "external" and Graph(design).incoming(c.name)]
    calls = f" What lies outside and is waited for: {listed(outside, 9)}." if outside else ""
    return f"No part of the design goes by that name.{calls} Nothing was changed."


def _kept(text: str, design: Design) -> str:
    """Where data is kept, and for how long."""
    asked = design.requirements
    where = listed([f"{c.name} ({c.kind.replace('-', ' ')})" for c in design.components if c.kind in HOLDING], 9)
    periods = listed([f"{kept.what} {span(kept.days * 86400)}" for kept in asked.retentions], 5)
    long = f"Asked to be kept: {periods}." if periods else "Nobody said how long anything is to be kept."
    return f"Data is kept in {where or 'no part of the design'}, in {listed(list(asked.regions.value), 3)}. {long}"


HOLDING = ("table", "database", "bucket", "search-index", "warehouse", "cache", "file-system", "time-series")
"""Kinds that hold data."""


def _having(part: Component, graph: Graph) -> str:
    """What a part may do to others."""
    verbs = {"read": "reads", "write": "writes to", "call": "calls", "send": "sends to", "trigger": "starts"}
    told = [
        f"{verb} {listed(names, 9)}"
        for kind, verb in verbs.items()
        if (names := list(dict.fromkeys(link.target for link in graph.outgoing(part.name) if link.kind == kind)))
    ]
    return (
        f"{part.name} {'; '.join(told) or 'reaches no other part'}. Beside its own logs its role permits nothing else."
    )


def _named(text: str, design: Design) -> tuple[str, ...]:
    found = parts_named(text, design, least=CERTAIN)
    if found:
        return found
    phrase = re.split(r"\b(?:read|write|access|reach|see|change|use|touch|when|if|to)\b", text)[-1]
    kinds = kinds_named(text)
    among = parts_named(phrase, design, least=CERTAIN)
    return among or tuple(
        c.name for c in design.components if c.kind in kinds and getattr(c, "role", "") != "dead-letter"
    )


def _reaching(part: Component, graph: Graph, text: str) -> str:
    links = graph.incoming(part.name)
    readers = _sources(part, graph, ("read",)) if _READS.search(text) else []
    writers = _sources(part, graph, ("write", "send")) if _WRITES.search(text) or not readers else []
    callers = _sources(part, graph, ("call", "trigger"))
    told = [
        f"read by {listed(readers, 9)}" if readers else "read by no other part" if _READS.search(text) else "",
        f"written to by {listed(writers, 9)}" if writers else "",
        f"called or started by {listed(callers, 9)}" if callers else "",
    ]
    said = "; ".join(filter(None, told))
    people = [link.source for link in links if graph[link.source].kind == "external"]
    outside = "" if people else " Nothing outside the system reaches it."
    return f"{part.name} is {said}. No other role has a permission on it.{outside}"


def _sources(part: Component, graph: Graph, kinds: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(link.source for link in graph.incoming(part.name) if link.kind in kinds))


def _failing(part: Component, graph: Graph) -> str:
    told = [*_retried(part, graph), *_waiting(part, graph)]
    return " ".join(told) if told else f"Nothing waits for {part.name}, and nothing is tried again for it."


def _retried(part: Component, graph: Graph) -> Iterator[str]:
    """What becomes of deliveries to a part that fails."""
    for link in graph.incoming(part.name, "trigger"):
        source = graph[link.source]
        found = semantics_of(link, source, part)
        if found.mode == "sync":
            yield f"Where {part.name} fails, {source.name} gets the error at once and tells it to whoever asked."
            continue
        letter = found.dead_letter or getattr(source, "dead_letter", None) or getattr(part, "on_failure", None)
        tries = counted(found.retries, "more time") if found.retries is not None else "again until it expires"
        age = f", for {span(found.max_age_s)} at most" if found.max_age_s else ""
        end = f" and then kept in {letter}" if letter else " and then given up"
        yield f"What {source.name} hands to {part.name} and fails is tried {tries}{age}{end}."


def _waiting(part: Component, graph: Graph) -> Iterator[str]:
    """Who waits for a part, and fails with it."""
    callers = _sources(part, graph, ("call", "read", "write"))
    if callers:
        flows = [flow.name for flow in graph.design.workflows for name in callers if name == flow.name]
        undone = f" The workflow {flows[0]} retries, and undoes what was done before." if flows else ""
        wait, fail = ("wait", "fail") if len(callers) > 1 else ("waits", "fails")
        yield f"{listed(callers, 9)} {wait} for {part.name}, and {fail} where it does not answer in time.{undone}"
