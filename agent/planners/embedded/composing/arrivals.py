"""Which load enters where: the one the brief states for a thing, else one derived from what it does state.

Every way in has a load of its own. What is derived or taken for granted is added to the requirements as an assumption,
so that the bill and the limits rest on figures that can be seen and corrected.
"""

from __future__ import annotations

import re

from agent.planners.embedded.composing.naming import forms
from agent.planners.embedded.deciding.facts import Facts
from agent.planners.embedded.lexicon.things import OBJECT_KB
from agent.planners.embedded.reading.cues import class_stems
from agent.planners.embedded.reading.judging import FLOOD
from agent.planners.embedded.reading.origin import assumed
from agent.planners.embedded.reading.quantities import PERIODS
from agent.planners.embedded.reading.text import stem
from agent.planners.embedded.reading.traffic import EVENTS, channel_in, kebab
from tools.design.requirements import SECONDS_PER, Daily, Load, Period

REQUESTS = frozenset(
    stem(word)
    for word in "request call visit visitor view hit query search session user page lookup transaction login".split()
)
"""Stems of what people or programs ask for."""

_PAGES = tuple(stem(noun) for noun in ("view", "page", "visit", "visitor", "download", "play"))

_FILE_ROOTS = (
    *(stem(word) for word in ("file", "upload", "document", "photo", "recording", "image")),
    *sorted(class_stems("image") | class_stems("doc") | class_stems("video")),
)
"""Stems of what files are counted in, the plainest first."""

_FETCHED = frozenset(stem(noun) for noun in ("download", "play"))
"""What is fetched from near its readers and creates nothing."""

WRITES_OF_REQUESTS = 0.15
"""Share of requests that create something, where a brief counts only requests; assumed."""

WRITES_OF_VISITS = 0.02
"""The same where a brief counts only those who look: one in fifty does something; assumed."""

READS_PER_WRITE = 5.0
"""Requests that read, for one that creates, where a brief counts only what is created; assumed."""

REQUESTS_A_DAY = 20_000.0
"""Requests a day where a brief counts only what flows in by itself; assumed."""

FILES_A_DAY = 1_000.0
"""Files a day where nothing is said about them; assumed."""


DATA = frozenset("records data bytes".split())
"""What a load is called whose figure was a data rate."""


RECORD_KB = 2.0
"""Usual size of what is no file, in kilobytes."""


def object_kb(facts: Facts) -> float:
    """Size of a file in kilobytes: as told, else as usual; of what is not known a megabyte."""
    return facts.file_kb or OBJECT_KB.get(facts.thing, 1_000.0)


def one_every(text: str, thing: str) -> Period | None:
    """How often a single file comes: "every night a price list arrives"; None where several do, or nothing is said."""
    noun = re.escape(thing)
    if re.search(rf"\b{noun}s\b", text):
        return None
    found = re.search(
        rf"\b(?:every|each)\s({_SPAN})\b[^.;\n]{{0,120}}?\b(?:an?|one|the|our|their)\s(?:[\w-]+\s){{0,3}}?{noun}\b"
        rf"|\b{noun}\b[^.;\n]{{0,40}}\b(?:every|each|once\sa)\s({_SPAN})\b"
        rf"|\b({_HOW_OFTEN})\s(?:[\w-]+\s){{0,3}}?{noun}\b",
        text,
    )
    return PERIODS[next(word for word in found.groups() if word)] if found else None


_SPAN = "hour|day|night|morning|evening|week|month|year"
_HOW_OFTEN = "hourly|daily|nightly|weekly|monthly"


class Arrivals:
    """The loads of one composition."""

    def __init__(self, facts: Facts, noun: str) -> None:
        self._facts = facts
        self._stated = {load.id: load for load in facts.requirements.loads}
        self._stems = {load.id: stem(load.what.split(" ")[-1]) for load in facts.requirements.loads}
        self._added: dict[str, Load] = {}
        self._noun = forms(noun)["entity"]
        self._thing = forms(facts.thing)["entity"]
        self._channel = {load.id: _channel(facts, load) for load in self._stated.values()}

    @property
    def loads(self) -> tuple[Load, ...]:
        """Every load: stated first, then those added."""
        return (*self._stated.values(), *self._added.values())

    def is_stated(self, load: Load) -> bool:
        """Whether the brief states a load."""
        return load.id in self._stated

    def entity(self, noun: str | None = None) -> Load:
        """Arrivals of a thing: orders placed, claims reported."""
        name = noun or self._noun
        stated = self._of(stem(name.split("-")[-1]))
        if stated is not None:
            return stated
        requests = self._among(REQUESTS)
        if requests is not None:
            share = WRITES_OF_VISITS if stem(requests.what) in _PAGES else WRITES_OF_REQUESTS
            reason = f"{share:.0%} of the {requests.what} create something, a usual share"
            return self._add(forms(name)["entities"], requests, share, reason)
        main = self._main()
        return main if main is not None else self._add(forms(name)["entities"], None, 0.0, "the brief gives no figure")

    def comes_by_request(self, noun: str) -> bool:
        """Whether the brief states a load of a thing that does not come as files or from devices."""
        stated = self._of(stem(forms(noun)["entity"].split("-")[-1]))
        return stated is not None and self._channel[stated.id] not in ("files", "devices")

    def requests(self) -> Load:
        """Calls of an API, reads and writes together."""
        stated = self._among(REQUESTS)
        if stated is not None and stem(stated.what) not in _PAGES:
            return stated
        writes = self.entity()
        if stem(writes.what.split(" ")[-1]) in EVENTS:
            return self._plain(
                "api-requests", REQUESTS_A_DAY, "the brief counts events, not requests; twenty thousand a day are taken"
            )
        reason = f"{READS_PER_WRITE:g} reads follow each of the {writes.what}, a usual figure"
        return self._add("api-requests", writes, READS_PER_WRITE + 1, reason)

    def front(self) -> Load:
        """The load an API's requests are multiples of: stated requests, else stated arrivals of the main thing."""
        stated = self._among(REQUESTS)
        if stated is not None and stem(stated.what) not in _PAGES:
            return stated
        main = self.entity()
        flows = stem(main.what.split(" ")[-1]) in EVENTS
        return main if self.is_stated(main) and not flows else self.requests()

    def views(self) -> Load:
        """Pages and assets fetched by browsers."""
        for root in _PAGES:
            stated = self._of(root)
            if stated is not None:
                return stated
        base = self.requests()
        return self._add(
            "page-views", base, 3.0, "three files from the edge for each request of the API, a usual figure"
        )

    def events(self) -> Load:
        """What flows in by itself."""
        stated = self._among(EVENTS) or self._by("devices")
        return stated if stated is not None else self.requests() if self._among(REQUESTS) else self.entity()

    def files(self) -> Load:
        """Files handed in."""
        stated = self._of(stem(self._thing)) or next(
            (found for root in _FILE_ROOTS if (found := self._of(root))),
            None,
        )
        stated = stated or self._by("files")
        if stated is not None:
            return self._packed(stated)
        if self._thing == self._noun and self._of(stem(self._noun)):
            return self.entity()
        name = forms(self._thing)["entities"]
        alone = one_every(self._facts.text, self._thing)
        if alone is not None:
            reason = f"the brief speaks of one {self._thing} every {alone}"
            day = SECONDS_PER["day"] / SECONDS_PER[alone]
            return self._plain(f"new-{name}", day, reason, object_kb(self._facts))
        reason = f"the brief gives no figure for {name}; a thousand a day of a usual size are taken"
        return self._plain(f"new-{name}", FILES_A_DAY, reason, object_kb(self._facts))

    def _packed(self, load: Load) -> Load:
        """A load as files: what is told in bytes, or flows in by the hundred, arrives in files of a usual size."""
        is_bytes = load.what in DATA
        if load.per_second < FLOOD and not is_bytes:
            return load
        size = object_kb(self._facts)
        reason = f"{load.what} come in files of {size / 1000:,.0f} MB, a usual size"
        return self._add(f"new-{forms(self._thing)['entities']}", load, (load.payload_kb or 1.0) / size, reason, size)

    def jobs(self) -> Load:
        """Pieces of long work."""
        stated = self.stated_jobs()
        return stated if stated is not None else self.files() if self._thing != "file" else self.entity()

    def stated_jobs(self) -> Load | None:
        """Pieces of long work that the brief counts."""
        return self._of(stem("job")) or self._of(stem("simulation")) or self._of(stem("task"))

    def occasional(self, name: str) -> Load:
        """What somebody starts by hand now and then."""
        return self._plain(name, 1, "started by hand, once a day is taken")

    def _plain(self, name: str, a_day: float, reason: str, payload_kb: float = RECORD_KB) -> Load:
        key, what = kebab(name), name.replace("-", " ")
        if key not in self._added:
            self._added[key] = Load(
                id=key,
                what=what,
                count=a_day,
                per="day",
                profile=Daily(),
                payload_kb=payload_kb,
                origin=assumed(reason),
            )
        return self._added[key]

    def _by(self, channel: str) -> Load | None:
        """The greatest load that comes in by a way, other than that of the main thing."""
        found = [
            load
            for load in self._stated.values()
            if self._channel[load.id] == channel and stem(load.what) != stem(self._noun)
        ]
        return max(found, key=lambda load: load.per_second, default=None)

    def _main(self) -> Load | None:
        made = [load for load in self._stated.values() if stem(load.what) not in _FETCHED]
        return max(made or self._stated.values(), key=lambda load: load.per_second, default=None)

    def _of(self, root: str) -> Load | None:
        return next((load for load in self._stated.values() if self._stems[load.id] == root), None)

    def _among(self, roots: frozenset[str]) -> Load | None:
        found = [load for load in self._stated.values() if self._stems[load.id] in roots]
        return max(found, key=lambda load: load.per_second, default=None)

    def _add(self, name: str, base: Load | None, factor: float, reason: str, payload_kb: float | None = None) -> Load:
        key, what = kebab(name), name.replace("-", " ")
        if key in self._added:
            return self._added[key]
        if base is None:
            load = Load(id=key, what=what, count=100_000, per="month", origin=assumed(reason))
        else:
            load = base.model_copy(
                update={
                    "id": key,
                    "what": what,
                    "count": float(f"{base.count * factor:.6g}"),
                    "payload_kb": payload_kb or base.payload_kb,
                    "origin": assumed(reason),
                }
            )
        self._added[key] = load
        return load


def _channel(facts: Facts, load: Load) -> str:
    """The way in that the sentence of a load speaks of; empty where it speaks of none."""
    start = getattr(load.origin, "start", None)
    return "" if start is None else channel_in(facts.sentence_at(start))
