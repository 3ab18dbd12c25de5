"""The setting: cloud, regions, languages, infrastructure language, compliance, data classes, tenancy."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import Literal, get_args

from agent.planners.embedded.lexicon import setting
from agent.planners.embedded.reading.denials import denials_in
from agent.planners.embedded.reading.origin import assumed, quoted
from agent.planners.embedded.reading.text import Brief
from tools.checks.geography import allowed_regions
from tools.design.base import Name, Region, Text
from tools.design.requirements import DataClass, Language, Provider, Regime, Requirements, Sensitivity, Stated

_NEGATED = re.compile(
    r"\b(?:no|not|without|avoid|never|instead of|rather than|(?:mov|migrat)\w+ (?:away )?from|leaving"
    r"|don['’]t|doesn['’]t|won['’]t|no longer|cannot|dropp?(?:ed|ing)?(?!\s+(?:in|into|on|onto|at|off)\b)|abandon\w*"
    r"|retir\w+|outside)\s+(?!only|just)(?:[\w+#]+(?:\.\w+)*\s+){0,2}$"
)


Span = tuple[int, int]


def first_mentions(brief: Brief, table: str) -> list[tuple[str, int, int]]:
    """For every key of a table of the setting that occurs unnegated in the brief: key, start and end, by place."""
    found = sorted((*span, key) for (named_in, key), span in _first_mentions(brief).items() if named_in == table)
    return [(key, start, end) for start, end, key in found]


@lru_cache(maxsize=8)
def _first_mentions(brief: Brief) -> dict[tuple[str, str], Span]:
    """Table and key to the first place where it is named and not negated, found in one pass for all tables."""
    pattern, names = _phrases()
    denials = denials_in(brief)
    found: dict[tuple[str, str], Span] = {}
    reached: dict[tuple[str, str], int] = {}
    for match in pattern.finditer(brief.lower):
        place = match.start()
        is_denied = _is_denied(brief, place) or denials.covers(place)
        is_of_today = _is_of_today(brief, place)
        for name, words in zip(names, match.groups(), strict=True):
            if words is not None and name not in found and place >= reached.get(name, 0):
                reached[name] = place + len(words)
                if not is_denied and not (is_of_today and name[0] == "language"):
                    found[name] = place, place + len(words)
    return found


@cache
def _phrases() -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    """A pattern that stops wherever a phrase of any table begins, a group for each, and the table and key of each."""
    phrases = {(table, key): text for table, texts in setting.TABLES.items() for key, text in texts.items()}
    any_of_them = rf"(?<![\w-])(?=(?:{_by_letter('|'.join(phrases.values()))})(?![\w-]))"
    each = "".join(rf"(?:(?=({phrase})(?![\w-]))|)" for phrase in phrases.values())
    return re.compile(any_of_them + each), tuple(phrases)


def _by_letter(pattern: str) -> str:
    """The pattern with its alternatives under their first letters, so that few are tried at each word."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for alternative in _ALTERNATIVE.findall(pattern):
        letter = alternative[0] if re.match(r"[a-z](?![?*+{])", alternative) else ""
        found[letter].append(alternative.removeprefix(letter))
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in found.items())


_ALTERNATIVE = re.compile(r"(?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]|\\.|[^|()\[\]\\])+")
"""What stands between the bars of a pattern; those within brackets, two deep, belong to it."""


def _is_denied(brief: Brief, place: int) -> bool:
    return _NEGATED.search(brief.lower[max(0, place - 40) : place]) is not None


def provider_in(brief: Brief, scores: dict[str, float]) -> Stated[Provider]:
    """The cloud the brief names, by name or by its services (`scores`: provider to number of services named)."""
    named = first_mentions(brief, "provider")
    totals = {
        name: scores.get(name, 0.0) + 2.0 * sum(key == name for key, _, _ in named) for name in get_args(Provider)
    }
    best = max(totals, key=lambda name: (totals[name], name == "aws"))
    if totals[best] == 0:
        return Stated[Provider](
            value="aws", origin=assumed("the brief names no cloud; AWS is the one we design for first")
        )
    place = next(((start, end) for key, start, end in named if key == best), None)
    if place is None:
        return Stated[Provider](value=best, origin=assumed("the services the brief names are this cloud's"))
    return Stated[Provider](value=best, origin=quoted(brief, *place))


def regions_in(brief: Brief, provider: Provider) -> tuple[Stated[tuple[Region, ...]], Stated[Text] | None]:
    """Regions named by id or by place, and the residency they imply."""
    residency = _residency(brief)
    found = _regions_by_id(brief, provider) or _regions_by_place(brief, provider)
    if found:
        names = tuple(dict.fromkeys(name for _, _, name in found))
        return Stated[tuple[Region, ...]](value=names, origin=quoted(brief, found[0][0], found[0][1])), residency
    default = setting.HOME_REGIONS[provider]
    reason = f"no region is named; {default} has every service and the reference prices"
    return Stated[tuple[Region, ...]](value=(default,), origin=assumed(reason)), residency


Place = tuple[int, int, str]
"""Start and end of a mention, and the region it stands for."""


@cache
def _id_pattern(provider: Provider) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{setting.REGION_IDS[provider]})(?![\w-])")


def _regions_by_id(brief: Brief, provider: Provider) -> list[Place]:
    return [
        (m.start(), m.end(), m.group())
        for m in _id_pattern(provider).finditer(brief.lower)
        if not _is_denied(brief, m.start()) and not denials_in(brief).covers(m.start())
    ]


def _regions_by_place(brief: Brief, provider: Provider) -> list[Place]:
    """The region of the place that says the most: a city, a country, a continent, a law; all cities where it runs in
    several regions."""
    if provider == "cloudflare":
        return []
    cities = [
        (start, end, _of_cloud(brief, provider, key, start, end)) for key, start, end in first_mentions(brief, "city")
    ]
    if len(cities) > 1 and _SEVERAL.search(brief.lower):
        return sorted(cities)[:MOST_REGIONS]
    if cities:
        return cities[:1]
    ranked = [
        (_vagueness(brief.lower[start:end]), start, end, _of_cloud(brief, provider, key, start, end))
        for key, start, end in first_mentions(brief, "place")
        if not _is_tongue(brief.lower, start, end)
    ]
    return [min(ranked)[1:]] if ranked else []


MOST_REGIONS = 3
_SEVERAL = re.compile(
    r"\b(?:multi[- ]?region\w*|active[- ](?:active|passive)|(?:two|both|three|several)\s+regions|fail\s?over)\b"
)
_OTHER_TONGUES = re.compile(
    r"\b(?:english|spanish|polish|italian|dutch|turkish|arabic|french|chinese|languages?|speak\w*|translat\w*|subtitles?)\b"
)


def _of_cloud(brief: Brief, provider: Provider, key: str, start: int, end: int) -> str:
    names = setting.OF_CLOUDS.get(provider)
    return key if names is None else names.get(brief.lower[start:end]) or names[key]


def _vagueness(words: str) -> int:
    return 2 if words in setting.LAWS else 1 if words in setting.WIDE else 0


def _is_tongue(text: str, start: int, end: int) -> bool:
    """Whether a word for a place is a language here: "in French and English"."""
    around = f"{text[max(0, start - 30) : start]} {text[end : end + 30]}"
    return text[start:end] in setting.TONGUES and _OTHER_TONGUES.search(around) is not None


_LAND = re.compile(
    r"\b(?:eu|europe|european union|germany|france|switzerland|uk|united kingdom|canada|australia|india|japan|brazil"
    r"|ireland|sweden|spain|italy|singapore|us|usa|united states|country)\b(?!-)"
)
_STAYS_BEFORE = re.compile(
    r"\b(?:data|everything|it|all|records?|information|nothing|none|servers?|hosting)\b[^.\n]{0,40}"
    r"\b(?:stays?|remains?|kept|reside[sd]?|stored|hosted|processed|residency|leave|leaves|transfer\w*"
    r"|(?:must|should|shall|has\sto|have\sto)\sbe)\b[^.\n]{0,40}$"
    r"|\b(?:residency|data[ _](?:location|residency))\s?[:=|]\s?\W{0,2}$"
    r"|\b(?:no|not|never)\b[^.\n]{0,40}\boutside\s(?:of\s)?(?:the\s)?$"
    r"|\b(?:only|exclusively|data)\s+(?:with)?in\s(?:the\s)?$"
)
_STAYS_AFTER = re.compile(r"\s(?:(?:hosting|region|data\s?cent(?:er|re)s?)\s)?only\b|\s(?:region|hosting|soil)\b")
_REACH = 110
"""Characters before a land that may say that data stays there."""


def _residency(brief: Brief) -> Stated[Text] | None:
    """The land that data must stay in, where it is said right before or after its name."""
    for match in _LAND.finditer(brief.lower):
        start, end = match.span()
        if match[0] == "us" and not brief.text[start:end].isupper():
            continue
        before = _STAYS_BEFORE.search(brief.lower, max(0, start - _REACH), start)
        after = _STAYS_AFTER.match(brief.lower, end)
        if before or after:
            origin = quoted(brief, before.start() if before else start, after.end() if after else end)
            return Stated[Text](value=match[0], origin=origin)
    return None


def region_inside(found: Requirements) -> Stated[tuple[Region, ...]] | None:
    """The regions of a brief that lie where data must stay, else the one for that land; None where none is known."""
    assert found.residency is not None
    allowed = allowed_regions(found.residency.value)
    kept = tuple(region for region in found.regions.value if region.startswith(allowed))
    land = found.residency.value
    key = next((key for key, words in setting.PLACES.items() if re.fullmatch(words, land)), None)
    names = setting.OF_CLOUDS.get(found.provider.value)
    region = key if names is None or key is None else names[key]
    regions = kept or ((region,) if region is not None and region.startswith(allowed) else ())
    reason = f"data must stay in {land}"
    return Stated[tuple[Region, ...]](value=regions, origin=assumed(reason)) if regions else None


def languages_in(brief: Brief) -> Stated[tuple[Language, ...]]:
    """The languages the team names; Python where none is."""
    named = first_mentions(brief, "language")
    names = tuple(name for key, _, _ in named for name in get_args(Language) if name == key)
    if names:
        return Stated[tuple[Language, ...]](value=names, origin=quoted(brief, named[0][1], named[0][2]))
    reason = "no language is named; Python starts fast and most serverless teams can read it"
    return Stated[tuple[Language, ...]](value=("python",), origin=assumed(reason))


_TODAY = re.compile(
    r"\b(?:today|currently|at present|existing|legacy|old|away from|migrat\w+ (?:off|from)|replac\w+|rewrit\w+)\b"
    r"[^.;\n]{0,30}$"
)


def _is_of_today(brief: Brief, place: int) -> bool:
    """Whether what is named at a place is what there is and is to go: "currently a Rails monolith"."""
    return _TODAY.search(brief.lower, max(0, place - 50), place) is not None


def targets_in(brief: Brief, provider: Provider) -> Stated[tuple[Name, ...]]:
    """The infrastructure languages asked for."""
    named = first_mentions(brief, "target")
    if named:
        return Stated[tuple[Name, ...]](
            value=tuple(key for key, _, _ in named), origin=quoted(brief, named[0][1], named[0][2])
        )
    default = "sam" if provider == "aws" else "terraform"
    return Stated[tuple[Name, ...]](value=(default,), origin=assumed("no infrastructure language is named"))


def regimes_in(brief: Brief) -> tuple[Regime, ...]:
    """Compliance regimes named."""
    return tuple(
        Regime.model_validate({"name": key, "origin": quoted(brief, start, end)})
        for key, start, end in first_mentions(brief, "regime")
    )


def data_classes_in(brief: Brief, regimes: tuple[Regime, ...]) -> tuple[DataClass, ...]:
    """Classes of data the brief speaks of, or that a regime implies."""
    found: dict[str, DataClass] = {}
    for key, start, end in first_mentions(brief, "data class"):
        found[key] = _data_class(key, quoted(brief, start, end))
    for regime in regimes:
        key = setting.REGIME_DATA.get(regime.name)
        if key and key not in found:
            found[key] = _data_class(key, assumed(f"{regime.name.upper()} applies"))
    return tuple(found.values())


def _data_class(key: str, origin: object) -> DataClass:
    levels: dict[str, Sensitivity] = {"health": "restricted", "payment": "restricted", "credential": "restricted"}
    sensitivity = levels.get(key, "public" if key == "public" else "confidential")
    return DataClass.model_validate({"name": key, "sensitivity": sensitivity, "origin": origin})


def tenancy_in(brief: Brief) -> Stated[Literal["single", "pooled", "siloed"]] | None:
    """Whether the system serves many customers apart from each other, and how."""
    named = {key: (start, end) for key, start, end in first_mentions(brief, "tenancy")}
    for key in (key for key in setting.TENANCY if key in named):
        start, end = named[key]
        return Stated[Literal["single", "pooled", "siloed"]].model_validate(
            {"value": key, "origin": quoted(brief, start, end)}
        )
    return None
