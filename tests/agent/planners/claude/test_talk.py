"""The talk: every way a reply can end, messages the API always takes, folding, budgets, and journals."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from agent.planners.claude import talk as talking
from agent.planners.claude.budget import Budget, Meter
from agent.planners.claude.estimating import Ruler, plain_estimate
from agent.planners.claude.exchange import Forgetful, Limits, ModelError, Reply, Request, ToolCall, Usage
from agent.planners.claude.prompting import ERRORS_LEFT, NUDGE, SMALLER, Task
from agent.planners.claude.talk import MOST_INPUT, Line, Talk
from agent.planners.claude.telling import requirement_lines
from agent.planners.claude.workbench import Bench
from tests.agent.planners.claude.models import (
    FakeEndpoint,
    Step,
    Watch,
    asking,
    called,
    edit,
    price,
    put,
    said,
)
from tests.messages.rules import fault

Talked = Callable[..., Talk]


@pytest.fixture
def talk_of(bench: Bench) -> Talked:
    """A talk over the shop with a scripted model."""

    def made(*script: Step, ever: Step | None = None, most: int = 8, budget: Budget | None = None, **more: Any) -> Talk:
        endpoint = FakeEndpoint(iter(script), ever)
        meter = Meter(budget or Budget(), price, more.pop("clock", Watch()))
        line = Line(
            endpoint, more.pop("journal", Forgetful()), meter, lambda delta: None, "claude-sonnet-5-5", "high", Limits()
        )
        return Talk(line, "turn", more.pop("task", Task("propose")), more.pop("on", bench), most)

    return made


def endpoint_of(talk: Talk) -> FakeEndpoint:
    """The scripted model of a talk."""
    found = talk.line.endpoint
    assert isinstance(found, FakeEndpoint)
    return found


def last_words(talk: Talk, number: int = -1) -> str:
    """The last block that the model was sent in a request."""
    block = endpoint_of(talk).requests[number].messages[-1]["content"][-1]
    return str(block.get("text", block))


MORE = put("component", "create-order", memory_mb=1024)


def test_tools_are_run_in_order_and_answered_in_one_message(talk_of: Talked) -> None:
    talk = talk_of(
        called(edit(MORE), ("show", {"what": "components", "names": ["create-order"], "start": 0}), ("nope", {})),
        said("Done."),
    )
    bench = talk.run()
    results = endpoint_of(talk).requests[1].messages[-1]["content"]
    assert [block["tool_use_id"] for block in results] == ["toolu_1_t0", "toolu_1_t1", "toolu_1_t2"]
    assert "memory_mb=1024" in results[1]["content"][0]["text"]
    assert [block.get("is_error", False) for block in results] == [False, False, True]
    assert bench.design != talk_of().bench.design
    assert talk.said == "Done."


def test_a_batch_that_finishes_needs_no_further_call(talk_of: Talked) -> None:
    talk = talk_of(called(edit(MORE, finish=True, summary="More memory.")))
    assert talk.run().summary == "More memory."
    assert talk.counts.calls == 1
    assert not fault({"model": "m", "max_tokens": 1, "messages": talk.messages})


def test_errors_that_are_left_are_put_before_the_model_once(talk_of: Talked) -> None:
    worse = put("component", "create-order", timeout_s=2000)
    talk = talk_of(called(edit(worse, finish=True)), called(edit(finish=True)))
    bench = talk.run()
    assert bench.errors
    assert ERRORS_LEFT in str(endpoint_of(talk).requests[1].messages[-1])
    assert talk.counts.calls == 2


def test_as_many_calls_as_may_be_are_made(talk_of: Talked) -> None:
    talk = talk_of(ever=called(("check", {"severity": "error"})), most=5)
    talk.run()
    assert talk.counts.calls == 5


# --- how a reply ends ----------------------------------------------------------------------------------------------


def test_an_empty_reply_is_asked_to_go_on_once(talk_of: Talked) -> None:
    talk = talk_of(said(""), said(""))
    talk.run()
    assert talk.counts.calls == 2
    assert last_words(talk) == NUDGE
    assert endpoint_of(talk).requests[0].messages != endpoint_of(talk).requests[1].messages


def test_a_text_of_nothing_is_no_reply(talk_of: Talked) -> None:
    blank = Reply("", ({"type": "text", "text": " \n"},), "", (), "end_turn", Usage())
    talk = talk_of(blank, said("Good."))
    talk.run()
    assert last_words(talk) == NUDGE


def test_a_cut_reply_runs_nothing_and_is_asked_for_with_more_room(talk_of: Talked) -> None:
    cut = called(edit(MORE, finish=True), stop="max_tokens")
    talk = talk_of(cut, cut, said("Done."))
    bench = talk.run()
    assert bench.design == talk_of().bench.design
    sent = endpoint_of(talk).requests
    assert [request.max_tokens for request in sent] == [16_000, 32_000, 64_000]
    assert sent[0].messages == sent[1].messages
    assert last_words(talk) == SMALLER


def test_replies_that_are_cut_for_ever_end_the_talk(talk_of: Talked) -> None:
    talk = talk_of(ever=said("…", stop="max_tokens"))
    with pytest.raises(ModelError, match="cut at their limit") as caught:
        talk.run()
    assert (caught.value.code, caught.value.is_resumable, talk.counts.calls) == ("broken-reply", True, 3)


def test_a_pause_is_sent_back_unchanged_and_goes_on(talk_of: Talked) -> None:
    talk = talk_of(said("Let me think.", stop="pause_turn"), said("Thought.", stop="pause_turn"), said("Done."))
    talk.run()
    first, second = (endpoint_of(talk).requests[number].messages[-1] for number in (1, 2))
    assert first == {"role": "assistant", "content": [{"type": "text", "text": "Let me think."}]}
    assert [block["text"] for block in second["content"]] == ["Let me think.", "Thought."]
    assert endpoint_of(talk).requests[0].tools == endpoint_of(talk).requests[2].tools
    assert [message["role"] for message in talk.messages] == ["user", "assistant"]


def test_pauses_end(talk_of: Talked) -> None:
    """LLM-14: at most five continuations."""
    talk = talk_of(ever=said("…", stop="pause_turn"), most=50)
    with pytest.raises(ModelError, match="paused again and again"):
        talk.run()
    assert talk.counts.calls == 6


def test_a_request_that_is_made_again_is_asked_again(talk_of: Talked) -> None:
    """A pause without a word sends the same once more; its first reply is not taken for the second."""
    journal = Forgetful()
    pauses = (said("Hm.", stop="pause_turn"), said("", stop="pause_turn"), said("Done."))
    talk = talk_of(*pauses, journal=journal)
    talk.run()
    assert (len(endpoint_of(talk).requests), talk.line.meter.spent.replayed) == (3, 0)
    again = talk_of(journal=journal)
    again.run()
    assert (endpoint_of(again).requests, again.said, again.counts.pauses) == ([], "Done.", 2)


def test_calls_of_a_paused_reply_are_answered_when_it_has_ended(talk_of: Talked) -> None:
    talk = talk_of(called(edit(MORE), stop="pause_turn"), called(("check", {"severity": "error"})), said("Done."))
    bench = talk.run()
    assert bench.design != talk_of().bench.design
    assert len(endpoint_of(talk).requests[-1].messages[-1]["content"]) == 2


def test_a_refusal_ends_with_one_sentence_and_leaves_no_trace(talk_of: Talked) -> None:
    refusal = Reply("", ({"type": "text", "text": "I"},), "I", (), "refusal", Usage(), "cyber")
    talk = talk_of(called(("check", {"severity": "error"})), refusal)
    with pytest.raises(ModelError) as caught:
        talk.run()
    assert caught.value.code == "refused"
    assert caught.value.sentence.startswith("The model declined to go on (cyber): ")
    assert "\n" not in caught.value.sentence
    assert talk.messages[-1]["role"] == "user"
    assert not fault({"model": "m", "max_tokens": 1, "messages": talk.messages})


def test_a_window_that_is_exceeded_is_folded_once(talk_of: Talked) -> None:
    full = called(edit(MORE), stop="context_exceeded")
    talk = talk_of(called(("check", {"severity": "error"})), full, said("Done."))
    assert talk.run().design == talk_of().bench.design
    assert len(endpoint_of(talk).requests[2].messages) == 1
    talk = talk_of(ever=full)
    with pytest.raises(ModelError, match="window") as caught:
        talk.run()
    assert (caught.value.code, talk.counts.calls) == ("too-large", 2)


def test_calls_of_a_reply_that_asked_for_none_are_not_run(talk_of: Talked) -> None:
    talk = talk_of(called(edit(MORE), stop="end_turn"), said("Done."))
    assert talk.run().design == talk_of().bench.design
    assert endpoint_of(talk).requests[1].messages[-1]["content"][0]["is_error"] is True


def test_a_stop_string_ends_a_turn(talk_of: Talked) -> None:
    talk = talk_of(said("Done.", stop="stop_sequence"))
    talk.run()
    assert talk.said == "Done."


HOSTILE: tuple[ToolCall, ...] = (
    ToolCall("a", "edit", {}, "duplicate keys"),
    ToolCall("a", "edit", {"edits": "all of them", "finish": "yes", "summary": 3}),
    ToolCall("a", "rm", {"path": "/"}),
    ToolCall("a", "edit", {"edits": [[[]]], "finish": True, "summary": ""}),
    ToolCall("a", "show", {"what": None, "names": {}, "start": 1e308}),
)


@pytest.mark.parametrize("call", HOSTILE)
def test_input_that_is_none_is_answered_a_few_times(talk_of: Talked, call: ToolCall) -> None:
    """LLM-8: an is_error result each time, at most three rounds of repair, no exception."""
    talk = talk_of(ever=asking((call,)), most=50)
    assert talk.run().design == talk_of().bench.design
    assert talk.counts.calls == 4
    assert all(b["is_error"] for m in talk.messages if m["role"] == "user" for b in m["content"] if "is_error" in b)


def test_what_is_refused_for_a_reason_is_no_malformed_reply(talk_of: Talked) -> None:
    bad = called(edit(put("component", "nobody", memory_mb=1)))
    talk = talk_of(ever=bad, most=7)
    talk.run()
    assert talk.counts.calls == 7


def test_too_much_at_once_is_not_run_but_edits_are(talk_of: Talked) -> None:
    looks = [("show", {"what": "components", "names": [], "start": 0})] * 14
    talk = talk_of(called(*looks, edit(MORE)), said("Done."))
    bench = talk.run()
    assert "edited" in " ".join(bench.log)
    talk = talk_of(called(*looks * 3), said("Done."))
    talk.run()
    results = endpoint_of(talk).requests[1].messages[-1]["content"]
    unrun = [block for block in results if "too much was asked" in str(block["content"])]
    assert 0 < len(results) - len(unrun) <= talking.MOST_CALLS_OF_A_REPLY
    assert len(results) == 42
    assert max(usage.input for usage in endpoint_of(talk).usages) <= MOST_INPUT


# --- folding -------------------------------------------------------------------------------------------------------


def test_a_talk_of_three_hundred_turns_never_grows_too_large(talk_of: Talked) -> None:
    """LLM-16: no request beyond the bound, and every word that was asked is in each of them."""
    numbers = iter(range(1, 400))

    def busy(request: Request) -> Step:
        number = next(numbers)
        look = ("show", {"what": "components", "names": [], "start": 0})
        return called(
            edit(put("component", "create-order", memory_mb=512 + number)), look, words=f"Step {number}. " * 30
        )

    talk = talk_of(ever=busy, most=300, budget=Budget(calls=1000, tokens=10**9, dollars=None))
    bench = talk.run()
    sent = endpoint_of(talk).requests
    assert len(sent) == 300
    assert max(usage.input for usage in endpoint_of(talk).usages) <= MOST_INPUT
    pinned = requirement_lines(bench.requirements)
    for request in sent:
        blocks = [json.loads(b["text"]) for b in request.messages[0]["content"] if b["text"].startswith("{")]
        assert next(block["lines"] for block in blocks if block["data"] == "requirements") == pinned
    assert sum(len(request.messages) == 1 for request in sent) > 3
    assert any("done so far" in str(request.messages[0]) for request in sent[1:])
    memory = next(c for c in bench.design.components if c.name == "create-order")
    assert getattr(memory, "memory_mb") == 812  # noqa: B009


def test_what_the_api_counts_corrects_the_estimate(talk_of: Talked) -> None:
    request_like = Usage(fresh=20_000)
    talk = talk_of(said("Done."))
    talk.run()
    request = endpoint_of(talk).requests[0]
    ruler = Ruler()
    for usage, factor in ((request_like, 20_000 / plain_estimate(request)), (Usage(fresh=10**9), 3.0)):
        ruler.correct(request, usage)
        assert ruler.factor == pytest.approx(factor)
        ruler.correct(request, Usage())
        assert ruler.tokens_of(request) == pytest.approx(ruler.factor * plain_estimate(request), abs=1)


def test_a_tokenizer_that_counts_more_folds_earlier(talk_of: Talked, monkeypatch: pytest.MonkeyPatch) -> None:
    look = called(("show", {"what": "components", "names": [], "start": 0}))
    counted = 1.5

    def heavy(request: Request) -> Step:
        usage = Usage(fresh=int(plain_estimate(request) * counted))
        return Reply("", look.content, "", look.calls, "tool_use", usage)

    talk = talk_of(ever=heavy, most=20)
    endpoint_of(talk).counts = False
    talk.run()
    assert max(plain_estimate(r) * counted for r in endpoint_of(talk).requests[1:]) <= MOST_INPUT * 1.01


# --- budgets -------------------------------------------------------------------------------------------------------

NEVER_DONE = called(("cost", {"component": ""}))
BUDGETS: dict[str, tuple[Budget, str]] = {
    "calls": (Budget(calls=4), "4 calls were made"),
    "tokens": (Budget(tokens=60_000), "would pass 60,000 tokens"),
    "dollars": (Budget(dollars=Decimal("0.10")), "would pass 0.10 dollars"),
    "seconds": (Budget(seconds=40), "40 seconds are over"),
}


@pytest.mark.parametrize("what", BUDGETS)
def test_a_model_that_is_never_done_is_stopped(talk_of: Talked, what: str) -> None:
    """LLM-19: at the cap of calls, tokens, dollars or time, with one sentence, and nothing spent beyond it."""
    budget, why = BUDGETS[what]
    talk = talk_of(ever=NEVER_DONE, most=1000, budget=budget, clock=Watch(3.0))
    with pytest.raises(ModelError) as caught:
        talk.run()
    assert caught.value.code == "budget"
    assert why in caught.value.sentence
    spent = talk.line.meter.spent
    assert spent.calls <= budget.calls
    assert spent.usage.input + spent.usage.output <= budget.tokens
    assert spent.dollars is not None
    assert budget.dollars is None or spent.dollars <= budget.dollars
    assert not fault({"model": "m", "max_tokens": 1, "messages": talk.messages})


def test_a_stop_is_taken_up_where_it_was_with_a_larger_budget(talk_of: Talked) -> None:
    journal = Forgetful()
    with pytest.raises(ModelError):
        talk_of(ever=NEVER_DONE, most=9, budget=Budget(calls=3), journal=journal).run()
    again = talk_of(ever=NEVER_DONE, most=9, budget=Budget(calls=9), journal=journal)
    again.run()
    assert len(endpoint_of(again).requests) == 6
    assert again.line.meter.spent.replayed == 3


def test_the_meter_adds_up(talk_of: Talked) -> None:
    talk = talk_of(NEVER_DONE, NEVER_DONE, said("Done."))
    talk.run()
    total = Usage()
    for usage in endpoint_of(talk).usages:
        total += usage
    assert talk.line.meter.spent.usage == total
    assert talk.line.meter.spent.dollars == sum(map(price, endpoint_of(talk).usages))


def test_a_dollar_limit_needs_a_price(talk_of: Talked) -> None:
    talk = talk_of(said("Done."))
    meter = Meter(Budget(dollars=Decimal(1)), lambda usage: None, Watch())
    talk.line = Line(talk.line.endpoint, Forgetful(), meter, lambda delta: None, "m", "high", Limits())
    with pytest.raises(ModelError, match="no price is known"):
        talk.run()
    assert endpoint_of(talk).requests == []


# --- the journal ---------------------------------------------------------------------------------------------------


def test_a_reply_is_kept_before_it_is_acted_upon(talk_of: Talked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while the tools run: what was paid for is there, and is not asked for again."""
    journal = Forgetful()
    talk = talk_of(called(edit(MORE)), said("Done."), journal=journal)
    with monkeypatch.context() as patch:
        patch.setattr(talking, "run_call", _killed)
        with pytest.raises(KeyboardInterrupt):
            talk.run()
    again = talk_of(said("Done."), journal=journal)
    assert again.run().design == talk_of(called(edit(MORE)), said("Done.")).run().design
    assert len(endpoint_of(again).requests) == 1


def _killed(*_: object) -> Any:
    raise KeyboardInterrupt


def test_a_journal_that_holds_something_else_is_asked_anew(talk_of: Talked) -> None:
    journal = Forgetful()
    talk_of(said("Done."), journal=journal).run()
    for key in journal.kept:
        journal.kept[key] = {"stop": "quantum_stop", "content": [], "calls": []}
    again = talk_of(said("Done."), journal=journal)
    again.run()
    assert len(endpoint_of(again).requests) == 1


# --- any model at all ----------------------------------------------------------------------------------------------

CALLS = st.lists(
    st.sampled_from(
        [
            edit(MORE), edit(put("component", "nobody", memory_mb=1)), edit(finish=True),
            ("check", {"severity": "info"}),
            ("show", {"what": "components", "names": [], "start": 0}), ("nope", {"x": 1}), ("edit", {"edits": 3}),
            ("search", {"query": "orders", "limit": 2}), ("draw", {"form": "mermaid"}),
        ]
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip
STEPS = st.one_of(
    st.builds(lambda calls: called(*calls), CALLS),
    st.builds(lambda calls: called(*calls, words="Well."), CALLS),
    st.builds(lambda calls, stop: called(*calls, stop=stop), CALLS, st.sampled_from(["max_tokens", "end_turn"])),
    st.sampled_from([said(""), said("Done."), said("Hm.", stop="max_tokens"), said("", stop="pause_turn")]),
    st.sampled_from([said("…", stop="pause_turn"), said("", stop="context_exceeded"), said("x", stop="stop_sequence")]),
    st.just(said("No.", stop="refusal")),
    st.builds(lambda: ModelError("overloaded", "Overloaded.", is_resumable=True)),
)


@settings(max_examples=120)
@drawn(st.lists(STEPS, min_size=1, max_size=8))
def test_whatever_a_model_does_the_messages_are_ones_the_api_takes(bench: Bench, steps: list[Any]) -> None:
    """LLM-18, as often as an everyday run may."""
    hold_to_the_rules(bench, steps)


@pytest.mark.slow
@settings(max_examples=1000)
@drawn(st.lists(STEPS, min_size=1, max_size=12))
def test_whatever_a_model_does_for_long(bench: Bench, steps: list[Any]) -> None:
    """LLM-18: a thousand runs."""
    hold_to_the_rules(bench, steps)


def hold_to_the_rules(bench: Bench, steps: list[Any]) -> None:
    """Alternating roles, every call answered first in the next message, none dangling; the meter adds up.

    The fake endpoint holds every request against the rules of the API.
    """
    endpoint = FakeEndpoint(iter(steps), said("Done."))
    meter = Meter(Budget(), price, Watch())
    line = Line(endpoint, Forgetful(), meter, lambda delta: None, "claude-sonnet-5-5", "high", Limits())
    talk = Talk(line, "turn", Task("propose"), bench, 10)
    with suppress(ModelError):
        talk.run()
    assert meter.spent.calls == len(endpoint.usages)
    assert meter.spent.usage.input == sum(usage.input for usage in endpoint.usages)
    open_calls = [b["id"] for b in talk.messages[-1]["content"] if b["type"] == "tool_use"]
    assert not open_calls or talk.messages[-1]["role"] == "assistant"
    assert max((usage.input for usage in endpoint.usages), default=0) <= MOST_INPUT
