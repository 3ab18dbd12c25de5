"""Amazon ElastiCache Serverless: data kept and processing units, by engine."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Form, Given, choice, count, size
from tools.cost.usage import Usage

FIELDS = (
    choice(
        "engine",
        "engine",
        "cache_engine",
        of={
            "valkey": "valkey",
            "redis": "redis_memcached",
            "memcached": "redis_memcached",
            "redis_oss": "redis_memcached",
        },
        default="valkey",
    ),
    size("data", "mean data kept", "data_stored", "stored", "storage", "average_data", "cache", ""),
    count("gb_hours", "gigabyte-hours, where stated at once", "data_gb_hours", "gb_hour"),
    count("ecpus", "processing units", "ecpu", "requests", "ecpu_units"),
    count("ecpus_per_second", "processing units a second", "ecpu_rate"),
)


def lines(given: Given) -> Iterator[Usage]:
    """Data kept, at least 100 MB of Valkey and 1 GB of the others, and processing units."""
    engine = given.text("engine")
    least = 0.1 if engine == "valkey" else 1.0
    if given.has("data"):
        formula, inputs = f"max({least:g}, data GB) x hours", given.inputs("data", "hours")
        yield given.usage(f"{engine}_gb_hour", "Data", formula, inputs)
    if given.has("gb_hours"):
        yield given.usage(f"{engine}_gb_hour", "Data", "gb hours", given.inputs("gb_hours"))
    if given.has("ecpus"):
        yield given.usage(f"{engine}_ecpu", "Processing units", "ecpus", given.inputs("ecpus"))
    elif given.has("ecpus_per_second"):
        formula, inputs = "ecpus per second x hours x 3600", given.inputs("ecpus_per_second", "hours")
        yield given.usage(f"{engine}_ecpu", "Processing units", formula, inputs)


FORM = Form(
    "elasticache_serverless",
    FIELDS,
    lines=lines,
    covers=(
        "valkey_gb_hour",
        "valkey_ecpu",
        "redis_memcached_gb_hour",
        "redis_memcached_ecpu",
    ),
    features={
        "elasticache": {},
        "elasticache_valkey": {"engine": "valkey"},
        "elasticache_redis": {"engine": "redis_memcached"},
        "elasticache_memcached": {"engine": "redis_memcached"},
        "valkey": {"engine": "valkey"},
        "redis": {"engine": "redis_memcached"},
    },
)
