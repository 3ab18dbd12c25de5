"""Resources of a provider under our own words: kinds, names, settings, references."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from tools.blueprint.reading.configuration import Made
from tools.blueprint.reading.model import is_list, is_mapping
from tools.blueprint.reading.vocabulary import KINDS, attribute_of, bare_name

Settings = dict[str, Any]


class Provider(NamedTuple):
    """How one provider's resources are told apart and referred to."""

    address: Callable[[Made], str]
    """What others call a resource."""
    split: Callable[[str], tuple[str, str]]
    """The address and the attribute in a reference."""
    here: Mapping[str, str]
    """Our words for facts of the place."""
    input: Callable[[str], str]
    """Our word for a reference to what is said at deployment; empty where it is none."""


class Named(NamedTuple):
    """A resource under our words."""

    kind: str
    name: str
    settings: Settings
    condition: str
    keeps: bool


_REFERENCE = re.compile(r"\$\{([^!}][^}]*)\}")


def named_resources(made: Iterable[Made], provider: Provider) -> tuple[list[Named], Callable[[Any], Any]]:
    """The resources, and what spells the references of anything else."""
    made = list(made)
    names = _names(made, provider)

    def referred(match: re.Match[str]) -> str:
        return "${" + _reference(match[1], provider, names) + "}"

    def spelled(value: Any) -> Any:
        if isinstance(value, str):
            return _text(_REFERENCE.sub(referred, value))
        if is_list(value):
            return [spelled(item) for item in value]
        if is_mapping(value):
            return {key: spelled(item) for key, item in value.items()}
        return value

    found = [
        Named(*names[provider.address(each)], spelled(each.settings), spelled(each.condition), each.keeps)
        for each in made
    ]
    return found, spelled


def _names(made: list[Made], provider: Provider) -> dict[str, tuple[str, str]]:
    """Kind and name of every resource by its address; of several called the same the later ones are numbered."""
    names: dict[str, tuple[str, str]] = {}
    taken: dict[tuple[str, str], int] = {}
    for each in made:
        kind = KINDS.get(each.kind, each.kind)
        label = _numbered(each.label)
        wanted = (kind, bare_name(label, kind))
        taken[wanted] = taken.get(wanted, 0) + 1
        number = taken[wanted]
        names[provider.address(each)] = wanted if number == 1 else (kind, f"{wanted[1]}~{number}")
    return names


def _numbered(label: str) -> str:
    """`private#0` as `private-1`: people count from one."""
    return re.sub(r"#(\d+)$", lambda match: f"-{int(match[1]) + 1}", label)


def _reference(code: str, provider: Provider, names: Mapping[str, tuple[str, str]]) -> str:
    if code in provider.here:
        return provider.here[code]
    address, attribute = provider.split(code)
    if address in names:
        kind, name = names[address]
        return f"{kind}/{name}.{attribute_of(kind, attribute)}"
    return provider.input(code) or _INNER.sub(lambda match: _inner(match[0], provider, names), code)


_INNER = re.compile(r"[A-Za-z][\w#-]*(?:\.[\w#\[\]-]+)+")


def _inner(code: str, provider: Provider, names: Mapping[str, tuple[str, str]]) -> str:
    """A reference inside an expression."""
    address, attribute = provider.split(code)
    if address not in names:
        return provider.here.get(code, code)
    kind, name = names[address]
    return f"{kind}/{name}.{attribute_of(kind, attribute)}"


_STACK = "${input/name}-${input/stage}"


def _text(text: str) -> str:
    found = text.replace(_STACK, "${stack}").replace("arn:${partition}:", "arn:aws:")
    for pattern, put_in in _REWRITES:
        found = pattern.sub(put_in, found)
    return found


_REWRITTEN = (
    (
        r"(\$\{function(?:-alias)?/[^}]+)\.invoke_arn\}",
        r"arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/\1.arn}/invocations",
    ),
    (r"arn:aws:cloudfront::\$\{account\}:distribution/(\$\{distribution/[^}]+)\.id\}", r"\1.arn}"),
    (r"\$\{api/([^}]+)\.api_endpoint\}", r"https://${api/\1.id}.execute-api.${region}.${suffix}"),
    (r"arn:aws:apigateway:\$\{region\}::/restapis/\$\{api/[^}]+\}/stages/\$\{(api-stage/[^}]+)\.name\}", r"${\1.arn}"),
    (r"\$\{(transfer/[^}]+)\.id\}\.server\.transfer\.\$\{region\}\.amazonaws\.com", r"${\1.host}"),
    (r"\$\{jsondecode\(stored\(secret-version/([^.)]+)\.[^)]*\)\)\[password\]\}", r"password of secret/\1"),
    (r"arn:aws:athena:\$\{region\}:\$\{account\}:workgroup/(\$\{workgroup/[^}]+)\.name\}", r"\1.arn}"),
    (r"arn:aws:glue:\$\{region\}:\$\{account\}:job/(\$\{job/[^}]+)\.name\}", r"\1.arn}"),
    (r"arn:aws:ssm:\$\{region\}:\$\{account\}:parameter/(\$\{parameter/[^}]+)\.name\}", r"\1.arn}"),
    (r"\{\{resolve:secretsmanager:\$\{(secret/[^.}]+)\.\w+\}:SecretString:password\}\}", r"password of \1"),
)
_REWRITES = tuple((re.compile(pattern), put) for pattern, put in _REWRITTEN)


def plain(value: Any) -> Any:
    """Settings in one form: no lists of one, numbers as text, JSON as data."""
    if is_mapping(value):
        return {key: plain(item) for key, item in value.items()}
    if is_list(value):
        found = [plain(item) for item in value]
        return found[0] if len(found) == 1 else found
    if isinstance(value, str):
        return _parsed(value)
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if value is None else str(value)


def _parsed(text: str) -> Any:
    if text[:1] not in ("{", "[") or text.startswith("{{") or text in ("{}", "[]"):
        return text
    try:
        return plain(json.loads(text))
    except ValueError:
        return text


def move(settings: Settings, start: str, end: str) -> None:
    """Takes a setting from one path to another: beside it, or from the top where the end begins with `/`.

    Nothing where it is not said. An empty end drops it; `*` puts what is in it in its own place.
    """
    *steps, last = start.split(".")
    for place in _places(settings, steps):
        if last not in place:
            continue
        value = place.pop(last)
        if end == "*":
            for key, item in value.items() if is_mapping(value) else ():
                place.setdefault(key, item)
        elif end.startswith("/"):
            put(settings, end[1:], value)
        elif end:
            put(place, end, value)


def _places(value: Any, steps: list[str]) -> list[Settings]:
    """The mappings at the end of a path; `*` are the items of a list."""
    if not steps:
        return [value] if is_mapping(value) else [item for item in value if is_mapping(item)] if is_list(value) else []
    if is_list(value):
        return [place for item in value for place in _places(item, steps)]
    if not is_mapping(value) or steps[0] not in value:
        return []
    return _places(value[steps[0]], steps[1:])


def put(settings: Settings, path: str, value: Any) -> None:
    """Sets a value at a path, making what is on the way."""
    *steps, last = path.split(".")
    place = settings
    for step in steps:
        place = place.setdefault(step, {})
    place[last] = value
