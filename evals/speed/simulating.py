"""The simulation: a day of a hundred million requests, and the exact pool beside SimFaaS, both in this run.

Run as a program it simulates that day once and says what it took, so that its memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.speed.report import Row

if TYPE_CHECKING:
    from tools.design.design import Design

FUNCTIONS = 20
REQUESTS = 1e8
SIMFAAS = Path(__file__).resolve().parents[2] / ".oracles" / "simfaas" / "bin" / "python"
RATES = ((0.9, 150_000.0, 1e6), (90.0, 900.0, 2e4))
"""Requests a second; seconds that SimFaaS and that our own pool simulate."""

_PEER = """
import sys, time
from simfaas.ServerlessSimulator import ServerlessSimulator
rate, span = float(sys.argv[1]), float(sys.argv[2])
world = ServerlessSimulator(arrival_rate=rate, warm_service_rate=1 / 1.991, cold_service_rate=1 / 2.244,
                            expiration_threshold=600, max_time=span)
started = time.process_time()
world.generate_trace(debug_print=False, progress=False)
print(world.total_req_count / (time.process_time() - started))
"""


def simulation_rows() -> Iterator[Row]:
    """The day, its memory, and the pool against its peer where that is installed."""
    done = subprocess.run([sys.executable, "-m", "evals.speed.simulating"], check=True, capture_output=True, text=True)
    took: dict[str, float] = json.loads(done.stdout)
    note = f"{took['requests']:.3g} requests, {FUNCTIONS} functions, after imports"
    yield Row("a simulated day, CPU", took["cpu_s"], "s", 1.0, note=note)
    yield Row("a simulated day, memory", took["peak_mb"], "MB", 200)
    if SIMFAAS.is_file():
        for rate, theirs_s, ours_s in RATES:
            peer, own = _peer(rate, theirs_s), _own(rate, ours_s)
            note = f"{own / 1e6:.1f} M requests a second of CPU, SimFaaS {peer / 1e3:.0f} k"
            yield Row(f"exact pool / SimFaaS, {rate:g} rps", own / peer, "times", 50, is_floor=True, note=note)


def _peer(rate: float, span_s: float) -> float:
    command = [str(SIMFAAS), "-c", _PEER, str(rate), str(span_s)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def _own(rate: float, span_s: float) -> float:
    from tools.scaling.simulation.pools import poisson_pool

    poisson_pool(0, rate, 1.991, 2.244, 600.0, span_s / 10)
    started = time.process_time()
    requests = sum(poisson_pool(seed, rate, 1.991, 2.244, 600.0, span_s).requests for seed in (1, 2, 3))
    return requests / (time.process_time() - started)


def busy_design() -> Design:
    """An api before fourteen functions, six more behind queues, a bus and a stream, and 10⁸ requests a day."""
    from tools.design.design import Design

    origin = {"kind": "assumed", "reason": "a measurement"}
    parts: list[dict[str, Any]] = [{"kind": "external", "name": "users"}, {"kind": "api", "name": "front"}]
    links: list[dict[str, Any]] = [{"kind": "call", "source": "users", "target": "front", "load": "orders"}]
    for number in range(14):
        name = f"answer-{number}"
        parts.append({"kind": "function", "name": name, "work_ms": 30 + 10 * number})
        links.append({"kind": "trigger", "source": "front", "target": name, "ratio": 1 / 14})
    for number, kind in enumerate(("queue", "queue", "queue", "queue", "bus", "stream")):
        carrier, worker = f"carry-{number}", f"work-{number}"
        shards = {"capacity": "provisioned", "shards": 8} if kind == "stream" else {}
        parts += [{"kind": kind, "name": carrier, **shards}]
        parts += [{"kind": "function", "name": worker, "work_ms": 100 + 50 * number}]
        links.append({"kind": "send", "source": f"answer-{number}", "target": carrier, "ratio": 0.5})
        links.append({"kind": "trigger", "source": carrier, "target": worker})
    stated = {
        "title": {"value": "A day", "origin": origin},
        "provider": {"value": "aws", "origin": origin},
        "regions": {"value": ["us-east-1"], "origin": origin},
        "languages": {"value": ["python"], "origin": origin},
        "targets": {"value": ["sam"], "origin": origin},
        "loads": [
            {"id": "orders", "what": "orders", "count": REQUESTS, "per": "day", "profile": {"kind": "daily"},
             "origin": origin}
        ],
    }  # fmt: skip
    fields = {"name": "a-day", "title": "A day", "requirements": stated, "components": parts, "links": links}
    return Design.model_validate(fields)


def _peak_mb() -> float:
    """The most memory this program ever held. What Linux says in `ru_maxrss` begins with what its parent held."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    units = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / units


def main() -> None:
    """Simulates the day and prints what it took."""
    from tools.scaling.scene import scene_of
    from tools.scaling.simulation.estimating import estimate
    from tools.scaling.simulation.planning import plan_of
    from tools.scaling.simulation.traffic import day_traffic
    from tools.workload import propagate

    design = busy_design()
    started = time.process_time()
    workload = propagate(design)
    traffic = day_traffic(workload.sources)
    outcome = estimate(plan_of(scene_of(design, workload, None)), traffic)
    cpu_s = time.process_time() - started
    peak_mb = _peak_mb()
    assert len(outcome.functions) == FUNCTIONS
    print(json.dumps({"cpu_s": cpu_s, "peak_mb": peak_mb, "requests": outcome.requests}))


if __name__ == "__main__":
    main()
