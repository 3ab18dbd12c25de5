"""Answers questions out of the decisions: why this, why not that, what would change it. Figures are for the tools."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.planners.embedded.reading.technologies import mentions_in
from agent.planners.embedded.reading.text import Brief, stem
from agent.planners.embedded.revising.clauses import Clause
from agent.planners.embedded.revising.hearing.choices import choices_in
from agent.planners.embedded.revising.hearing.parts import CERTAIN, kinds_named, parts_named
from agent.planners.embedded.revising.hearing.subjects import CALLED, OF_KIND
from tools.design.components import Component
from tools.design.decisions import Decision
from tools.design.design import Design

MOST_DECISIONS = 3


_WHY = re.compile(r"\W*(?:(?:and|but|so|ok(?:ay)?)\s+)*why\b", re.IGNORECASE)


def is_why(question: str) -> bool:
    """Whether a question asks for reasons."""
    return _WHY.match(question) is not None


def explained(question: str, design: Design) -> str:
    """What the design says to a question, in a few sentences."""
    text = question.lower()
    found = _decisions(text, design)
    parts = _parts(text, design)
    if found:
        return " ".join(_told(decision) for decision in found[:MOST_DECISIONS])
    if parts and not re.match(r"\W*why\s+(?:not|don['’]?t|didn['’]?t|isn['’]?t|aren['’]?t)\b", text):
        return _all_introduced(parts, design)
    absent = [kind for kind in _kinds(text) if kind not in {component.kind for component in design.components}]
    if absent:
        return f"There is no {absent[0].replace('-', ' ')} in this design; nothing was changed."
    known = ", ".join(decision.id for decision in design.decisions) or "none"
    return f"I can say why of what was decided ({known}) and of each part by its name; nothing was changed."


def _decisions(text: str, design: Design) -> list[Decision]:
    """Decisions a question speaks of: by a product, else by an option, by what they are called, by a kind of part."""
    by_id = {decision.id: decision for decision in design.decisions}
    products = [name for kind in _product_kinds(text) for name in OF_KIND.get(kind, ())]
    if any(name in by_id for name in products):
        return [by_id[name] for name in dict.fromkeys(products) if name in by_id]
    plain = _without_products(text)
    names = [
        *_by_option(plain, design),
        *(name for name, words in CALLED.items() if re.search(rf"\b(?:{words})\b", plain)),
    ]
    names += [name for kind in _kinds(text) for name in OF_KIND.get(kind, ())]
    parts = _parts(text, design)
    named = (
        [d.id for d in design.decisions if set(d.components) & {part.name for part in parts}] if len(parts) == 1 else []
    )
    return [by_id[name] for name in dict.fromkeys((*names, *(named if not names else ()))) if name in by_id]


def _without_products(text: str) -> str:
    """The question without names of products, whose words are not to be taken for something else."""
    for mention in mentions_in(Brief(text.title())):
        text = f"{text[: mention.start]}{' ' * (mention.end - mention.start)}{text[mention.end :]}"
    return text


def _product_kinds(text: str) -> list[str]:
    services = [m.service for m in mentions_in(Brief(text.title())) if m.service.realises]
    services += [m.service for m in mentions_in(Brief(text)) if m.service.realises]
    return list(dict.fromkeys(service.realises[0].kind for service in services))


def _by_option(text: str, design: Design) -> Iterator[str]:
    for heard in choices_in(Clause(text, 0), design):
        yield getattr(heard.wish, "decision", "")
    words = {stem(word) for word in re.findall(r"[a-z]{4,}", text)}
    for decision in design.decisions:
        options = (decision.chosen, *(rejected.option for rejected in decision.rejected))
        if any({stem(word) for word in option.split()} <= words for option in options):
            yield decision.id


def _kinds(text: str) -> list[str]:
    return list(dict.fromkeys((*_product_kinds(text), *kinds_named(_without_products(text)))))


def _parts(text: str, design: Design) -> list[Component]:
    about = re.sub(
        r"\b(?:why|what|which|how|who|is|are|do|does|did|we|you|there|have|need|use|using|used|for|it|this|that|the|a|an|not|explain|describe|tell|me|about|show|can|should)\b|[?!.]",
        " ",
        text,
    )
    names = set(parts_named(" ".join(about.split()), design, least=CERTAIN)) if about.strip() else set[str]()
    named = [component for component in design.components if component.name in names]
    return named or [c for c in design.components if c.kind in _kinds(text) and c.kind != "external"]


def _told(decision: Decision) -> str:
    reasons = [f"{_raised(decision.question.rstrip('?'))}: {decision.chosen}, because {decision.because}."]
    reasons += [f"Not {rejected.option}: {rejected.why}." for rejected in decision.rejected[:2]]
    reasons += [
        f"{_raised(flip.to)} instead when {flip.when}{_threshold(flip.measure, flip.threshold, flip.unit)}."
        for flip in decision.flips[:2]
    ]
    return " ".join(reasons)


def _threshold(measure: str, threshold: float | None, unit: str) -> str:
    return f" {threshold:,g} {unit}".rstrip() if measure and threshold is not None else ""


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _all_introduced(parts: list[Component], design: Design) -> str:
    """The parts, queues of failures behind the others and in one sentence."""
    letters = [part for part in parts if getattr(part, "role", "") == "dead-letter"]
    others = [part for part in parts if part not in letters]
    told = [_introduced(part, design) for part in others[:MOST_DECISIONS]]
    if letters and not others:
        names = ", ".join(part.name for part in letters)
        told.append(
            f"{names}: what could not be handled is kept there until somebody looks at it, and nothing is lost."
        )
    return " ".join(told)


def _introduced(part: Component, design: Design) -> str:
    if part.kind == "external":
        return f"{part.name} lies outside the system, which reaches it or is reached by it."
    served = [c for c in design.requirements.capabilities if c.id in part.serves]
    title = f", {part.title[:1].lower()}{part.title[1:]}" if part.title else ""
    why = (
        f" It is there for: {'; '.join(_asked(c.text, c.origin) for c in served)}."
        if served
        else " It supports the others."
    )
    return f"{part.name} is {_article(part.kind)} {part.kind.replace('-', ' ')}{title}.{why}"


def _article(word: str) -> str:
    return "an" if word[:1] in "aeiou" else "a"


def _asked(text: str, origin: object) -> str:
    words = " ".join(str(getattr(origin, "text", "")).split())
    return f"{text[:1].lower()}{text[1:]} (“{words}”)" if words else f"{text[:1].lower()}{text[1:]}"
