"""Plots in the terminal. The one door to plotext, which comes with the extra `plots`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.console import InputError

if TYPE_CHECKING:
    from tools.scaling.simulation.outcome import Track
    from tools.scaling.simulation.study import Study

_WIDTH, _HEIGHT = 96, 16
_MARKERS = ("*", "o", "x", "+", "#")
_MOST_LINES = len(_MARKERS)
_PANELS = (
    ("requests/s", "Arrivals, requests a second"),
    ("environments", "Environments busy"),
    ("messages", "Messages waiting"),
)


def drawn(study: Study) -> str:
    """The tracks of a simulation as characters, without colour. Raises InputError where the extra is missing."""
    plotext = _plotext()
    panels: list[str] = []
    for unit, title in _PANELS:
        tracks = sorted((one for one in study.outcome.tracks if one.unit == unit), key=_height)[:_MOST_LINES]
        if tracks:
            panels.append(_panel(plotext, study, title, tracks))
    return "\n".join(panels)


def _height(track: Track) -> tuple[float, str]:
    return -max(track.values, default=0.0), track.name


def _panel(plotext: Any, study: Study, title: str, tracks: list[Track]) -> str:
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plotsize(_WIDTH, _HEIGHT)
    plotext.title(title)
    for track, marker in zip(tracks, _MARKERS, strict=False):
        hours = [(study.begin_s + at * study.outcome.step_s) / 3600 for at in range(len(track.values))]
        plotext.plot(hours, list(track.values), label=track.name, marker=marker)
    plotext.xlabel("hours")
    return str(plotext.uncolorize(plotext.build()))


def _plotext() -> Any:
    try:
        import plotext
    except ModuleNotFoundError:
        raise InputError("plots in the terminal need plotext: pip install 'cloudwright[plots]'") from None
    return plotext
