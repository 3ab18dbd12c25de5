"""Fits the habits of the embedded planner on our own requirement texts: `python -m evals.training`.

One logistic model for each group of needs, ridge-regularised towards what we expect beforehand: a need speaks for its
own group, and some classes of words for some groups (`EXPECTED`); the cases correct that. Labels come from the
reference services of each case, by the kinds of component they realise. The bound of Boehning (1992) on the curvature
lets all groups share one inverse, in the dual form, since there are more features than cases. Double precision, fixed
number of rounds: same cases, same weights.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.planners.embedded.reading.habits import GROUPS, KINDS, features, kinds_of
from agent.planners.embedded.reading.needs import needs_in
from agent.planners.embedded.reading.technologies import mentions_in
from agent.planners.embedded.reading.text import Brief
from tools.catalog.services import UnknownServiceError, by_id

Case = dict[str, Any]
Array = NDArray[np.float64]

CASES = Path(__file__).parent / "cases"
WEIGHTS = Path(__file__).parent.parent / "agent" / "planners" / "embedded" / "lexicon" / "habits.json"

RIDGE: dict[str, float] = {"w": 6.0, "s": 20.0, "n": 3.0, "k": 0.3, "bias": 1e-3}
"""Penalty by sort of feature; the others have 1."""

LEAST_CASES = 4
"""Cases in which a word must occur to count."""

MOST_CASES = 0.6
"""Share of the cases in which a word may occur to count."""

ROUNDS = 60

OWN_NEED = 2.0
"""Weight expected of a need's certainty in its own group."""

OWN_SENSE = 0.4
"""Weight expected of a class of words in a group named with it."""

EXPECTED: dict[str, str] = {
    "key-value": "keep state, key lookup, forms and records, duplicates, latest only, vote, book a place, order, count,"
    " settings, rank, rate limits, history, own things, approve; exclude, sql, relational",
    "http-api": "request, ask, api words, web page, phone app, forms and records, start by hand, book a place,"
    " own things, key lookup, search, partner, vote, order, show; cloud operations, exclude, logs, cost control",
    "upload": "document, picture, film, sound, upload, store files, file formats, file exchange, lake, years, export,"
    " generate, big data, website delivery, web page, logs",
    "background-work": "rate limits, not lost, retry, crowd, later, in order, set aside, duplicates, priority,"
    " parallel, heavy compute, other systems",
    "notify": "tell, warn, subscribe, text message, partner; mail",
    "event-routing": "every day, every minutes, clock, deadline, events between services, reaction, microservices,"
    " cloud operations, cloud security, cost control, season",
    "process": "steps, wait, approve, review by a person, parallel, undo, branching, long work, retry, film work,"
    " together, heavy compute",
    "sign-in": "login, own things, roles, member, customer, employee, subscription business, phone app, as a user,"
    " boss, offline, charts, show; no login, exclude, cloud operations",
    "web-app": "web page, website delivery, worldwide, film, show, charts, screen, cache words, news, publish; exclude,"
    " phone app",
    "stream": "stream of events, per second, measure usage, device talk, logs, in order, live, big data, predict",
    "relational": "relational, accounting, sql, banking, containers, forms and records, migration, server pain",
    "email": "mail, invoice, marketing, approve; text message",
    "iot": "device, device talk, physical values, factory, energy, vehicle, home, live",
    "graphql": "offline, together live, live, phone app, api words, as a user",
    "realtime-push": "live, chat, together live, game, screen, auction, vote",
    "compute": "convert, check, compute",
    "search": "search, logs, understand text, places, recommend, publish",
    "language-model": "write text, chat, ask, understand text, language",
    "data-lake": "sql, analyse, lake, logs, years, charts, big data, cost control, file formats",
    "etl": "lake, sql, convert, quality of data, file formats, big data, id matching",
    "vision": "recognise pictures, picture, film",
    "ocr": "read text off, document, invoice, accounting",
    "text-analysis": "understand text, comment, crm, private, speech",
    "speech-to-text": "speech, sound, film, meeting",
    "translation": "language",
    "custom-model": "predict, fraud, recommend, science",
    "transcode": "film work, film, sound",
    "web-firewall": "attack, public, worldwide, public body, tender, crowd",
    "cache": "cache words, immediately, rank, crowd, big data",
    "timeseries": "physical values, device, energy, history, device talk, charts",
    "containers": "containers, server pain, migration, relational, network",
    "partner-files": "file exchange, partner, banking",
}
"""Group to the classes of words that speak for it and, after the semicolon, against it, as we expect beforehand."""


def train(cases: list[Case], ridge: dict[str, float] = RIDGE) -> dict[str, list[int]]:
    """Feature to its weights in hundredths, group by group; features that weigh nothing anywhere are left out."""
    return fitted([features_of(case["text"]) for case in cases], [kinds_of_case(case) for case in cases], ridge)


def fitted(
    found: list[dict[str, float]], kinds: list[set[str]], ridge: dict[str, float] = RIDGE
) -> dict[str, list[int]]:
    """As `train`, from the features and the kinds of component of each case."""
    names = _vocabulary(found)
    matrix = np.array([[row.get(name, 0.0) for name in names] for row in found])
    labels = np.array([[float(not having.isdisjoint(KINDS[group])) for group in GROUPS] for having in kinds])
    penalty = np.array([ridge.get(name.split(":")[0], 1.0) for name in names])
    expected = _expected(names)
    weights = expected + _fit(matrix, labels, penalty, matrix @ expected)
    rows = {name: [round(100 * float(w)) for w in row] for name, row in zip(names, weights, strict=True)}
    return {name: row for name, row in rows.items() if any(row)}


def _vocabulary(found: list[dict[str, float]]) -> list[str]:
    count = Counter(name for row in found for name in row)
    most = MOST_CASES * len(found)
    return sorted(name for name, n in count.items() if name[:2] not in ("w:", "s:") or LEAST_CASES <= n <= most)


def _expected(names: list[str]) -> Array:
    expected = np.zeros((len(names), len(GROUPS)))
    place = {name: row for row, name in enumerate(names)}
    for column, (group, needs) in enumerate(GROUPS.items()):
        beforehand = {f"n:{need}": OWN_NEED for need in needs}
        for classes, weight in zip(EXPECTED[group].split(";"), (OWN_SENSE, -OWN_SENSE), strict=False):
            beforehand |= {f"s:{name.strip()}": weight for name in classes.split(",")}
        for name, weight in beforehand.items():
            if name in place:
                expected[place[name], column] = weight
    return expected


def _fit(matrix: Array, labels: Array, penalty: Array, offset: Array) -> Array:
    """Weights, features by groups, that correct the offset."""
    scaled = matrix / penalty
    kernel = scaled @ matrix.T
    inverse = np.linalg.inv(kernel / 4 + np.eye(len(matrix)))
    scores = np.zeros_like(labels)
    dual = np.zeros_like(labels)
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(scores + offset, -30, 30)))
        dual = inverse @ (labels - chance + scores / 4)
        scores = kernel @ dual
    return scaled.T @ dual


def features_of(text: str) -> dict[str, float]:
    """The features of one text."""
    brief = Brief(text)
    return features(brief, needs_in(brief), mentions_in(brief)).values


def kinds_of_case(case: Case) -> set[str]:
    """Kinds of component that a case's reference services realise."""
    kinds: set[str] = set()
    for service in case["services"]:
        try:
            kinds |= set(kinds_of(by_id(service)))
        except UnknownServiceError:
            continue
    return kinds


def load(paths: Iterable[Path]) -> list[Case]:
    """The cases of these files, in order."""
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def training_files() -> list[Path]:
    """The files that may be learnt from: all but the held-out one."""
    return sorted(CASES.glob("requirements_train*.jsonl"))


def digest(cases: list[Case]) -> str:
    """A hash of what is learnt from: the texts and services of the cases."""
    lines = "\n".join(json.dumps([case["text"], case["services"]], ensure_ascii=False) for case in cases)
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def document(cases: list[Case]) -> str:
    """The weights file, a feature a line."""
    rows = [f"{json.dumps(name)}:{json.dumps(row, separators=(',', ':'))}" for name, row in train(cases).items()]
    groups = json.dumps(list(GROUPS))
    head = f'{{"cases":{len(cases)},"digest":"{digest(cases)}","groups":{groups},"weights":{{\n'
    return head + ",\n".join(rows) + "\n}}\n"


def main() -> int:
    """Writes the weights."""
    cases = load(training_files())
    WEIGHTS.write_text(document(cases), encoding="utf-8")
    sys.stderr.write(f"{len(cases)} cases, {WEIGHTS.stat().st_size // 1024} KB of weights\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
