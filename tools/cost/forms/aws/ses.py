"""Amazon SES: mails sent and received, and what they carry."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, choice, count, size
from tools.cost.usage import Usage

FIELDS = (
    count(
        "emails",
        "mails sent",
        "messages",
        "mails",
        "outbound",
        "sent",
        "emails_sent",
        "outbound_emails",
        "outbound_messages",
        "requests",
        "",
    ),
    choice(
        "plan",
        "plan of the account",
        "pricing",
        "account",
        of={
            "essentials": "outbound",
            "a_la_carte": "outbound_a_la_carte",
            "alacarte": "outbound_a_la_carte",
            "pay_as_you_go": "outbound_a_la_carte",
        },
        default="outbound",
    ),
    size("attachments", "attachments sent", "outbound_data", "data", "attachment", "attachment_data"),
    count("received", "mails received", "inbound", "inbound_emails", "emails_received", "inbound_messages"),
    count("inbound_chunks", "full 256 KB of mails received", "chunks", "mail_chunks"),
)
CHARGES = (
    Charge("outbound_data", "Attachments", ("attachments",)),
    Charge("inbound", "Mails received", ("received",)),
    Charge("inbound_chunks", "Chunks received", ("inbound_chunks",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """Mails at the rate of the plan."""
    if given.has("emails"):
        yield given.usage(given.text("plan"), "Mails", "emails", given.inputs("emails"))


FORM = Form(
    "ses",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=(
        "outbound",
        "outbound_a_la_carte",
    ),
    features={"ses_email": {}, "email": {}},
)
