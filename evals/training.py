"""Fits the habits of the embedded planner on our own requirement texts: `python -m evals.training [--check]`.

One logistic model for each group of needs, ridge-regularised, by Newton's method in double precision. Labels come from
the reference services of each case, by the kinds of component they realise. Same cases, same weights.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from agent.planners.embedded.reading.habits import GROUPS, KINDS, features, kinds_of
from agent.planners.embedded.reading.needs import needs_in
from agent.planners.embedded.reading.technologies import mentions_in
from agent.planners.embedded.reading.text import Brief
from tools.catalog.services import UnknownServiceError, by_id

CASES = Path(__file__).parent / "cases"
WEIGHTS = Path(__file__).parent.parent / "agent" / "planners" / "embedded" / "lexicon" / "habits.json"

RIDGE: dict[str, float] = {"w": 3.0, "n": 1.0, "k": 0.3}
"""Penalty by sort of feature: words, needs, kinds named."""

LEAST_CASES = 4
"""Cases in which a word must occur to count."""


def train(cases: list[dict[str, Any]], ridge: dict[str, float] = RIDGE) -> dict[str, dict[str, float]]:
    """Group to feature to weight, small weights left out."""
    found = [features_of(case["text"]) for case in cases]
    names = _vocabulary(found)
    matrix = np.array([[row.get(name, 0.0) for name in names] for row in found])
    penalty = np.array([_penalty(name, ridge) for name in names])
    weights: dict[str, dict[str, float]] = {}
    for group in GROUPS:
        wanted = set(KINDS[group])
        labels = np.array([float(bool(wanted & kinds_of_case(case))) for case in cases])
        fitted = _fit(matrix, labels, penalty)
        weights[group] = {name: round(float(w), 3) for name, w in zip(names, fitted, strict=True) if abs(w) >= 0.02}
    return weights


def features_of(text: str) -> dict[str, float]:
    """The features of one text."""
    brief = Brief(text)
    return features(brief, needs_in(brief), mentions_in(brief))


def kinds_of_case(case: dict[str, Any]) -> set[str]:
    """Kinds of component that a case's reference services realise."""
    kinds: set[str] = set()
    for service in case["services"]:
        try:
            kinds |= set(kinds_of(by_id(service)))
        except UnknownServiceError:
            continue
    return kinds


def _vocabulary(found: list[dict[str, float]]) -> list[str]:
    count = Counter(name for row in found for name in row)
    return sorted(n for n, c in count.items() if not n.startswith("w:") or LEAST_CASES <= c <= 0.6 * len(found))


def _penalty(name: str, ridge: dict[str, float]) -> float:
    return 1e-3 if name == "bias" else ridge.get(name.split(":")[0], 1.0)


def _fit(matrix: np.ndarray, labels: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    weights = np.zeros(matrix.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        gradient = matrix.T @ (chance - labels) + penalty * weights
        curvature = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights


def load(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The cases of these files, in order."""
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def training_files() -> list[Path]:
    """The files that may be learnt from: all but the held-out one."""
    return sorted(CASES.glob("requirements_train*.jsonl"))


def main() -> int:
    """Writes the weights."""
    cases = load(training_files())
    document = {"cases": len(cases), "weights": train(cases)}
    WEIGHTS.write_text(json.dumps(document, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    sys.stderr.write(f"{len(cases)} cases, {WEIGHTS.stat().st_size // 1024} KB of weights\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
