"""Which services a design uses: what the planner's understanding of a text is measured by."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from agent.nodes.propose import known_patterns
from agent.planners.protocol import Known, Planner
from agent.service import open_knowledge, planner_named
from tools.catalog.services import UnknownServiceError, by_id, service_of
from tools.design.design import Design

SERVICES = "services.txt"
"""The ids that predictions are told in, one a line: the catalogue's ids of services that designs are compared by."""


class CaseError(ValueError):
    """A line that is no case. The message names file and line."""


def predicted_lines(data: bytes, source: str, say: Callable[[str], None]) -> list[str]:
    """For each line `{id, text}` a line `{id, services}`. Raises CaseError."""
    planner = planner_named("embedded")
    patterns = known_patterns(open_knowledge(say))
    lines: list[str] = []
    for number, case in enumerate(cases_in(data, source), 1):
        services = services_of_text(case["text"], planner, patterns)
        lines.append(json.dumps({"id": case["id"], "services": services}, ensure_ascii=False) + "\n")
        if number % 200 == 0:
            say(f"{number} texts")
    return lines


def cases_in(data: bytes, source: str) -> Iterator[dict[str, Any]]:
    """The cases of a JSON Lines file."""
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            found = {"id": case["id"], "text": case["text"]}
        except (ValueError, KeyError, TypeError):
            raise CaseError(f'{source}:{number}: must be a JSON object with "id" and "text"') from None
        if not isinstance(found["text"], str):
            raise CaseError(f'{source}:{number}: "text" must be text')
        yield found


def services_of_text(text: str, planner: Planner, patterns: tuple[Known, ...]) -> list[str]:
    """Catalogue ids of the services that the recommended design for a text is made of; none where it asks nothing."""
    try:
        requirements = planner.read(text, {})
        return services_of(planner.propose(text, requirements, patterns)[0].design)
    except ValueError:
        return []


def services_of(design: Design) -> list[str]:
    """Services of the parts that serve what was asked (supporting parts do not count), and those the brief names."""
    provider = design.requirements.provider.value
    found = {s.id for c in design.components if c.serves and (s := service_of(c, provider)) is not None}
    for technology in design.requirements.technologies:
        if technology.stance == "use" and _is_cloud_service(technology.service):
            found.add(technology.service)
    return sorted(found & _told())


@cache
def _told() -> frozenset[str]:
    return frozenset(files("evals").joinpath(SERVICES).read_text(encoding="utf-8").split())


def _is_cloud_service(service_id: str) -> bool:
    try:
        return bool(by_id(service_id).provider)
    except UnknownServiceError:
        return False
