"""What people ask for in their own words, and words that look like needs and are none."""

from __future__ import annotations

import pytest

from agent.planners.embedded.reading.intake import read
from agent.planners.embedded.reading.needs import ACCEPTED, HINTED, STRONG, needs_in
from agent.planners.embedded.reading.text import Brief

LONG = " ".join(["The old way of working takes too much time and everybody complains about it every single year."] * 8)


def said(text: str) -> set[str]:
    """Needs that the words alone express."""
    return {need for need, found in needs_in(Brief(text)).items() if found.certainty >= ACCEPTED}


@pytest.mark.parametrize(
    ("need", "text"),
    [
        ("one-off-timer", "Guests get an SMS the day before their appointment."),
        ("one-off-timer", "The evening before, they receive a text message."),
        ("one-off-timer", "The nearest driver has 30 seconds to accept."),
        ("one-off-timer", "If nobody answers within 48 hours the chief is told."),
        ("one-off-timer", "Results are published at a set time."),
        ("schedule", "Once a quarter the catalogue is sent out."),
        ("schedule", "It goes out on the last working day."),
        ("schedule", "Figures are there next morning."),
        ("notify", "Members get a push message."),
        ("vision", "X-ray images are read by an AI model that marks suspicious spots."),
        ("vision", "Photos with faces are blurred before anybody sees them."),
        ("vision", "A photo of the tool is checked: is it damaged? Photo -> check if damaged."),
        ("vision", "The picture is described automatically."),
        ("ocr", "Amounts and dates get read off the slips."),
        ("human-approval", "A geneticist signs the report."),
        ("human-approval", "An editor corrects and releases it."),
        ("human-approval", "Everything else goes to a handler."),
        ("human-approval", "Objections are decided by two officers."),
        ("external-integration", "Visitors buy a pass (card payment)."),
        ("external-integration", "Payment is made via SEPA."),
        ("external-integration", "Fees are paid online."),
        ("external-integration", "Dues are collected by direct debit."),
        ("search", "Visitors search the collection."),
        ("search", "Staff find a member by name, even misspelt."),
        ("realtime-push", "Customers follow the rider on a map."),
        ("realtime-push", "Room status is live on tablets."),
        ("upload", "People report a pothole with a photo."),
        ("upload", "An open data portal offers all reports as CSV."),
        ("partner-files", "Wages are paid through a bank file."),
        ("data-lake", "Ad hoc figures for people who know SQL."),
        ("stream", "Three providers send 4,500 price changes, that is updates per second."),
        ("geo", "The nearest free driver gets the job."),
        ("batch", "The alignment pipeline runs 9 hours on 32 cores."),
        ("multi-tenant", "Every company gets its own database."),
        ("iot", "Weather stations send their readings."),
    ],
)
def test_needs_in_the_words_of_those_who_have_them(need: str, text: str) -> None:
    assert need in said(text)


@pytest.mark.parametrize(
    ("need", "text"),
    [
        ("language-model", "The conversion takes five minutes."),
        ("stream", "A Windows box prints the labels."),
        ("stream", "The shop has two million page views a day."),
        ("custom-model", "The forecast says that it freezes."),
        ("custom-model", "The price follows demand."),
        ("cdc", "The project is a board for rooms."),
        ("file-processing", "Normal: 1,100 claims a day."),
        ("file-processing", "The grid operator wants a CSV by the fifth working day."),
        ("crud", "The warehouse manager is told."),
        ("leaderboard", "Employees vote on agreements."),
        ("custom-model", "Nothing may be used to train models."),
    ],
)
def test_words_that_look_like_needs(need: str, text: str) -> None:
    assert need not in said(text) or need not in {c.need for c in read(f"{text} {LONG}").requirements.capabilities}


def test_hints_weigh_less_than_what_is_said_outright() -> None:
    assert HINTED < 1
    assert ACCEPTED < STRONG


def needs_of_brief(text: str) -> set[str]:
    return {capability.need for capability in read(text).requirements.capabilities}


def test_people_and_what_they_keep_ask_for_a_door() -> None:
    people = f"Nurses write down the weight of patients; doctors look after them. {LONG}"
    assert {"http-api", "key-value"} <= needs_of_brief(people)
    assert "http-api" not in needs_of_brief(LONG)


def test_messages_at_their_time_are_messages() -> None:
    assert "notify" in needs_of_brief(f"The day before, guests get an SMS. {LONG}")


def test_a_flood_of_events_is_a_stream_a_few_are_not() -> None:
    assert "stream" in needs_of_brief(f"Providers tell us 4,500 price changes: 4,500 updates/s. {LONG}")
    assert "stream" not in needs_of_brief(f"Providers tell us of changes: 40 updates a day. {LONG}")


def test_a_rate_that_names_nothing_asks_for_no_api() -> None:
    pictures = f"Pictures land in a bucket and get smaller, 80k/day. {LONG}"
    assert "http-api" not in needs_of_brief(pictures)
    assert "http-api" in needs_of_brief(f"{pictures} The site sees 40 requests per second.")


@pytest.mark.parametrize(("need", "deed"), [("ocr", "read-text"), ("vision", "recognise-{thing}")])
def test_a_model_that_is_needed_is_asked_in_a_step(need: str, deed: str) -> None:
    text = {"ocr": "Receipts are uploaded; amounts get read off.", "vision": "Photos are uploaded and faces blurred."}
    assert deed in {step.deed.name for step in read(f"{text[need]} {LONG}").steps}


def test_what_is_asked_besides_the_products_named() -> None:
    names = "We use Amazon Kinesis and AWS Lambda. Sign in with a magic link. "
    assert "sign-in" not in needs_of_brief(names)
    assert "sign-in" in needs_of_brief(f"{names}400k readers a day, answers within 100 ms, $90 a month.")


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Every day 40 rulings come in; answers quote the links.", "Ruling"),
        ("The API stores each reader's progress; 500 bookings a day.", "Booking"),
        ("It posts a reading every minute. 500 bookings a day.", "Booking"),
        ("500 posts a day are written by members.", "Post"),
        ("40 downloads a day. 12 bookings a day.", "Booking"),
    ],
)
def test_the_main_thing(text: str, entity: str) -> None:
    assert read(text).requirements.entities[0].name == entity


def test_what_is_attached_is_not_called_attach() -> None:
    assert read("Residents attach a copy of the licence as PDF.").thing != "attach"
