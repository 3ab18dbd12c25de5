"""Checks of scanners that do not apply to what is printed, and why: said once, printed beside the resource.

Only what is opinion is waived: checks that cost real money for most designs, and those that do not know a newer way
of reaching the same end. What can be satisfied is satisfied. Ids are checkov's, which calls them the same for every
language.
"""

from __future__ import annotations

from tools.blueprint.plan.model import LogGroup, Plan, Waived
from tools.design.components import Bucket, Cdn, Component, Function, Queue, StaticSite, Table

NO_NETWORK = Waived("CKV_AWS_117", "Reaches nothing private: a network would add cost and failure modes.")
NO_RESERVE = Waived("CKV_AWS_115", "Shares the account's concurrency: nothing behind it needs a cap.")
OWN_KEY_OF_SERVICE = "The data class does not call for a customer key; the service's own key encrypts."
NO_SECRETS = Waived("CKV_AWS_173", "Variables hold names and addresses only; secrets are read at run time.")
LOGS_WITHOUT_KEY = Waived("CKV_AWS_158", "Logs hold no restricted data; the service's own key encrypts.")
MANAGED_SSE = Waived("CKV_AWS_27", "Encrypted with SSE-SQS (SqsManagedSseEnabled), which the check does not know.")
ALARM_TOPIC = Waived("CKV_AWS_26", "Alarms carry no data, and the monitoring service cannot use the service's own key.")
TOPIC_OF_SERVICES = Waived("CKV_AWS_26", "Services publish here, which cannot use the service's own key.")
NO_FIREWALL = Waived(
    "CKV2_AWS_33", "The design has no firewall here: a decision about cost; callers are authenticated."
)
NOT_RESTORED = Waived("CKV_AWS_28", "What it holds expires and is made again: nobody would restore an older state.")
NO_CACHE = Waived("CKV_AWS_120", "Answers are not cached: the design asks for fresh ones.")


def of_function(plan: Plan, function: Function) -> tuple[Waived, ...]:
    """What is waived for a function."""
    decided = plan.functions[function.name]
    found = [_failures_of(plan, function)]
    if decided.network is None:
        found.append(NO_NETWORK)
    if decided.reserved is None:
        found.append(NO_RESERVE)
    if decided.environment:
        found.append(NO_SECRETS)
    return tuple(found)


def _failures_of(plan: Plan, function: Function) -> Waived:
    decided = plan.functions[function.name]
    if decided.asynchronous and decided.on_failure is not None:
        return Waived("CKV_AWS_116", f"Failed events go to {decided.on_failure} by an on-failure destination.")
    if any(poller.function == function.name for poller in plan.wiring.pollers):
        return Waived("CKV_AWS_116", "Polled: what fails goes to the dead-letter queue of its source.")
    return Waived("CKV_AWS_116", "Called synchronously: its caller gets the error.")


def of_logs(logs: LogGroup) -> tuple[Waived, ...]:
    """What is waived for a log group."""
    return () if logs.key else (LOGS_WITHOUT_KEY,)


def of_queue(queue: Queue) -> tuple[Waived, ...]:
    """What is waived for a queue."""
    return () if queue.key else (MANAGED_SSE,)


def of_data(component: Component) -> tuple[Waived, ...]:
    """What is waived for a part that keeps data: a customer key it does without, copies of what is made again."""
    found: list[Waived] = []
    check = _KEY_CHECKS.get(component.kind)
    if check is not None and getattr(component, "key", None) is None:
        found.append(Waived(check, OWN_KEY_OF_SERVICE))
    if isinstance(component, Table) and component.role != "data" and not component.point_in_time_recovery:
        found.append(NOT_RESTORED)
    return tuple(found)


_KEY_CHECKS = {
    "table": "CKV_AWS_119",
    "secret": "CKV_AWS_149",
    "container": "CKV_AWS_136",
    "audit-trail": "CKV_AWS_35",
}


def of_bucket(bucket: Bucket | StaticSite, logs: str | None) -> tuple[Waived, ...]:
    """What is waived for a bucket."""
    if logs is not None:
        return ()
    if isinstance(bucket, Bucket) and bucket.role == "logs":
        return (Waived("CKV_AWS_18", "Holds logs itself: logging its own accesses would never end."),)
    if isinstance(bucket, StaticSite):
        return (Waived("CKV_AWS_18", "Read by its content network alone: what is asked of that is what is read."),)
    return (
        Waived(
            "CKV_AWS_18", "Read by parts of this system alone, whose own logs say what for: these would say it twice."
        ),
    )


def of_balancer() -> tuple[Waived, ...]:
    """What is waived for a load balancer without a bucket for its logs."""
    return (Waived("CKV_AWS_91", "The front door before it and the service behind it log every request."),)


def of_cdn(cdn: Cdn) -> tuple[Waived, ...]:
    """What is waived for a distribution."""
    found = [
        Waived(
            "CKV_AWS_86",
            "Its origins and its firewall log requests; logs of every cache hit would cost more than they tell.",
        )
    ]
    if cdn.firewall is None:
        found.append(Waived("CKV_AWS_68", "The design has no firewall here: a decision about cost, not an oversight."))
    if not cdn.domain:
        found.append(
            Waived("CKV_AWS_174", "Under the provider's own domain name, whose certificate sets the TLS version.")
        )
    return tuple(found)


FILES_FROM_OUTSIDE = Waived(
    "CKV_AWS_164", "Partners deliver over the internet; keys and a folder of their own keep them apart."
)
