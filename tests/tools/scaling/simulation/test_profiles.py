"""Traffic as people write it: shapes that add up, words, recorded series, and clear answers to what is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from tools.design.codec import DesignError
from tools.design.requirements import Assumed, Load
from tools.scaling.simulation.profiles import (
    MOST_ROWS,
    Profile,
    Replay,
    read_profile,
    read_series,
    shaped_traffic,
    spoken_profile,
)
from tools.scaling.simulation.traffic import Traffic
from tools.workload.model import load_source

ORIGIN = Assumed(reason="a test")


def load(name: str) -> Load:
    return Load.model_validate(
        {"id": name, "what": name, "count": 10.0, "profile": {"kind": "steady"}, "origin": ORIGIN}
    )


SOURCES = {name: load_source(load(name)) for name in ("orders", "pages")}


def shaped(text: str, **series: bytes) -> Traffic:
    return shaped_traffic(read_profile(text), SOURCES, {f"{name}.csv": data for name, data in series.items()})


def test_without_shapes_the_design_says_how_much() -> None:
    traffic = shaped("growth: 2")
    assert [row.mean() for row in traffic.rates] == pytest.approx([20.0, 20.0])
    assert traffic.span_s == 86_400


def test_shapes_add_up_and_multiply() -> None:
    traffic = shaped("""
days: 14
loads:
  - load: orders
    shapes:
      - {kind: constant, rps: 5}
      - {kind: daily, rps: 10, peak_ratio: 2, peak_at: "14:00"}
      - {kind: weekly, days: [1, 1, 1, 1, 1, 0.5, 0.5]}
      - {kind: season, times: 3, from_day: 8, to_day: 8}
      - {kind: spike, times: 4, at: "1d 03:00", lasts: 30m, rise: 60s}
""")
    orders, pages = traffic.rates
    per_day = np.array_split(orders, 14)
    assert per_day[0].mean() == pytest.approx(15, rel=0.01)
    assert per_day[5].mean() == pytest.approx(7.5, rel=0.01)
    assert per_day[7].mean() == pytest.approx(45, rel=0.01)
    assert per_day[1].max() == pytest.approx(4 * per_day[0][: int(3.5 * 3600 / traffic.bin_s)].max(), rel=0.05)
    assert pages.mean() == pytest.approx(10)


def test_ramps_and_tenants() -> None:
    traffic = shaped("""
loads:
  - load: orders
    shapes: [{kind: ramp, from_rps: 10, to_rps: 100, at: "09:00", over: 1h}]
    tenants:
      - {name: big, share: 0.5, shapes: [{kind: spike, times: 3, at: "12:00", lasts: 15m}]}
      - {name: small, share: 0.1}
""")
    orders = traffic.rates[0]
    assert orders[0] == 10
    assert orders[int(9.5 * 3600)] == pytest.approx(55, rel=0.01)
    assert orders[12 * 3600 + 60] == pytest.approx(200, rel=0.01)


def test_a_spike_in_words() -> None:
    profile = spoken_profile("spike:10x@14:00,15m,1m")
    assert profile is not None
    orders = shaped_traffic(profile, SOURCES, {}).rates[0]
    assert orders[14 * 3600 + 300] == pytest.approx(100)
    assert orders[13 * 3600] == pytest.approx(10)
    assert spoken_profile("profile.yaml") is None
    with pytest.raises(ValueError, match="spike:10x@14:00,15m"):
        spoken_profile("spike:ten times")


def test_recorded_series_are_played_back() -> None:
    text = "loads: [{load: orders, shapes: [{kind: replay, file: a.csv, step: 1h, column: rps}]}]"
    rows = "time,rps\n" + "".join(f"{hour},{hour * 2}\n" for hour in range(24))
    orders = shaped(text, a=rows.encode()).rates[0]
    assert orders[0] == 0
    assert orders[3600 * 23 + 5] == 46
    assert orders.mean() == pytest.approx(23)
    counts = read_series(b"60\n120\n", Replay(file="a.csv", counts=True))
    assert counts.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("loads: [{load: orders, shapes: [{kind: constant, rps: -1}]}]", "line 1: loads.0.shapes.0.rps"),
        ("loads: [{load: orders, shapes: [{kind: constant, rps: .nan}]}]", "rps"),
        ("loads: [{load: orders, shapes: [{kind: constant, rps: .inf}]}]", "rps"),
        ("days: 0", "line 1: days"),
        ("days: 1\nloads:\n  - load: orders\n    shapes:\n      - {kind: tide}", "line 5"),
        ("days: 1\nseason: 2", "line 2: season"),
        ("every_load: [{kind: spike, times: 2, at: 25h, lasts: 1m}]", "is no time of day"),
        ("every_load: [{kind: spike, times: 2, at: '14:00', lasts: soon}]", "is no length of time"),
    ],
)
def test_what_is_wrong_with_a_profile_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(DesignError) as caught:
        read_profile(text)
    assert said in "\n".join(str(problem) for problem in caught.value.problems)


def test_a_load_that_does_not_exist() -> None:
    with pytest.raises(DesignError, match="no load 'ghosts'; it has: orders, pages"):
        shaped("loads: [{load: ghosts, shapes: [{kind: constant, rps: 1}]}]")


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        (b"1\n2\nnan\n", 3, "is no rate"),
        (b"1\n-2\n", 2, "is negative"),
        (b"1\n\n3\n", 2, "gap"),
        (b"1\ninf\n", 2, "is no rate"),
        (b"t,r\n0,1\n60,\n", 3, "missing"),
        (b"1\ntwo\n", 2, "is no number"),
        (b"", 1, "no figures"),
        (b"1\n" * (MOST_ROWS + 2), MOST_ROWS + 2, "at most 1,000,000"),
        (b"1e300\n", 1, "more than"),
    ],
)
def test_what_is_wrong_with_a_series_is_said_with_its_line(rows: bytes, line: int, said: str) -> None:
    with pytest.raises(DesignError) as caught:
        read_series(rows, Replay(file="a.csv"))
    assert caught.value.problems[0].line == line
    assert said in caught.value.problems[0].text


def test_profiles_know_their_files() -> None:
    profile = Profile(every_load=(Replay(file="a.csv"), Replay(file="b.csv"), Replay(file="a.csv")))
    assert profile.files == ("a.csv", "b.csv")
