"""How well the embedded planner understands which services a text needs: `python -m evals.understanding [--planner]`.

Family F1 as in `evals/cases/README.md`: services that do the same job count as one, ancillary ones are optional, the
mean is over texts. The habits answer alone (their likely groups as services of the text's cloud, and what it names),
or with `--planner` the whole planner designs and the services of its design count. Figures on the training files are
cross-validated: no text is judged by weights that saw it. Of held-out and development texts only means are printed.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from agent.nodes.propose import known_patterns
from agent.planners.embedded.reading.context import provider_in
from agent.planners.embedded.reading.habits import KINDS, NOT_PARTS, Weights, features, habits_in, kinds_of, using
from agent.planners.embedded.reading.needs import needs_in
from agent.planners.embedded.reading.technologies import mentions_in, provider_scores
from agent.planners.embedded.reading.text import Brief
from agent.service import open_knowledge, planner_named
from evals.predict import services_of_text
from evals.training import CASES, features_of, fitted, kinds_of_case, load, training_files
from tools.catalog.services import services

Case = dict[str, Any]
Answer = Callable[[str], Iterable[str]]
"""What somebody answers to a text: ids of services."""

FOLDS = 5
DEVELOPMENT = Path(__file__).parent.parent.parent / "shared" / "dev-data" / "requirements_dev.jsonl"

FAMILIES: dict[str, str] = {
    service: family
    for family, members in {
        "api": "apigateway_rest apigateway_http apigateway_v2 apigateway_websocket",
        "events": "eventbridge eventbridge_pipes eventbridge_scheduler",
        "stream": "kinesis firehose msk",
        "settings": "ssm_parameter_store secretsmanager",
        "compute": "lambda ecs batch apprunner",
        "relational": "rds aurora_dsql",
    }.items()
    for service in members.split()
}
"""Service to the family in which it counts; any other is a family of its own."""

ANCILLARY = frozenset("cloudwatch kms xray ecr settings cloudtrail config".split())
"""Families that a reference may have and an answer may leave out."""

MOST_LEAK, LEAST_SERVICES, LEAST_WORDS = 0.34, 2, 25
"""What makes a text of the headline."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one answer, or their means."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Scored:
    """An answer to a case, judged; `added` and `missed` are families."""

    case: Case
    score: Score
    added: frozenset[str]
    missed: frozenset[str]


def judged(case: Case, answer: Iterable[str]) -> Scored:
    """How well an answer fits a case: by families, ancillary ones optional."""
    found = {_family(service) for service in answer}
    wanted = {_family(service) for service in case["services"]}
    wanted = (wanted - ANCILLARY) or wanted
    found = (found - ANCILLARY) | (found & wanted)
    hits = len(found & wanted)
    precision = hits / len(found) if found else 0.0
    recall = hits / len(wanted) if wanted else 1.0
    f1 = 2 * hits / (len(found) + len(wanted)) if found or wanted else 0.0
    return Scored(case, Score(precision, recall, f1), frozenset(found - wanted), frozenset(wanted - found))


def _family(service: str) -> str:
    return FAMILIES.get(service, service)


def is_low_leak(case: Case) -> bool:
    """Whether a case belongs to the headline: an AWS system of some size whose services the text hardly names."""
    return (
        case["provider"] == "aws"
        and (case.get("leak") or 0) <= MOST_LEAK
        and case["n_services"] >= LEAST_SERVICES
        and len(case["text"].split()) >= LEAST_WORDS
    )


def from_habits(text: str) -> set[str]:
    """What the habits alone answer: the first service of the cloud for each likely group, and the products named."""
    brief = Brief(text)
    mentions = mentions_in(brief)
    habits = habits_in(features(brief, needs_in(brief), mentions))
    cloud = provider_in(brief, provider_scores(mentions)).value
    named = {m.service.id for m in mentions if m.stance == "use" and m.service.provider}
    likely = {likely_service(group, cloud) for group, habit in habits.groups.items() if habit.is_likely}
    return (named - NOT_PARTS) | (likely - {""})


@cache
def likely_service(group: str, cloud: str) -> str:
    """The service of a cloud that realises a group; empty where none does."""
    for kind in KINDS[group]:
        for service in services(cloud):
            if kind in kinds_of(service):
                return service.id
    return ""


def from_planner() -> Answer:
    """The whole planner: the services of the design it recommends."""
    planner = planner_named("embedded")
    patterns = known_patterns(open_knowledge(_say_nothing))
    return lambda text: services_of_text(text, planner, patterns)


def _say_nothing(line: str) -> None:
    """Takes what the knowledge says while it opens."""


def cross_validated(cases: list[Case], answer: Answer, count: int = FOLDS) -> list[Scored]:
    """Every case answered by weights fitted on the other folds."""
    found = [features_of(case["text"]) for case in cases]
    kinds = [kinds_of_case(case) for case in cases]
    result: list[Scored] = []
    for fold in range(count):
        kept = [place for place, case in enumerate(cases) if _fold(case, count) != fold]
        weights = fitted([found[place] for place in kept], [kinds[place] for place in kept])
        result += answered([case for case in cases if _fold(case, count) == fold], answer, weights)
    return result


def answered(cases: list[Case], answer: Answer, weights: Weights | None = None) -> list[Scored]:
    """The cases answered, by other weights than the planner's own where some are given."""
    if weights is None:
        return [judged(case, answer(case["text"])) for case in cases]
    with using(weights):
        return [judged(case, answer(case["text"])) for case in cases]


def learning_curve(cases: list[Case], shares: Iterable[float] = (0.25, 0.5, 0.75, 1.0)) -> list[tuple[int, float]]:
    """Number of cases learnt from, and the F1 of the habits on low-leak cases of the other folds."""
    return [(round(share * len(cases) * (1 - 1 / FOLDS)), _curve_point(cases, share)) for share in shares]


def _curve_point(cases: list[Case], share: float) -> float:
    result: list[Scored] = []
    for fold in range(FOLDS):
        others = [case for case in cases if _fold(case, FOLDS) != fold]
        kept = sorted(others, key=lambda case: _hash(case["id"] + "+"))[: round(share * len(others))]
        weights = fitted([features_of(case["text"]) for case in kept], [kinds_of_case(case) for case in kept])
        judged_here = [case for case in cases if _fold(case, FOLDS) == fold and is_low_leak(case)]
        result += answered(judged_here, from_habits, weights)
    return mean(result).f1


def _fold(case: Case, count: int) -> int:
    return _hash(case["id"]) % count


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode("utf-8")).hexdigest()[:12], 16)


def mean(scored: list[Scored]) -> Score:
    """The means of some answers; zeros for none."""
    count = max(len(scored), 1)
    return Score(
        sum(item.score.precision for item in scored) / count,
        sum(item.score.recall for item in scored) / count,
        sum(item.score.f1 for item in scored) / count,
    )


def report(title: str, scored: list[Scored]) -> str:
    """Means for the headline, for all and by kind, as lines."""
    kinds: dict[str, list[Scored]] = defaultdict(list)
    for item in scored:
        cloud = "" if item.case["provider"] == "aws" else " (other clouds)"
        kinds[item.case["kind"] + cloud].append(item)
    rows = [
        ("low-leak AWS (headline)", [item for item in scored if is_low_leak(item.case)]),
        ("all", scored),
        *sorted(kinds.items()),
    ]
    lines = [f"{title:<40}{'n':>5}{'precision':>11}{'recall':>8}{'F1':>7}"]
    for name, some in rows:
        if some:
            means = mean(some)
            lines.append(f"{name:<40}{len(some):>5}{means.precision:>11.3f}{means.recall:>8.3f}{means.f1:>7.3f}")
    return "\n".join(lines) + "\n"


def scorable(cases: list[Case]) -> list[Case]:
    """Those whose reference is complete."""
    return [case for case in cases if case.get("services") and case.get("services_complete", True)]


def main(arguments: list[str] | None = None) -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description="How well the planner understands which services a text needs.")
    parser.add_argument("--planner", action="store_true", help="judge whole designs instead of the habits alone")
    parser.add_argument("--heldout", action="store_true", help="also the held-out and development texts (means only)")
    parser.add_argument("--curve", action="store_true", help="also the learning curve of the habits")
    chosen = parser.parse_args(arguments)
    answer = from_planner() if chosen.planner else from_habits
    training = load(training_files())
    sys.stdout.write(report("training files, cross-validated", cross_validated(training, answer)))
    if chosen.heldout:
        for title, path in (
            ("held-out texts", CASES / "requirements_holdout.jsonl"),
            ("development texts", DEVELOPMENT),
        ):
            if path.exists():
                sys.stdout.write("\n" + report(title, answered(scorable(load([path])), answer)))
    if chosen.curve:
        points = ", ".join(f"{count} cases {f1:.3f}" for count, f1 in learning_curve(training))
        sys.stdout.write(f"\nlearning curve: {points}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
