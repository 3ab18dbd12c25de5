"""Figures and names as a client reads them: units, thousands, plurals. No locale, no clock."""

from __future__ import annotations

from decimal import Decimal
from math import floor, inf, isinf, log10

_LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_SPANS = ((365.25 * 86400.0, "year"), (86400.0, "day"), (3600.0, "hour"), (60.0, "minute"))
_WHOLE_CENTS = 10_000
"""US dollars from which cents say nothing any more."""


def number(value: float) -> str:
    """Three significant digits, whole numbers below a million in full: `0.0213`, `6.94`, `50,000`, `1.52 million`."""
    if isinf(value):
        return "unlimited" if value > 0 else "none"
    if float(value).is_integer() and abs(value) < 1e6:
        return f"{value:,.0f}"
    for size, word in _LARGE:
        if abs(value) >= size * 0.9995:
            return f"{_short(value / size)} {word}" if abs(value) < 1e15 else f"{value:.2e}"
    return _short(value)


def _short(value: float) -> str:
    if abs(value) >= 99.95:
        return f"{value:,.0f}"
    if abs(value) < 1e-9:
        return "0"
    places = min(max(0, 2 - floor(log10(abs(value)))), 9)
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(amount: Decimal | float) -> str:
    """US dollars: `$688.98`, `$40,271`, `less than a cent`; a price below a cent in full, `$0.000025`."""
    value = float(amount)
    if value == 0:
        return "$0"
    if abs(value) < 0.005:
        return "less than a cent"
    sign = "-" if value < 0 else ""
    is_whole = abs(value) >= _WHOLE_CENTS or value.is_integer()
    return f"{sign}${abs(value):,.0f}" if is_whole else f"{sign}${abs(value):,.2f}"


def rate(amount: float) -> str:
    """A price in US dollars, however small: `$3.50`, `$0.0002`."""
    if amount == 0 or abs(amount) >= 0.01:
        return f"${amount:,.2f}"
    return f"${_short(amount)}"


def quantity(value: float, unit: str) -> str:
    """A figure with its unit: `135 ms`, `41.7 requests/s`, `$3.50 per million`, `29 %`."""
    unit = unit.strip()
    if unit in ("ms", "milliseconds"):
        return milliseconds(value)
    if unit in ("s", "seconds"):
        return span(value)
    if unit.upper().startswith("USD"):
        per = unit[3:].strip(" /")
        return f"{rate(value)} per {per}" if per else rate(value)
    if unit.upper() == "KB":
        return size_kb(value)
    return f"{number(value)} {unit}".strip()


def milliseconds(value: float) -> str:
    """`0.4 ms`, `135 ms`, `2.5 s`."""
    if isinf(value):
        return "never"
    return f"{_short(value)} ms" if value < 1000 else span(value / 1000)


def span(seconds: float) -> str:
    """A length of time: `350 ms`, `12 seconds`, `15 minutes`, `7 years`; `never` for infinity."""
    if seconds == inf:
        return "never"
    if 0 < seconds < 1:
        return f"{_short(seconds * 1000)} ms"
    for size, word in _SPANS:
        amount = seconds / size
        if amount >= 0.9995 and (amount >= 2 or abs(amount - round(amount)) < 0.001 or word == "minute"):
            return counted(amount, word)
    return counted(seconds, "second")


def size_kb(kilobytes: float) -> str:
    """`2 KB`, `1.5 MB`, `500 GB`, `1.2 TB`, in steps of 1,024, or of 1,000 where somebody counted in thousands."""
    value, units = kilobytes, ["KB", "MB", "GB", "TB"]
    step = 1000 if value >= 1000 and value % 1000 == 0 else 1024
    while value >= step and len(units) > 1:
        value /= step
        units.pop(0)
    return f"{number(float(_short(value).replace(',', '')))} {units[0]}"


def counted(amount: float, word: str) -> str:
    """`1 error`, `3 policies`."""
    text = number(amount)
    return f"{text} {word if text == '1' else plural(word)}"


def plural(word: str) -> str:
    """`policy` as `policies`, `bus` as `buses`, `table` as `tables`."""
    if word.endswith("y") and word[-2:-1] not in ("", *"aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def times(multiple: float) -> str:
    """`2.0 times`, `480 times`; `never` for infinity."""
    if isinf(multiple):
        return "never"
    if multiple < 1:
        return f"{_short(multiple)} times"
    return f"{multiple:,.1f} times" if multiple < 100 else f"{number(float(f'{multiple:.3g}'))} times"


def owner(component: str) -> str:
    """Whose a limit is: a component's, or that of all that an account holds."""
    return "the account" if component == "account" else component


def listed(items: list[str] | tuple[str, ...], most: int = 3, joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`, `a, b and 4 more`."""
    if len(items) > most + 1:
        return f"{', '.join(items[:most])} {joint} {len(items) - most} more"
    return f" {joint} ".join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)


def lowered(text: str) -> str:
    """With a small first letter, unless the first word is a name or an abbreviation."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[:2] in ("A ", "I ") else text


def raised(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """With a capital at its beginning and a full stop at its end."""
    text = raised(text.strip())
    return text if not text or text[-1] in ".!?…:" else f"{text}."
