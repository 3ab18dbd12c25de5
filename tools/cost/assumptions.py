"""What the bill takes for granted where neither design nor workload says: each with its reason, each replaceable."""

from __future__ import annotations

from typing import NamedTuple


class Assumption(NamedTuple):
    """One figure that a bill rests on and nobody stated."""

    name: str
    value: float
    why: str


class Assumptions(NamedTuple):
    """Every figure a meter may take for granted. Pass another value to `estimate` to see what it changes."""

    cold_start_share: float = 0.01
    """Least share of invocations that start cold."""
    keep_alive_s: float = 600.0
    """How long an idle execution environment is kept."""
    log_kb_per_run: float = 1.0
    """Log written by one invocation."""
    access_log_kb: float = 0.5
    """One line of an access log."""
    log_compression: float = 0.15
    """Stored size of a gigabyte of log."""
    retried_share: float = 0.01
    """Share of workflow tasks that are tried a second time."""
    items_per_list: float = 20.0
    """Items that one list or search reads."""
    cached_read_s: float = 300.0
    """How long a secret or a data key is kept before it is fetched again."""
    requests_per_vcpu: float = 10.0
    """Requests one vCPU of a container service has under way at once."""
    image_gb: float = 0.25
    """A container image in its registry."""
    io_per_statement: float = 1.0
    """Storage requests of one database statement."""
    index_key_share: float = 0.2
    """Size of an index that holds keys only, as a share of its table."""
    traces_per_second: float = 1.0
    """Requests a second that are always traced."""
    traced_share: float = 0.05
    """Share of the requests beyond those that is traced."""
    requests_per_visit: float = 10.0
    """Requests that one connection to a load balancer or one look-up of a name carries."""
    month_span_days: float = 365.0
    """Age of the oldest data where nothing expires."""
    largest_answer_kb: float = 64.0
    """Answers are as large as their requests, up to this size."""
    device_online_share: float = 1.0
    """Share of the time that devices are connected."""
    changes_per_component: float = 20.0
    """Configuration changes recorded for one component in a month."""

    def stated(self, name: str) -> Assumption:
        """One of them with its reason."""
        return Assumption(name, getattr(self, name), REASONS[name])


REASONS: dict[str, str] = {
    "cold_start_share": "AWS Lambda documentation: cold starts are typically under 1 % of invocations",
    "keep_alive_s": "not published; measurements by others lie between 5 and 15 minutes",
    "log_kb_per_run": "START, END and REPORT lines take about 0.4 KB, one structured line about as much",
    "access_log_kb": "a JSON line of about ten fields",
    "log_compression": "AWS Pricing Calculator: stored log data compresses to 0.15 of its size",
    "retried_share": "chosen; each attempt is a state transition of its own",
    "items_per_list": "chosen; one page of a list",
    "cached_read_s": "five minutes, the default of the secrets extension and of data key reuse in SQS",
    "requests_per_vcpu": "chosen for work that mostly waits for others; measure it under load",
    "image_gb": "chosen; a slim runtime image with its libraries",
    "io_per_statement": "chosen; most reads come from memory, each write is at least one request",
    "index_key_share": "chosen; keys are a fifth of an item",
    "traces_per_second": "AWS X-Ray default sampling rule: the first request each second",
    "traced_share": "AWS X-Ray default sampling rule: 5 % of further requests",
    "requests_per_visit": "chosen; browsers and clients keep connections and names for several requests",
    "month_span_days": "chosen; a year of data",
    "largest_answer_kb": "chosen; a load with a larger payload is taken for an upload with a short answer",
    "device_online_share": "devices stay connected",
    "changes_per_component": "chosen; a release a day changes about as many",
}

NAMES: tuple[str, ...] = Assumptions._fields
