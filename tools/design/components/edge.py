"""Parts at the border: front doors, identity, protection, networks, and what lies outside."""

from typing import Annotated, Literal

from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt

from tools.design.base import Model, Name, RefTo, Region, Text
from tools.design.components.base import ComponentBase, DataHolder


class UsagePlan(Model):
    """What one class of API clients may use."""

    name: Name
    rate_rps: PositiveFloat
    burst: PositiveInt
    quota_per_day: PositiveInt | None = None


class Api(ComponentBase):
    """A front door for requests."""

    kind: Literal["api"] = "api"
    style: Literal["http", "rest", "websocket", "graphql"] = "http"
    auth: Literal["jwt", "iam", "api-key", "signature", "function", "mutual-tls", "none"] = "jwt"
    """Who may call: `signature` leaves a webhook's signature to its function, `function` asks an authorising one."""
    user_pool: Annotated[Name, RefTo("user-pool")] | None = None
    """Issuer of the tokens; without one the issuer is a deployment parameter."""
    authorizer: Annotated[Name, RefTo("function")] | None = None
    firewall: Annotated[Name, RefTo("firewall")] | None = None
    endpoint: Literal["regional", "edge", "private"] = "regional"
    throttle_rps: PositiveFloat | None = None
    throttle_burst: PositiveInt | None = None
    usage_plans: tuple[UsagePlan, ...] = ()
    cors_origins: tuple[Text, ...] = ()
    validates_requests: bool = True
    access_logs: bool = True
    log_retention_days: PositiveInt = 30
    cache_ttl_s: NonNegativeInt = 0
    domain: Text = ""
    """Custom domain name; empty for the provider's own."""
    connection_minutes: PositiveFloat = 10.0
    """Mean length of one connection of a websocket API."""
    messages_per_connection: PositiveFloat = 20.0
    network: Annotated[Name, RefTo("network")] | None = None


class LoadBalancer(ComponentBase):
    """Spreads requests over the tasks of a container service."""

    kind: Literal["load-balancer"] = "load-balancer"
    public: bool = True
    network: Annotated[Name, RefTo("network")] | None = None
    firewall: Annotated[Name, RefTo("firewall")] | None = None


class Cdn(ComponentBase):
    """Serves content from the edge, near its users. Its origins are what it reads or calls."""

    kind: Literal["cdn"] = "cdn"
    cached_share: float = Field(default=0.85, ge=0, le=1)
    """Share of requests answered from the edge."""
    response_kb: PositiveFloat = 50.0
    firewall: Annotated[Name, RefTo("firewall")] | None = None
    blocked_countries: tuple[Text, ...] = ()
    domain: Text = ""


class StaticSite(DataHolder):
    """A web front end built ahead of time."""

    kind: Literal["static-site"] = "static-site"
    framework: Text = ""
    stored_gb: NonNegativeFloat = 0.2


class UserPool(DataHolder):
    """Signs people in."""

    kind: Literal["user-pool"] = "user-pool"
    mfa: Literal["off", "optional", "required"] = "optional"
    federation: tuple[Text, ...] = ()
    groups: tuple[Name, ...] = ()
    monthly_active_users: PositiveFloat = 1000.0


class Key(ComponentBase):
    """A customer-managed encryption key."""

    kind: Literal["key"] = "key"
    rotation: bool = True


class Firewall(ComponentBase):
    """Filters web requests."""

    kind: Literal["firewall"] = "firewall"
    scope: Literal["regional", "edge"] = "regional"
    managed_rules: tuple[
        Literal["common", "known-bad-inputs", "sql-injection", "ip-reputation", "anonymous-ip"], ...
    ] = (
        "common",
        "known-bad-inputs",
        "ip-reputation",
    )
    rate_limit_per_5min: PositiveInt | None = 2000
    """Requests one address may send in five minutes."""


class AiService(ComponentBase):
    """A managed model: language, vision, speech, documents."""

    kind: Literal["ai-service"] = "ai-service"
    capability: Literal[
        "language-model",
        "embedding",
        "ocr",
        "vision",
        "speech-to-text",
        "text-to-speech",
        "translation",
        "text-analysis",
        "forecasting",
        "recommendation",
        "fraud-detection",
        "custom-model",
        "enterprise-search",
    ] = "language-model"
    model: Text = ""
    """Model id where the capability offers a choice."""
    input_units: PositiveFloat = 1000.0
    output_units: PositiveFloat = 300.0
    """Units one call takes and gives: tokens, pages, images, seconds or characters, as the capability bills."""


class External(ComponentBase):
    """Something outside the system: people, devices, partners, systems on other premises."""

    kind: Literal["external"] = "external"
    role: Literal["person", "staff", "device", "partner", "system", "on-premises"] = "system"
    url: Text = ""
    latency_ms: PositiveFloat = 200.0
    max_rps: PositiveFloat | None = None
    """What it can take, where known."""


class FileGateway(DataHolder):
    """Lets partners deliver files over SFTP."""

    kind: Literal["file-gateway"] = "file-gateway"
    protocol: Literal["sftp"] = "sftp"


class DnsFailover(ComponentBase):
    """Sends users to the healthy region."""

    kind: Literal["dns-failover"] = "dns-failover"
    domain: Text = ""
    regions: tuple[Region, ...] = Field(min_length=2)
    """First the primary, then the ones that take over."""
    policy: Literal["failover", "latency"] = "failover"
    health_path: Text = "/health"


class Network(ComponentBase):
    """A private network for what cannot live without one."""

    kind: Literal["network"] = "network"
    zones: int = Field(default=2, ge=2, le=6)
    cidr: Text = "10.0.0.0/16"
    nat: bool = False
    """Whether private parts may reach the internet (billed by the hour)."""
    endpoints: tuple[Text, ...] = ()
    """Services reached through private endpoints, by catalogue id."""


class AuditTrail(DataHolder):
    """Records who changed or read what in the account, and whether its configuration complies."""

    kind: Literal["audit-trail"] = "audit-trail"
    data_events: bool = False
    configuration: bool = False
    """Whether resource configurations are recorded and rated as well."""
    retention_days: PositiveInt = 365
