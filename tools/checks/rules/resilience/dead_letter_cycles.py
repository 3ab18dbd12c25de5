"""Dead letters come to rest."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Queue

RULE = Rule(
    id="SL-X34",
    title="Dead letters come to rest in a queue that has no dead-letter queue leading back",
    severity="error",
    reason="Queues that name one another as dead-letter queues pass a poison message around until it expires.",
    fix="propose",
    remedy="Take the dead-letter queue away from the last queue of the chain.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Dead-letter queues that lead back to a queue before them."""
    for queue in subject.all(Queue):
        chain = _chain(subject, queue)
        if chain[-1] == queue.name and len(chain) > 1 and min(chain) == queue.name:
            text = f"Dead letters go round in a circle: {' -> '.join(chain)}."
            place = subject.place(queue, "dead_letter")
            mend = setting(chain[-2], dead_letter=None) if len(chain) > 2 else setting(queue.name, dead_letter=None)
            yield RULE.found(place, text, evidence=queue.dead_letter, mend=mend)


def _chain(subject: Subject, queue: Queue) -> list[str]:
    chain = [queue.name]
    while True:
        here = subject.graph[chain[-1]]
        following = here.dead_letter if isinstance(here, Queue) else None
        if following is None:
            return chain
        chain.append(following)
        if following in chain[:-1]:
            return chain
