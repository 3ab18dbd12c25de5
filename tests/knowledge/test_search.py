"""Search: what is found, in which order, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.retrieval import CASES, Case, load_cases, score_ranks
from knowledge.index import Index, memory_index
from knowledge.library import Document, packaged_documents
from knowledge.search import Searcher, explain_match
from knowledge.store import Kind, Nearest, StoreError
from tests.knowledge.samples import document


@pytest.fixture(scope="module")
def searcher(in_memory: Index) -> Searcher:
    return Searcher(in_memory)


def ranks(searcher: Searcher, cases: tuple[Case, ...]) -> list[int]:
    answers = searcher.search([case.query for case in cases], 104)
    return [
        next((rank for rank, hit in enumerate(hits, 1) if {hit.id, *hit.topics} & set(case.topics)), 0)
        for case, hits in zip(cases, answers, strict=True)
    ]


@pytest.mark.parametrize(
    ("query", "pattern"),
    [
        ("our shopper pays double when the network hiccups and the app posts again", "idempotent-consumer"),
        ("how can we stop a function from invoking itself for ever", "recursion-guard"),
        ("move twelve thousand parked messages back after the bug fix", "dlq-redrive"),
        ("where do messages go that could never be handled", "dead-letter-queue"),
        ("StartMessageMoveTask", "dlq-redrive"),
        ("pgbouncer or rds proxy", "database-connection-pooling"),
        ("SnapStart", "cold-start-mitigation"),
    ],
)
def test_what_people_say_finds_the_pattern(searcher: Searcher, query: str, pattern: str) -> None:
    assert pattern in [hit.id for hit in searcher.search([query], 3)[0]]


def test_questions_of_the_cases_are_answered(searcher: Searcher) -> None:
    score = score_ranks(ranks(searcher, load_cases(CASES)))
    assert score.questions >= 400
    assert score.hit_at_3 >= 0.95
    assert score.hit_at_1 >= 0.85


@pytest.mark.devdata
def test_questions_of_others_are_answered(searcher: Searcher, dev_data: Path) -> None:
    cases = tuple(case for case in load_cases(dev_data / "retrieval_dev.jsonl") if not case.names_pattern)
    assert score_ranks(ranks(searcher, cases)).hit_at_3 >= 0.80


def test_every_pattern_finds_itself_by_title_and_by_its_questions(searcher: Searcher, in_memory: Index) -> None:
    patterns = in_memory.library.patterns
    titles = searcher.search([pattern.title for pattern in patterns], 3)
    assert [p.id for p, hits in zip(patterns, titles, strict=True) if p.id not in {hit.id for hit in hits}] == []
    asked = [(pattern.id, question) for pattern in patterns for question in pattern.questions]
    found = searcher.search([question for _, question in asked], 3)
    met = sum(name in {hit.id for hit in hits} for (name, _), hits in zip(asked, found, strict=True))
    assert met / len(asked) >= 0.9


def test_hits_are_ordered_and_scored(searcher: Searcher) -> None:
    hits = searcher.search(["messages are lost when the consumer fails"], 10)[0]
    assert len(hits) == 10
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 < hit.score <= 1 and hit.score == round(hit.score, 4) for hit in hits)
    assert len({hit.id for hit in hits}) == 10


def test_a_hit_shows_words_of_its_pattern_and_why(searcher: Searcher, in_memory: Index) -> None:
    hit = searcher.search(["the customer was charged two times"], 1)[0][0]
    texts = {passage.text for passage in in_memory.passages if passage.pattern == hit.id}
    assert hit.passage in texts
    assert hit.why


def test_a_cloud_leaves_out_patterns_it_has_no_services_for(searcher: Searcher, in_memory: Index) -> None:
    without = {pattern.id for pattern in in_memory.library.patterns if "cloudflare" not in pattern.clouds()}
    found = searcher.search(["anything about queues, tables and functions"], 104, cloud="cloudflare")[0]
    assert not without & {hit.id for hit in found}


def test_topics_narrow_the_search(searcher: Searcher) -> None:
    hits = searcher.search(["slow"], 10, topics=["cold-start"])[0]
    assert {hit.id for hit in hits} == {"cold-start-mitigation", "provisioned-concurrency"}
    assert searcher.search(["slow"], 10, topics=["no-such-topic"]) == ((),)


def test_an_unknown_cloud_is_an_error(searcher: Searcher) -> None:
    with pytest.raises(ValueError, match="no cloud 'oracle'; there are aws, azure, gcp, cloudflare"):
        searcher.search(["x"], 1, cloud="oracle")


@pytest.mark.parametrize("query", ["", "   ", "qqqq zzzz", "the of and", "\x00\ud800", "{{7*7}} ${jndi}"])
def test_odd_questions_do_no_harm(searcher: Searcher, query: str) -> None:
    assert len(searcher.search([query], 3)[0]) in (0, 3)


def test_no_question_no_answer(searcher: Searcher) -> None:
    assert searcher.search([], 3) == ()
    assert searcher.search(["lost messages"], 0) == ((),)


def test_one_question_and_many_give_the_same(searcher: Searcher) -> None:
    queries = ["lost messages", "first call slow", "charged twice"]
    assert searcher.search(queries, 5) == tuple(searcher.search([query], 5)[0] for query in queries)


def test_a_users_pattern_is_found_and_told_apart() -> None:
    searcher = Searcher(memory_index((*packaged_documents(), Document("tea-making.md", document(), "user"))))
    hits = searcher.search(["a hot drink for thirsty colleagues, where is the kettle"], 3)[0]
    assert (hits[0].id, hits[0].origin) == ("tea-making", "user")
    assert {hit.origin for hit in hits[1:]} == {"packaged"}


def test_equal_scores_are_ordered_by_id() -> None:
    texts = ("same words about kettles", "same words about kettles")
    documents = [
        Document(f"{name}.md", document(name, *texts).replace(name.capitalize().encode(), b"Title"), "user")
        for name in ("zebra", "apple")
    ]
    hits = Searcher(memory_index(documents)).search(["same words about kettles"], 2)[0]
    assert [hit.id for hit in hits] in (["apple", "zebra"], ["zebra", "apple"])
    if hits[0].score == hits[1].score:
        assert hits[0].id == "apple"


@pytest.mark.parametrize(
    ("query", "passage", "why"),
    [
        ("lost messages", "a message was lost", ("lost", "messages")),
        ("it was charged two times", "a duplicate charge", ("charged", "two times ~ duplicate")),
        ("fonts", "a duplicate charge", ()),
    ],
)
def test_the_reason_names_the_words_that_met(query: str, passage: str, why: tuple[str, ...]) -> None:
    assert explain_match(query, passage) == why


class EmptyStore:
    def nearest(self, kind: Kind, vectors: object, count: int) -> list[Nearest]:
        return [()]

    def close(self) -> None:
        """Nothing to let go of."""


class StrangeStore(EmptyStore):
    def nearest(self, kind: Kind, vectors: object, count: int) -> list[Nearest]:
        return [(("saga" if kind == "pages" else "saga#99", 0.5),)]


@pytest.mark.parametrize("store", [EmptyStore(), StrangeStore()])
def test_a_store_that_lost_something_is_an_error(in_memory: Index, store: EmptyStore) -> None:
    broken = Index(in_memory.library, in_memory.passages, in_memory.embedding, store)
    with pytest.raises(StoreError):
        Searcher(broken).search(["lost messages"], 3)
