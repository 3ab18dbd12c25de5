"""Hears settings of named parts: "give the checkout function 1 GB", "keep messages for 14 days", "warm capacity"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.planners.embedded.revising.clauses import Clause
from agent.planners.embedded.revising.hearing.measures import Value, reader
from agent.planners.embedded.revising.hearing.parts import kinds_named, parts_named
from agent.planners.embedded.revising.wishes import Delivering, Heard, Setting, Unclear, Warmed, Wish
from tools.design.components import Component
from tools.design.design import Design


@dataclass(frozen=True, slots=True)
class Row:
    """One setting: the words it is called by, the field, the kinds that have it, and how its value is read."""

    field: str
    kinds: tuple[str, ...]
    words: str
    measure: str
    fixed: Value = None
    everywhere: bool = False
    """Whether it is meant of all parts that have it, where none is named."""


LOGGING = ("function", "api", "container", "workflow")

ROWS: tuple[Row, ...] = (
    Row("memory_mb", ("function", "container"), r"memory|ram|\d+(?:\.\d+)?\s?[mg]i?b(?=\s*(?:$|[,.;]|each\b|please\b|for\s+the\b|to\s+the\b))", "megabytes"),
    Row("timeout_s", ("function",), r"time[- ]?outs?(?:\s+of)?|time\s+limit|(?:run|running|take|work)\s+(?:for\s+)?(?:up\s+to|at\s+most|no\s+longer\s+than|max(?:imum)?(?:\s+of)?)", "seconds"),
    Row("reserved_concurrency", ("function",), r"reserved?\s+(?:concurrency|capacity)|reserve\s+\d+|(?:at\s+most|max(?:imum)?(?:\s+of)?|no\s+more\s+than|up\s+to|limit\w*(?:\s+to)?|cap\w*(?:\s+at)?)\s+\d+\s+(?:\w+\s+)?(?:concurrent\w*|parallel|at\s+(?:a|the\s+same)\s+time|at\s+once|simultaneous\w*|copies|instances|executions)|(?:to|at)\s+\d+\s+(?:\w+\s+)?(?:concurrent\w*|parallel|simultaneous\w*|at\s+(?:a|the\s+same)\s+time|at\s+once)(?:\s+\w+)?|concurrency\s+(?:limit\w*\s+)?(?:of|to|at)\s+\d+", "count"),
    Row("log_retention_days", LOGGING, r"\blogs?\b(?!\s*(?:in|on|out)\b)", "days", everywhere=True),
    Row("architecture", ("function", "container"), r"x86(?:_64)?|intel|amd64", "", "x86_64", everywhere=True),
    Row("architecture", ("function", "container"), r"arm(?:64)?|graviton\d?", "", "arm64", everywhere=True),
    Row("visibility_s", ("queue",), r"visibility(?:\s+time-?\s?out)?", "seconds"),
    Row("max_receives", ("queue",), r"max(?:imum)?\s+receives?|(?:re)?tr(?:y|ies)\s+(?:\w+\s+){0,3}?(?:up\s+to\s+)?\d+\s+times|\d+\s+(?:retries|attempts|tries)\b", "count", everywhere=True),
    Row("delay_s", ("queue",), r"delay(?:ed|s)?", "seconds"),
    Row("retention_s", ("queue",), r"retention|keep\w*\s+(?:the\s+|all\s+)?messages?|messages?\s+(?:are\s+|be\s+|should\s+be\s+)?kept", "seconds"),
    Row("fifo", ("queue", "topic"), r"fifo|in\s+order|ordered|strict\s+order\w*|exactly[- ]once", "", True),
    Row("shards", ("stream",), r"shards?", "count", everywhere=True),
    Row("retention_hours", ("stream",), r"retention|replay\w*|keep\w*", "hours"),
    Row("archive_days", ("bus",), r"archiv\w+|replay\w*", "days"),
    Row("point_in_time_recovery", ("table",), r"(?:no|without|disable|turn\s+off)\s+(?:the\s+)?(?:point[- ]in[- ]time(?:\s+recovery)?|pitr)", "", False, everywhere=True),
    Row("point_in_time_recovery", ("table",), r"point[- ]in[- ]time(?:\s+recovery)?|pitr", "", True, everywhere=True),
    Row("deletion_protection", ("table", "database"), r"(?:no|without|disable|turn\s+off)\s+(?:the\s+)?deletion\s+protection", "", False, everywhere=True),
    Row("deletion_protection", ("table", "database"), r"deletion\s+protection|protect\w*\s+(?:\w+\s+)*?from\s+(?:accidental\s+)?deletion", "", True, everywhere=True),
    Row("readers", ("database",), r"(?:read\s+)?(?:replicas?|readers?)", "count"),
    Row("backup_days", ("database",), r"backups?", "days"),
    Row("max_capacity", ("database",), r"(?:max(?:imum)?|up\s+to|at\s+most)\s+(?:capacity\s+)?(?:of\s+)?[\d.]+\s*acus?|max(?:imum)?\s+capacity|[\d.]+\s*acus?\s+(?:max|at\s+most)", "count"),
    Row("min_capacity", ("database",), r"(?:min(?:imum)?|at\s+least)\s+(?:capacity\s+)?(?:of\s+)?[\d.]+\s*acus?|min(?:imum)?\s+capacity", "count"),
    Row("engine", ("database",), r"mysql", "", "mysql"),
    Row("engine", ("database",), r"postgres(?:ql)?", "", "postgres"),
    Row("throttle_rps", ("api",), r"throttl\w*|rate[- ]limit\w*|(?:limit|cap)\w*\s+(?:\w+\s+){0,4}?(?:to|at)\s+[\d.,k]+\s*(?:rps|requests?|calls?|per\s+second)", "rate"),
    Row("cache_ttl_s", ("api",), r"cach\w+", "seconds"),
    Row("ttl_s", ("cache",), r"ttl|expir\w*|for", "seconds"),
    Row("memory_gb", ("cache",), r"memory|ram|\d+\s?gb", "gigabytes"),
    Row("domain", ("api", "cdn", "dns-failover"), r"domain|hostname|url|address|under|at", "domain"),
    Row("mfa", ("user-pool",), r"(?:no|without|disable|turn\s+off|drop)\s+(?:the\s+)?(?:mfa|two-?factor|2fa|multi-?factor|second\s+factor)(?:\s+auth\w*)?", "", "off", everywhere=True),
    Row("mfa", ("user-pool",), r"optional\s+(?:mfa|two-?factor|2fa|multi-?factor)|(?:mfa|2fa)\s+optional", "", "optional", everywhere=True),
    Row("mfa", ("user-pool",), r"(?:mfa|two-?factor|2fa|multi-?factor|second\s+factor)(?:\s+(?:auth\w*|sign-?in|login))?", "", "required", everywhere=True),
    Row("versioned", ("bucket",), r"(?:no|without|disable|turn\s+off)\s+(?:object\s+)?version\w*", "", False, everywhere=True),
    Row("versioned", ("bucket",), r"version(?:ing|ed)", "", True, everywhere=True),
    Row("expire_after_days", ("bucket",), r"(?:delet|expir|remov|purg|discard|eras)\w*", "days"),
    Row("archive_after_days", ("bucket",), r"archiv\w*|glacier|cold(?:er)?\s+storage|cheaper\s+storage", "days", everywhere=True),
    Row("rate_limit_per_5min", ("firewall",), r"rate|limit\w*|requests", "count"),
    Row("every_minutes", ("schedule",), r"every\s+(?:\d+\s+)?(?:minutes?|hours?|mins?)|hourly", "minutes"),
    Row("cron", ("schedule",), r"(?:at|around)\s+\d{1,2}(?::\d\d)?\s*(?:am|pm|o'?clock|h\b|utc)?|midnight|noon|daily|nightly|weekly|monthly|every\s+(?:day|night|week|month|morning|evening|(?:mon|tues|wednes|thurs|fri|satur|sun)day)", "cron"),
    Row("rotation_days", ("secret",), r"rotat\w*", "days", everywhere=True),
    Row("vcpu", ("container",), r"v?cpus?|cores?", "count"),
    Row("max_tasks", ("container",), r"(?:max(?:imum)?|up\s+to|at\s+most|no\s+more\s+than)\s+(?:of\s+)?\d+\s+(?:tasks?|copies|instances|containers)", "count"),
    Row("min_tasks", ("container",), r"(?:min(?:imum)?|at\s+least)\s+(?:of\s+)?\d+\s+(?:tasks?|copies|instances|containers)", "count"),
)  # fmt: skip
"""What can be said of parts. Of rows of one kind the first whose words are there counts."""

DELIVERIES: tuple[Row, ...] = (
    Row("batch_size", (), r"batch(?:es)?(?:\s+size)?(?:\s+(?:of|to))?\s+\d+|batch\s+size|\d+\s+(?:messages|records)\s+(?:at\s+(?:a\s+time|once)|per\s+batch)", "count"),
    Row("batch_window_s", (), r"batch(?:ing)?\s+window", "seconds"),
)  # fmt: skip

_WARM = re.compile(
    r"\bwarm(?:ed|ing)?\b|\bpre-?warm\w*|\bprovisioned\s+concurrency\b|\bcold\s+starts?\b|\bwarm\s+capacity\b"
)
_COLD = re.compile(
    r"\b(?:no|without|drop|remove|skip|turn\s+off|disable|don['’]?t\s+(?:need|pay\s+for|keep)|do\s+not\s+keep|stop\s+keeping)\s+(?:the\s+|any\s+)?(?:more\s+)?(?:warm\w*|pre-?warm\w*|provisioned\s+concurrency)"
    r"|\b(?:tolerate|accept|live\s+with|allow|fine\s+with)\s+(?:the\s+|some\s+)?cold\s+starts?"
)
_DOES = re.compile(
    r"\b(?:give|gives|set|put|make|raise|increase|lower|decrease|reduce|change|bump|limit|cap|use|run|runs|keep|kept|needs?|gets?|should|must|has|have|with|of|to|for|require|enable|disable|turn|add|store|delete|expire|archive|throttle|cache|rotate|retry|reserve|protect|version|at|on|move|allow|let|is|are|be|double|halve|every)\b"
)
_ALL = re.compile(
    r"\b(?:all|every|each)\s+(?:the\s+|of\s+(?:the\s+|our\s+)?)?(?:functions?|lambdas?|tables?|queues?|buckets?|handlers?|apis?|streams?|containers?|databases?|schedules?)\b|\beverywhere\b|\beverything\b|\bthroughout\b"
)


def settings_in(clause: Clause, design: Design) -> Iterator[Heard]:
    """Settings of the parts a clause names, or of all that have them where such a setting is meant everywhere."""
    text = clause.lower
    wish = _warmth(text, design) or _setting(text, design)
    if wish is not None:
        yield Heard(wish, clause.words, clause.start, clause.start + len(clause.text))


def _warmth(text: str, design: Design) -> Wish | None:
    """Warm capacity for some functions; what is said of none of them is a decision about all."""
    if not _WARM.search(text):
        return None
    about = _WARM.sub(" ", text)
    if not _speaks_of_some(about):
        return None
    meant = _functions_named(_object(about), design)
    if not meant:
        return Unclear(f"there is no function that goes by “{_object(about)}”; there is: {_functions(design)}")
    if _COLD.search(text):
        return Warmed(meant, 0)
    number = re.search(r"\b(\d{1,4})\b", text)
    return Warmed(meant, int(number[1]) if number else None)


def _functions_named(words: str, design: Design) -> tuple[str, ...]:
    functions = {component.name for component in design.components if component.kind == "function"}
    if re.fullmatch(r"(?:rest\s+|http\s+)?api(?:\s+handlers?)?|user-?facing|handlers?", words):
        apis = {component.name for component in design.components if component.kind == "api"}
        return tuple(dict.fromkeys(n.target for n in design.links if n.source in apis and n.target in functions))
    return tuple(name for name in parts_named(words, design, ("function",)) if name in functions)


_FILLER = re.compile(
    r"(?<![\w-])(?:capacity|concurrency|instances?|copies|keep|kept|use|add|give|want|need|needs|should|must|be|is|are|stay|have|set|enable|some|more|any|no|without|no\s+more|drop|remove|skip|avoid|please|at\s+all|times?|always|for|of|the|on|in|to|with|we|it|them|functions?|lambdas?|all|our|a|an|and|tolerate|accept|live|fine|can|get|gets|don['’]?t|do|not|pay|stop|keeping|\d+)(?![\w-])"
)


def _speaks_of_some(text: str) -> bool:
    return bool(re.search(r"[a-z]{3,}", _FILLER.sub(" ", text)))


def _object(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s-]", " ", _FILLER.sub(" ", text)).split())


def _functions(design: Design) -> str:
    names = [component.name for component in design.components if component.kind == "function"]
    return ", ".join(names[:12]) or "none"


def _setting(text: str, design: Design) -> Wish | None:
    if not _DOES.search(text):
        return None
    for row in ROWS:
        match = re.search(rf"(?<![\w-])(?:{row.words})(?![\w-])", text)
        if match is None:
            continue
        meant = _meant(row, text, match, design)
        value = row.fixed if not row.measure else reader(row.measure)(text, match)
        if meant and value is not None:
            return Setting(meant, row.field, value)
        if value is not None and (missing := _missing(row, text, match, design)):
            return missing
    return _delivering(text, design)


def _missing(row: Row, text: str, match: re.Match[str], design: Design) -> Unclear | None:
    """Where a part is named that is not there, or several could be meant."""
    said = set(kinds_named(_rest(text, match))) & set(row.kinds)
    if row.field in ("cron", "every_minutes") and not re.match(r"\W*(?:add|we\s+need|create|also|new)\b", text):
        said = {"schedule"}
    if not said or row.everywhere:
        return None
    having = [c.name for c in design.components if c.kind in said and _has(c, row)]
    if row.field in ("cron", "every_minutes") and not having:
        return None
    about = " ".join(_PLAIN.sub(" ", _KINDS.sub(" ", _rest(text, match))).split()).strip(" .,;:!?'")
    named = parts_named(_PLAIN.sub(" ", _rest(text, match)), design, row.kinds)
    if len(named) > 1:
        return Unclear(f"it may be any of {', '.join(named)}; say which one", named)
    what = f"goes by “{about}”" if about else "is named"
    return Unclear(f"no {' or '.join(sorted(said))} {what}; there is: {', '.join(having[:12]) or 'none'}")


def _delivering(text: str, design: Design) -> Wish | None:
    for row in DELIVERIES:
        match = re.search(rf"(?<![\w-])(?:{row.words})(?![\w-])", text)
        value = reader(row.measure)(text, match) if match else None
        if match is None or not isinstance(value, int | float):
            continue
        meant = parts_named(_PLAIN.sub(" ", _rest(text, match)), design, ("function", "queue", "stream", "container"))
        if meant:
            return Delivering(meant, row.field, value)
        return _only_delivery(row, value, design)
    return None


def _only_delivery(row: Row, value: float, design: Design) -> Wish:
    """Where no part is named: the only consumer of batches there is, else it is asked which."""
    kinds = {component.name: component.kind for component in design.components}
    taking = [n.target for n in design.links if n.kind == "trigger" and kinds[n.source] in ("queue", "stream")]
    names = tuple(dict.fromkeys(taking))
    if len(names) == 1:
        return Delivering(names, row.field, value)
    return Unclear(f"which consumer is meant? There is: {', '.join(names) or 'none'}", names)


def _meant(row: Row, text: str, match: re.Match[str], design: Design) -> tuple[str, ...]:
    """The parts a setting is meant of: those named; all that have it, where all are meant or none is named."""
    rest = _rest(text, match)
    having = _having(row, text, set(kinds_named(rest)) & set(row.kinds), design)
    if _ALL.search(text):
        said = kinds_named(" ".join(found[0] for found in _ALL.finditer(text)))
        return tuple(name for name in having if not said or _kind(design, name) in said)
    plain = _PLAIN.sub(" ", rest)
    named = parts_named(plain, design, row.kinds) if _WORDS.search(plain) else ()
    named = tuple(name for name in named if name in having)
    if named and (len(named) == 1 or kinds_named(rest)):
        return named
    if _WORDS.search(_KINDS.sub(" ", plain)):
        return ()
    is_named = bool(set(kinds_named(text)) & set(row.kinds)) or ("bucket" in row.kinds and _FILES.search(text))
    is_one = len(having) == 1 and bool(is_named)
    return having if row.everywhere or is_one else ()


_FILES = re.compile(r"\b(?:files?|objects?|uploads?)\b")
_WORDS = re.compile(r"[a-z]{3,}")


def _having(row: Row, text: str, kinds: set[str], design: Design) -> tuple[str, ...]:
    """Parts that have a setting, of these kinds where some are named; logs only where the text speaks of them."""
    return tuple(
        component.name
        for component in design.components
        if component.kind in (kinds or row.kinds)
        and _has(component, row)
        and (getattr(component, "role", "") != "logs" or re.search(r"\b(?:audit|access)\b|\blogs?\b", text))
    )


_PLAIN = re.compile(
    r"(?<![\w-])(?:give|set|put|make|raise|increase|lower|decrease|reduce|change|bump|limit|cap|use|run|runs|running|keep|kept|needs?|gets?|should|must|has|have|with|of|to|for|require|enable|disable|turn|add|store|delete|expire|archive|throttle|cache|rotate|retry|reserve|protect|at|on|off|up|most|move|allow|let|is|are|be|every|each|all|the|a|an|our|my|its|their|in|by"
    r"|and|it|we|want|more|please|only|just|after|days?|hours?|minutes?|seconds?|months?|years?|weeks?|ms|times?|per|than|no|longer|value|from|as|well|too|mb|gb|long|per|logs?|logging|requests?|calls?|rps|am|pm|utc|customers?|users?|everyone|everybody|people|sign|signing|log|who|when|they|them|that|this|concurren\w+|parallel|once|same|number|amount|count|level|data|messages?|failed|failing|old|records?|events?|size|batch(?:es)?|s|h|d|x)(?![\w-])|\d[\d.,:]*"
)
_KINDS = re.compile(
    r"\b(?:functions?|lambdas?|tables?|queues?|buckets?|handlers?|apis?|streams?|containers?|databases?|schedules?|secrets?|topics?|caches?|keys?|objects?|files?|code)\b"
)


def _rest(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _has(component: Component, row: Row) -> bool:
    is_letter = component.kind == "queue" and component.role == "dead-letter"
    return row.field in type(component).model_fields and not is_letter


def _kind(design: Design, name: str) -> str:
    return next(component.kind for component in design.components if component.name == name)
