"""Entities and actors: the nouns a brief is about."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache

from agent.planners.embedded.lexicon.things import ACTORS, ENTITIES, FLOWING, NEVER_KEPT, NOT_ENTITIES
from agent.planners.embedded.reading.cues import class_stems
from agent.planners.embedded.reading.origin import assumed, quoted
from agent.planners.embedded.reading.quantities import PERIODS
from agent.planners.embedded.reading.text import Brief, Sentence, Word, stem
from agent.planners.embedded.reading.traffic import kebab
from tools.design.requirements import Actor, Entity, EntityField, FieldType, Load, Origin

MOST_ENTITIES = 6

_BEFORE = frozenset(
    "a an the each every new per their my our any of all no this that these its his her one many some customer user"
    " product which".split()
)
_AFTER = frozenset(
    "service data management processing status history table detail details id number catalog catalogue record records"
    " info information store creation profile database list".split()
)
_AFTER_DEEDS = frozenset("all each the their his her our its every any some this these those".split())
"""After a deed that looks like a thing: "a portal offers all reports"."""
_MANAGES = frozenset(
    stem(word)
    for word in (
        "manage create read update delete add edit store track place book list view submit register search keep handle"
        " cancel open close assign own post publish buy sell crud maintain save browse order schedule request record"
    ).split()
)
_EXPLICIT = re.compile(r"\bentities\s*:\s*([^\n.]+)")
_MANAGED = re.compile(
    r"\b(?:manag(?:e|es|ing)|track(?:s|ing)?|stor(?:e|es|ing)|register(?:s|ing)?|maintain(?:s|ing)?|crud\s+(?:for|of|on|operations\s+(?:for|on))"
    r"|catalog(?:ue)?\s+of|directory\s+of|list(?:s)?\s+of|database\s+of|inventory\s+of|library\s+of)\s+(?:their\s+|our\s+|all\s+|the\s+|an?\s+|its\s+)?([a-z]{3,}(?:\s[a-z]{3,})?)"
)
_TYPES: tuple[tuple[str, FieldType], ...] = (
    ("Id", "uuid"), ("At", "timestamp"), ("Date", "date"), ("email", "email"), ("Url", "url"), ("amount", "money"),
    ("price", "money"), ("total", "money"), ("balance", "money"), ("count", "integer"), ("quantity", "integer"),
    ("items", "list"), ("tags", "list"), ("address", "object"),
)  # fmt: skip


@dataclass
class _Candidate:
    """A noun that may be an entity, with what speaks for it."""

    score: float = 0.0
    managed: list[str] = field(default_factory=list[str])
    """Phrases in which people do something to it."""
    first: Word | None = None


def entities_in(brief: Brief, loads: tuple[Load, ...]) -> tuple[Entity, ...]:
    """The things the system keeps, the most important first. Empty where the brief speaks of none."""
    explicit = _explicit(brief)
    if explicit:
        return explicit
    candidates: dict[str, _Candidate] = defaultdict(_Candidate)
    for sentence in brief.sentences:
        if sentence.kind != "code":
            _note_candidates(sentence, candidates)
    for load in loads:
        noun = _known().get(stem(load.what))
        if noun in candidates:
            candidates[noun].score += 2.0
    clear = {name: found for name, found in candidates.items() if _is_clear(name, found)}
    ranked = sorted(clear, key=lambda name: (-clear[name].score, _place(clear[name])))
    found = tuple(_from_candidate(brief, name, clear[name]) for name in ranked[:MOST_ENTITIES])
    counted = _counted(loads)
    is_passing_by = found and counted and clear[ranked[0]].score < MANAGED and not _are_counted(found, loads)
    if is_passing_by:
        return (*counted, *(entity for entity in found if entity.name != counted[0].name))[:MOST_ENTITIES]
    return found or _managed(brief) or counted


MANAGED = 2.5
"""Score from which a noun is a thing that people do something to, not one that is spoken of in passing."""


def _are_counted(entities: tuple[Entity, ...], loads: tuple[Load, ...]) -> bool:
    """Whether the brief tells how many come in of one of the entities."""
    counts = {stem(load.what.split(" ")[-1]) for load in loads if load.origin.kind == "quoted"}
    return any(stem(entity.name.lower()) in counts for entity in entities)


def _place(found: _Candidate) -> int:
    return found.first.start if found.first else 0


def _from_candidate(brief: Brief, name: str, found: _Candidate) -> Entity:
    assert found.first is not None
    made = entity(name, quoted(brief, found.first.start, found.first.end))
    return made.model_copy(update={"access": tuple(dict.fromkeys(found.managed))[:6]})


def entity(name: str, origin: Origin, fields: str | None = None) -> Entity:
    """An entity with the fields such a thing usually has."""
    words = re.findall(r"[A-Za-z][a-z0-9]*", name)
    pascal = "".join(word.capitalize() for word in words)
    usual = ENTITIES.get(name.lower(), "name status") if fields is None else fields
    return Entity(name=pascal, plural=plural(name.lower()), fields=_fields(usual), origin=origin)


def plural(noun: str) -> str:
    """The plural of an English noun, for names."""
    if noun.endswith("s") and not noun.endswith("ss"):
        return noun
    if noun.endswith(("ss", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def singular(noun: str) -> str:
    """The singular of an English noun, for names."""
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "xes", "ches", "shes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun


def file_noun(brief: Brief) -> str:
    """What the files of the brief are called: the noun of a file said most often, those handed in first."""
    counts: dict[str, float] = defaultdict(float)
    places: dict[str, int] = {}
    for sentence in brief.sentences:
        words = sentence.words
        for index, word in enumerate(words):
            if word.stem not in _file_stems() or not _is_file(words, index):
                continue
            noun = singular(word.lower)
            if noun == "attach":
                continue
            near = words[max(0, index - 4) : index + 4]
            counts[noun] += 3.0 if any(other.stem in _HANDED_IN for other in near) else 1.0
            places.setdefault(noun, word.start)
    return min(counts, key=lambda noun: (-counts[noun], places[noun])) if counts else "file"


def _is_file(words: tuple[Word, ...], index: int) -> bool:
    """Whether a word for files is the noun, not a part of a deed."""
    word = words[index]
    if word.lower.endswith(("ing", "ed")):
        return False
    if index + 1 == len(words):
        return True
    following = words[index + 1]
    is_deed = word.stem in _DEEDS and (following.lower in _BEFORE_NOUNS or following.lower.endswith("s"))
    return not is_deed and following.stem != "process"


_DEEDS = frozenset(stem(word) for word in "scan film document draft picture".split())
_BEFORE_NOUNS = frozenset("a an the their his her our its each every all any some this these".split())
"""Before what a deed is done to: "drivers scan the parcels" speaks of no files."""


@cache
def _file_stems() -> frozenset[str]:
    vague = "object asset log upload media file record call song track contract bill"
    return class_stems("file") - {stem(word) for word in vague.split()}


_HANDED_IN = frozenset(
    stem(word) for word in "upload submit drop arrive send land deliver attach share scan receive".split()
)


def actors_in(brief: Brief) -> tuple[Actor, ...]:
    """Who uses the system, in the order of first mention, at most four."""
    found: dict[str, Actor] = {}
    roles = _roles()
    for word in brief.words:
        noun = roles.get(word.stem)
        if noun and noun not in found and singular(word.lower) == noun:
            origin = quoted(brief, word.start, word.end)
            found[noun] = Actor.model_validate({"name": kebab(noun), "role": ACTORS[noun], "origin": origin})
    return tuple(found.values())[:4]


@cache
def _roles() -> dict[str, str]:
    return {stem(noun): noun for noun in ACTORS}


@cache
def _known() -> dict[str, str]:
    return {stem(noun): noun for noun in reversed(ENTITIES)}


def _explicit(brief: Brief) -> tuple[Entity, ...]:
    match = _EXPLICIT.search(brief.lower) if "entities" in brief.lower else None
    if match is None:
        return ()
    origin = quoted(brief, match.start(), match.end())
    listed = brief.text[match.start(1) : match.end(1)]
    names = [name.strip(" `*\"'") for name in re.split(r",|\band\b|;", listed)]
    return tuple(
        entity(_spaced(name), origin) for name in names[:12] if re.fullmatch(r"[A-Za-z][A-Za-z0-9 _-]{1,40}", name)
    )


def _spaced(name: str) -> str:
    return singular(re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+", " ", name).lower())


def _note_candidates(sentence: Sentence, candidates: dict[str, _Candidate]) -> None:
    words = sentence.words
    known = _known()
    for index, word in enumerate(words):
        noun = known.get(word.stem)
        if noun is None or word.lower not in (noun, plural(noun)):
            continue
        before = words[index - 1].lower if index else ""
        after = words[index + 1].lower if index + 1 < len(words) else ""
        is_plural = word.lower == plural(noun) and plural(noun) != noun
        if not (is_plural or before in _BEFORE or after in _AFTER or sentence.kind == "heading"):
            continue
        is_deed = after in _AFTER_DEEDS or (after in ("a", "an") and not _is_span(words[index + 2 : index + 3]))
        if is_plural and is_deed and before not in _BEFORE:
            continue
        found = candidates[noun]
        found.first = found.first or word
        verb = next((w for w in reversed(words[max(0, index - 4) : index]) if w.stem in _MANAGES), None)
        found.score += 1.0 + 1.5 * (verb is not None) + 0.5 * (after in _AFTER)
        if verb is not None:
            found.managed.append(f"{verb.lower} {word.lower}")
        elif after in ("service", "management", "catalog", "catalogue"):
            found.managed.append(f"{word.lower} {after}")


def _is_span(following: tuple[Word, ...]) -> bool:
    """Whether what follows an article is a time: "500 posts a day", unlike "it posts a reading"."""
    return any(word.lower in PERIODS for word in following)


def _is_clear(name: str, found: _Candidate) -> bool:
    """Whether a noun is meant as a thing that is kept; words for people and words of many meanings need more."""
    return found.score >= (3.5 if name in NOT_ENTITIES or name in ACTORS else 1.0)


def _managed(brief: Brief) -> tuple[Entity, ...]:
    match = _MANAGED.search(brief.lower)
    if match is None:
        return ()
    words = [word for word in match.group(1).split() if word not in _BEFORE and stem(word) not in _MANAGES]
    nouns = [word for word in words if word.endswith("s")] or words[-1:]
    if not nouns or singular(nouns[0]) in NEVER_KEPT:
        return ()
    return (entity(singular(nouns[0]), quoted(brief, match.start(1), match.end(1))),)


def _counted(loads: tuple[Load, ...]) -> tuple[Entity, ...]:
    """What the brief counts, where it speaks of nothing else that is kept: the check-ins of "9,000 check-ins a day"."""
    for load in loads:
        noun = _known().get(stem(load.what)) or singular(load.what.lower())
        if load.origin.kind == "quoted" and stem(noun) not in _PASSING and _NOUN.fullmatch(noun):
            return (entity(noun, load.origin),)
    return ()


_NOUN = re.compile(r"[a-z]{3,}(?:-[a-z]{2,})?")
_PASSING = class_stems("file") | {
    stem(word)
    for word in (
        "request call hit visit visitor view page session query search click impression user customer person people api"
        " transaction operation invocation execution entry row byte file download play stream install"
        f" {FLOWING} {' '.join(ACTORS)} {' '.join(NEVER_KEPT)}"
    ).split()
}
"""What is counted as it passes and is not kept."""


def default_entity(noun: str, reason: str) -> Entity:
    """An entity nobody named."""
    return entity(noun, assumed(reason))


@lru_cache(maxsize=512)
def _fields(specs: str) -> tuple[EntityField, ...]:
    return tuple(_field(spec) for spec in specs.split())


def _field(spec: str) -> EntityField:
    name, _, stated = spec.partition(":")
    kind: FieldType = "string"
    for ending, candidate in _TYPES:
        if name.endswith(ending) or name == ending:
            kind = candidate
            break
    return EntityField.model_validate({"name": name, "type": stated or kind, "sensitive": name in _SENSITIVE})


_SENSITIVE = frozenset("email phone birthDate insuranceNumber address name iban diagnosis medication".split())
