"""The fast model run: rounds until the limits that several parts share refuse what the round was told they do."""

from __future__ import annotations

from tools.scaling.simulation.chance import QUIET, Trial
from tools.scaling.simulation.fluid import Round, Shared
from tools.scaling.simulation.gates import FREE
from tools.scaling.simulation.outcome import Outcome
from tools.scaling.simulation.plan import Plan
from tools.scaling.simulation.summing import limits_of, outcome_of
from tools.scaling.simulation.traffic import Traffic

_ROUNDS = 4


def estimate(plan: Plan, traffic: Traffic, seed: int = 0, *, step_s: float = 60.0, trial: Trial = QUIET) -> Outcome:
    """Simulates a plan under its traffic, in amounts, from an empty start."""
    return outcome_of(_settled(plan, traffic, seed, trial), step_s)


def estimate_limits(plan: Plan, traffic: Traffic, seed: int = 0) -> Outcome:
    """The same for the lines and limits alone."""
    return limits_of(_settled(plan, traffic, seed, QUIET), traffic.bin_s)


def _settled(plan: Plan, traffic: Traffic, seed: int, trial: Trial) -> Round:
    """The round that meets the limits it leads to."""
    rounds = Shared({}, {}, FREE, {})
    world = Round(plan, traffic, seed, trial, rounds)
    for _ in range(_ROUNDS):
        world.go()
        following = world.limits()
        if following.is_like(rounds):
            break
        rounds = following
        world = Round(plan, traffic, seed, trial, rounds)
    else:
        world.go()
    return world
