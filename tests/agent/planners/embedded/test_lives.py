"""Sizes, lives and ways of files; what waits for whom."""

from __future__ import annotations

import pytest

from agent.nodes.propose import known_patterns
from agent.planners.embedded.composing.arrivals import one_every
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.embedded.reading.intake import read
from knowledge.knowledge import Knowledge
from tools.design.design import Design


def designed(brief: str, shelf: Knowledge) -> Design:
    planner = EmbeddedPlanner()
    return planner.propose(brief, planner.read(brief, {}), known_patterns(shelf))[0].design


def part(design: Design, name: str) -> dict[str, object]:
    return next(component.model_dump() for component in design.components if component.name == name)


def ends(design: Design, kind: str, source: str) -> set[str]:
    return {link.target for link in design.links if link.kind == kind and link.source == source}


@pytest.mark.parametrize(
    ("text", "kilobytes"),
    [
        ("Photos of 8 MB each are uploaded.", 8_000),
        ("Recordings arrive as files of 3 to 12 GB.", 7_500_000),
        ("Artwork files are up to 2 GB (mean 180 MB).", 180_000),
        ("Photos up to 12 MB are uploaded.", 3_000),
        ("Clips up to 12 MB are uploaded.", 6_000),
        ("Each sample gives a FASTQ file pair of 90 GB per sample.", 90_000_000),
        ("Readings of 600 bytes JSON come in.", None),
        ("Photos are uploaded; we keep 2 TB of history.", None),
    ],
)
def test_the_size_of_a_file_as_told(text: str, kilobytes: float | None) -> None:
    assert read(text).file_kb == kilobytes


def test_sizes_are_those_of_what_they_are_told_of() -> None:
    text = (
        "Images (8 MB each, 600 images a day) are uploaded. 90 bookings a day."
        " Readings: 5,000 readings a day of 600 bytes."
    )
    sizes = {load.id: load.payload_kb for load in read(text).requirements.loads}
    assert (sizes["images"], sizes["bookings"], sizes["readings"]) == (8_000, 2, pytest.approx(0.6))


@pytest.mark.parametrize(
    ("text", "thing", "period"),
    [
        ("every night the catalogue comes as a file of up to 3 gb", "file", "day"),
        ("the nightly price list arrives", "list", "day"),
        ("a report once a week", "report", "week"),
        ("every night files arrive", "file", None),
        ("people hand in a file", "file", None),
    ],
)
def test_one_file_every_so_often(text: str, thing: str, period: str | None) -> None:
    assert one_every(text, thing) == period


def test_a_nightly_file_comes_once_a_night(shelf: Knowledge) -> None:
    design = designed("Every night a vendor puts a price file of 3 GB on our SFTP server; it is imported.", shelf)
    load = next(load for load in design.requirements.loads if load.what == "new files")
    assert (load.count, load.per) == (1, "day")


PHOTOS = "Citizens report potholes over an API with a photo; photos are made smaller. 900 reports a day."


def test_what_is_said_to_go_goes_and_to_move_moves(shelf: Knowledge) -> None:
    told = designed(f"{PHOTOS} Photos move to cold storage after 60 days and are deleted after 12 months.", shelf)
    bucket = part(told, "photo-uploads")
    assert (bucket["archive_after_days"], bucket["expire_after_days"]) == (60, 366)


def test_what_is_only_kept_is_not_deleted(shelf: Knowledge) -> None:
    for text in ("Photos are kept for at least 10 years.", "Invoices are deleted after 12 months."):
        assert part(designed(f"{PHOTOS} {text}", shelf), "photo-uploads")["expire_after_days"] is None


def test_models_of_files_are_asked_by_who_works_on_the_file(shelf: Knowledge) -> None:
    design = designed(f"{PHOTOS} Faces are blurred. Answers within 300 ms.", shelf)
    assert "vision" in ends(design, "call", "recognise-photo")
    routes = {match for link in design.links if link.source == "api" for match in link.matches}
    assert not {route for route in routes if "recognise" in route}


def test_a_payment_waits_behind_a_queue_where_answers_must_be_quick(shelf: Knowledge) -> None:
    shop = "Members check in over an API, 9,000 check-ins a day; check-ins are stored and looked up. Card payment."
    quick = designed(f"{shop} Answers within 400 ms.", shelf)
    calm = designed(f"{shop} Answers within 4 s.", shelf)
    assert "payment-provider" in ends(quick, "call", "charge-payment")
    assert "payment-provider" not in ends(quick, "call", "create-check-in")
    assert "payment-provider" in ends(calm, "call", "create-check-in")


def test_what_acts_when_the_time_has_come_tells_people(shelf: Knowledge) -> None:
    design = designed("Guests book appointments over an API; the day before they get an SMS reminder.", shelf)
    [timer] = [c.name for c in design.components if c.name.startswith("remind-") and c.kind == "function"]
    assert "notifications" in ends(design, "send", timer)


def test_devices_and_people_are_counted_apart(shelf: Knowledge) -> None:
    design = designed(
        "40 hospitals, 9,000 nurses who sign in to an app, 1,200 monitors: sensors send readings over MQTT."
        " 1,200 sensors send a reading every minute.",
        shelf,
    )
    assert part(design, "device-gateway")["devices"] == 1200
    assert part(design, "sign-in")["monthly_active_users"] == 9000
