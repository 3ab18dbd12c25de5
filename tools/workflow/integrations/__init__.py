"""How a state machine asks each kind of component to do its part: one table, kind to builder."""

from __future__ import annotations

from tools.workflow.integrations import compute, data, messaging, models
from tools.workflow.integrations.base import Builder, Call, Json, Pattern, Request, StepError

INTEGRATIONS: dict[str, Builder] = {
    "function": compute.call_function,
    "container": compute.run_container,
    "workflow": compute.start_workflow,
    "etl": compute.run_etl,
    "transcoder": compute.convert_media,
    "queue": messaging.send_message,
    "topic": messaging.publish_message,
    "bus": messaging.publish_event,
    "stream": messaging.put_record,
    "delivery-stream": messaging.deliver_record,
    "mail": messaging.send_mail,
    "device-gateway": messaging.publish_to_devices,
    "schedule": messaging.create_schedule,
    "external": messaging.call_endpoint,
    "table": data.use_table,
    "bucket": data.use_bucket,
    "query-engine": data.run_query,
    "database": data.run_statement,
    "ai-service": models.ask_model,
}

WAITING_KINDS = frozenset({"function", "container", "workflow", "queue", "topic", "bus", "stream", "delivery-stream"})
"""Kinds that can be handed a task token."""


def request_of(call: Call) -> Request:
    """The request that carries out a step. Raises StepError where the kind of component takes none."""
    build = INTEGRATIONS.get(call.component.kind)
    if build is None or (call.waits and call.component.kind not in WAITING_KINDS):
        verb = "wait for" if call.waits else "ask"
        raise StepError(f"a workflow cannot {verb} a {call.component.kind} ('{call.name}'): let a function do it")
    return build(call)


__all__ = ["INTEGRATIONS", "WAITING_KINDS", "Call", "Json", "Pattern", "Request", "StepError", "request_of"]
