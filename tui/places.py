"""Regions as people type them."""

from __future__ import annotations

import re

from tui.console import InputError

_REGION = re.compile(r"[a-z]{2,}(-[a-z0-9]+)*")


def checked_region(region: str | None) -> str | None:
    """The region, if it is spelled like one. Raises InputError."""
    if region is not None and not (_REGION.fullmatch(region) and len(region) <= 32):
        raise InputError(f"--region {region}: not the name of a region; eu-west-1 is one")
    return region
