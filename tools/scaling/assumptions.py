"""What the figures rest on that no vendor publishes: how long a service takes to answer, or to hand something on.

Each row is a median and a 99th percentile in milliseconds within one region, on warm connections, for small payloads.
They are assumptions of the stated day, made so that a design can be compared with an objective before it runs; figures
of one's own (`work_ms`, `work_p99_ms`, `latency_ms` in the design) always win.
"""

from __future__ import annotations

from typing import NamedTuple

AS_OF = "2026-11-20"
LABEL = "assumption"


class Timing(NamedTuple):
    """A median and a 99th percentile, in milliseconds."""

    p50_ms: float
    p99_ms: float


KEEP_ALIVE_S = 600.0
"""How long an idle environment is kept. SimFaaS took 600 s from its experiments on AWS Lambda, and the ten of them
in the project's oracles agree with it; providers publish no figure."""

RESTORE = Timing(120.0, 500.0)
"""Restoring a snapshot in place of initialising; never taken as slower than that."""

SERVICE_REQUESTS_PER_VCPU = 10.0
"""Requests a container service works on at once for each vCPU."""

CONNECTION_BYTES = 9_531_392
"""Memory one connection to a relational database is counted with: Aurora PostgreSQL's default max_connections is
its memory divided by this."""

WORST_WINDOW_S = 3600.0
"""The worst second is the highest to be expected within so long at the peak rate."""

PASSES: dict[str, Timing] = {
    "api-http": Timing(8, 30),
    "api-rest": Timing(15, 45),
    "api-websocket": Timing(12, 40),
    "api-graphql": Timing(15, 50),
    "cdn": Timing(15, 80),
    "load-balancer": Timing(3, 12),
    "dns-failover": Timing(1, 30),
    "firewall": Timing(1, 5),
    "invoke": Timing(10, 35),
    "start-execution": Timing(30, 100),
}
"""What a front door, or the start of something synchronous, adds to each request."""

ANSWERS: dict[str, Timing] = {
    "table-read": Timing(4, 15),
    "table-write": Timing(6, 20),
    "database-read": Timing(5, 35),
    "database-write": Timing(8, 50),
    "timeseries-read": Timing(60, 400),
    "timeseries-write": Timing(15, 80),
    "warehouse-read": Timing(2000, 10_000),
    "warehouse-write": Timing(500, 3000),
    "bucket-read": Timing(30, 140),
    "bucket-write": Timing(45, 220),
    "cache-read": Timing(1, 3),
    "cache-write": Timing(1, 4),
    "search-index-read": Timing(25, 120),
    "search-index-write": Timing(40, 200),
    "query-engine": Timing(3000, 15_000),
    "queue": Timing(8, 35),
    "topic": Timing(15, 60),
    "bus": Timing(15, 60),
    "stream": Timing(12, 50),
    "delivery-stream": Timing(15, 60),
    "schedule": Timing(30, 120),
    "workflow": Timing(30, 100),
    "mail": Timing(60, 300),
    "user-pool": Timing(60, 250),
    "secret": Timing(10, 60),
    "parameter": Timing(8, 40),
    "key": Timing(8, 35),
    "static-site": Timing(30, 140),
    "device-gateway": Timing(25, 100),
    "file-gateway": Timing(100, 600),
    "ai-language-model": Timing(3000, 12_000),
    "ai-embedding": Timing(120, 450),
    "ai-ocr": Timing(2500, 8000),
    "ai-vision": Timing(600, 1800),
    "ai-speech-to-text": Timing(8000, 40_000),
    "ai-text-to-speech": Timing(400, 1500),
    "ai-translation": Timing(250, 900),
    "ai-text-analysis": Timing(200, 700),
    "ai-forecasting": Timing(500, 2500),
    "ai-recommendation": Timing(80, 300),
    "ai-fraud-detection": Timing(100, 350),
    "ai-custom-model": Timing(150, 900),
    "ai-enterprise-search": Timing(900, 4000),
}
"""How long a service takes to answer one call: to read, to write, or to take a message over."""

HANDS_ON: dict[str, Timing] = {
    "queue": Timing(15, 120),
    "topic": Timing(30, 150),
    "bus": Timing(80, 300),
    "stream": Timing(500, 1100),
    "table": Timing(250, 900),
    "bucket": Timing(500, 2500),
    "schedule": Timing(5000, 60_000),
    "device-gateway": Timing(40, 200),
    "mail": Timing(1000, 5000),
    "file-gateway": Timing(500, 3000),
    "function": Timing(20, 120),
    "container": Timing(20, 120),
}
"""How long after it took something over a service starts the next part with it, batch windows apart."""

EXTERNAL_P99_FACTOR = 3.0
"""99th percentile of an external system in multiples of its stated latency."""
