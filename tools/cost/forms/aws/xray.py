"""AWS X-Ray: traces recorded."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (
    count("traces", "traces recorded", "traces_recorded", "recorded_traces", "trace", "recorded", ""),
    count("requests", "requests, of which a share is traced", "incoming_requests", "invocations"),
    count(
        "sampling",
        "share of the requests that is traced, as 0.05",
        "sampling_rate",
        "sample_rate",
        "sampled_share",
        "rate",
        default=1.0,
    ),
)
CHARGES = (
    Charge("traces_recorded", "Traces", ("traces",)),
    Charge(
        "traces_recorded",
        "Traces",
        (
            "requests",
            "sampling",
        ),
    ),
)

FORM = Form("xray", FIELDS, CHARGES, features={"xray_traces": {}})
