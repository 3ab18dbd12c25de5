"""The analysis in print: text for a terminal, plain data for JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple, cast

from tools.cost.analysis.breakeven import BreakEven, break_evens
from tools.cost.analysis.comparing import CostDifference, Delta
from tools.cost.analysis.environments import Environment, environments
from tools.cost.analysis.pricing import Case
from tools.cost.analysis.savings import Savings, savings
from tools.cost.analysis.tornado import Ranges, Tornado, tornado
from tools.cost.analysis.transactions import Transaction, transaction_costs
from tools.cost.analysis.worst import WorstCase, worst_case
from tools.cost.report import exact, money
from tools.design.plaintext import one_line

WIDEST = 12
"""Swings that are shown."""
BAR = 30
"""Characters of the widest bar."""


class Analysis(NamedTuple):
    """Everything that can be said of a bill beyond its total."""

    transactions: tuple[Transaction, ...]
    environments: tuple[Environment, ...]
    tornado: Tornado
    worst: WorstCase
    break_evens: tuple[BreakEven, ...]
    savings: Savings


def analyse(case: Case, *, ranges: Ranges | None = None, amount: Decimal | None = None) -> Analysis:
    """All of it, for one design under one set of circumstances. Raises RangeError."""
    return Analysis(
        transaction_costs(case),
        environments(case),
        tornado(case, ranges),
        worst_case(case, amount),
        break_evens(case),
        savings(case),
    )


def analysis_text(found: Analysis) -> str:
    """One section for each question."""
    parts = (
        _transactions(found.transactions),
        _environments(found.environments),
        _tornado(found.tornado),
        _worst(found.worst),
        _break_evens(found.break_evens),
        _savings(found.savings),
    )
    return "\n".join("\n".join(part) + "\n" for part in parts if part)


def difference_text(found: CostDifference) -> str:
    """What became dearer or cheaper, by component and line."""
    share = f" ({found.percent:+.1f} %)" if found.percent is not None else ""
    total = found.total
    out = [f"${money(total.before)} a month becomes ${money(total.after)}: {signed(total.change)}{share}", ""]
    for title, deltas in (("By component", found.components), ("By service", found.services), ("By line", found.lines)):
        if deltas:
            out += [title, *(f"  {_delta(delta)}" for delta in deltas[:WIDEST]), ""]
            if len(deltas) > WIDEST:
                out.insert(-1, f"  and {len(deltas) - WIDEST} more")
    return "\n".join(out).rstrip() + "\n"


def difference_plain(found: CostDifference) -> dict[str, Any]:
    """The same as plain data; amounts are strings, because they are exact decimals."""

    def plain(delta: Delta) -> dict[str, Any]:
        return {
            "name": delta.name,
            "before": exact(delta.before),
            "after": exact(delta.after),
            "change": exact(delta.change),
        }

    return {
        "total": plain(found.total),
        "percent": None if found.percent is None else round(float(found.percent), 6),
        "components": [plain(delta) for delta in found.components],
        "services": [plain(delta) for delta in found.services],
        "lines": [plain(delta) for delta in found.lines],
    }


def analysis_plain(found: Analysis) -> dict[str, Any]:
    """The analysis as plain data; amounts are strings, because they are exact decimals."""
    return {name: _plain(value) for name, value in found._asdict().items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return exact(value.quantize(Decimal("1e-9")) if value.as_tuple().exponent else value)
    if hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    return [_plain(each) for each in cast(tuple[Any, ...], value)] if isinstance(value, tuple) else value


def signed(amount: Decimal) -> str:
    """An amount with its sign before the dollar."""
    return f"{'-' if amount < 0 else '+'}${money(abs(amount))}"


def _delta(delta: Delta) -> str:
    name = one_line(delta.name or "(system)")
    return f"{signed(delta.change):>12}  {name} (${money(delta.before)} -> ${money(delta.after)})"


def _transactions(found: tuple[Transaction, ...]) -> list[str]:
    if not found:
        return []
    out = ["What a thousand transactions cost (the whole bill over them; a thousand more)"]
    for each in found:
        average, marginal = each.average * 1000, each.marginal * 1000
        out.append(f"  {one_line(each.what)}: ${money(average)}; ${money(marginal)} ({each.per_month:,.0f} a month)")
    return out


def _environments(found: tuple[Environment, ...]) -> list[str]:
    out = ["By environment, US$ a month"]
    for each in found:
        saved = f", ${money(each.always_on)} if never stopped" if each.always_on != each.total else ""
        out.append(f"  {each.name} ({each.traffic:.0%} of the traffic): ${money(each.total)}{saved}")
    return [*out, f"  all: ${money(sum((each.total for each in found), Decimal(0)))}"]


def _tornado(found: Tornado) -> list[str]:
    out = [f"What it hangs on (${money(found.lowest)} to ${money(found.highest)}, expected ${money(found.expected)})"]
    widest = max((swing.span for swing in found.swings), default=Decimal(0))
    for swing in found.swings[:WIDEST]:
        bar = "#" * max(1, round(BAR * float(swing.span / widest))) if widest else ""
        name = f"{swing.name.replace('_', ' ')} {swing.low:.4g} to {swing.high:.4g}"
        out.append(f"  {name:<44} ${money(swing.at_low):>10} ${money(swing.at_high):>10}  {bar}")
    return out


def _worst(found: WorstCase) -> list[str]:
    out = [f"Under flood: ${money(found.per_day)} a day, instead of ${money(found.usual_per_day)}"]
    for each in found.throttles:
        default = ", the provider's own" if each.is_default else ""
        out.append(f"  {each.name}: {each.limit:,.6g} {each.unit}{default}; lets {each.lets_through:.1%} through")
    if found.capped_by:
        out.append(f"  held down by: {found.capped_by}")
    if found.amount is not None:
        edits = ", ".join(f"{edit.name}.throttle_rps = {edit.value}" for edit in found.edits)
        within = found.per_day <= found.amount
        text = "already within it" if within else edits or "no throttle of a front door keeps it there"
        out.append(f"  to stay within ${money(found.amount)} a day: {text}")
    return out


def _break_evens(found: tuple[BreakEven, ...]) -> list[str]:
    out = ["Where the other choice becomes cheaper"] if found else []
    for each in found:
        at = "at no amount" if each.threshold is None else f"at {each.threshold:,.4g} {each.unit}"
        out.append(f"  {each.component}: {each.question}: {at}; here {each.here:,.4g}: {each.verdict}")
    return out


def _savings(found: Savings) -> list[str]:
    if not found.found:
        return ["Nothing was found that would make it cheaper"]
    out = [f"What would make it cheaper (${money(found.before)} -> ${money(found.after)} with all of them)"]
    return out + [f"  -${money(each.saved):>8}  {each.component}: {each.what}; {each.why}" for each in found.found]
