"""Hears which way a decision shall go, by what its options are called in ordinary words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.planners.embedded.revising.clauses import Clause
from agent.planners.embedded.revising.wishes import Chosen, Heard
from tools.design.design import Design

Row = tuple[str, str, str]

OPTIONS: tuple[Row, ...] = (
    ("coordination", "choreography", r"choreograph\w*|event[- ]driven\s+(?:style|flow|process|coordination)|react\s+to\s+(?:each\s+other['’]?s?\s+)?events"
        r"|(?:without|no)\s+(?:a\s+|any\s+|the\s+)?(?:central\s+)?(?:orchestrator|orchestration|coordinator|workflow|state\s+machine)s?"),
    ("coordination", "orchestration", r"orchestrat\w*|(?:with|use|in|by|through|have)\s+(?:a\s+|one\s+|the\s+)?(?:central\s+)?(?:workflow|state\s+machine|coordinator)"),
    ("state-store", "database", r"relational(?:\s+(?:database|store|tables?))?|sql\s+database|an?\s+rdbms"),
    ("state-store", "table", r"no-?sql(?:\s+\w+)?|key-?\s?value\s+(?:tables?|stores?|database)|document\s+store"),
    ("api-style", "rest", r"(?:a\s+)?rest\s+apis?(?:\s+gateway)?|api\s+gateway\s+rest"),
    ("api-style", "http", r"(?:an?\s+)?http\s+apis?(?:\s+gateway)?"),
    ("api-auth", "api-key", r"(?:with|by|use|via|through)\s+api\s+keys?"),
    ("api-auth", "iam", r"(?:with|by|use|via|through)\s+(?:aws\s+)?(?:iam|sigv4)(?:\s+\w+)?"),
    ("api-auth", "jwt", r"(?:with|by|use|via|through)\s+(?:jwts?|(?:bearer\s+)?tokens?|oauth|oidc)"),
    ("function-granularity", "one function an entity", r"(?:one|a\s+single|1)\s+(?:function|lambda)\s+(?:per|an?|for\s+each|for\s+every|each)\s+(?:entity|resource|thing|service|table)"
        r"|fewer\s+(?:functions|lambdas)|lambdaliths?|(?:merge|combine|consolidate)\s+the\s+(?:functions|lambdas)"),
    ("function-granularity", "one function an operation", r"(?:one|a\s+single|a|1)\s+(?:function|lambda)\s+(?:per|for\s+each|for\s+every|an|each)\s+(?:operation|route|method|endpoint|action)"
        r"|(?:split|separate)\s+the\s+(?:functions|lambdas)|finer\s+(?:functions|grained)"),
    ("encryption-keys", "customer key", r"(?:customer[- ](?:managed|owned|controlled)|our\s+own(?:\s+kms|\s+encryption)?|own\s+(?:kms|encryption)|kms|self-managed)\s+keys?|byok|cmks?|a\s+key\s+of\s+our\s+own|(?:with|by|under|use)\s+(?:our|my)\s+(?:own\s+)?(?:encryption\s+)?keys?"),
    ("encryption-keys", "provider key", r"(?:provider|aws|amazon|default|cloud)(?:['’]s)?[- ]?(?:managed|owned|own)?\s+(?:encryption\s+)?keys?|no\s+(?:own|customer(?:[- ]managed)?|kms)\s+keys?"
        r"|without\s+(?:our\s+own|own|customer(?:[- ]managed)?|kms)\s+keys?"),
    ("cold-starts", "tolerated", r"(?:tolerate|accept|live\s+with|allow|fine\s+with|ok(?:ay)?\s+with|don['’]?t\s+mind|do\s+not\s+mind)\s+(?:the\s+|some\s+|a\s+few\s+)?cold\s+starts?|cold\s+starts?\s+(?:are|is)\s+(?:fine|ok(?:ay)?|acceptable|no\s+problem|tolerable)"
        r"|(?:no|without|drop|remove|skip|turn\s+off|disable|get\s+rid\s+of|don['’]?t\s+(?:need|pay\s+for))\s+(?:the\s+|any\s+)?(?:provisioned\s+concurrency|warm\s+capacity|pre-?warm\w*)"),
    ("cold-starts", "snapstart", r"snap\s?start"),
    ("cold-starts", "provisioned", r"provisioned\s+concurrency|warm\s+(?:capacity|instances|functions|lambdas|pool)|pre-?warm\w*|(?:no|avoid|without|eliminate|get\s+rid\s+of|prevent|never)\s+(?:any\s+|the\s+|a\s+)?cold\s+starts?"
        r"|keep\s+(?:it|them|(?:the\s+|all\s+)?(?:functions|lambdas))\s+warm|warm\s+(?:it|them)\s+up"),
    ("table-capacity", "provisioned", r"provisioned\s+(?:(?:table\s+|read\s+|write\s+)?capacity|tables?|throughput|mode|units)"),
    ("table-capacity", "on-demand", r"on[- ]demand(?:\s+(?:capacity|tables?|mode|billing|pricing))?|pay[- ]per[- ]request"),
    ("workflow-durability", "express", r"express(?:\s+(?:workflows?|mode|state\s+machines?))?"),
    ("workflow-durability", "standard", r"standard\s+(?:workflows?|state\s+machines?)"),
    ("telemetry", "stream", r"(?:through|via|with|over|use)\s+a\s+stream\s+for\s+(?:the\s+)?(?:telemetry|device\w*|readings|messages)|batch(?:es)?\s+(?:the\s+)?(?:readings|telemetry)"),
    ("telemetry", "function", r"(?:a|one)\s+function\s+(?:call\s+)?(?:for|per)\s+(?:each|every)?\s*(?:message|reading|device\s+message)"),
    ("object-events", "direct", r"(?:direct|s3|bucket)\s+notifications?|notify\s+(?:the\s+)?(?:functions?|consumers?)\s+directly"),
    ("object-events", "bus", r"object\s+events\s+(?:over|through|via|on)\s+(?:the|an)\s+(?:event\s+)?bus"),
    ("long-work", "container job", r"(?:long|heavy)\s+(?:work|jobs?)\s+in\s+(?:a\s+)?containers?|container\s+jobs?"),
    ("request-compute", "containers", r"containers\s+(?:instead\s+of|rather\s+than)\s+(?:functions|lambdas?)|(?:run|put|serve)\s+(?:the\s+|our\s+)?(?:api|requests|backend|services?|code)\s+(?:in|on|by|from|with)\s+containers"),
    ("request-compute", "functions", r"(?:functions|lambdas?)\s+(?:instead\s+of|rather\s+than)\s+containers"),
)  # fmt: skip
"""Decision, option, and what people call it."""

_PATTERNS = tuple(
    (decision, option, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")) for decision, option, words in OPTIONS
)
_NOT = re.compile(
    r"\b(?:no|not|never|without|avoid|drop|remove|skip|don['’]?t\s+(?:want|use|like|need)|do\s+not\s+(?:want|use|like|need)|get\s+rid\s+of|stop\s+using|instead\s+of|rather\s+than|away\s+from)\s+(?:to\s+use\s+|using\s+)?(?:an?\s+|the\s+|any\s+)?$"
)


_OTHERS = re.compile(r"\b(?:partners?|third[- ]part\w+|developers?|resellers?|suppliers?)\b")
"""Whose keys are another door, not the way in for all."""


def choices_in(clause: Clause, design: Design) -> Iterator[Heard]:
    """Options of decisions that are named; what is said to be given up chooses nothing where another one is named."""
    text = clause.lower
    found: list[Heard] = []
    taken: set[str] = set()
    reached = 0
    for start, end, decision, option in sorted(_matches(text), key=lambda match: (match[0], -match[1])):
        if start < reached or (decision == "api-auth" and _OTHERS.search(text)):
            continue
        reached = end
        is_away = _NOT.search(text[:start]) is not None
        wish = Chosen(decision, option, is_away)
        found.append(Heard(wish, clause.text[start:end], clause.start + start, clause.start + end))
        if not is_away:
            taken.add(decision)
    for heard in found:
        wish = heard.wish
        if isinstance(wish, Chosen) and wish.away and wish.decision in taken:
            heard = Heard(None, heard.text, heard.start, heard.end)
        yield heard


def _matches(text: str) -> Iterator[tuple[int, int, str, str]]:
    for decision, option, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), decision, option
