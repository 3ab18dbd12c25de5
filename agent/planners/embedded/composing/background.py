"""Moves that nobody waits for: schedules, timers, long work, parallel work."""

from __future__ import annotations

import re
from functools import lru_cache
from math import ceil

from agent.planners.embedded.composing.naming import forms, step_title
from agent.planners.embedded.composing.processing import (
    STREAM_DEEDS,
    TIMED_DEEDS,
    start_by_object,
    uploads_name,
    works_on_list,
)
from agent.planners.embedded.composing.scene import Scene
from agent.planners.embedded.deciding import compute
from agent.planners.embedded.deciding.facts import FUNCTION_LIMIT_S, peak_ratio
from tools.design.requirements import Load

_CRONS: tuple[tuple[str, str], ...] = (
    (r"\bhourly\b|\bevery hour\b|\beach hour\b", "0 * * * *"),
    (r"\bnightly\b|\bevery night\b|\bovernight\b|\bat night\b|\bmidnight\b|\bend[- ]of[- ]day\b", "0 2 * * *"),
    (r"\bweekly\b|\bevery week\b|\beach week\b|\bevery monday\b|\bonce a week\b", "0 6 * * 1"),
    (r"\bmonthly\b|\bevery month\b|\bend of (?:the )?month\b|\bonce a month\b", "0 6 1 * *"),
    (r"\bquarterly\b", "0 6 1 */3 *"),
    (r"\bdaily\b|\bevery day\b|\beach day\b|\bevery morning\b|\bonce a day\b", "0 6 * * *"),
)
_EVERY = re.compile(r"\bevery\s+(\d{1,3})\s*(minutes?|mins?|hours?|h)\b")


@lru_cache(maxsize=4)
def cron_in(text: str) -> tuple[str, int | None]:
    """When something recurs, as cron or as a number of minutes: ("0 2 * * *", None) for "nightly"."""
    every = _EVERY.search(text)
    if every:
        factor = 60 if every.group(2).startswith("h") else 1
        return "", max(int(every.group(1)) * factor, 1)
    for pattern, cron in _CRONS:
        if re.search(pattern, text):
            return cron, None
    return "0 6 * * *", None


RECURRING = 0.9
"""Certainty from which something recurs besides what happens once, later: more than one strong cue."""


def schedules(scene: Scene) -> None:
    """Work at set times."""
    facts = scene.facts
    if not facts.wants("schedule", "cloud-automation") or (
        facts.wants("cloud-automation") and not facts.wants("schedule")
    ):
        return
    is_once = facts.wants("one-off-timer") and facts.certainty.get("schedule", 0.0) < RECURRING
    if is_once and not any(step.deed.name in TIMED_DEEDS for step in facts.steps):
        return
    timed = [step for step in facts.steps if step.deed.name in TIMED_DEEDS]
    if not timed and facts.wants("custom-model") and facts.wants("iot", "stream"):
        return
    name = timed[0].name if timed else f"run-{scene.base['entity']}-job"[:48]
    work_ms = timed[0].deed.work_ms if timed else 3000.0
    cron, minutes = cron_in(facts.text)
    long = compute.long_work(facts)
    in_container = long is not None and long.chosen == "container job"
    target = _workflow(scene)
    scene.use(
        "scheduled-jobs", ("schedule", "cloud-automation"), schedule=f"{name}-timer"[:48], cron=cron,
        every_minutes=minutes, timezone="UTC",
        in_function=not in_container and (target is None or bool(timed)), job=name, job_title=step_title(name),
        work_ms=work_ms, timeout_s=300.0,
    )  # fmt: skip
    if target is not None and not timed and not in_container:
        scene.draft.link({"kind": "trigger", "source": f"{name}-timer"[:48], "target": target})
    if not in_container and scene.draft.has(name):
        _connect_job(scene, name)
    scene.base["timer"] = f"{name}-timer"[:48]


def _workflow(scene: Scene) -> str | None:
    """A workflow that nothing starts yet."""
    for workflow in scene.draft.of_kind("workflow"):
        if not scene.draft.incoming(workflow["name"], "trigger", "call"):
            return str(workflow["name"])
    return None


def _connect_job(scene: Scene, job: str) -> None:
    """A job reads what is kept, and writes where its result belongs."""
    draft = scene.draft
    store = next(
        (c["name"] for c in draft.of_kind("table", "database", "timeseries") if c.get("role", "data") == "data"), None
    )
    if store is not None:
        draft.link({"kind": "read", "source": job, "target": store, "ratio": 50})
    elif scene.facts.wants("key-value"):
        name = forms(scene.noun)["entities"]
        draft.add(
            {
                "kind": "table",
                "name": name,
                "entity": forms(scene.noun)["Entity"],
                "partition_key": "id",
                "serves": ["key-value"],
                "patterns": ["scheduled-jobs"],
            }
        )
        draft.link({"kind": "write", "source": job, "target": name, "ratio": 50})
    bucket = next((c["name"] for c in draft.of_kind("bucket")), None)
    if bucket is not None:
        draft.link({"kind": "write", "source": job, "target": bucket})
    if scene.producer is None:
        scene.producer = job


def timers(scene: Scene) -> None:
    """Things that happen once, later."""
    facts = scene.facts
    if not facts.wants("one-off-timer"):
        return
    one = scene.base["entity"]
    workflow = _workflow(scene)
    if workflow is not None and scene.producer is None:
        scene.draft.link(
            {
                "kind": "call",
                "source": scene.outside("operator", "staff"),
                "target": workflow,
                "load": scene.arrivals.entity().id,
            }
        )
        if not facts.wants("event-routing"):
            return
    scene.use(
        "delayed-one-off-jobs", ("one-off-timer", "schedule"), timers=f"{one}-timers"[:48], action=f"remind-{one}"[:48],
        action_title=f"Acts when the time of {_article(one)} {one} has come", creator=scene.producer,
    )  # fmt: skip
    if scene.producer is None:
        scene.draft.link(
            {
                "kind": "send",
                "source": scene.people(),
                "target": f"{one}-timers"[:48],
                "load": scene.arrivals.entity().id,
            }
        )
        scene.producer = f"remind-{one}"[:48]


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" else "a"


def long_work(scene: Scene) -> None:
    """Work that outlasts a function runs in a container that a workflow starts and watches."""
    decision = compute.long_work(scene.facts)
    if decision is None:
        return
    if scene.decide(decision) != "container job":
        return
    one = forms(scene.facts.thing)["entity"] if scene.facts.thing != "file" else scene.base["entity"]
    job = f"{one}-job"[:40]
    longest = max(scene.facts.longest_work_s, 1200.0)
    scene.use(
        "long-running-work", ("batch", "containers"), job=job, job_title=f"Does the long work on each {one}", vcpu=2,
        memory_mb=4096,
        work_s=round(longest * USUAL_SHARE), max_s=longest, limit_s=int(longest * 2),
        most=2,
    )  # fmt: skip
    scene.draft.components[f"run-{job}"]["serves"] = [n for n in ("process",) if scene.facts.wants(n)]
    load = _start_long(scene, f"run-{job}", longest)
    scene.draft.components[job]["max_tasks"] = max(2, ceil(_at_once(load, longest) * ROOM_FOR_TASKS))
    _keep_output(scene, job)


def _keep_output(scene: Scene, job: str) -> None:
    """What a job makes goes beside what it was made from, never into the bucket that starts it."""
    bucket = uploads_name(scene)
    if scene.draft.has(bucket):
        results = f"processed-{forms(scene.facts.thing)['entities']}"
        scene.draft.link({"kind": "read", "source": job, "target": bucket})
        scene.draft.add(
            {
                "kind": "bucket",
                "name": results,
                "serves": ["batch"] if scene.facts.wants("batch") else [],
                "patterns": ["long-running-work"],
            }
        )
        scene.draft.link({"kind": "write", "source": job, "target": results})
        return
    for store in ("database", scene.base["entities"]):
        if scene.draft.has(store):
            scene.draft.link({"kind": "write", "source": job, "target": store})
            return


USUAL_SHARE = 0.7
"""A usual piece of long work, as a share of the longest the brief speaks of; assumed."""

ROOM_FOR_TASKS = 2.1
"""How many times the tasks expected at once may run: twice the peak is comfortable, and the bill stays bounded."""


def _of_starter(scene: Scene) -> Load:
    """The load that comes to whoever starts long work: what an API hands on as it is, else what arrives."""
    behind = {link["target"] for api in scene.draft.of_kind("api") for link in scene.draft.outgoing(api["name"])}
    plain = any(name.startswith("handle-") for name in behind)
    return scene.arrivals.front() if plain else scene.arrivals.entity()


MOST_TASKS = 500.0
"""Tasks at once from which long work is done for what has gathered, not for each arrival, unless jobs are counted."""


def _at_once(load: Load, longest: float) -> float:
    """Tasks that run at once at the strongest second, by Little's law."""
    return load.per_second * peak_ratio(load) * longest * USUAL_SHARE


def _start_long(scene: Scene, workflow: str, longest: float) -> Load:
    """The file that arrives, the queue's worker, a schedule or a person starts long work; the load it comes with."""
    draft, arrivals = scene.draft, scene.arrivals
    bucket = uploads_name(scene)
    timer = scene.base.get("timer")
    worker = next((c["name"] for c in draft.of_kind("function") if _drains_queue(scene, c["name"])), None)
    flooded = scene.facts.wants("stream", "iot") and scene.facts.thing == "file"
    if timer and not draft.outgoing(timer):
        draft.link({"kind": "trigger", "source": timer, "target": workflow})
        return arrivals.occasional("long runs")
    by_object = draft.has(bucket) and scene.facts.wants("file-processing", "upload")
    load = arrivals.files() if by_object else arrivals.stated_jobs() or _of_starter(scene)
    if arrivals.stated_jobs() is None and _at_once(load, longest) > MOST_TASKS:
        flooded = True
    if by_object and not flooded:
        start_by_object(scene, workflow, bucket)
        return load
    starter = worker or scene.producer
    if starter and not flooded and not timer:
        draft.link({"kind": "call", "source": starter, "target": workflow})
        return load
    if timer:
        draft.link({"kind": "trigger", "source": timer, "target": workflow})
        return arrivals.occasional("long runs")
    load = arrivals.occasional("long runs")
    draft.link({"kind": "call", "source": scene.outside("operator", "staff"), "target": workflow, "load": load.id})
    return load


def _drains_queue(scene: Scene, function: str) -> bool:
    incoming = scene.draft.incoming(function, "trigger")
    return any(scene.draft.components[link["source"]]["kind"] == "queue" for link in incoming)


def parallel_work(scene: Scene) -> None:
    """Many items at once, from a list of objects."""
    facts = scene.facts
    if not works_on_list(facts):
        return
    bucket = uploads_name(scene)
    thing = forms(facts.thing)
    name = f"{thing['entity']}-batch"[:48]
    if scene.draft.has(name):
        return
    worker = f"process-{thing['entity']}-item"[:48]
    scene.use(
        "large-scale-parallel-processing", ("parallel-batch", "process"), process=name, work_s=600.0, worker=worker,
        worker_title=f"Works on one {thing['entity']}", source=bucket, work_ms=1500.0, items=1000.0, concurrency=500,
        item_s=1.5,
        description=f"Works on every {thing['entity']} of a list, many at a time",
    )  # fmt: skip
    scene.draft.components[bucket]["serves"] = scene.draft.components[bucket].get("serves") or ["upload"]
    store = next((c["name"] for c in scene.draft.of_kind("table", "database")), None)
    if store is not None:
        scene.draft.link({"kind": "write", "source": worker, "target": store})
    timer = scene.base.get("timer")
    if timer:
        scene.draft.link({"kind": "trigger", "source": timer, "target": name})
    else:
        scene.draft.link(
            {
                "kind": "call",
                "source": scene.outside("operator", "staff"),
                "target": name,
                "load": scene.arrivals.occasional("batch runs").id,
            }
        )


def long_limit() -> float:
    """Longest a function may run, in seconds."""
    return FUNCTION_LIMIT_S


__all__ = ["STREAM_DEEDS", "cron_in", "long_limit", "long_work", "parallel_work", "schedules", "timers"]
