"""New objects of a bucket: told to their consumers directly, or by way of the default event bus."""

from __future__ import annotations

from tools.blueprint.plan.draft import Draft, Pattern
from tools.blueprint.plan.model import Notice
from tools.blueprint.plan.names import bucket_name
from tools.blueprint.plan.values import PARTITION, Ref, joined
from tools.blueprint.plan.wiring.goals import goal_of, permit
from tools.blueprint.plan.wiring.rules import add_rule
from tools.design.components import Bucket, Bus
from tools.design.links import Link

_DIRECT = frozenset({"function", "queue", "topic"})


def wire_bucket(draft: Draft, link: Link) -> None:
    """Functions, queues and topics can be told directly; the rest, and all if the design says so, by rules."""
    bucket, target = draft.graph[link.source], draft.graph[link.target]
    assert isinstance(bucket, Bucket)
    if link.kind not in ("trigger", "send"):
        return
    if isinstance(target, Bus) and target.scope == "default":
        return
    if bucket.events_to_bus or target.kind not in _DIRECT or getattr(target, "fifo", False):
        add_rule(draft, link, None, object_pattern(bucket, link.matches))
        return
    goal = goal_of(draft, "bus", link)
    if goal is None or any((n.bucket, n.goal) == (bucket.name, goal) for n in draft.notices):
        return
    for matched in link.matches or ("*",):
        prefix, _, suffix = matched.partition("*")
        draft.notices.append(Notice(bucket.name, goal, ("s3:ObjectCreated:*",), prefix, suffix.rpartition("*")[2]))
    draft.fixed[bucket.name] = bucket_name(bucket.name)
    if target.kind == "function":
        source = joined("arn:", PARTITION, ":s3:::", Ref(bucket.name, "name"))
        permit(draft, target.name, "bucket", source, draft.ids[bucket.name], of_account=True)


def object_pattern(bucket: Bucket, matches: tuple[str, ...]) -> Pattern:
    """New objects of a bucket whose keys match one of these; all keys where there are none."""
    detail: Pattern = {"bucket": {"name": (Ref(bucket.name, "name"),)}}
    keys = tuple(_key_pattern(matched) for matched in matches if matched not in ("*", ""))
    if keys:
        detail["object"] = {"key": keys}
    return {"source": ("aws.s3",), "detail-type": ("Object Created",), "detail": detail}


def _key_pattern(matched: str) -> Pattern:
    if "*" not in matched:
        return {"prefix": matched}
    if matched.endswith("*") and matched.count("*") == 1:
        return {"prefix": matched[:-1]}
    if matched.startswith("*") and matched.count("*") == 1:
        return {"suffix": matched[1:]}
    return {"wildcard": matched.replace("**", "*")}
