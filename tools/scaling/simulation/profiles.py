"""Traffic as people write it down: shapes for each load, in a small file or in a few words, and recorded series.

The shapes of a load that are rates (constant, daily, ramp, replay) add up, in place of the load the design states;
those that are multiples (weekly, spike, season) multiply the sum. Tenants are parts of a load with shapes of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BeforeValidator, Field, NonNegativeFloat, PositiveFloat, ValidationError

from tools.design.base import Model, Name, Text
from tools.design.codec import DesignError, Problem, Written
from tools.design.requirements import Daily as DailyCycle
from tools.design.requirements import Load
from tools.scaling.simulation.pools import Floats
from tools.scaling.simulation.traffic import Traffic, day_traffic
from tools.workload import Source
from tools.workload.profiles import DAY_S, day_of

MOST_ROWS = 1_000_000
MOST_DAYS = 31
MOST_RPS = 1e9
_MOST_BINS = 86_400
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|min|h|d)?")
_CLOCK = re.compile(r"(?:(\d{1,2})d\s*)?(\d{1,2}):(\d{2})(?::(\d{2}))?")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}
_WORDS = re.compile(r"spike:(\d+(?:\.\d+)?)x@([^,]+),([^,]+)(?:,([^,]+))?")


def seconds_of(value: Any) -> Any:
    """A length of time: seconds, or `15m`, `30s`, `2h`."""
    if isinstance(value, str):
        found = _SPAN.fullmatch(value.strip())
        if found is None:
            raise ValueError(f"'{value}' is no length of time; 90, 30s, 15m and 2h are")
        return float(found[1]) * _UNITS[found[2] or "s"]
    return value


def clock_of(value: Any) -> Any:
    """A moment: seconds from the start, or `14:00`, or `2d 14:00` on the third day."""
    if isinstance(value, str):
        found = _CLOCK.fullmatch(value.strip())
        if found is None or int(found[2]) > 24 or int(found[3]) > 59:
            raise ValueError(f"'{value}' is no time of day; 14:00 and 2d 14:00 are")
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return days * float(DAY_S) + hours * 3600.0 + minutes * 60.0 + seconds
    return value


Rate = Annotated[float, Field(ge=0, le=MOST_RPS, allow_inf_nan=False)]
Times = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
Span = Annotated[PositiveFloat, BeforeValidator(seconds_of)]
Rise = Annotated[NonNegativeFloat, BeforeValidator(seconds_of)]
Moment = Annotated[NonNegativeFloat, BeforeValidator(clock_of)]


class Constant(Model):
    """The same rate all the time."""

    kind: Literal["constant"] = "constant"
    rps: Rate


class Daily(Model):
    """A daily cycle: a raised cosine around its mean, `peak_ratio` times the mean at its top."""

    kind: Literal["daily"] = "daily"
    rps: Rate
    peak_ratio: float = Field(default=3.0, ge=1.0, le=100.0)
    peak_at: Moment = 14 * 3600.0


class Ramp(Model):
    """From one rate to another, even before and after."""

    kind: Literal["ramp"] = "ramp"
    from_rps: Rate = 0.0
    to_rps: Rate
    at: Moment = 0.0
    over: Span


class Replay(Model):
    """A recorded series of rates from a CSV file, from its start on."""

    kind: Literal["replay"] = "replay"
    file: Text
    column: Text = ""
    """Its name in the first line; the last column where not given."""
    step: Span = 60.0
    """Time between two rows."""
    counts: bool = False
    """Whether the figures are requests in each step and not requests a second."""


class Weekly(Model):
    """A multiple for each day of the week, from the first day on."""

    kind: Literal["weekly"] = "weekly"
    days: tuple[Times, ...] = Field(min_length=7, max_length=7)


class Spike(Model):
    """So many times as much for a while."""

    kind: Literal["spike"] = "spike"
    times: Times
    at: Moment
    lasts: Span
    rise: Rise = 0.0
    """How long it takes to come, and to go."""


class Season(Model):
    """So many times as much from one day to another, the last one included."""

    kind: Literal["season"] = "season"
    times: Times
    from_day: int = Field(ge=1, le=MOST_DAYS)
    to_day: int = Field(ge=1, le=MOST_DAYS)


Base = Constant | Daily | Ramp | Replay
Shape = Annotated[Base | Weekly | Spike | Season, Field(discriminator="kind")]


class Tenant(Model):
    """A part of a load with shapes of its own."""

    name: Name
    share: float = Field(gt=0, le=1)
    shapes: tuple[Shape, ...] = ()


class LoadShape(Model):
    """The traffic of one load."""

    load: Name
    shapes: tuple[Shape, ...] = ()
    tenants: tuple[Tenant, ...] = ()


class Profile(Model):
    """Traffic to simulate."""

    days: int = Field(default=1, ge=1, le=MOST_DAYS)
    seed: int = Field(default=0, ge=0)
    growth: Times = 1.0
    """How many times as much of everything."""
    loads: tuple[LoadShape, ...] = ()
    every_load: tuple[Shape, ...] = ()
    """Shapes of all loads."""

    @property
    def files(self) -> tuple[str, ...]:
        """The recorded series it needs."""
        return tuple(dict.fromkeys(shape.file for shape in self._shapes() if isinstance(shape, Replay)))

    def _shapes(self) -> Iterator[Shape]:
        yield from self.every_load
        for load in self.loads:
            yield from load.shapes
            for tenant in load.tenants:
                yield from tenant.shapes


def read_profile(text: str | bytes, source: str = "profile.yaml") -> Profile:
    """A profile from its file. Raises DesignError, which says what is wrong on which line."""
    written = Written(text, source)
    try:
        return Profile.model_validate(written.plain())
    except ValidationError as error:
        lines = written.lines()
        raise DesignError(source, [_problem(one, lines) for one in error.errors()]) from None


def spoken_profile(words: str) -> Profile | None:
    """A profile in a few words, `spike:10x@14:00,15m` or `spike:10x@14:00,15m,1m`; None for any others.

    Raises ValueError where they are such words and make no sense.
    """
    if not words.startswith("spike:"):
        return None
    found = _WORDS.fullmatch(words.strip())
    if found is None:
        raise ValueError(f"'{words}': a spike is written spike:10x@14:00,15m")
    spike = Spike(
        times=float(found[1]), at=clock_of(found[2]), lasts=seconds_of(found[3]), rise=seconds_of(found[4] or "0")
    )
    return Profile(every_load=(spike,))


def _problem(error: Any, lines: Mapping[Any, int]) -> Problem:
    loc = error["loc"]
    path = tuple(part for at, part in enumerate(loc) if not (at and isinstance(loc[at - 1], int) and part in _KINDS))
    line = next((lines[path[:size]] for size in range(len(path), -1, -1) if path[:size] in lines), 1)
    where = ".".join(str(part) for part in path)
    return Problem(line, where, str(error["msg"]).removeprefix("Value error, "))


_KINDS = frozenset({"constant", "daily", "ramp", "replay", "weekly", "spike", "season"})


def read_series(data: bytes, replay: Replay) -> Floats:
    """The figures of a recorded series. Raises DesignError, which names the line: no number, NaN, negative, a gap."""
    rows = data.decode("utf-8-sig", "replace").splitlines()
    if len(rows) > MOST_ROWS + 1:
        raise _refusal(replay, MOST_ROWS + 2, f"there are {len(rows):,} rows; at most {MOST_ROWS:,} are read")
    head = [name.strip() for name in rows[0].split(",")] if rows else []
    named = bool(head) and not _is_number(head[-1])
    if replay.column and replay.column not in head:
        raise _refusal(replay, 1, f"there is no column '{replay.column}'; there is: {', '.join(head)}")
    place = head.index(replay.column) if replay.column else -1
    found: list[float] = []
    for number, row in enumerate(rows[1:] if named else rows, 2 if named else 1):
        cells = row.split(",")
        if not row.strip():
            raise _refusal(replay, number, "an empty row: the series has a gap")
        if place >= len(cells):
            raise _refusal(replay, number, f"the row has {len(cells)} cells and no '{replay.column}'")
        found.append(_figure(cells[place], replay, number))
    if not found:
        raise _refusal(replay, 1, "there are no figures")
    return np.array(found) / (replay.step if replay.counts else 1.0)


def _figure(cell: str, replay: Replay, number: int) -> float:
    if not _is_number(cell):
        raise _refusal(replay, number, f"'{cell.strip()[:40]}' is no number" if cell.strip() else "a figure is missing")
    value = float(cell)
    if not isfinite(value):
        raise _refusal(replay, number, f"{cell.strip()} is no rate")
    if value < 0:
        raise _refusal(replay, number, f"{cell.strip()} is negative")
    if value > MOST_RPS:
        raise _refusal(replay, number, f"{cell.strip()} is more than {MOST_RPS:,.0f} a second")
    return value


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _refusal(replay: Replay, line: int, text: str) -> DesignError:
    return DesignError(replay.file, [Problem(line, "", text)])


def shaped_traffic(profile: Profile, sources: Mapping[str, Source], series: Mapping[str, bytes]) -> Traffic:
    """The traffic of a profile for the sources of a workload. Raises DesignError for a load that does not exist."""
    bin_s = max(1.0, float(-(-profile.days * DAY_S // _MOST_BINS)))
    day = day_traffic(sources, bin_s)
    names = sorted(sources)
    unknown = [one.load for one in profile.loads if one.load not in names]
    if unknown:
        known = ", ".join(name for name in names if not name.startswith("schedule:"))
        raise DesignError("profile", [Problem(1, "loads", f"the design has no load '{unknown[0]}'; it has: {known}")])
    shapes = {one.load: one for one in profile.loads}
    middles: Floats = (np.arange(round(profile.days * DAY_S / bin_s)) + 0.5) * bin_s
    rates: list[Floats] = []
    for name, row in zip(names, day.rates, strict=True):
        own = np.tile(row, profile.days)
        if not name.startswith("schedule:"):
            own = _shaped(own, shapes.get(name, LoadShape(load=name)), profile.every_load, middles, series)
        rates.append(own * profile.growth)
    starts = tuple(np.concatenate([row + DAY_S * day_ for day_ in range(profile.days)]) for row in day.starts)
    return Traffic(bin_s, tuple(rates), starts)


def _shaped(
    own: Floats, given: LoadShape, common: tuple[Shape, ...], middles: Floats, series: Mapping[str, bytes]
) -> Floats:
    whole = _bent(own, (*given.shapes, *common), middles, series)
    if not given.tenants:
        return whole
    rest = max(0.0, 1 - sum(tenant.share for tenant in given.tenants))
    parts = [_bent(whole * tenant.share, tenant.shapes, middles, series) for tenant in given.tenants]
    return whole * rest + np.sum(parts, axis=0)


def _bent(own: Floats, shapes: tuple[Shape, ...], middles: Floats, series: Mapping[str, bytes]) -> Floats:
    bases = [shape for shape in shapes if isinstance(shape, Constant | Daily | Ramp | Replay)]
    rates: Floats = np.sum([_base(shape, middles, series) for shape in bases], axis=0) if bases else own
    for shape in shapes:
        if isinstance(shape, Weekly):
            rates = rates * np.array(shape.days)[(middles // DAY_S).astype(np.int64) % 7]
        elif isinstance(shape, Season):
            inside = (middles >= (shape.from_day - 1) * DAY_S) & (middles < shape.to_day * DAY_S)
            rates = np.where(inside, rates * shape.times, rates)
        elif isinstance(shape, Spike):
            rates = rates * _spike(shape, middles)
    return rates


def _base(shape: Base, middles: Floats, series: Mapping[str, bytes]) -> Floats:
    if isinstance(shape, Constant):
        return np.full(middles.size, shape.rps)
    if isinstance(shape, Ramp):
        return np.interp(middles, [shape.at, shape.at + shape.over], [shape.from_rps, shape.to_rps])
    if isinstance(shape, Daily):
        cycle = DailyCycle(peak_ratio=shape.peak_ratio, peak_hour=shape.peak_at / 3600 % 24)
        day = day_of(_plain_load(shape.rps, cycle))
        grid = np.arange(0.0, DAY_S + 1, 120.0)
        return np.interp(middles % DAY_S, grid, np.array([day.rate_at(at) for at in grid.tolist()]))
    found = read_series(series.get(shape.file, b""), shape)
    place = (middles // shape.step).astype(np.int64)
    return np.where(place < found.size, found[np.minimum(place, found.size - 1)], 0.0)


def _plain_load(rps: float, cycle: DailyCycle) -> Load:
    origin = {"kind": "assumed", "reason": "a profile"}
    return Load.model_validate({"id": "profile", "what": "profile", "count": rps, "profile": cycle, "origin": origin})


def _spike(shape: Spike, middles: Floats) -> Floats:
    rise = max(shape.rise, 1e-6)
    corners = [shape.at - 1e-6, shape.at + rise, shape.at + rise + shape.lasts, shape.at + 2 * rise + shape.lasts]
    return np.interp(middles, corners, [1.0, shape.times, shape.times, 1.0])
