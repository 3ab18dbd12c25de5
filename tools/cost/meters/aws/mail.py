"""Amazon SES: mails out with their data, mails in with their chunks of 256 KB. Source: Amazon SES pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.measures import steps
from tools.cost.scope import Scope, total
from tools.cost.usage import Usage
from tools.design.components import Mail

CHUNK_KB = 256.0


def meter(mail: Mail, scope: Scope) -> Iterator[Usage]:
    """Usage of one sender. What outsiders send to it is mail in."""
    flows = scope.incoming(mail.name)
    received = [flow for flow in flows if flow.source.kind == "external"]
    sent = [flow for flow in flows if flow.source.kind != "external"]
    mails = total(sent)
    yield Usage(mail.name, "ses", "outbound", "Mails sent", mails, "mails", (("mails", mails),))
    size = sum(flow.gigabytes for flow in sent)
    yield Usage(mail.name, "ses", "outbound_data", "Data sent", size, "payload GB", (("payload GB", size),))
    if received:
        arrived = total(received)
        yield Usage(mail.name, "ses", "inbound", "Mails received", arrived, "mails", (("mails", arrived),))
        chunks = sum(
            flow.demand.per_month * steps(flow.demand.payload_kb, CHUNK_KB)
            for flow in received
            if flow.demand.payload_kb >= CHUNK_KB
        )
        yield Usage(
            mail.name,
            "ses",
            "inbound_chunks",
            "Data received",
            chunks,
            "chunks of 256 KB",
            (("chunks of 256 KB", chunks),),
        )
