"""AWS KMS: customer-managed keys, and calls for data keys. Source: its pricing page.

Services and clients keep a data key for some minutes, so calls follow time and not traffic.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import DataHolder, Key


def meter(key: Key, scope: Scope) -> Iterator[Usage]:
    """Usage of one key."""
    note = "each of the first two rotations adds one more" if key.rotation else ""
    yield Usage(key.name, "kms", "key", "Key", 1, "keys", (("keys", 1),), note, is_standing=True)
    users = [holder for holder in scope.all(DataHolder) if holder.key == key.name]
    flows = [flow for holder in users for flow in (*scope.incoming(holder.name), *scope.outgoing(holder.name))]
    kept = scope.assume("cached_read_s")
    calls = sum(min(flow.demand.per_month, scope.seconds / kept) for flow in flows)
    yield Usage(
        key.name,
        "kms",
        "requests",
        "Calls",
        calls,
        "calls",
        (("calls", calls), ("ways it is used", len(flows)), ("seconds a data key is kept", kept)),
        note="each way of use calls for a new data key when the last one is too old, at most at every use",
    )
