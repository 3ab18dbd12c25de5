"""How long each kind of request takes: until it is answered, and until all that it sets off is done.

A request takes one way behind a front door; every way gets its own estimate. What happens after the answer is followed
along its slowest way: each hand-over adds what the service takes to start the next part, batch windows and delays
included.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.design.components import Api, Cdn, Component, Container, DeliveryStream, Function, Queue, WorkflowEngine
from tools.design.links import Link
from tools.design.requirements import LatencyObjective
from tools.scaling.assumptions import HANDS_ON, LABEL, PASSES
from tools.scaling.clocks import Clocks
from tools.scaling.model import EntryLatency, Figure, LatencyTerm, Objective
from tools.scaling.quantiles import between
from tools.scaling.scene import Scene
from tools.scaling.timings import NONE, Answer, Answers, answer_of, in_turn, pass_of, repeated, work_answer
from tools.workload.order import ROUTERS

_DOORS = ("api", "load-balancer", "cdn", "dns-failover")
_TAKES_FILES = frozenset({"bucket", "file-gateway"})
_DEEPEST = 8
_RULE = "Σ p50 + √(Σ (p99 - p50)²) over the parts"

Part = tuple[LatencyTerm, Answer]
Way = tuple[tuple[str, ...], tuple[Part, ...]]


def entry_latencies(clocks: Clocks) -> tuple[EntryLatency, ...]:
    """An estimate for each way of each load."""
    later = Afterwards(clocks.scene, clocks.answers)
    return tuple(_entry(clocks.scene, later, load, way) for load, way in _entries(clocks))


def p99s_ms(clocks: Clocks) -> Iterator[float]:
    """The 99th percentile of each that somebody waits for until it is answered, and nothing else of it."""
    return (_whole(parts).p99_ms for _, (way, parts) in _entries(clocks) if _is_answer(clocks.scene, way))


def _entries(clocks: Clocks) -> Iterator[tuple[str, Way]]:
    """The ways of each load, with its id."""
    scene = clocks.scene
    for index, link in enumerate(scene.design.links):
        if link.load is not None and scene.workload.links[index].weights:
            for way in _ways(clocks, link, 1.0, 0):
                yield link.load, way


def _ways(clocks: Clocks, link: Link, share: float, depth: int) -> Iterator[Way]:
    scene = clocks.scene
    target = scene.parts[link.target]
    if target.kind not in _DOORS or depth > _DEEPEST:
        yield (target.name,), tuple(_arrival(clocks, link, target, share))
        return
    passing = repeated(pass_of(target), share)
    here = [_part(f"{target.name} ({target.kind})", passing, LABEL), *_guards(clocks, target, share)]
    behind = [one for _, one in scene.links_from(target.name, "trigger", "call", "read") if one.load is None]
    if not behind:
        yield (target.name,), tuple(here)
    for following in behind:
        missed = share * _let_through(target, scene.parts[following.target])
        for route, parts in _ways(clocks, following, missed, depth + 1):
            yield (target.name, *route), (*here, *parts)


def _let_through(door: Component, behind: Component) -> float:
    """Share of a door's requests that go on: at a cdn what is not cached, but all of it to a function at the edge."""
    at_edge = isinstance(behind, Function) and behind.placement == "edge"
    return 1 - door.cached_share if isinstance(door, Cdn) and not at_edge else 1.0


def _guards(clocks: Clocks, door: Component, share: float) -> Iterator[Part]:
    """The firewall and the authoriser of a door."""
    firewall = getattr(door, "firewall", None)
    if firewall is not None:
        timing = PASSES["firewall"]
        yield _part(f"{firewall} (firewall)", repeated(answer_of(timing.p50_ms, timing.p99_ms), share), LABEL)
    if isinstance(door, Api) and door.authorizer is not None:
        yield _part(
            f"{door.authorizer} (authoriser)", repeated(clocks.answers.of_function(door.authorizer), share), "design"
        )


def _arrival(clocks: Clocks, link: Link, target: Component, share: float) -> Iterator[Part]:
    if not isinstance(target, Function) or not _is_awaited(clocks.scene, link):
        source = "design" if target.kind in ("external", "container") else LABEL
        yield _part(f"{target.name} ({target.kind})", repeated(clocks.answers.of_link(link), share), source)
        return
    yield _part(f"{target.name} (function)", repeated(clocks.warm.of_function(target.name), share), "design")
    chill = clocks.starts.chill(target.name)
    if chill is not None and chill.share > 0:
        often = f"cold start, {100 * chill.share:.2g} % of its runs"
        yield _part(often, repeated(chill.start, share * chill.share), "catalogue")


def _is_awaited(scene: Scene, link: Link) -> bool:
    """Whether the caller waits for the target and not only for its taking over."""
    if link.kind in ("call", "read"):
        return True
    position = next((i for i, one in scene.links_to(link.target, "trigger") if one is link), None)
    return position is not None and scene.semantics[position].mode == "sync"


def _part(what: str, answer: Answer, source: str) -> Part:
    return LatencyTerm(what, answer.p50_ms, answer.p99_ms, source), answer


def _whole(parts: Sequence[Part]) -> Answer:
    return in_turn(answer for _, answer in parts)


def _entry(scene: Scene, later: Afterwards, load: str, way: Way) -> EntryLatency:
    route, parts = way
    whole = _whole(parts)
    after = later.slowest(route[-1])
    inputs = tuple((term.what, f"{term.p50_ms:.4g} / {term.p99_ms:.4g} ms") for term, _ in parts)
    ending = in_turn((whole, after[0]))
    return EntryLatency(
        load=load,
        route=route,
        p50_ms=Figure(whole.p50_ms, "ms", "Σ p50 of the parts", inputs),
        p99_ms=Figure(whole.p99_ms, "ms", _RULE, inputs),
        terms=tuple(term for term, _ in parts),
        objectives=tuple(_objectives(scene, load, route, whole)),
        is_answer=_is_answer(scene, route),
        later=after[1],
        later_p50_ms=ending.p50_ms if after[1] else 0.0,
        later_p99_ms=ending.p99_ms if after[1] else 0.0,
    )


def _is_answer(scene: Scene, route: Sequence[str]) -> bool:
    """Whether somebody waits for an answer at the end of a way, and not for a file to be through."""
    return scene.parts[route[-1]].kind not in _TAKES_FILES


def _objectives(scene: Scene, load: str, route: Sequence[str], whole: Answer) -> Iterator[Objective]:
    served = {name for part in route for name in scene.parts[part].serves}
    for stated in scene.design.requirements.latencies:
        if stated.what == load or stated.what in served or (stated.what == "all" and _is_answer(scene, route)):
            yield Objective(stated.what, stated.percentile, stated.milliseconds, _at_percentile(whole, stated))


def _at_percentile(whole: Answer, stated: LatencyObjective) -> float:
    return between(whole.p50_ms, whole.p99_ms, stated.percentile / 100)


Ending = tuple[Answer, tuple[str, ...]]


class Afterwards:
    """What goes on after a component has answered: its slowest way to an end."""

    def __init__(self, scene: Scene, answers: Answers) -> None:
        self._scene = scene
        self._answers = answers
        self._known: dict[tuple[str, tuple[str, ...]], Ending] = {}

    def slowest(self, name: str, events: tuple[str, ...] = ()) -> Ending:
        """The way that takes longest by its 99th percentile, with the components on it; none where nothing follows.

        `events` are what came in, where the component routes by event.
        """
        key = (name, events)
        if key not in self._known:
            self._known[key] = (NONE, ())
            ends = [self._beyond(position, link) for position, link in self._onward(name, events)]
            self._known[key] = max(ends, key=lambda end: (end[0].p99_ms, end[1]), default=(NONE, ()))
        return self._known[key]

    def _onward(self, name: str, events: tuple[str, ...]) -> Iterator[tuple[int, Link]]:
        """Links on which something follows what came in."""
        for position, link in self._scene.links_from(name):
            idle = link.load is not None or link.ratio <= 0 or link.kind == "read"
            routed_away = link.kind == "trigger" and events and link.events and set(events).isdisjoint(link.events)
            if not idle and not routed_away:
                yield position, link

    def _after(self, link: Link) -> Ending:
        """What follows at the target of a link."""
        routes = self._scene.parts[link.target].kind in ROUTERS
        return self.slowest(link.target, link.events if routes else ())

    def _beyond(self, position: int, link: Link) -> Ending:
        target = self._scene.parts[link.target]
        if link.kind == "trigger":
            return self._started(position, link, target)
        if link.kind == "call" and not isinstance(target, WorkflowEngine):
            return self._after(link)
        return self._taken_over(link, target)

    def _taken_over(self, link: Link, target: Component) -> Ending:
        """What follows once a component has taken something over."""
        if isinstance(target, WorkflowEngine):
            return self._with(link, work_answer(target.work_s * 1000, None))
        if isinstance(target, DeliveryStream):
            return self._with(link, answer_of(500.0 * target.buffer_s, 1000.0 * target.buffer_s))
        if isinstance(target, Function | Container):
            return self._with(link, in_turn((self._hand_on(target.kind), self._work(target))))
        return self._after(link)

    def _started(self, position: int, link: Link, target: Component) -> Ending:
        source, semantics = self._scene.parts[link.source], self._scene.semantics[position]
        if semantics.mode == "sync" and not isinstance(target, WorkflowEngine):
            return self._after(link)
        delay_ms = 1000.0 * (source.delay_s if isinstance(source, Queue) else 0)
        window_ms = 1000.0 * semantics.batch_window_s
        waited = in_turn((self._hand_on(source.kind), Answer(delay_ms, delay_ms, delay_ms), _window(window_ms)))
        if isinstance(target, Function | Container | WorkflowEngine):
            return self._with(link, in_turn((waited, self._work(target))))
        after, path = self._taken_over(link, target)
        return in_turn((waited, after)), path if target.name in path[:1] else (target.name, *path)

    def _with(self, link: Link, own: Answer) -> Ending:
        after, path = self._after(link)
        return in_turn((own, after)), (link.target, *path)

    def _work(self, target: Function | Container | WorkflowEngine) -> Answer:
        if isinstance(target, Function):
            return self._answers.of_function(target.name)
        return work_answer(target.work_s * 1000, None)

    def _hand_on(self, kind: str) -> Answer:
        timing = HANDS_ON.get(kind)
        return answer_of(timing.p50_ms, timing.p99_ms) if timing is not None else NONE


def _window(window_ms: float) -> Answer:
    """Waiting for a batch to be gathered: anything up to its window."""
    return Answer(window_ms / 2, window_ms, window_ms / 2)
