"""How parts work together: choreography or orchestration, which workflow, which carrier of messages."""

from __future__ import annotations

from agent.planners.embedded.deciding.facts import Facts
from agent.planners.embedded.deciding.rates import HOURS_PER_MONTH, SECONDS_PER_MONTH, function_cost, limit, rate
from agent.planners.embedded.deciding.table import Row, Table, decided_once, measure
from tools.design.decisions import Decision, Flip
from tools.design.requirements import SECONDS_PER

LONG_LIVED_S = 300.0
"""Longest an express workflow may run."""


@decided_once
def coordination(facts: Facts) -> Decision:
    """Choreography or orchestration."""
    steps = len(facts.steps)
    undoing = sum(1 for step in facts.steps if step.undo)
    enough = 1 if steps >= 3 else 2
    waits = facts.wants("human-approval")
    rows = (
        Row("orchestration", facts.names("stepfunctions"), "the brief names a workflow service", ("technologies",)),
        Row("choreography", facts.avoids("stepfunctions"), "the brief rules a workflow service out", ("technologies",)),
        Row(
            "orchestration",
            waits,
            "a person decides in between, so something must wait and know where it stood",
            ("capabilities.human-approval",),
        ),
        Row(
            "orchestration",
            undoing >= enough,
            f"{undoing} of {steps} steps must be undone when a later one fails; one place has to know how far things went",
            ("capabilities.process",),
        ),
        Row(
            "orchestration",
            facts.wants("process", "parallel-batch"),
            "the brief describes a process with an order and an end",
            ("capabilities.process",),
        ),
        Row("choreography", True, "the reactions are independent: none waits for another, and none is undone"),
    )
    return Table(
        id="coordination",
        question="Choreography by events or orchestration by a workflow?",
        rows=rows,
        against={
            "orchestration": "a coordinator would couple what is independent, and bill every transition",
            "choreography": "nobody would know how far a half-finished process went, and undoing would be spread over every consumer",
        },
        flips=(
            Flip(
                to="orchestration",
                when=f"of {steps} steps at least so many must be undone, or a person must decide",
                measure="steps to undo",
                threshold=enough,
                current=undoing,
            ),
            Flip(to="choreography", when="no step depends on the outcome of another"),
        ),
        measures=(measure("steps", steps), measure("steps to undo", undoing)),
        patterns=("orchestration", "choreography", "saga"),
    ).decide()


MONTH_S = SECONDS_PER["month"]
EXPRESS_SAVES = 200.0
"""Dollars a month from which what express workflows save outweighs their history."""


def _to_express(must_last: bool, has_money: bool, monthly: float, threshold: float) -> Flip:
    """What would make a workflow express: its rate, unless it waits or moves money, which no rate outweighs."""
    if must_last:
        return Flip(to="express", when="no execution waits for longer than five minutes or for a person")
    if has_money:
        return Flip(to="express", when="steps that move money are taken out, or can safely run twice")
    return Flip(
        to="express",
        when="executions are more than",
        measure="executions a month",
        threshold=round(threshold),
        current=round(monthly),
    )


@decided_once
def durability(facts: Facts, transitions: int, duration_s: float, rps: float) -> Decision:
    """Standard or express workflow."""
    monthly = rps * MONTH_S
    standard = transitions * rate("stepfunctions", "standard_transitions")
    express = (
        rate("stepfunctions", "express_requests") + duration_s * rate("stepfunctions", "express_duration") * 64 / 1024
    )
    paying = EXPRESS_SAVES / max(standard - express, 1e-9)
    starts = limit("stepfunctions", "start_execution_standard", facts.regions[0], "refill")
    starting = starts * 0.5 * MONTH_S
    must_last = duration_s > LONG_LIVED_S or facts.wants("human-approval", "one-off-timer", "batch")
    has_money = any(step.deed.external for step in facts.steps)
    rows = (
        Row("standard", must_last, "it may wait for longer than the five minutes an express workflow can run"),
        Row("standard", has_money, "steps that move money must not run twice, and express workflows run at least once"),
        Row(
            "express",
            rps > starts * 0.5,
            f"{rps:.0f} starts a second come near the {starts:.0f} a standard workflow may start",
        ),
        Row(
            "express",
            monthly * (standard - express) > EXPRESS_SAVES,
            f"it saves {monthly * (standard - express):,.0f} dollars a month",
        ),
        Row(
            "standard",
            True,
            "its history can be looked at for 90 days and its steps run exactly once, for little money at this rate",
        ),
    )
    return Table(
        id="workflow-durability",
        question="Standard or express workflow?",
        rows=rows,
        against={
            "standard": "it bills each transition and starts fewer executions a second",
            "express": "it runs at least once, for five minutes at most, and leaves only logs",
        },
        flips=(
            _to_express(must_last, has_money, monthly, min(paying, starting)),
            Flip(to="standard", when="an execution may wait for longer than five minutes, or moves money"),
        ),
        measures=(
            measure("executions a month", monthly),
            measure("standard, an execution", standard, "USD"),
            measure("express, an execution", express, "USD"),
        ),
        patterns=("express-or-standard",),
    ).decide()


@decided_once
def carrier(facts: Facts, consumers: int) -> Decision:
    """Queue, bus or stream between producers and consumers."""
    rps = facts.peak_rps
    stream_floor = 1000.0
    ordered = facts.wants("stream", "event-sourcing")
    replay = facts.wants("event-sourcing") or facts.certainty.get("stream", 0) > 0.9
    rows = (
        Row("stream", facts.names("kinesis", "msk"), "the brief names a stream", ("technologies",)),
        Row("bus", facts.names("eventbridge"), "the brief names an event bus", ("technologies",)),
        Row("queue", facts.names("sqs") and consumers <= 1, "the brief names a queue", ("technologies",)),
        Row(
            "stream",
            ordered and replay,
            "events must stay in order for each key and be read again from any point",
            ("capabilities.stream",),
        ),
        Row(
            "stream",
            ordered and rps >= stream_floor,
            f"{rps:,.0f} events a second are cheaper carried in batches",
            ("capabilities.stream",),
        ),
        Row(
            "bus",
            consumers > 1 or facts.wants("event-routing"),
            "several consumers take what concerns them, and more can come without the producer knowing",
            ("capabilities.event-routing",),
        ),
        Row("queue", True, "one consumer works through it at its own pace"),
    )
    return Table(
        id="message-carrier",
        question="Queue, event bus or stream?",
        rows=rows,
        against={
            "queue": "a message goes to one consumer only and is gone when handled",
            "bus": "it keeps no order and costs a dollar a million events",
            "stream": "it is paid by the hour whether or not anything flows, and nobody needs order or replay from any point",
        },
        flips=_carrier_flips(consumers, rps, stream_floor, ordered),
        measures=(measure("consumers", consumers), measure("peak rate", rps, "events/s")),
        patterns=("queue-load-levelling", "fan-out", "stream-ordering"),
    ).decide()


def _carrier_flips(consumers: int, rps: float, stream_floor: float, ordered: bool) -> tuple[Flip, ...]:
    second = Flip(
        to="bus",
        when="a second consumer wants the same messages",
        measure="consumers",
        threshold=2,
        current=consumers,
    )
    by_rate = Flip(
        to="stream",
        when="the rate reaches",
        measure="peak rate",
        threshold=stream_floor,
        current=round(rps, 2),
        unit="events/s",
    )
    by_order = Flip(to="stream", when="events must stay in order for each key and be read again from any point")
    single = Flip(to="queue", when="one consumer takes everything, and no order matters")
    return second, by_rate if ordered else by_order, single


BATCHES_SAVE = 100.0
"""Dollars a month from which messages of devices go through a stream: it is one more part to run."""
BATCH = 100.0
"""Messages that a stream hands over at once where they come by the hundred a second."""


@decided_once
def telemetry(facts: Facts, rps: float, work_ms: float, memory_mb: float) -> Decision:
    """A call for each message of a device, or batches through a stream. Prices of Kinesis on demand, of 1 KB records."""
    calls = function_cost(rps, work_ms, memory_mb)
    gigabytes = rps * SECONDS_PER_MONTH / 1024**2
    carried = gigabytes * (rate("kinesis", "ondemand_in") + rate("kinesis", "ondemand_out"))
    batches = carried + function_cost(rps / BATCH, 3 * work_ms, memory_mb)
    standing = HOURS_PER_MONTH * rate("kinesis", "ondemand_stream_hour")
    saved = calls - batches - standing
    rows = (
        Row("stream", facts.wants("stream"), "what comes is to be worked on as a stream", ("capabilities.stream",)),
        Row(
            "stream",
            saved >= BATCHES_SAVE,
            f"at {rps:,.0f} messages a second batches save {saved:,.0f} dollars a month in calls",
            ("capabilities.iot",),
        ),
        Row("function", True, f"at {rps:,.1f} messages a second a stream would cost more than the calls it saves"),
    )
    threshold = (BATCHES_SAVE + standing) / max((calls - batches) / max(rps, 1e-9), 1e-9)
    return Table(
        id="telemetry",
        question="Is a function called for each message of a device, or for batches from a stream?",
        rows=rows,
        against={
            "function": "each message would be billed as a call of its own",
            "stream": "it is paid by the hour, and it is one more part to run",
        },
        flips=(
            Flip(
                to="stream",
                when="more messages come",
                measure="messages",
                threshold=round(threshold, 1),
                current=round(rps, 2),
                unit="messages/s",
            ),
            Flip(to="function", when=f"fewer than {threshold:,.0f} messages a second come"),
        ),
        measures=(measure("messages", rps, "messages/s"), measure("saved by batches", saved, "$/month")),
        patterns=("iot-ingestion", "stream-aggregation"),
    ).decide()


@decided_once
def file_trigger(facts: Facts, consumers: int) -> Decision:
    """Direct notification or event bus for objects that arrive."""
    rows = (
        Row("bus", facts.names("eventbridge"), "the brief names an event bus", ("technologies",)),
        Row("direct", consumers == 0, "nothing reacts to the objects"),
        Row(
            "bus",
            True,
            f"{consumers} consumer{'s take' if consumers != 1 else ' takes'} each object on its own, with its own retries and failure queue, and more can be added without touching the bucket",
        ),
    )
    return Table(
        id="object-events",
        question="Do objects notify their consumers directly or through the event bus?",
        rows=rows,
        against={
            "direct": "a bucket notifies one target for each prefix and event, and cannot filter by more than that",
            "bus": "nothing listens",
        },
        flips=(Flip(to="direct", when="there is one consumer and half a second more or less matters"),),
        measures=(measure("consumers", consumers),),
        patterns=("file-processing", "fan-out"),
    ).decide()
