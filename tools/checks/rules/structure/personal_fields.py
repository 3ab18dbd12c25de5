"""Personal data in events is marked as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import eventing
from tools.checks.subject import Subject, is_sensitive, is_stricter
from tools.design.events import Event, EventField
from tools.design.requirements import Sensitivity

RULE = Rule(
    id="SL-X66",
    title="Fields that hold personal data are marked sensitive, and so is their event",
    severity="warning",
    reason="What is not marked is logged, archived and handed to every consumer in the clear.",
    fix="propose",
    remedy="Mark the fields sensitive and the event confidential; or send a reference instead of the data.",
    proves=("event-schema",),
)

_PERSONAL = re.compile(
    r"email|e_?mail_?address|phone|mobile_?number|(^|_)ssn|social_?security|passport|birth|date_?of_?birth|(^|_)dob($|_)"
    r"|(first|last|full|sur|given|family|maiden)_?name|home_?address|street|post_?code|zip_?code|postal"
    r"|iban|card_?number|credit_?card|cvv|account_?number|tax_?id|national_?id|patient|diagnos|medical|health"
    r"|salary|ip_?address|latitude|longitude|geo_?location|(^|_)gender|ethnic|religion|biometric|fingerprint"
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Events with unmarked personal fields, and events laxer than their own sensitive fields."""
    for event in subject.design.events:
        unmarked = [field.name for field in event.fields if not field.sensitive and _is_personal(field)]
        if unmarked:
            marked = tuple(f.model_copy(update={"sensitive": True}) if _is_personal(f) else f for f in event.fields)
            strict: Sensitivity = "confidential"
            level = strict if is_stricter(strict, event.sensitivity) else event.sensitivity
            text = f"{event.name} carries {', '.join(unmarked)} without calling it sensitive."
            mend = eventing(event, fields=marked, sensitivity=level)
            yield RULE.found(subject.event_place(event, "fields"), text, evidence=", ".join(unmarked), mend=mend)
        elif not is_sensitive(event.sensitivity) and _holds_sensitive(event):
            text = f"{event.name} has sensitive fields and is called {event.sensitivity}."
            mend = eventing(event, sensitivity="confidential")
            yield RULE.found(subject.event_place(event, "sensitivity"), text, evidence=event.sensitivity, mend=mend)


def _is_personal(field: EventField) -> bool:
    return field.type == "email" or _names_person(field.name)


@lru_cache(maxsize=4096)
def _names_person(name: str) -> bool:
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    if snake.endswith(("_id", "_ref", "_hash", "_count", "_sent", "_verified")):
        return False
    return _PERSONAL.search(snake) is not None


def _holds_sensitive(event: Event) -> bool:
    return any(field.sensitive for field in event.fields)
