"""The SDK's clients: which of them, and how they are set up. The SDK costs two seconds to import: on first use only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, Literal, get_args

from agent.planners.claude.exchange import ModelError

Provider = Literal["direct", "bedrock", "vertex", "foundry"]
PROVIDERS: tuple[Provider, ...] = get_args(Provider)


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a model. What is empty is left to the environment variables of each provider's SDK.

    It comes from arguments and the environment alone: an address from a project's folder could have the key sent to it.
    """

    provider: Provider = "direct"
    api_key: str = field(default="", repr=False)
    """For Vertex an access token."""
    base_url: str = ""
    region: str = ""
    """Of Bedrock and Vertex."""
    project: str = ""
    """Of Vertex."""
    resource: str = ""
    """Of Foundry."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A provider: its client, the arguments it takes of an access, what it needs installed, and how to set it up."""

    title: str
    client: str
    arguments: Mapping[str, str]
    needs: str
    extra: str
    advice: str


_KINDS: Mapping[Provider, _Kind] = {
    "direct": _Kind(
        "Claude", "Anthropic", {"api_key": "api_key", "base_url": "base_url"}, "", "", "set ANTHROPIC_API_KEY"
    ),
    "bedrock": _Kind(
        "Bedrock",
        "AnthropicBedrock",
        {"api_key": "api_key", "base_url": "base_url", "region": "aws_region"},
        "botocore",
        "bedrock",
        "set AWS_REGION, and AWS credentials or AWS_BEARER_TOKEN_BEDROCK",
    ),
    "vertex": _Kind(
        "Vertex",
        "AnthropicVertex",
        {"api_key": "access_token", "base_url": "base_url", "region": "region", "project": "project_id"},
        "google.auth",
        "vertex",
        "set CLOUD_ML_REGION and ANTHROPIC_VERTEX_PROJECT_ID, and log in to Google Cloud",
    ),
    "foundry": _Kind(
        "Foundry",
        "AnthropicFoundry",
        {"api_key": "api_key", "base_url": "base_url", "resource": "resource"},
        "",
        "",
        "set ANTHROPIC_FOUNDRY_API_KEY and ANTHROPIC_FOUNDRY_RESOURCE",
    ),
}

Middleware = Callable[[Any, Callable[[Any], Any]], Any]
"""What stands between the SDK and the line: takes a request and who sends it on, gives the response."""


def new_client(access: Access, middleware: Sequence[Middleware] = ()) -> Any:
    """A client of the SDK that neither retries nor redirects nor traces.

    Raises ModelError where a package or a setting is missing, or the key is none that can be sent.
    """
    kind = _KINDS[access.provider]
    anthropic = _sdk(kind, access)
    arguments = {theirs: getattr(access, ours) for ours, theirs in kind.arguments.items() if getattr(access, ours)}
    try:
        client = getattr(anthropic, kind.client)(
            **arguments,
            max_retries=0,
            open_telemetry=False,
            default_headers={"accept-encoding": "identity"},
            http_client=_new_http(),
            middleware=list(middleware),
        )
    except (ValueError, anthropic.AnthropicError) as error:
        raise unconfigured(access.provider) from error
    _check_keys(client, kind)
    return client


def unconfigured(provider: Provider) -> ModelError:
    """What is said where nothing was found that a provider could be asked with."""
    kind = _KINDS[provider]
    if provider == "direct":
        return ModelError("no-key", f"{kind.title} cannot be asked without a key: {kind.advice}.", is_resumable=False)
    return ModelError("not-configured", f"{kind.title} cannot be asked: {kind.advice}.", is_resumable=False)


def stream_of(client: Any, body: Mapping[str, Any]) -> Any:
    """Sends a request: a stream of events, each plain data as it came. Raises whatever the SDK raises."""
    from anthropic import Stream
    from anthropic.types import Message

    return client.post("/v1/messages", body=dict(body), cast_to=Message, stream=True, stream_cls=Stream[dict[str, Any]])


def _sdk(kind: _Kind, access: Access) -> Any:
    try:
        import anthropic
    except ImportError:
        raise _missing("anthropic", "cloudwright[claude]") from None
    _quieten()
    if kind.needs and not (access.provider == "vertex" and access.api_key) and not _is_installed(kind.needs):
        raise _missing(kind.needs, f"anthropic[{kind.extra}]")
    return anthropic


def _quieten() -> None:
    """What the SDK remarks, as on one credential that hides another, is for who asks for its log and not for stderr."""
    import logging

    log = logging.getLogger("anthropic")
    if not log.handlers:
        log.addHandler(logging.NullHandler())


def _is_installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:
        return False


def _missing(package: str, requirement: str) -> ModelError:
    sentence = f"The package {package} is needed to ask a model: pip install '{requirement}'."
    return ModelError("not-configured", sentence, is_resumable=False)


def _new_http() -> Any:
    import httpx2

    from agent.planners.claude.wire import Transport

    return httpx2.Client(transport=Transport(), follow_redirects=False, timeout=None)


def _check_keys(client: Any, kind: _Kind) -> None:
    """A key with a line end or a blank in it would be quoted in full by whoever refuses to send it."""
    for name in ("api_key", "auth_token", "access_token"):
        key = getattr(client, name, None)
        if isinstance(key, str) and not (key.isascii() and key.isprintable() and " " not in key):
            sentence = f"The key for {kind.title} holds a blank, a line end or a letter no key has: set it again."
            raise ModelError("bad-key", sentence, is_resumable=False)
