"""What a session may spend, and what it has spent: a live meter, and a clear stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from agent.planners.claude.exchange import ModelError, Usage

Clock = Callable[[], float]
"""Seconds from some moment on."""

Price = Callable[[Usage], Decimal | None]
"""US dollars of one call; None where no price is known."""


NOTHING = Usage()


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that one session may spend."""

    calls: int = 40
    tokens: int = 1_000_000
    """Input and output together, what the cache serves included."""
    dollars: Decimal | None = Decimal(5)
    """None for any sum."""
    seconds: float = 1800.0


@dataclass(frozen=True, slots=True)
class Spending:
    """What calls have taken so far."""

    calls: int = 0
    replayed: int = 0
    """Calls among them that were answered from the journal: paid for before."""
    usage: Usage = NOTHING
    dollars: Decimal | None = Decimal(0)
    """None where no price is known."""
    seconds: float = 0.0

    @property
    def cached_share(self) -> float:
        """Part of the input tokens that the cache served, 0 to 1."""
        return self.usage.cached / self.usage.input if self.usage.input else 0.0

    def plain(self) -> dict[str, object]:
        """The same for machines: tokens, dollars as text since they are exact, seconds."""
        return {
            "calls": self.calls,
            "replayed": self.replayed,
            "tokens_in": self.usage.input,
            "tokens_fresh": self.usage.fresh,
            "tokens_written": self.usage.written,
            "tokens_cached": self.usage.cached,
            "tokens_out": self.usage.output,
            "dollars": None if self.dollars is None else str(self.dollars),
            "seconds": round(self.seconds, 3),
        }

    def so_far(self) -> str:
        """The meter while it runs."""
        return f"{self._calls()}, {self.usage.input:,} tokens in, {self.usage.output:,} out, {self._money()} so far"

    def _calls(self) -> str:
        return f"{self.calls} call{'s' * (self.calls != 1)}"

    def _money(self) -> str:
        return "price not known" if self.dollars is None else f"{self.dollars:,.4f} dollars"

    def line(self) -> str:
        """One line for people."""
        again = f" ({self.replayed} kept from before)" if self.replayed else ""
        return (
            f"{self._calls()}{again}, {self.usage.input:,} tokens in ({self.cached_share:.0%} from the cache),"
            f" {self.usage.output:,} out, {self._money()}, {self.seconds:.0f} s"
        )


class Meter:
    """Counts what a session spends, beginning with what it had spent before. Asked before every call."""

    def __init__(self, budget: Budget, price: Price, clock: Clock, spent: Spending | None = None) -> None:
        self._budget = budget
        self._price = price
        self._clock = clock
        self._started: float | None = None
        self._spent = spent or Spending()

    @property
    def spent(self) -> Spending:
        """All of it until now."""
        started = self._started
        if started is None:
            return self._spent
        return replace(self._spent, seconds=self._spent.seconds + self._clock() - started)

    @property
    def seconds_left(self) -> float:
        """Until the time is up."""
        return max(self._budget.seconds - self.spent.seconds, 0.0)

    def ensure(self, tokens: int) -> None:
        """Before a call with so many input tokens. Raises ModelError("budget") where it would be one too many."""
        if self._started is None:
            self._started = self._clock()
        spent, budget = self.spent, self._budget
        if spent.calls >= budget.calls:
            raise _stop(f"{budget.calls} calls were made", spent)
        if spent.usage.input + spent.usage.output + tokens > budget.tokens:
            raise _stop(f"the next call would pass {budget.tokens:,} tokens", spent)
        if spent.seconds >= budget.seconds:
            raise _stop(f"{budget.seconds:g} seconds are over", spent)
        self._ensure_money(tokens, spent)

    def _ensure_money(self, tokens: int, spent: Spending) -> None:
        most = self._budget.dollars
        if most is None:
            return
        if spent.dollars is None or (next_call := self._price(Usage(fresh=tokens))) is None:
            raise ModelError(
                "budget",
                f"A limit of {most:,.2f} dollars is set, but no price is known for this model:"
                " choose one with a known price, or lift the limit.",
                is_resumable=False,
            )
        if spent.dollars + next_call > most:
            raise _stop(f"the next call would pass {most:,.2f} dollars", spent)

    def note(self, usage: Usage, *, is_replayed: bool) -> None:
        """After a reply, one from the journal included: it was paid for by the same session."""
        before, price = self._spent, self._price(usage)
        self._spent = replace(
            before,
            calls=before.calls + 1,
            replayed=before.replayed + is_replayed,
            usage=before.usage + usage,
            dollars=None if before.dollars is None or price is None else before.dollars + price,
        )


def _stop(why: str, spent: Spending) -> ModelError:
    sentence = f"The budget of this session is used up: {why} ({spent.line()}). Raise the limit and resume."
    return ModelError("budget", sentence, is_resumable=False)
