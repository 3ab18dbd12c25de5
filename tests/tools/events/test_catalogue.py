"""The catalogue of events."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from tools.design.design import Design
from tools.design.events import Event
from tools.design.markdown import escaped
from tools.events import catalogue_markdown
from tools.events.words import words_of


def test_every_field_has_a_row(order_placed: Event, shop: Callable[..., Design]) -> None:
    text = catalogue_markdown(shop(order_placed))
    assert "| OrderPlaced | 2 | `orders` | `pack`, `mails` | `orderId` | confidential |" in text
    assert "| `lines[].price` | money | yes |  |  |" in text
    assert "| `email` | email | yes | yes |  |" in text
    assert "| `status` | string | yes |  | One of: open, paid. |" in text


def test_no_events_no_catalogue(shop: Callable[..., Design]) -> None:
    assert catalogue_markdown(shop()) == ""


@given(st.text())
def test_text_stays_text(text: str) -> None:
    line = escaped(text)
    assert "\n" not in line
    bare = re.sub(r"\\.|&(lt|gt|amp);", "", line)
    assert not re.search(r"[\\`*\[\]|<>~]|^#", bare)


def test_words() -> None:
    assert words_of("orderId") == ("order", "id")
    assert words_of("HTTPServer_url2") == ("http", "server", "url", "2")
