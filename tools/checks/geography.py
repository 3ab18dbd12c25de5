"""Where regions are, as far as rules about residency ask: the beginnings of region names by the words people use."""

from __future__ import annotations

import re

_EU = (
    "eu-west-1",
    "eu-west-3",
    "eu-central-1",
    "eu-north-1",
    "eu-south-",
    "eusc-",
    "westeurope",
    "northeurope",
    "germany",
    "france",
    "sweden",
    "italy",
    "spain",
    "poland",
    "europe-west1",
    "europe-west3",
    "europe-west4",
    "europe-west8",
    "europe-west9",
    "europe-west10",
    "europe-west12",
    "europe-north",
    "europe-central",
    "europe-southwest",
)
_UK = ("eu-west-2", "uksouth", "ukwest", "europe-west2")
_SWISS = ("eu-central-2", "switzerland", "europe-west6")
_US = ("us-", "eastus", "westus", "centralus", "northcentralus", "southcentralus", "westcentralus")

_PLACES: dict[str, tuple[str, ...]] = {
    "eu": _EU,
    "european union": _EU,
    "eea": (*_EU, "norway"),
    "europe": (*_EU, *_UK, *_SWISS, "norway", "eu-"),
    "germany": ("eu-central-1", "germany", "europe-west3", "europe-west10"),
    "france": ("eu-west-3", "france", "europe-west9"),
    "ireland": ("eu-west-1", "northeurope"),
    "sweden": ("eu-north-1", "sweden", "europe-north2"),
    "spain": ("eu-south-2", "spain", "europe-southwest1"),
    "italy": ("eu-south-1", "italy", "europe-west8", "europe-west12"),
    "switzerland": _SWISS,
    "uk": _UK,
    "united kingdom": _UK,
    "us": _US,
    "usa": _US,
    "united states": _US,
    "canada": ("ca-", "canada", "northamerica-northeast"),
    "australia": ("ap-southeast-2", "ap-southeast-4", "australia"),
    "japan": ("ap-northeast-1", "ap-northeast-3", "japan", "asia-northeast1", "asia-northeast2"),
    "india": ("ap-south-", "centralindia", "southindia", "westindia", "asia-south"),
    "singapore": ("ap-southeast-1", "southeastasia", "asia-southeast1"),
    "brazil": ("sa-east-1", "brazil", "southamerica-east1"),
}

_COUNTRY = re.compile(r"\bU\.?S\b")
"""The country, not the pronoun."""


def allowed_regions(residency: str) -> tuple[str, ...]:
    """Beginnings of the names of the regions that lie where a residency says; empty where its words name no place."""
    words = f" {re.sub(r'[^a-z]+', ' ', residency.lower().replace('.', ''))} "
    named = [place for place in _PLACES if f" {place} " in words and (place != "us" or _COUNTRY.search(residency))]
    narrow = [place for place in named if place not in ("eu", "european union", "eea", "europe")] or named
    return tuple(beginning for place in narrow for beginning in _PLACES[place])


def lies_within(region: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a region's name begins so, a number not being cut in two: `europe-west1` is not `europe-west10`."""
    return any(
        region.startswith(start) and not (start[-1].isdigit() and region[len(start) :][:1].isdigit())
        for start in beginnings
    )
