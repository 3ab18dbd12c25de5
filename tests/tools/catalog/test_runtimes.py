"""Runtimes: the newest of a language, and what may be done with one on a day."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from tools.catalog.runtimes import (
    AS_OF,
    UnsuitableRuntimeError,
    newest,
    runtime,
    runtimes,
    suitable,
)
from tools.catalog.tables import table
from tools.design.requirements import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)


def test_the_day_of_the_table_is_the_day_of_its_data() -> None:
    assert table("runtimes")["as_of"] == AS_OF.isoformat()
    assert len(runtimes()) == 47
    assert sum(each.status() == "supported" for each in runtimes().values()) == 16


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_supported_runtime(language: Language) -> None:
    assert newest(language).status() == "supported"


def test_the_newest_is_found_by_number_and_not_by_letter() -> None:
    assert [newest(language).id for language in LANGUAGES] == [
        "python3.14",
        "nodejs24.x",
        "java25",
        "dotnet10",
        "provided.al2023",
        "ruby4.0",
        "provided.al2023",
    ]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2026, 10, 30), "supported"),
        (date(2026, 10, 31), "deprecated"),
        (date(2027, 2, 1), "create-blocked"),
        (date(2027, 3, 3), "update-blocked"),
    ],
)
def test_support_ends_in_steps(day: date, status: str) -> None:
    assert runtime("python3.10").status(day) == status


def test_a_runtime_without_block_dates_is_only_deprecated() -> None:
    assert runtime("dotnet9").status(date(2040, 1, 1)) == "deprecated"


def test_new_functions_get_no_runtime_past_its_end() -> None:
    with pytest.raises(UnsuitableRuntimeError, match=r"nodejs20\.x ended on 2026-04-30; use nodejs24\.x"):
        suitable("nodejs", "nodejs20.x")
    assert suitable("nodejs", "nodejs20.x", on=date(2026, 4, 29)).id == "nodejs20.x"


def test_a_runtime_of_another_language_is_refused() -> None:
    with pytest.raises(UnsuitableRuntimeError, match=r"python3\.14 does not run java; java25 does"):
        suitable("java", "python3.14")


def test_the_system_runtime_runs_any_binary() -> None:
    assert suitable("rust", "provided.al2023").id == "provided.al2023"
    assert suitable("python").id == "python3.14"


def test_unknown_runtimes_are_named_with_what_exists() -> None:
    with pytest.raises(UnsuitableRuntimeError, match=r"no runtime 'python4'; there is: .*python3\.14"):
        runtime("python4")


def test_a_day_after_all_of_them_has_none() -> None:
    with pytest.raises(UnsuitableRuntimeError, match="no runtime of ruby is supported on 2040-01-01"):
        newest("ruby", on=date(2040, 1, 1))
