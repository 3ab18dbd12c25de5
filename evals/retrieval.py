"""How well search meets people's words: `python -m evals.retrieval [CASES] [--topics]`.

A case is a line of JSON with a `query` and the `topic` it is about; `also_ok` may name further topics, and cases may be
told apart by `names_pattern`. A hit is a pattern that lists one of these topics, or whose id is one of them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.knowledge import Knowledge

CASES = Path(__file__).parent / "cases" / "retrieval.jsonl"


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and what answers it."""

    query: str
    topics: tuple[str, ...]
    """The main one first."""
    names_pattern: bool = False
    """Whether the question already uses the pattern's name."""


@dataclass(frozen=True, slots=True)
class Score:
    """Figures over a set of questions."""

    questions: int
    hit_at_1: float
    hit_at_3: float
    mrr: float
    """Mean of 1 / rank of the first hit."""

    def __str__(self) -> str:
        figures = f"hit@1 {self.hit_at_1:.3f}  hit@3 {self.hit_at_3:.3f}  MRR {self.mrr:.3f}"
        return f"{self.questions:4d} questions  {figures}"


def load_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a file. Raises OSError, and ValueError or KeyError for a line that is no case."""
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return tuple(
        Case(line["query"], (line["topic"], *(line.get("also_ok") or ())), bool(line.get("names_pattern")))
        for line in lines
    )


def rank_cases(knowledge: Knowledge, cases: Sequence[Case]) -> tuple[int, ...]:
    """For each case the rank of the first hit, from 1; 0 where there is none."""
    answers = knowledge.search_many([case.query for case in cases], limit=len(knowledge.list()))
    return tuple(
        next((rank for rank, hit in enumerate(hits, 1) if {hit.id, *hit.topics} & set(case.topics)), 0)
        for case, hits in zip(cases, answers, strict=True)
    )


def score_ranks(ranks: Iterable[int]) -> Score:
    """The figures of these ranks."""
    known = tuple(ranks)
    count = max(1, len(known))
    near = [sum(0 < rank <= limit for rank in known) / count for limit in (1, 3)]
    return Score(len(known), near[0], near[1], sum(1 / rank for rank in known if rank) / count)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures of a file of cases."""
    parser = argparse.ArgumentParser(prog="python -m evals.retrieval", description="Measures the search for patterns.")
    parser.add_argument("cases", nargs="?", type=Path, default=CASES, help="a file of cases; ours without it")
    parser.add_argument("--topics", action="store_true", help="figures for each topic, the weakest first")
    chosen = parser.parse_args(arguments)
    cases = load_cases(chosen.cases)
    ranks = rank_cases(Knowledge.open(progress=lambda text: print(text, file=sys.stderr)), cases)
    for named in sorted({case.names_pattern for case in cases}):
        told = "pattern named" if named else "pattern not named"
        found = (rank for rank, case in zip(ranks, cases, strict=True) if case.names_pattern == named)
        print(f"{told:18s} {score_ranks(found)}")
    if chosen.topics:
        _print_topics(cases, ranks)
    return 0


def _print_topics(cases: Sequence[Case], ranks: Sequence[int]) -> None:
    by_topic: defaultdict[str, list[int]] = defaultdict(list)
    for case, rank in zip(cases, ranks, strict=True):
        by_topic[case.topics[0]].append(rank)
    scores = {topic: score_ranks(found) for topic, found in by_topic.items()}
    for topic in sorted(scores, key=lambda topic: (scores[topic].mrr, topic)):
        print(f"{topic:34s} {scores[topic]}")


if __name__ == "__main__":
    sys.exit(main())
