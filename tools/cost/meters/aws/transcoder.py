"""AWS Elemental MediaConvert (basic tier): minutes of output of each rendition.

Source: its pricing page. The rates are those of AVC up to 30 frames a second; of the renditions one is HD and the
others are SD.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import Transcoder


def meter(transcoder: Transcoder, scope: Scope) -> Iterator[Usage]:
    """Usage of one transcoder."""
    items = scope.runs(transcoder.name).per_month
    minutes = items * transcoder.minutes_per_item
    parts = (("basic_hd_minute", "HD output", 1), ("basic_sd_minute", "SD output", transcoder.renditions - 1))
    for sku, title, renditions in parts:
        if renditions:
            yield Usage(
                transcoder.name,
                "mediaconvert",
                sku,
                title,
                minutes * renditions,
                "items x minutes x renditions",
                (("items", items), ("minutes", transcoder.minutes_per_item), ("renditions", renditions)),
            )
