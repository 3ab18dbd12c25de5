"""Reports and pictures of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.design.design import Design
from tools.design.requirements import Load
from tools.scaling import ScalingReport, analyse, concurrency_svg, headroom_svg, report_json, report_markdown
from tools.scaling.model import Figure
from tools.scaling.wording import clock_text, multiple_text, number_text, share_text, span_text
from tools.workload import propagate

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def report(shop: Design) -> ScalingReport:
    return analyse(shop, propagate(shop))


@pytest.fixture(scope="module")
def nothing(build: Callable[..., Design]) -> ScalingReport:
    empty = build([], [], [])
    return analyse(empty, propagate(empty))


def test_the_same_design_gives_the_same_bytes(shop: Design) -> None:
    def outputs() -> list[str]:
        report = analyse(shop, propagate(shop))
        return [report_json(report), report_markdown(report), concurrency_svg(report), headroom_svg(report)]

    assert outputs() == outputs()


def test_json_holds_every_figure_with_its_formula(report: ScalingReport) -> None:
    document = json.loads(report_json(report))
    assert document["first_limit"] == report.first_limit.id if report.first_limit else None
    assert [one["component"] for one in document["functions"]] == [one.component for one in report.functions]
    assert document["functions"][0]["worst"]["formula"]
    assert document["functions"][0]["worst"]["inputs"]["peak rate, 1/s"] > 0
    assert all(one["share"] >= 0 for one in document["limits"])
    assert document["latencies"][-1]["objectives"] == [] or "is_met" in document["latencies"][-1]["objectives"][0]
    assert len(document["times"]) == len(document["series"][0]["values"])


def test_what_is_infinite_is_null(report: ScalingReport) -> None:
    document = json.loads(report_json(report))
    assert document["functions"][0]["ceiling"] is None


@pytest.mark.parametrize(
    ("multiple", "said"), [(0.0, "without any traffic"), (0.4, "before the expected peak, at 0.4 x of it")]
)
def test_what_is_broken_already_is_called_so(report: ScalingReport, multiple: float, said: str) -> None:
    first, *others = report.limits
    text = report_markdown(report._replace(limits=(first._replace(multiple=multiple), *others)))
    assert said in text.split("**")[1]


def test_markdown_names_what_breaks_first(report: ScalingReport) -> None:
    text = report_markdown(report)
    first = report.first_limit
    assert first is not None
    assert f"**It breaks first at {multiple_text(first.multiple)} the expected traffic**: {first.component}" in text
    for heading in ("Limits", "Functions", "Queues and streams", "Latency", "How the figures are made", "Assumptions"):
        assert f"## {heading}" in text
    for found in report.functions:
        assert f"| {found.component} |" in text


def test_tables_have_even_rows(report: ScalingReport) -> None:
    for table in re.findall(r"(?:^\|.*\n)+", report_markdown(report), flags=re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(widths) == 1


def test_reports_of_nothing(nothing: ScalingReport) -> None:
    assert "No limit is in reach" in report_markdown(nothing)
    assert json.loads(report_json(nothing))["first_limit"] is None
    for text in (concurrency_svg(nothing), headroom_svg(nothing)):
        assert ElementTree.fromstring(text).tag == f"{SVG}svg"


def test_pictures_are_whole_and_named(report: ScalingReport) -> None:
    for text in (concurrency_svg(report), headroom_svg(report)):
        root = ElementTree.fromstring(text)
        assert root.get("role") == "img"
        assert root.find(f"{SVG}title") is not None
        assert root.find(f"{SVG}desc").text
        assert "script" not in text
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_the_day_s_picture_shows_each_function_and_the_limit(
    report: ScalingReport, build: Callable[..., Design], traffic: Callable[..., Load]
) -> None:
    root = ElementTree.fromstring(concurrency_svg(report))
    words = [text.text for text in root.iter(f"{SVG}text")]
    largest = max(report.series, key=lambda one: max(one.values)).name
    assert largest in words
    assert len(list(root.iter(f"{SVG}polygon"))) == min(9, len(report.series))
    busy = build(
        [("external", "users"), ("function", "work", {"work_ms": 5000, "timeout_s": 60})],
        [("call", "users", "work", {"load": "orders"})],
        [traffic(count=120)],
    )
    assert "account limit 1,000" in concurrency_svg(analyse(busy, propagate(busy)))


def test_an_account_that_overflows_says_how_much_it_turns_away(
    build: Callable[..., Design], traffic: Callable[..., Load]
) -> None:
    design = build(
        [("external", "users"), ("function", "work", {"work_ms": 5000, "timeout_s": 60})],
        [("call", "users", "work", {"load": "orders"})],
        [traffic(count=400)],
    )
    full = analyse(design, propagate(design))
    assert full.account_turned_away.value == pytest.approx(0.5 * 400 * 3600, rel=0.01)
    assert re.search(r"throttles about 72\d,\d{3} requests", report_markdown(full))


def test_the_headroom_picture_has_a_bar_for_each_limit(report: ScalingReport) -> None:
    bars = [rect for rect in ElementTree.fromstring(headroom_svg(report, 5)).iter(f"{SVG}rect") if rect.get("rx")]
    assert len(bars) == 5


@given(st.text(max_size=60))
def test_any_words_stay_words(report: ScalingReport, words: str) -> None:
    strange = _with_words(report, words)
    for text in (headroom_svg(strange), concurrency_svg(strange)):
        ElementTree.fromstring(text)
    rows = [row for row in report_markdown(strange).splitlines() if row.startswith("|")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 9 for row in rows if "yes" in row)
    json.loads(report_json(strange))


def _with_words(report: ScalingReport, words: str) -> ScalingReport:
    limit = report.limits[0]._replace(title=words, effect=words, note=words, multiple=1.5, adjustable=True)
    use = Figure(1.0, words.replace("\n", " "), "f", ())
    series = report.series[0]._replace(name=words)
    return report._replace(limits=(limit._replace(use=use),), series=(series,), design=words)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.00001, "1.0e-05"),
        (0.02134, "0.0213"),
        (4.6, "4.6"),
        (99.96, "100"),
        (1250, "1,250"),
        (38.7e6, "38.7M"),
        (999_999, "1M"),
        (1e300, "1.00e+300"),
        (float("inf"), "∞"),
        (-3.25, "-3.25"),
    ],
)
def test_numbers(value: float, text: str) -> None:
    assert number_text(value) == text


def test_other_words() -> None:
    assert multiple_text(float("inf")) == "never"
    assert multiple_text(2.5) == "2.5 x"
    assert clock_text(52_200) == "14:30"
    assert [span_text(s) for s in (0.0125, 12, 240, 9000, 400_000)] == ["12.5 ms", "12 s", "4 min", "2.5 h", "4.63 d"]
    assert span_text(float("inf")) == "never"
    assert share_text(0.0002) == "0.02 %"
