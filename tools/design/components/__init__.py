"""The parts a system is made of: a union tagged by `kind`, neutral of any cloud."""

from __future__ import annotations

from typing import Annotated, get_args

from tools.design.base import ByTag
from tools.design.components.base import ComponentBase, DataHolder
from tools.design.components.compute import (
    Container,
    Etl,
    Function,
    Idempotency,
    Layer,
    Parameter,
    Schedule,
    Secret,
    Transcoder,
    WorkflowEngine,
)
from tools.design.components.data import (
    Bucket,
    Cache,
    Database,
    Index,
    QueryEngine,
    SearchIndex,
    Table,
    TimeSeries,
    Warehouse,
)
from tools.design.components.edge import (
    AiService,
    Api,
    AuditTrail,
    Cdn,
    DnsFailover,
    External,
    FileGateway,
    Firewall,
    Key,
    LoadBalancer,
    Network,
    StaticSite,
    UsagePlan,
    UserPool,
)
from tools.design.components.messaging import Bus, DeliveryStream, DeviceGateway, Mail, Queue, Stream, Topic

Component = Annotated[
    Api
    | Function
    | Layer
    | Container
    | WorkflowEngine
    | Queue
    | Topic
    | Bus
    | Stream
    | DeliveryStream
    | Schedule
    | Table
    | Database
    | TimeSeries
    | Warehouse
    | Bucket
    | Cache
    | SearchIndex
    | QueryEngine
    | Cdn
    | StaticSite
    | LoadBalancer
    | UserPool
    | Secret
    | Parameter
    | Key
    | Firewall
    | Mail
    | AiService
    | Etl
    | Transcoder
    | DeviceGateway
    | FileGateway
    | External
    | DnsFailover
    | Network
    | AuditTrail,
    ByTag("kind"),
]

_MEMBERS: tuple[type[ComponentBase], ...] = get_args(get_args(Component)[0])

COMPONENT_TYPES: dict[str, type[ComponentBase]] = {str(m.model_fields["kind"].default): m for m in _MEMBERS}
"""Kind to model, in the order of the union."""

KINDS: tuple[str, ...] = tuple(COMPONENT_TYPES)

__all__ = [
    "COMPONENT_TYPES",
    "KINDS",
    "AiService",
    "Api",
    "AuditTrail",
    "Bucket",
    "Bus",
    "Cache",
    "Cdn",
    "Component",
    "ComponentBase",
    "Container",
    "DataHolder",
    "Database",
    "DeliveryStream",
    "DeviceGateway",
    "DnsFailover",
    "Etl",
    "External",
    "FileGateway",
    "Firewall",
    "Function",
    "Idempotency",
    "Index",
    "Key",
    "Layer",
    "LoadBalancer",
    "Mail",
    "Network",
    "Parameter",
    "QueryEngine",
    "Queue",
    "Schedule",
    "SearchIndex",
    "Secret",
    "StaticSite",
    "Stream",
    "Table",
    "TimeSeries",
    "Topic",
    "Transcoder",
    "UsagePlan",
    "UserPool",
    "Warehouse",
    "WorkflowEngine",
]
