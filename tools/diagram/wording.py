"""What components and links are called in a picture."""

from __future__ import annotations

from tools.catalog.services import service_of
from tools.design.components import Component, External
from tools.design.links import Link
from tools.design.plaintext import one_line

_UPPER = frozenset(
    "ai api cdn crm csv db dlq dns erp etl ftp gps http id iot ip ml pdf pii pos sftp sla sms sns sql sqs sso ui url "
    "vat vpc waf xml".split()
)


def words_of(name: str) -> str:
    """A name made of words and hyphens as people write it: `orders-api` is Orders API."""
    words = [word.upper() if word in _UPPER else word for word in name.replace("_", "-").split("-")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def name_of(component: Component) -> str:
    """What a component is called."""
    return one_line(component.title) or words_of(component.name)


def service_name(component: Component, provider: str) -> str:
    """The short name of the service that realises a component; what it is, where no service does."""
    if isinstance(component, External):
        return _ROLES.get(component.role, "External system")
    service = service_of(component, provider)
    return service.short if service is not None else words_of(component.kind)


_ROLES = {
    "person": "People",
    "staff": "Staff",
    "device": "Devices",
    "partner": "Partner",
    "system": "External system",
    "on-premises": "On premises",
}


def link_text(link: Link) -> str:
    """What passes along a link, in a few words: its events, or what starts its target."""
    first, *others = (*(link.events or link.matches), "")
    return one_line(f"{first} +{len(others) - 1}" if len(others) > 1 else first)
