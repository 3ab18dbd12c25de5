"""What looks like a credential, and what only seems to."""

from __future__ import annotations

import base64
import hashlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.checks.credentials import REDACTED, credential, redacted, shown, suspects

HIDDEN = [
    "AKIAIOSFODNN7EXAMPLE",
    "key: ASIAIOSFODNN7EXAMPLE.",
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----",
    "ghp_" + "a1B2" * 9,
    "github_pat_" + "11ABCDE_" * 4,
    "glpat-" + "abcd1234" * 3,
    "xoxb-123456789012-abcdefghij",
    "sk-ant-api03-" + "Ab1" * 10,
    "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "AIza" + "SyA-1234567890abcdefghijklmnopqrs",
    "SG." + "a" * 20 + "." + "b" * 20,
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijkl",
    "postgres://admin:hunter2@db.example.com/orders",
    'password = "Tr0ub4dor&3"',
    "API_KEY=9f8e7d6c5b4a",
    '{"secret": "abc12345xyz"}',
    "Zm9vYmFyMTIzNDU2Nzg5MHF3ZXJ0eXVpb3BBU0RGR0g",
]
PLAIN = [
    "",
    "The password is asked for at sign-in.",
    "secret: the key of the payment provider",
    "token = ${STRIPE_TOKEN}",
    "password: <yours>",
    "arn:aws:iam::123456789012:role/orders-service-deployment-role",
    "550e8400-e29b-41d4-a716-446655440000",
    "sha256:" + hashlib.sha256(b"x").hexdigest(),
    "https://example.com/orders?page=2&size=50",
    "customerOrderFulfilmentCoordinationService",
    "task-orders-service-handler-for-everything",
    "components/orders/handlers/createOrderAndReserveStock",
    "ORDERS_TABLE_NAME_FOR_THE_WHOLE_COMPANY",
    "risk-scoring-and-fraud-detection-2024-q3",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_credentials_are_recognised(text: str) -> None:
    assert credential(text) is not None
    assert suspects(f"before {text} after")


@pytest.mark.parametrize("text", PLAIN)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert credential(text) is None


@pytest.mark.parametrize(("size", "share"), [(18, 0.6), (30, 0.85), (64, 0.98)])
def test_most_random_tokens_are_recognised(size: int, share: float) -> None:
    digests = (hashlib.sha512(str(number).encode()).digest()[:size] for number in range(500))
    found = [credential(base64.b64encode(digest).decode()) is not None for digest in digests]
    assert sum(found) >= share * len(found)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    found = credential(text)
    assert found is None or found[1] in text


def test_a_credential_is_never_shown_whole() -> None:
    assert shown("AKIAIOSFODNN7EXAMPLE") == "AKIA... (20 characters)"


@pytest.mark.parametrize("text", HIDDEN)
def test_credentials_are_taken_out(text: str) -> None:
    cleaned = redacted(f"before {text} after")
    assert credential(cleaned) is None
    assert cleaned.startswith("before ")
    assert cleaned.endswith(" after")
    assert redacted(cleaned) == cleaned


@pytest.mark.parametrize("text", PLAIN)
def test_ordinary_text_is_kept_as_it_is(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize("ending", ["\n-----END RSA PRIVATE KEY-----", ""])
def test_of_a_key_nothing_is_left(ending: str) -> None:
    lines = "\n".join(base64.b64encode(hashlib.sha512(bytes([n])).digest())[:64].decode() for n in range(12))
    text = f"Keys:\n-----BEGIN RSA PRIVATE KEY-----\n{lines}{ending}\nOrders are stored."
    assert redacted(text) == f"Keys:\n{REDACTED}\nOrders are stored."


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from(HIDDEN), st.text(max_size=20)), max_size=6))
def test_nothing_that_looks_like_a_credential_is_left(texts: list[str]) -> None:
    assert credential(redacted(" ".join(texts))) is None


def test_much_that_looks_like_credentials_is_taken_out_at_once() -> None:
    text = " ".join(f"password=a1b2c3d{n} {HIDDEN[0]} {HIDDEN[-1]}{n} -----BEGIN PRIVATE KEY-----" for n in range(3000))
    began = time.perf_counter()
    assert credential(redacted(text)) is None
    assert time.perf_counter() - began < 5
