"""Numbers: rates on links, memory and time limits, warm capacity, throttles."""

from __future__ import annotations

from typing import Any

from agent.planners.embedded.composing.arrivals import RECORD_KB
from agent.planners.embedded.composing.scene import Scene
from agent.planners.embedded.deciding import front_doors, state
from agent.planners.embedded.deciding.facts import daily_peak
from agent.planners.embedded.reading.judging import FLOOD
from tools.design.components import Function

FRONTS = ("api", "load-balancer")
WORST_DELAY_FACTOR = 4.0
"""A function may take this many times its mean before it is cut off, and no less than ten seconds."""


def size(scene: Scene) -> None:
    """Settles every number of the draft."""
    for front in scene.draft.of_kind(*FRONTS):
        _settle_rates(scene, front["name"])
    _share_loads(scene)
    _let_in(scene)
    for function in scene.draft.of_kind("function"):
        _wait_for_calls(scene, function)
    for function in scene.draft.of_kind("function"):
        _size_function(function, is_waited_for=_is_behind_api(scene, function["name"]))
    _speak(scene)
    _warm_up(scene)
    _throttle(scene)
    _capacity(scene)


def _settle_rates(scene: Scene, front: str) -> None:
    """Turns the absolute rates of an API's routes into the ratios that links carry, by the load each is told in."""
    routes = [link for link in scene.draft.outgoing(front, "trigger") if "rate" in link]
    total = sum(link["rate"] for link in routes)
    by_load: dict[str, float] = {}
    for link in routes:
        rate = link.pop("rate")
        link["ratio"] = _rounded(rate / total) if total > 0 else _rounded(1 / len(routes))
        name = link.pop("base", None) or scene.arrivals.front().id
        by_load[name] = by_load.get(name, 0.0) + rate
    entering = [
        link for link in scene.draft.incoming(front, "call")
        if "load" not in link and scene.draft.components[link["source"]]["kind"] == "external"
    ]  # fmt: skip
    by_load = by_load or {scene.arrivals.front().id: 0.0}
    signed = scene.arrivals.files().id if scene.facts.wants("upload") else None
    loads = {load.id: load for load in scene.arrivals.loads}
    for link in entering:
        scene.draft.unlink(link["kind"], link["source"], link["target"])
        for name, rate in by_load.items():
            per_second = loads[name].per_second
            ratio = _rounded(rate / per_second / len(entering)) if per_second > 0 and rate > 0 else 1.0
            size = {"payload_kb": RECORD_KB} if name == signed else {}  # files go past the API, to a signed address
            scene.draft.link(link | size | {"load": name, "ratio": ratio})


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def _share_loads(scene: Scene) -> None:
    for link in scene.draft.links.values():
        link.pop("rate", None)
        link.pop("base", None)


_WAYS_IN = (
    "api",
    "load-balancer",
    "workflow",
    "queue",
    "bus",
    "topic",
    "stream",
    "device-gateway",
    "bucket",
    "file-gateway",
)
_FLOODS_IN = ("device-gateway", "stream", "queue", "api", "load-balancer", "bus", "topic")
"""Kinds by which stated work comes in that no move has a place for, the first that there is; floods have their own."""


def _let_in(scene: Scene) -> None:
    """What the brief counts comes in somewhere, even where no move asked for it; floods by what is made for floods."""
    entering = {link.get("load") for link in scene.draft.links.values()}
    for load in scene.facts.requirements.loads:
        if load.id in entering or load.origin.kind == "assumed":
            continue
        ranks = _FLOODS_IN if load.per_second >= FLOOD else _WAYS_IN
        ways = [link for link in scene.draft.links.values() if link.get("load")]
        kinds = [(scene.draft.components[link["target"]]["kind"], link) for link in ways]
        found = [(ranks.index(kind), place) for place, (kind, _) in enumerate(kinds) if kind in ranks]
        if found:
            link = kinds[min(found)[1]][1]
            scene.draft.link({**link, "load": load.id, "ratio": 1.0})


def _wait_for_calls(scene: Scene, function: dict[str, Any]) -> None:
    """A function takes at least as long as the calls it waits for."""
    waits: list[float] = []
    for link in scene.draft.outgoing(function["name"], "call"):
        target = scene.draft.components[link["target"]]
        if target["kind"] in ("external", "function"):
            one = target.get("latency_ms", 100.0) if target["kind"] == "external" else target.get("work_ms", USUAL_MS)
            waits.append(link.get("ratio", 1.0) * float(one))
    work = float(function.get("work_ms", USUAL_MS))
    if work < max(waits, default=0.0):
        function["work_ms"] = work + sum(waits)


def _is_behind_api(scene: Scene, function: str) -> bool:
    starts = scene.draft.incoming(function, "trigger")
    return any(scene.draft.components[link["source"]]["kind"] == "api" for link in starts)


USUAL_MS = 120.0
"""A function's mean work where nothing is said of it; assumed."""

API_PATIENCE_S = 28.0
"""Longest a function behind an API may take: the API gives up a second later."""


LONGEST_HANG_S, RUNS_OF_ROOM = 120.0, 60.0
"""A time limit over two minutes is no more than this many of the slowest runs, so that what hangs is noticed."""


def _size_function(function: dict[str, Any], *, is_waited_for: bool) -> None:
    work = float(function.get("work_ms", USUAL_MS))
    function.setdefault("memory_mb", 1024 if work > 400 else 512)
    limit = float(function.get("timeout_s", min(round(max(10.0, work / 1000 * WORST_DELAY_FACTOR)), 900)))
    if function.get("work_p99_ms") is None:
        function["work_p99_ms"] = round(min(work * (2.5 if work < 100 else 3.0), limit * 900), 1)
    slowest_s = float(function["work_p99_ms"]) / 1000
    if is_waited_for and slowest_s < API_PATIENCE_S:
        limit = min(limit, API_PATIENCE_S)
    if limit > LONGEST_HANG_S and limit > RUNS_OF_ROOM * slowest_s:
        limit = max(LONGEST_HANG_S, float(round(2 * slowest_s)))
    function["timeout_s"] = limit


PRINTED = ("python", "nodejs", "java", "go")
"""Languages whose handlers are printed."""


def _speak(scene: Scene) -> None:
    """Code in the team's first language that handlers are printed in."""
    asked = scene.facts.requirements.languages.value
    spoken = next((language for language in asked if language in PRINTED), "python")
    for part in scene.draft.of_kind("function", "layer", "container"):
        part.setdefault("language", spoken)


def _warm_up(scene: Scene) -> None:
    """Warm capacity, where the decision on cold starts asks for it, on the functions people wait for."""
    waited = [
        scene.draft.components[link["target"]]
        for api in scene.draft.of_kind("api")
        for link in scene.draft.outgoing(api["name"], "trigger")
        if scene.draft.components[link["target"]]["kind"] == "function"
        and scene.draft.components[link["target"]].get("operation") != "ingest"
        and api.get("auth") != "signature"
    ]
    if not waited:
        return
    chosen = scene.decide(front_doors.cold_starts(scene.facts), *[f["name"] for f in waited])
    for function in waited:
        function["cold_start"] = _strictest(scene, function, chosen)
        if function["cold_start"] == "provisioned":
            rps = _usual_peak(scene, function["name"])
            work_ms = function.get("work_ms", Function.model_fields["work_ms"].default)
            function["provisioned_concurrency"] = max(1, round(rps * work_ms / 1000 * 1.3 + 0.5))


def _strictest(scene: Scene, function: dict[str, Any], chosen: str) -> str:
    """What is done about cold starts of a function: at a door with an objective of its own, what that asks for."""
    bounds = [ms for need, ms in scene.facts.door_p99_ms.items() if need in function.get("serves", ())]
    if not bounds or scene.instead.get("cold-starts"):
        return chosen
    return front_doors.cold_start_for(scene.facts, min(bounds))


def _usual_peak(scene: Scene, function: str) -> float:
    """Requests a second of a function at the peak of an ordinary day; warm capacity follows the day, not the feast."""
    loads = {load.id: load for load in scene.arrivals.loads}
    return sum(
        loads[entry["load"]].per_second
        * daily_peak(loads[entry["load"]])
        * entry.get("ratio", 1.0)
        * link.get("ratio", 1.0)
        for link in scene.draft.incoming(function, "trigger")
        for entry in scene.draft.incoming(link["source"], "call")
        if entry.get("load") in loads
    )


ROOM = 4.0
"""How many times the expected peak an API lets in: growth and a good day, but not a runaway client."""


def _throttle(scene: Scene) -> None:
    """Explicit limits, well above the expected peak, so that one client cannot starve every API of the account."""
    for api in scene.draft.of_kind("api"):
        entering = [link for link in scene.draft.incoming(api["name"], "call") if "load" in link]
        loads = {load.id: load for load in scene.arrivals.loads}
        peak = sum(
            loads[link["load"]].per_second * link.get("ratio", 1.0) for link in entering if link["load"] in loads
        )
        ceiling = max(20.0, peak * max(scene.facts.peak_ratio, 3.0) * ROOM)
        api.setdefault("throttle_rps", float(min(round(ceiling), 10_000)))
        api.setdefault("throttle_burst", int(min(round(ceiling), 5_000)))


def _capacity(scene: Scene) -> None:
    tables = [t for t in scene.draft.of_kind("table") if t.get("role", "data") == "data"]
    if not tables:
        return
    chosen = scene.decide(state.capacity(scene.facts), *[t["name"] for t in tables])
    for table in tables:
        table.setdefault("capacity", chosen)
