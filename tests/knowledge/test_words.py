"""Words, stems, the lexicon and misspelt words."""

from __future__ import annotations

import threading
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import concepts
from knowledge.concepts import find_concepts, lexicon_stems, read_groups, setting_stems, telling_of
from knowledge.spelling import Speller
from knowledge.terms import stem_words, word_list

GROUPS = 247


def names(text: str) -> set[str]:
    words = word_list(text)
    return {name for name, _, _ in find_concepts(words, stem_words(words))}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("batchItemFailures isn't working", ["batch", "item", "failures", "isn't", "working"]),
        ("TooManyRequestsException: 429", ["too", "many", "requests", "exception", "429"]),
        ("DynamoDB, EventBridge & GitHub", ["dynamodb", "eventbridge", "github"]),
        ("AWS SQS won\u2019t", ["aws", "sqs", "won't"]),
        ("\uff33\uff31\uff33 \ufb01le", ["sqs", "file"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert word_list(text) == words


def test_stems_do_not_depend_on_the_thread() -> None:
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(stem_words(["retries", "queue's"]))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["retri", "queue"]] * 4


def test_the_lexicon_is_read_whole() -> None:
    assert len(read_groups()) == GROUPS
    assert {group.telling for group in read_groups()} == {"trouble", "everyday", "setting"}


def test_every_phrase_is_found_in_itself() -> None:
    missed = [
        (group.name, phrase)
        for group in read_groups()
        for phrase in group.phrases
        if group.name not in names(phrase.removeprefix("="))
    ]
    assert missed == []


def test_no_phrase_stands_twice_in_a_group() -> None:
    assert [group.name for group in read_groups() if len(set(group.phrases)) < len(group.phrases)] == []


def test_names_of_groups_are_names() -> None:
    assert [g.name for g in read_groups() if not g.name.replace("-", "").isalnum() or g.name != g.name.lower()] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the customer was charged two times", "duplicate delivery"),
        ("messages vanish", "an event got lost"),
        ("the first request takes seconds", "cold start"),
        ("roll back the booking", "compensating action"),
        ("a flood of requests", "traffic spikes"),
        ("Service Bus", "SQS"),
        ("the shard is blocked", "stuck behind a record"),
    ],
)
def test_paraphrases_meet(one: str, other: str) -> None:
    telling = telling_of()
    shared = names(one) & names(other)
    assert shared, (names(one), names(other))
    assert any(telling[name] in ("trouble", "setting") for name in shared)


def test_spans_lie_where_the_words_are() -> None:
    words = word_list("it was sent more than once yesterday")
    spans = {(start, end) for name, start, end in find_concepts(words, stem_words(words)) if name == "again"}
    assert (3, 6) in spans


def test_an_exact_word_is_not_compared_by_its_stem() -> None:
    assert "order-of" in names("ordering")
    assert "order-of" not in names("place an order")


def test_words_of_the_setting_are_known() -> None:
    assert {"lambda", "sqs", "invoic"} <= setting_stems()
    assert "duplic" not in setting_stems()


@pytest.mark.parametrize("line", ["[vague]", "free: words", "[trouble]\na: x\na: y", "[trouble]\nempty:"])
def test_a_bad_lexicon_is_an_error(line: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    bad = Path(str(tmp_path)) / "concepts.txt"
    bad.write_text(line)
    monkeypatch.setattr(concepts, "FILE", bad)
    read_groups.cache_clear()
    try:
        with pytest.raises(ValueError, match=r"concepts\.txt:\d"):
            read_groups()
    finally:
        read_groups.cache_clear()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("idempotancy", "idempotent"),
        ("throtling", "throttle"),
        ("kubernets", "kubernetes"),
        ("concurency", "concurrency"),
    ],
)
def test_misspelt_words_are_understood(typed: str, meant: str) -> None:
    speller = Speller({*lexicon_stems(), "kubernet"})
    assert speller.nearest_stem(stem_words([typed])[0]) == stem_words([meant])[0]


@pytest.mark.parametrize("word", ["sentry", "zzzzqq", "qeu", "x42y7", "retri"])
def test_other_words_are_left_alone(word: str) -> None:
    assert Speller(["entri", "retri", "queue"]).nearest_stem(word) == word


@given(st.text(max_size=60))
def test_any_text_can_be_cut_up(text: str) -> None:
    words = word_list(text)
    spans = list(find_concepts(words, stem_words(words)))
    assert all(0 <= start < end <= len(words) for _, start, end in spans)
    assert all(first[1] <= second[1] for first, second in pairwise(spans))
