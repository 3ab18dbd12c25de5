"""What a full bill takes: a design of sixty components of every kind that costs something, carried and priced."""

from __future__ import annotations

import time
from statistics import median
from typing import Any, NamedTuple

from tools.cost import estimate
from tools.design.design import Design
from tools.workload import propagate

ORIGIN = {"kind": "assumed", "reason": "a benchmark"}
PIPELINES = 11


class BillTime(NamedTuple):
    """Milliseconds of CPU, the median: the workload carried along the links, and the bill of it."""

    components: int
    lines: int
    workload_ms: float
    bill_ms: float


def bill_time(rounds: int) -> BillTime:
    """Times a bill, warm; each round's design is new, so that nothing remembered is of use."""
    workloads: list[float] = []
    bills: list[float] = []
    lines = 0
    designs = [sixty(number) for number in range(rounds + 2)]
    for design in designs:
        started = time.process_time()
        workload = propagate(design)
        carried = time.process_time()
        lines = len(estimate(design, workload).lines)
        bills.append((time.process_time() - carried) * 1000)
        workloads.append((carried - started) * 1000)
    return BillTime(len(designs[0].components), lines, median(workloads[2:]), median(bills[2:]))


def sixty(number: int) -> Design:
    """Sixty components: pipelines of API, function, queue, function and table, and what they share."""
    parts: list[dict[str, Any]] = [
        {"kind": "external", "name": "client", "role": "person"},
        {"kind": "bus", "name": "bus"},
        {"kind": "bucket", "name": "archive"},
        {"kind": "stream", "name": "clicks"},
        {"kind": "topic", "name": "news"},
    ]
    links: list[dict[str, Any]] = []
    for place in range(PIPELINES):
        names = [f"{kind}-{place}" for kind in ("api", "take", "queue", "work", "table")]
        parts += [
            {"kind": "api", "name": names[0]},
            {"kind": "function", "name": names[1], "work_ms": 50 + number},
            {"kind": "queue", "name": names[2]},
            {"kind": "function", "name": names[3], "memory_mb": 1024, "work_ms": 200 + number},
            {"kind": "table", "name": names[4]},
        ]
        links.append({"kind": "call", "source": "client", "target": names[0], "load": "calls"})
        chain = (("trigger", 0, 1), ("send", 1, 2), ("trigger", 2, 3), ("write", 3, 4))
        links += [{"kind": kind, "source": names[one], "target": names[other]} for kind, one, other in chain]
        shared = (("send", "bus"), ("write", "archive"), ("send", "clicks"), ("send", "news"))
        links += [{"kind": kind, "source": names[3], "target": target} for kind, target in shared]
    return Design.model_validate(
        {"name": "sixty", "title": "Sixty", "requirements": _asked(number), "components": parts, "links": links}
    )


def _asked(number: int) -> dict[str, Any]:
    load = {"id": "calls", "count": 1000 + number, "per": "minute", "payload_kb": 3, "what": "calls", "origin": ORIGIN}
    return {
        "title": {"value": "Sixty", "origin": ORIGIN},
        "provider": {"value": "aws", "origin": ORIGIN},
        "regions": {"value": ["us-east-1"], "origin": ORIGIN},
        "languages": {"value": ["python"], "origin": ORIGIN},
        "targets": {"value": ["sam"], "origin": ORIGIN},
        "loads": [load],
    }
