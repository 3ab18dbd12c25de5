"""Training: same cases, same weights, and the committed weights are those of the cases beside them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agent.planners.embedded.lexicon.senses import SENSES
from agent.planners.embedded.reading.habits import GROUPS
from evals import training
from evals.understanding import (
    FAMILIES,
    answered,
    cross_validated,
    from_habits,
    is_low_leak,
    judged,
    likely_service,
    mean,
    report,
)


@pytest.fixture(scope="module")
def cases() -> list[training.Case]:
    return training.load(training.training_files())


@pytest.fixture(scope="module")
def committed() -> dict[str, Any]:
    return json.loads(training.WEIGHTS.read_text(encoding="utf-8"))


def test_committed_weights_are_of_these_cases(cases: list[training.Case], committed: dict[str, Any]) -> None:
    assert committed["cases"] == len(cases)
    assert committed["digest"] == training.digest(cases), "run python -m evals.training"


def test_committed_weights_are_what_training_gives(cases: list[training.Case], committed: dict[str, Any]) -> None:
    """Within a hundredth: sums of floating point numbers may round otherwise on another machine."""
    trained = training.train(cases)
    for name in trained.keys() | committed["weights"].keys():
        nothing = [0] * len(GROUPS)
        pairs = zip(trained.get(name, nothing), committed["weights"].get(name, nothing), strict=True)
        assert all(abs(one - other) <= 1 for one, other in pairs), f"{name}: run python -m evals.training"


def test_weights_file_stays_small() -> None:
    assert training.WEIGHTS.stat().st_size <= 300_000


def test_same_cases_same_document(cases: list[training.Case]) -> None:
    few = cases[:60]
    assert training.document(few) == training.document(few)


def test_what_is_expected_beforehand_names_known_groups_and_classes() -> None:
    assert training.EXPECTED.keys() == GROUPS.keys()
    for text in training.EXPECTED.values():
        assert {name.strip() for name in text.replace(";", ",").split(",")} <= SENSES.keys()


def test_cases_overrule_what_is_expected() -> None:
    found = [{"bias": 1.0, "s:mail": 1.0} if i % 2 else {"bias": 1.0} for i in range(200)]
    kinds = [{"mail"} if i % 2 == 0 else set[str]() for i in range(200)]
    weights = training.fitted(found, kinds)
    assert weights["s:mail"][list(GROUPS).index("email")] < 0


def test_words_of_too_few_or_too_many_cases_do_not_count(cases: list[training.Case]) -> None:
    weights = training.train(cases[:80])
    texts = [training.features_of(case["text"]) for case in cases[:80]]
    for name in weights:
        if name.startswith("w:"):
            assert training.LEAST_CASES <= sum(name in text for text in texts) <= training.MOST_CASES * 80


def test_judging_counts_families_and_leaves_ancillary_services_out() -> None:
    case = {"services": ["lambda", "apigateway_rest", "cloudwatch"]}
    item = judged(case, ["ecs", "apigateway_http", "kms", "sqs"])
    assert (item.added, item.missed) == ({"sqs"}, set())
    assert item.score.precision == pytest.approx(2 / 3)
    assert item.score.recall == 1.0
    assert item.score.f1 == pytest.approx(0.8)
    assert judged(case, []).score.f1 == 0.0


def test_judging_agrees_with_the_scorer_of_the_development_data(dev_data: Any, cases: list[training.Case]) -> None:
    vocabulary = json.loads((dev_data / "service_vocabulary.json").read_text(encoding="utf-8"))
    family_of = {member: family for family, members in vocabulary["families"].items() for member in members}
    assert {frozenset(m for m, f in family_of.items() if f == family) for family in family_of.values()} == {
        frozenset(m for m, f in FAMILIES.items() if f == family) for family in FAMILIES.values()
    }


def test_cross_validation_answers_every_case_once_and_beats_the_constant(cases: list[training.Case]) -> None:
    some = cases[::3]
    scored = cross_validated(some, from_habits, 3)
    assert sorted(item.case["id"] for item in scored) == sorted(case["id"] for case in some)
    low = [item for item in scored if is_low_leak(item.case)]
    constant = answered([item.case for item in low], lambda _: ["lambda", "dynamodb", "apigateway_rest", "s3"])
    assert mean(low).f1 > mean(constant).f1 + 0.03
    assert "low-leak AWS (headline)" in report("some", scored)


def test_services_of_groups() -> None:
    assert likely_service("key-value", "aws") == "dynamodb"
    assert likely_service("graphql", "aws") == "appsync"
    assert likely_service("email", "gcp") == ""
