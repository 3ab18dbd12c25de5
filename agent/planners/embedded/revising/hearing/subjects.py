"""What questions are about: figures, kinds of part and the decisions they come of, decisions by what they are called."""

from __future__ import annotations

import re

FIGURES = re.compile(
    r"\b(?:cost\w*|price\w*|bill|budget|expensive|cheap\w*|how\s+(?:much|far|fast|many|long|big)|limit\w*|scale|scales|break\w*|handle|cope|bottleneck|latency|p99|slow\w*|fast\w*|dollars?|money)\b"
)
"""Words of questions that only figures answer."""

OF_KIND: dict[str, tuple[str, ...]] = {
    "table": ("state-store", "table-capacity"), "database": ("state-store",), "workflow": ("coordination", "workflow-durability"),
    "bus": ("message-carrier", "object-events", "coordination"), "stream": ("telemetry", "message-carrier"),
    "queue": ("message-carrier",), "topic": ("message-carrier",), "api": ("api-style", "api-auth"), "function": ("request-compute", "function-granularity"),
    "container": ("long-work", "request-compute"), "key": ("encryption-keys",), "dns-failover": ("regions",),
}  # fmt: skip
"""Kind of part to the decisions it comes of."""

CALLED: dict[str, str] = {
    "regions": r"regions?|multi-?region|failover|standby", "encryption-keys": r"kms|keys?|encrypt\w*", "cold-starts": r"cold\s+starts?|warm|provisioned",
    "table-capacity": r"on-?demand|capacity", "function-granularity": r"granularity|(?:so\s+)?many\s+functions|one\s+function", "tenancy": r"tenan\w+|pooled|silo\w*",
    "coordination": r"orchestrat\w*|choreograph\w*|workflow|state\s+machine", "state-store": r"nosql|relational|sql|stor(?:e|age)|database", "api-auth": r"auth\w*|tokens?|jwt",
    "workflow-durability": r"standard|express", "request-compute": r"serverless|containers?|functions|lambdas?|kubernetes",
}  # fmt: skip
"""Decision to what it is called in questions."""
