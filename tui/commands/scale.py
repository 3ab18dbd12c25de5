"""`cloudwright scale`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.completing import FILE
from tui.console import DONE, InputError, read_input, show
from tui.designs import open_design
from tui.places import checked_region

if TYPE_CHECKING:
    from tools.design.design import Design
    from tools.scaling.simulation.profiles import Profile

_MOST_BYTES = 64 * 1024 * 1024
"""Of a recorded series: a million rows and some."""


@click.command("scale", epilog="Example: cloudwright scale build/shop --profile spike:10x@14:00,15m --outage bank:15")
@click.argument("design", metavar="DESIGN", type=FILE)
@click.option("--region", metavar="REGION", help="Region whose limits count; the design's own where not given.")
@click.option("--simulate", is_flag=True, help="Simulate the day second by second.")
@click.option(
    "--profile", metavar="FILE|SPIKE", help="Traffic to simulate: a file of shapes, or spike:10x@14:00,15m in words."
)
@click.option(
    "--drill", "--outage", "drills", metavar="DRILL", multiple=True,
    help="A bad day to simulate: COMPONENT:MINUTES, poison:QUEUE, storm:COMPONENT:MINUTES or failover.",
)  # fmt: skip
@click.option("--target", type=click.FloatRange(1.0, 100.0), default=3.0, show_default=True, metavar="TIMES",
              help="Headroom that the fixes are to give, as a multiple of the traffic.")  # fmt: skip
@click.option("--engine", type=click.Choice(["auto", "fast", "exact"]), default="auto", show_default=True,
              help="Follow amounts (fast) or every request (exact).")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of what is left to chance.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "svg", "plot"]), default="text", show_default=True,
    help="Form of the report; svg is the picture of the day, plot the same in the terminal (simulations only).",
)  # fmt: skip
def command(design: str, region: str | None, form: str, **asked: Any) -> int:
    """Show how far DESIGN (a design.yaml, a bundle's folder, or "-") scales, and where it breaks first."""
    found = open_design(design).design
    region = checked_region(region)
    if asked["simulate"] or asked["profile"] or asked["drills"]:
        return _simulated(found, region, form, asked)
    if form == "plot":
        raise InputError("--format plot draws a simulation; add --simulate")
    return _analysed(found, region, form)


def _analysed(found: Design, region: str | None, form: str) -> int:
    from tools.scaling.analysis import analyse
    from tools.workload import propagate

    report = analyse(found, propagate(found), region=region)
    if form == "svg":
        from tools.scaling.plot import concurrency_svg

        show(concurrency_svg(report), end="")
        return DONE
    from tools.scaling.report import report_json, report_markdown

    show((report_json if form == "json" else report_markdown)(report), end="")
    return DONE


def _simulated(found: Design, region: str | None, form: str, asked: dict[str, Any]) -> int:
    from tools.design.codec import DesignError
    from tools.scaling.simulation.drills import DrillError, read_drill
    from tools.scaling.simulation.study import TooManyRequestsError, studied
    from tools.workload import propagate

    profile, series = _profile(asked["profile"])
    try:
        study = studied(
            found,
            propagate(found),
            region=region,
            profile=profile,
            series=series,
            seed=asked["seed"] or (profile.seed if profile else 0),
            engine=asked["engine"],
            target=asked["target"],
            drills=tuple(read_drill(words) for words in asked["drills"]),
        )
    except (DesignError, DrillError, TooManyRequestsError) as error:
        raise InputError(str(error)) from None
    if form == "plot":
        from tui.plotting import drawn

        show(drawn(study))
    elif form == "svg":
        from tools.scaling.simulation.pictures import study_svg

        show(study_svg(study), end="")
    else:
        from tools.scaling.simulation.telling import study_json, study_markdown

        show((study_json if form == "json" else study_markdown)(study), end="")
    return DONE


def _profile(asked: str | None) -> tuple[Profile | None, dict[str, bytes]]:
    """The profile asked for and the recorded series it names, which lie beside its file."""
    if asked is None:
        return None, {}
    from tools.design.codec import DesignError
    from tools.scaling.simulation.profiles import read_profile, spoken_profile

    try:
        spoken = spoken_profile(asked)
        if spoken is not None:
            return spoken, {}
        profile = read_profile(read_input(asked, 4 * 1024 * 1024), asked)
    except DesignError as error:
        raise InputError(str(error)) from None
    except ValueError as error:
        raise InputError(f"--profile: {error}") from None
    folder = Path(asked).parent if asked != "-" else Path()
    return profile, {name: read_input(str(folder / name), _MOST_BYTES) for name in profile.files}
