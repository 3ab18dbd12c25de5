"""Which service of which cloud realises a component, and what people call it.

One table per provider, `data/services/<provider>.json`, holds both. A new cloud is another file of the same form.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any, NamedTuple

from tools.catalog.tables import table
from tools.design.components import COMPONENT_TYPES, ComponentBase

PROVIDERS: tuple[str, ...] = ("aws", "azure", "gcp", "cloudflare", "")
"""The clouds of the table; the empty one holds products that stand outside any of them."""


class Realisation(NamedTuple):
    """A kind of component a service can be, where its fields have these values."""

    kind: str
    where: tuple[tuple[str, str | bool], ...] = ()
    is_primary: bool = True
    """Whether it is the provider's first choice for that; otherwise it may stand for one when somebody asks for it."""

    def fits(self, component: ComponentBase) -> bool:
        """Whether a component of this kind has the values asked for."""
        return all(getattr(component, field) == value for field, value in self.where)


class Closure(NamedTuple):
    """A service that takes no new customers: nothing new should be built on it."""

    on: str
    """Day from which, as YYYY-MM-DD; empty where it is not known."""
    successor: str
    """Id of the service its provider names instead; empty for none."""
    source: str


class Service(NamedTuple):
    """One service of a provider, or a product of somebody else."""

    id: str
    provider: str
    """Empty for products outside the clouds of the catalogue."""
    name: str
    short: str
    """For diagrams."""
    aliases: tuple[str, ...]
    """Ways people write it, in lower case, that mean nothing else."""
    ambiguous: tuple[str, ...]
    """Ways people write it that are ordinary words too, or names of several services: believe them only beside the
    vendor's name, with capitals, or where the provider is settled."""
    realises: tuple[Realisation, ...]
    closed: Closure | None = None


class UnknownServiceError(LookupError):
    """No service has this id."""


@cache
def services(provider: str | None = None) -> tuple[Service, ...]:
    """The services of a provider, of products outside every cloud (`""`), or of all, in the order of the table."""
    if provider is None:
        return tuple(service for name in PROVIDERS for service in services(name))
    if provider not in PROVIDERS:
        raise UnknownServiceError(f"no services of a provider '{provider}'; there is: {', '.join(PROVIDERS[:-1])}")
    return tuple(_service(row, provider) for row in table(f"services/{provider or 'others'}"))


def by_id(service_id: str) -> Service:
    """The service of this id. Raises UnknownServiceError."""
    for provider in PROVIDERS:
        found = _ids(provider).get(service_id)
        if found is not None:
            return found
    raise UnknownServiceError(f"no service has the id '{service_id}'")


def service_of(component: ComponentBase, provider: str) -> Service | None:
    """The service that realises a component on a cloud; None where that cloud has none."""
    for realisation, service in _realisers(provider).get(getattr(component, "kind", ""), ()):
        if realisation.fits(component):
            return service
    return None


def equivalent(service_id: str, provider: str) -> Service | None:
    """What another cloud offers for the same kind of component; None where it offers none.

    Raises UnknownServiceError.
    """
    service = by_id(service_id)
    if service.provider == provider:
        return service
    for wanted in service.realises:
        example = COMPONENT_TYPES[wanted.kind].model_construct(None, **dict(wanted.where))
        other = service_of(example, provider)
        if other is not None:
            return other
    return None


def named(alias: str) -> tuple[Service, ...]:
    """The services that go by a name, however it is capitalised; none where nobody does."""
    return _names().get(alias.lower(), ())


def _service(row: dict[str, Any], provider: str) -> Service:
    realises = tuple(
        Realisation(found["kind"], tuple(found.get("where", {}).items()), not found.get("also", False))
        for found in row.get("realises", ())
    )
    return Service(
        id=row["id"],
        provider=provider,
        name=row["name"],
        short=row["short"],
        aliases=tuple(row["aliases"]),
        ambiguous=tuple(row.get("ambiguous", ())),
        realises=realises,
        closed=Closure(**row["closed"]) if "closed" in row else None,
    )


@cache
def _ids(provider: str) -> dict[str, Service]:
    return {service.id: service for service in services(provider)}


@cache
def _names() -> dict[str, tuple[Service, ...]]:
    found: dict[str, list[Service]] = defaultdict(list)
    for service in services():
        for alias in (*service.aliases, *service.ambiguous):
            found[alias].append(service)
    return {alias: tuple(several) for alias, several in found.items()}


@cache
def _realisers(provider: str) -> dict[str, list[tuple[Realisation, Service]]]:
    """First choices for each kind, those that ask for the most first."""
    found: dict[str, list[tuple[Realisation, Service]]] = defaultdict(list)
    for service in services(provider):
        for realisation in service.realises:
            if realisation.is_primary:
                found[realisation.kind].append((realisation, service))
    for several in found.values():
        several.sort(key=lambda pair: -len(pair[0].where))
    return dict(found)
