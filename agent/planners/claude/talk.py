"""The talk with the model: a request, a reply, its tools run, their results, and again, until it is done or stopped.

Owns that the list of messages is always one that the API takes, that every reply is kept before it is acted upon, that
no request is too large and that nothing is asked beyond the budget. Refuses to run a tool of a reply that is not whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from agent.planners.claude.blocks import assistant_message, result_block, user_message, word_block
from agent.planners.claude.budget import Meter
from agent.planners.claude.estimating import Ruler, tokens_of_text
from agent.planners.claude.exchange import (
    Block,
    Endpoint,
    Journal,
    Limits,
    Listen,
    ModelError,
    Reply,
    Request,
    ToolCall,
)
from agent.planners.claude.keeping import digest_of, plain_reply, plain_start, reply_of, start_of
from agent.planners.claude.prompting import (
    ERRORS_LEFT,
    NUDGE,
    SMALLER,
    Known,
    Task,
    continuation,
    findings_block,
    known_of,
    opening,
    prefix_tokens,
    system_blocks,
)
from agent.planners.claude.telling import cut
from agent.planners.claude.tooling import Ran, run_call, tool_blocks
from agent.planners.claude.workbench import Bench, FindingKey

MOST_INPUT = 32_000
"""Input tokens of a request, by our estimate."""

RESERVE = 5_000
"""Tokens of a request that an opening leaves for the talk after it."""

MOST_PAUSES = 5
MOST_MALFORMED = 3
MOST_CUTS = 2
MOST_REMINDERS = 1
MOST_CALLS_OF_A_REPLY = 16
MOST_OF_RESULTS = 8_000
"""Tokens of the results of one reply, beyond which only edits are still run."""

MOST_OUTPUT = 128_000
CHANGING = ("edit", "correct")
"""Tools that are run however much was asked before them."""


@dataclass(frozen=True, slots=True)
class Line:
    """Through what, and by which rules, a talk goes."""

    endpoint: Endpoint
    journal: Journal
    meter: Meter
    listen: Listen
    model: str
    effort: str
    limits: Limits
    max_tokens: int = 16_000
    note: Callable[[str], None] = lambda text: None
    """Told what the tools did, and what was spent until then, a line each."""


@dataclass
class Counts:
    """What has happened in a talk that may not happen for ever."""

    calls: int = 0
    pauses: int = 0
    malformed: int = 0
    """Replies in a row of whose calls none had a form that a tool could take."""
    cuts: int = 0
    nudges: int = 0
    reminders: int = 0
    folds_for_window: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """A talk that ended well: the next one about the same system goes on from it, so that it stays cached."""

    brief: str
    messages: tuple[Block, ...]
    known: Known
    factor: float
    """The correction of its estimates."""


@dataclass
class Talk:
    """One task, talked through with the model."""

    line: Line
    turn: str
    """What the replies are kept under, together with the request."""
    task: Task
    bench: Bench
    most_calls: int
    past: Past | None = None
    """The talk that this one goes on from."""
    ruler: Ruler = field(default_factory=Ruler)
    messages: list[Block] = field(default_factory=list[Block])
    counts: Counts = field(default_factory=Counts)
    said: str = ""
    """The last words of the model."""
    is_cut_short: bool = False
    """Whether it ended because as many calls were made as may be."""
    _paused: tuple[ToolCall, ...] = ()
    _max_tokens: int = 0
    _asked: dict[str, int] = field(default_factory=dict[str, int])
    _errors_before: frozenset[FindingKey] = frozenset()

    def run(self) -> Bench:
        """The bench when the model is done, or as many calls were made as may be. Raises ModelError."""
        self._max_tokens = self.line.max_tokens
        self._errors_before = self.bench.errors if self.task.name == "revise" else frozenset()
        self._begin()
        while self.counts.calls < self.most_calls:
            if self._take(self._ask()):
                return self.bench
        self.is_cut_short = True
        return self.bench

    def ended(self) -> Past:
        """What another talk about the same system can go on from."""
        return Past(self.bench.brief, tuple(self.messages), known_of(self.bench), self.ruler.factor)

    def _begin(self) -> None:
        """With the messages of the past where they are of use, which are kept: a resumed run has no past of its own."""
        known = known_of(self.bench)
        about = [self.task.name, self.task.message, self.bench.brief, known.requirements, known.design]
        key = f"{self.turn}/start:{digest_of(about)}"
        kept = self.line.journal.recall(key)
        start = start_of(kept) if kept is not None else self._from_past()
        if start is None:
            self._fold(())
            return
        if kept is None:
            self.line.journal.keep(key, plain_start(*start))
        self.messages, self.ruler.factor = list(start[0]), start[1]

    def _from_past(self) -> tuple[tuple[Block, ...], float] | None:
        """The messages that go on from the past, and the correction of its estimates.

        None where it is of another brief, or leaves no room.
        """
        past = self.past
        if past is None or (self.bench.brief and past.brief != self.bench.brief):
            return None
        blocks = continuation(self.task, self.bench, past.known)
        messages = with_blocks(past.messages, blocks)
        request = replace(self._request(), messages=messages)
        return (messages, past.factor) if Ruler(past.factor).tokens_of(request) <= MOST_INPUT - RESERVE else None

    def _ask(self) -> Reply:
        request = self._fitting_request()
        key = self._key_of(request)
        kept = self.line.journal.recall(key)
        reply = reply_of(kept) if kept is not None else None
        is_replayed = reply is not None
        if reply is None:
            self.line.meter.ensure(self.ruler.tokens_of(request))
            reply = self.line.endpoint.send(request, limits=self._limits(), listen=self.line.listen)
            self.line.journal.keep(key, plain_reply(reply))
        self.line.meter.note(reply.usage, is_replayed=is_replayed)
        self.line.note(self.line.meter.spent.so_far())
        self.ruler.correct(request, reply.usage)
        self.counts.calls += 1
        return reply

    def _key_of(self, request: Request) -> str:
        """What the reply is kept under. A request that is made again, after a pause without a word, is another one."""
        key = f"{self.turn}:{self.ruler.digest_of(request)}"
        times = self._asked[key] = self._asked.get(key, 0) + 1
        return key if times == 1 else f"{key}/{times}"

    def _limits(self) -> Limits:
        """Those of the line, within the time that is left."""
        left = max(self.line.meter.seconds_left, 1.0)
        limits = self.line.limits
        return replace(limits, total_s=min(limits.total_s, left))

    def _request(self) -> Request:
        return Request(
            model=self.line.model,
            effort=self.line.effort,
            max_tokens=self._max_tokens,
            system=system_blocks(),
            tools=tool_blocks(),
            messages=tuple(self.messages),
        )

    def _fitting_request(self) -> Request:
        """The next request; what was said is folded first where it would be too large."""
        request = self._request()
        if self.ruler.tokens_of(request) <= MOST_INPUT:
            return request
        self._fold(_texts_of_results(self.messages[-1]))
        request = self._request()
        if self.ruler.tokens_of(request) > MOST_INPUT:
            raise ModelError(
                "too-large",
                "The design is too large to be talked over with the model.",
                is_resumable=False,
            )
        return request

    def _fold(self, latest: tuple[str, ...]) -> None:
        """Begins the list of messages anew: the design as it is now, and in short what led to it."""
        room = int(MOST_INPUT / self.ruler.factor) - prefix_tokens() - RESERVE
        self.messages = [user_message(opening(self.task, self.bench, room, latest))]
        self._paused = ()

    def _take(self, reply: Reply) -> bool:
        """Does what a reply asks for; whether the talk is over."""
        match reply.stop:
            case "refusal":
                raise _refused(reply)
            case "max_tokens":
                return self._cut_off()
            case "context_exceeded":
                return self._window_exceeded()
            case "pause_turn":
                return self._pause(reply)
            case "tool_use":
                return self._run_calls(reply) if self._paused or reply.calls else self._ended(reply)
            case _:
                return self._ended(reply)

    def _cut_off(self) -> bool:
        """The reply is void: what was cut may be a tool call. More room first, then a smaller piece of work."""
        self.counts.cuts += 1
        if self.counts.cuts > MOST_CUTS:
            sentence = "The model's replies were cut at their limit again and again: try again."
            raise ModelError("broken-reply", sentence, is_resumable=True)
        if self.counts.cuts > 1:
            self._add_words(SMALLER)
        self._max_tokens = min(2 * self._max_tokens, MOST_OUTPUT)
        return False

    def _window_exceeded(self) -> bool:
        self.counts.folds_for_window += 1
        if self.counts.folds_for_window > 1:
            sentence = "The model's window does not hold the design."
            raise ModelError("too-large", sentence, is_resumable=False)
        self._fold(_texts_of_results(self.messages[-1]))
        self._add_words(NUDGE)
        return False

    def _pause(self, reply: Reply) -> bool:
        """Sends back what there is, unchanged, so that the model goes on where it paused."""
        self.counts.pauses += 1
        if self.counts.pauses > MOST_PAUSES:
            sentence = "The model paused again and again without an end: try again."
            raise ModelError("broken-reply", sentence, is_resumable=True)
        self._paused += reply.calls
        if not self._add_reply(reply):
            self._add_words(NUDGE)
        return False

    def _run_calls(self, reply: Reply) -> bool:
        calls, self._paused = (*self._paused, *reply.calls), ()
        if not self._add_reply(reply):
            return self._nudged()
        self.said = reply.text or self.said
        results = self._results(calls)
        self.messages.append(user_message(block for block, _ in results))
        is_malformed = all(ran.is_malformed for _, ran in results)
        self.counts.malformed = self.counts.malformed + 1 if is_malformed else 0
        if self.bench.is_finished:
            return self._accepted()
        return self.counts.malformed > MOST_MALFORMED

    def _results(self, calls: tuple[ToolCall, ...]) -> list[tuple[Block, Ran]]:
        """The calls run in order, each on what those before it left."""
        found: list[tuple[Block, Ran]] = []
        spent = 0
        for number, call in enumerate(calls):
            is_much = number >= MOST_CALLS_OF_A_REPLY or (spent > MOST_OF_RESULTS and call.name not in CHANGING)
            if is_much:
                call = replace(call, problem=call.problem or "too much was asked for at once; ask again for less")
            ran = run_call(self.bench, call)
            self.bench = ran.bench
            spent += tokens_of_text(ran.content)
            self.line.note(_noted(call, ran))
            found.append((result_block(call.id, ran.content, is_error=ran.is_error), ran))
        return found

    def _ended(self, reply: Reply) -> bool:
        """The model says that this is all; whether it is."""
        calls = (*self._paused, *reply.calls)
        self._paused = ()
        if not self._add_reply(reply):
            return self._nudged()
        self.said = reply.text or self.said
        if calls:
            unrun = "not run: the reply ended without asking for it"
            self.messages.append(
                user_message(result_block(call.id, f'{{"refused":"{unrun}"}}', is_error=True) for call in calls)
            )
            self.counts.malformed += 1
            return self.counts.malformed > MOST_MALFORMED
        return self._accepted()

    def _accepted(self) -> bool:
        """Whether the work is done; errors that are left are put before the model once more."""
        if not self.bench.errors - self._errors_before or self.counts.reminders >= MOST_REMINDERS:
            return True
        self.counts.reminders += 1
        self.bench = replace(self.bench, is_finished=False)
        self._add_blocks([word_block(ERRORS_LEFT), findings_block(self.bench)])
        return False

    def _nudged(self) -> bool:
        """An empty reply is asked to go on, once."""
        self.counts.nudges += 1
        if self.counts.nudges > 1:
            return True
        self._add_words(NUDGE)
        return False

    def _add_reply(self, reply: Reply) -> bool:
        """Adds what the model said, unchanged but for texts of nothing, which the API does not take back.

        Whether there was anything. What follows a pause belongs to the message that paused.
        """
        blocks = [block for block in reply.content if block.get("type") != "text" or str(block.get("text", "")).strip()]
        if self.messages[-1]["role"] == "assistant":
            self.messages[-1] = assistant_message([*self.messages[-1]["content"], *blocks])
            return True
        if blocks:
            self.messages.append(assistant_message(blocks))
        return bool(blocks)

    def _add_words(self, words: str) -> None:
        self._add_blocks([word_block(words)])

    def _add_blocks(self, blocks: list[Block]) -> None:
        self.messages = list(with_blocks(tuple(self.messages), blocks))


def with_blocks(messages: tuple[Block, ...], blocks: list[Block]) -> tuple[Block, ...]:
    """The messages with more that is said to the model, after any results that it is still owed."""
    *before, last = messages
    if last["role"] == "user":
        return (*before, user_message([*last["content"], *blocks]))
    return (*messages, user_message(blocks))


def _texts_of_results(message: Block) -> tuple[str, ...]:
    """What the tools answered last."""
    if message["role"] != "user":
        return ()
    results = [block for block in message["content"] if block["type"] == "tool_result"]
    return tuple(block["content"][0]["text"] for block in results)


def _refused(reply: Reply) -> ModelError:
    why = f" ({cut(reply.stop_detail, 40)})" if reply.stop_detail else ""
    sentence = f"The model declined to go on{why}: put the brief in other words, or choose another model."
    return ModelError("refused", sentence, is_resumable=False)


def _noted(call: ToolCall, ran: Ran) -> str:
    return f"{cut(call.name, 20)}: {cut(ran.content, 160)}"
