"""Initialisation times: exact where measured, honest where not."""

from __future__ import annotations

from itertools import product

import pytest

from tools.catalog.coldstarts import cold_start
from tools.catalog.runtimes import UnsuitableRuntimeError, runtimes
from tools.catalog.tables import table


def test_the_table_is_as_large_as_it_was() -> None:
    assert len(table("coldstarts")["rows"]) == 620


def test_a_measured_configuration_is_exact() -> None:
    found = cold_start("python3.14", "arm64", "zip", 512)
    assert (found.is_exact, found.note, found.p50_ms, found.p99_ms) == (True, "", 102.82, 214.13)


def test_the_nearest_memory_answers_for_what_was_not_measured() -> None:
    found = cold_start("python3.14", "arm64", "zip", 3008)
    assert (found.is_exact, found.memory_mb) == (False, 1024)
    assert found.note == "measured with memory 1024 for 3008"


def test_the_closest_runtime_answers_for_one_not_measured() -> None:
    found = cold_start("ruby4.0", "arm64")
    assert (found.runtime, found.is_exact) == ("ruby3.4", False)


def test_a_binary_is_told_apart_by_its_language() -> None:
    rust = cold_start("provided.al2023", "arm64", variant="rust")
    go = cold_start("provided.al2023", "arm64", variant="go")
    unsaid = cold_start("provided.al2023", "arm64")
    assert rust.p50_ms < go.p50_ms
    assert (unsaid.p50_ms, unsaid.is_exact, unsaid.note) == (go.p50_ms, False, "taken as go")


@pytest.mark.parametrize(("architecture", "package"), [*product(("arm64", "x86_64"), ("zip", "image"))])
def test_every_supported_runtime_has_an_answer(architecture: str, package: str) -> None:
    for name, each in runtimes().items():
        if each.status() == "supported":
            found = cold_start(name, architecture, package, 1769)
            assert 0 < found.p50_ms <= found.p95_ms <= found.p99_ms


def test_runtimes_that_do_not_exist_have_none() -> None:
    with pytest.raises(UnsuitableRuntimeError):
        cold_start("cobol85", "arm64")
