"""What is no brief: other languages, greetings, noise; and what is one, however short."""

from __future__ import annotations

import pytest

from agent.clarity import ensure_language, ensure_substance, language_of
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.protocol import UnclearBriefError

FOREIGN = {
    "German": "Wir brauchen ein System für die Bestellungen unserer Kunden, das auch am Abend nicht zu langsam ist.",
    "French": "Nous avons besoin d'un système pour les commandes de nos clients, qui doit être rapide le soir.",
    "Spanish": "Necesitamos un sistema para los pedidos de nuestros clientes, que debe ser rápido por la noche.",
    "Portuguese": "Precisamos de um sistema para os pedidos dos nossos clientes, que não deve ser lento à noite.",
    "Italian": "Abbiamo bisogno di un sistema per gli ordini dei nostri clienti, che deve essere veloce la sera.",
    "Dutch": "Wij hebben een systeem nodig voor de bestellingen van onze klanten, dat ook in de avond snel moet zijn.",
    "Polish": "Potrzebujemy systemu do zamówień naszych klientów, który nie może być wolny, i to jest dla nas ważne.",
    "Swedish": "Vi behöver ett system för beställningar från våra kunder som inte ska vara långsamt på kvällen.",
    "Turkish": "Müşterilerimizin siparişleri için bir sistem istiyoruz ve bu sistem çok hızlı olarak her gün çalışır.",
    "another script than Latin": "Нам нужна система для заказов наших клиентов, которая быстро работает вечером.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_is_named_and_refused(language: str) -> None:
    assert language_of(FOREIGN[language]) == language
    with pytest.raises(UnclearBriefError, match=language):
        ensure_language(FOREIGN[language])


@pytest.mark.parametrize(
    "text",
    [
        "Customers place orders, and we ship them.",
        "orders, refunds, invoices, e-mail, SQS, DynamoDB, Lambda",
        "The café in Zürich and the Weinhaus in Köln send their orders to us.",
        "El Paso, Las Vegas and Los Angeles are the cities where our couriers deliver; the app shows where they are.",
        "",
        "42",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ],
)
def test_english_is_english_with_names_and_in_lists(text: str) -> None:
    assert language_of(text) == "English"


@pytest.mark.parametrize(
    "text", ["Hello!", "hi there, how are you today?", "asdf qwer yxcv", "Thanks a lot, see you tomorrow.", "???", "."]
)
def test_a_greeting_or_noise_is_no_brief(text: str) -> None:
    with pytest.raises(UnclearBriefError, match="no requirement can be found"):
        ensure_substance(text, EmbeddedPlanner().read(text, {}))


@pytest.mark.parametrize(
    "text",
    [
        "A todo API.",
        "Resize images that users upload.",
        "Use SQS and Lambda.",
        "50,000 orders a day",
        "Send a reminder every morning.",
    ],
)
def test_a_few_words_that_say_something_are_a_brief(text: str) -> None:
    ensure_language(text)
    ensure_substance(text, EmbeddedPlanner().read(text, {}))
