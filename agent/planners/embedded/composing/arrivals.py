"""Which load enters where: the one the brief states for a thing, else one derived from what it does state.

Every way in has a load of its own. What is derived or taken for granted is added to the requirements as an assumption,
so that the bill and the limits rest on figures that can be seen and corrected.
"""

from __future__ import annotations

from agent.planners.embedded.composing.naming import forms
from agent.planners.embedded.reading.origin import assumed
from agent.planners.embedded.reading.text import stem
from agent.planners.embedded.reading.traffic import kebab
from tools.design.requirements import Daily, Load, Requirements

EVENTS = frozenset(
    stem(word)
    for word in (
        "event message click reading record quote measurement telemetry impression position ping tick log datapoint point"
        " sample signal sign tweet metric update notification beacon bid trade packet observation"
    ).split()
)
"""Stems of what comes by itself, many a second."""

REQUESTS = frozenset(
    stem(word)
    for word in "request call visit visitor view hit query search session user page lookup transaction login".split()
)
"""Stems of what people or programs ask for."""

WRITES_OF_REQUESTS = 0.15
"""Share of requests that create something, where a brief counts only requests; assumed."""

READS_PER_WRITE = 5.0
"""Requests that read, for one that creates, where a brief counts only what is created; assumed."""

FILES_A_DAY = 1_000.0
"""Files a day where nothing is said about them; assumed."""


class Arrivals:
    """The loads of one composition."""

    def __init__(self, requirements: Requirements, noun: str, thing: str) -> None:
        self._stated = {load.id: load for load in requirements.loads}
        self._added: dict[str, Load] = {}
        self._noun = forms(noun)["entity"]
        self._thing = forms(thing)["entity"]

    @property
    def loads(self) -> tuple[Load, ...]:
        """Every load: stated first, then those added."""
        return (*self._stated.values(), *self._added.values())

    def entity(self, noun: str | None = None) -> Load:
        """Arrivals of a thing: orders placed, claims reported."""
        name = noun or self._noun
        stated = self._of(stem(name.split("-")[-1]))
        if stated is not None:
            return stated
        requests = self._among(REQUESTS)
        if requests is not None:
            reason = f"{WRITES_OF_REQUESTS:.0%} of the {requests.what} create something, a usual share"
            return self._add(forms(name)["entities"], requests, WRITES_OF_REQUESTS, reason)
        main = self._main()
        return main if main is not None else self._add(forms(name)["entities"], None, 0.0, "the brief gives no figure")

    def requests(self) -> Load:
        """Calls of an API, reads and writes together."""
        stated = self._among(REQUESTS)
        if stated is not None and stem(stated.what) not in (stem("view"), stem("page"), stem("visit"), stem("visitor")):
            return stated
        writes = self.entity()
        reason = f"{READS_PER_WRITE:g} reads follow each of the {writes.what}, a usual figure"
        return self._add("api-requests", writes, READS_PER_WRITE + 1, reason)

    def views(self) -> Load:
        """Pages and assets fetched by browsers."""
        for noun in ("view", "page", "visit", "visitor"):
            stated = self._of(stem(noun))
            if stated is not None:
                return stated
        base = self.requests()
        return self._add(
            "page-views", base, 3.0, "three files from the edge for each request of the API, a usual figure"
        )

    def events(self) -> Load:
        """What flows in by itself."""
        stated = self._among(EVENTS)
        return stated if stated is not None else self.requests() if self._among(REQUESTS) else self.entity()

    def files(self) -> Load:
        """Files handed in."""
        stated = self._of(stem(self._thing)) or next(
            (
                found
                for word in ("file", "upload", "document", "photo", "recording", "image")
                if (found := self._of(stem(word)))
            ),
            None,
        )
        if stated is not None:
            return stated
        if self._thing in (self._noun, "file") and self._of(stem(self._noun)):
            return self.entity()
        name = forms(self._thing)["entities"]
        load = Load(
            id=kebab(f"new-{name}"), what=name, count=FILES_A_DAY, per="day", profile=Daily(),
            origin=assumed(f"the brief gives no figure for {name}; a thousand a day is taken"),
        )  # fmt: skip
        return self._added.setdefault(load.id, load)

    def jobs(self) -> Load:
        """Pieces of long work."""
        stated = self._of(stem("job")) or self._of(stem("simulation")) or self._of(stem("task"))
        return stated if stated is not None else self.files() if self._thing != "file" else self.entity()

    def occasional(self, name: str) -> Load:
        """What somebody starts by hand now and then."""
        load = Load(
            id=kebab(name), what=name, count=1, per="day", origin=assumed("started by hand, once a day is taken")
        )
        return self._added.setdefault(load.id, load)

    def _main(self) -> Load | None:
        return max(self._stated.values(), key=lambda load: load.per_second, default=None)

    def _of(self, root: str) -> Load | None:
        return next((load for load in self._stated.values() if stem(load.what.split(" ")[-1]) == root), None)

    def _among(self, roots: frozenset[str]) -> Load | None:
        found = [load for load in self._stated.values() if stem(load.what.split(" ")[-1]) in roots]
        return max(found, key=lambda load: load.per_second, default=None)

    def _add(self, name: str, base: Load | None, factor: float, reason: str) -> Load:
        key = kebab(name)
        if base is None:
            load = Load(id=key, what=name.replace("-", " "), count=100_000, per="month", origin=assumed(reason))
        else:
            load = base.model_copy(
                update={
                    "id": key,
                    "what": name.replace("-", " "),
                    "count": float(f"{base.count * factor:.6g}"),
                    "origin": assumed(reason),
                }
            )
        return self._added.setdefault(key, load)
