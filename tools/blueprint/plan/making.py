"""From a design to its plan: complete it, name it, wire it, permit it, set it, watch it."""

from __future__ import annotations

from tools.blueprint.plan.access.roles import add_code_roles
from tools.blueprint.plan.access.services import add_service_roles
from tools.blueprint.plan.alarms import alarms_of
from tools.blueprint.plan.completion import support
from tools.blueprint.plan.cycles import circular, fix_callers, fix_names, parts_in, spelled
from tools.blueprint.plan.deployment import outputs_of, parameters_of
from tools.blueprint.plan.draft import Draft
from tools.blueprint.plan.environment import environment_of
from tools.blueprint.plan.logs import logs_of
from tools.blueprint.plan.model import Alarm, Plan, Role
from tools.blueprint.plan.names import bucket_name, fixed_name, logical_ids
from tools.blueprint.plan.placement import containers_of, networks_of, series_of
from tools.blueprint.plan.settings import apis_of, functions_of, queues_of
from tools.blueprint.plan.values import Value
from tools.blueprint.plan.wiring import wire_links
from tools.design.components import (
    Api,
    Bucket,
    Bus,
    Component,
    Container,
    Database,
    DnsFailover,
    Function,
    Table,
    UserPool,
)
from tools.design.design import Design
from tools.design.queries import Graph


def plan(design: Design, *, region: str | None = None) -> Plan:
    """Everything its printers must agree on. `region` overrides the first of the required regions."""
    completed = support(design)
    regions = _regions(completed, region)
    parameters = parameters_of(completed, regions[0], tuple(regions))
    ids = logical_ids(completed.components, [parameter.name for parameter in parameters])
    draft = Draft(completed, Graph(completed), ids)
    if len(regions) > 1:
        _fix_replicated(draft)
    wire_links(draft)
    add_code_roles(draft)
    add_service_roles(draft)
    environments = {
        c.name: environment_of(draft, c.name) for c in completed.components if isinstance(c, (Function, Container))
    }
    environments = _cut_circles(draft, environments)
    functions = functions_of(draft, environments)
    queues = queues_of(draft, functions)
    apis = apis_of(draft)
    return Plan(
        design=completed,
        graph=draft.graph,
        region=regions[0],
        regions=tuple(regions),
        ids=draft.ids,
        fixed=draft.fixed,
        added=tuple(c.name for c in completed.components[len(design.components) :]),
        wiring=draft.wiring(),
        functions=functions,
        environments=environments,
        queues=queues,
        apis=apis,
        networks=networks_of(draft),
        containers=containers_of(draft),
        series=series_of(draft),
        roles=draft.roles,
        steps=draft.steps,
        logs=logs_of(draft),
        alarms=tuple(_spelled_alarm(draft, alarm) for alarm in alarms_of(draft, functions, queues, apis)),
        parameters=parameters,
        outputs=outputs_of(draft.graph, draft.ids),
        notes=tuple(dict.fromkeys(draft.notes)),
    )


def _spelled_alarm(draft: Draft, alarm: Alarm) -> Alarm:
    if alarm.component not in draft.fixed:
        return alarm
    return alarm._replace(dimensions=tuple((name, spelled(draft, value)) for name, value in alarm.dimensions))


def _regions(design: Design, region: str | None) -> list[str]:
    """First the primary region, then every region that something is replicated to."""
    stated = design.requirements.regions.value
    primary = region or next(iter(stated), "us-east-1")
    return list(dict.fromkeys((primary, *(copy for component in design.components for copy in _copies(component)))))


def _copies(component: Component) -> tuple[str, ...]:
    match component:
        case Table() | Database():
            return component.replicas
        case Bucket() | Bus():
            return component.replicate_to
        case DnsFailover():
            return component.regions
        case _:
            return ()


def _fix_replicated(draft: Draft) -> None:
    for component in draft.design.components:
        if isinstance(component, Table) and component.replicas:
            draft.fixed[component.name] = fixed_name(component.name)
        elif isinstance(component, Bucket) and component.replicate_to:
            draft.fixed[component.name] = bucket_name(component.name)
        elif component.kind == "bus" and component.replicate_to:
            draft.fixed[component.name] = fixed_name(component.name)


def _cut_circles(draft: Draft, environments: dict[str, dict[str, Value]]) -> dict[str, dict[str, Value]]:
    """Cuts every circle: spells fixed names, defers permissions and leaves out variables about the rest."""
    circles = circular(draft, environments)
    fix_names(draft, circles)
    whole = frozenset(name for name in circles if isinstance(draft.graph[name], (UserPool, Api)))
    fix_callers(draft, environments, whole)
    if not (draft.fixed or whole):
        return environments
    for permit in list(draft.permits.values()):
        draft.permits[permit.id] = permit._replace(source=spelled(draft, permit.source))
    for role in list(draft.roles.values()):
        draft.roles[role.id] = _uncircled(draft, role, whole)
    return {
        name: {word: spelled(draft, value) for word, value in variables.items() if whole.isdisjoint(parts_in((value,)))}
        for name, variables in environments.items()
    }


def _uncircled(draft: Draft, role: Role, whole: frozenset[str]) -> Role:
    statements = [
        s._replace(resources=tuple(spelled(draft, value) for value in s.resources)) if draft.fixed else s
        for s in role.statements
    ]
    late = [s for s in statements if not whole.isdisjoint(parts_in(s.resources))] if whole else []
    kept = tuple(s for s in statements if s not in late) if late else tuple(statements)
    return role._replace(statements=kept, deferred=tuple(late))
