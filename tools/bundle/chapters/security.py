"""Who may do what: one role for each part that acts, as the links of the design ask for."""

from __future__ import annotations

from collections.abc import Iterator

from tools.blueprint.plan.model import Role, Statement
from tools.blueprint.plan.values import Joined, Ref
from tools.bundle.blocks import Block, Bullets, Chapter, Fold, Grid, Paragraph, Words, code, strong, text
from tools.bundle.material import Material
from tools.bundle.wording import counted, listed, sentence


def chapter(material: Material) -> Chapter | None:
    """What holds for all roles, then each; nothing where no part acts."""
    roles = tuple(material.plan.roles.values())
    if not roles:
        return None
    grid = Grid(("Part", "May", "On"), tuple(row for role in roles for row in _rows(role)))
    blocks: list[Block] = [_opening(roles), *_wide(roles), Fold(f"Every permission ({len(grid.rows)})", (grid,))]
    return Chapter("security", "Who may do what", tuple(blocks))


def _statements(role: Role) -> tuple[Statement, ...]:
    return (*role.statements, *role.deferred)


def _opening(roles: tuple[Role, ...]) -> Paragraph:
    every = any(action.endswith(":*") for role in roles for one in _statements(role) for action in one.actions)
    return Paragraph(
        text(
            f"{counted(len(roles), 'role')}, one for each part that acts. Every permission follows from a link of the "
            "design and names the actions and the resources it is about",
            "." if every else "; none grants all actions of a service.",
        )
    )


def _wide(roles: tuple[Role, ...]) -> Iterator[Block]:
    """What cannot be narrowed to a resource, and why."""
    reasons: dict[tuple[str, str], int] = {}
    for role in roles:
        for statement in _statements(role):
            if not statement.resources:
                key = (_actions(statement), statement.reason)
                reasons[key] = reasons.get(key, 0) + 1
    if reasons:
        yield Paragraph(
            text("Where the provider knows no resource to name, the permission is about any, for a reason:")
        )
        yield Bullets(
            tuple(
                text(strong(actions), f", in {counted(count, 'role')}: {sentence(why)}")
                for (actions, why), count in reasons.items()
            )
        )


def _rows(role: Role) -> Iterator[tuple[Words, ...]]:
    for statement in _statements(role):
        names = list(dict.fromkeys(map(resource_text, statement.resources)))
        about = listed(names, 6) if names else f"any: {statement.reason}"
        yield text(code(role.owner)), text(_actions(statement)), text(about)


def _actions(statement: Statement) -> str:
    """`dynamodb: GetItem, Query`: the service said once."""
    services: dict[str, list[str]] = {}
    for action in statement.actions:
        service, _, verb = action.partition(":")
        services.setdefault(service, []).append(verb)
    return "; ".join(f"{service}: {', '.join(verbs)}" for service, verbs in services.items())


def resource_text(value: object) -> str:
    """What a permission is about, in words: the components whose attributes it names."""
    found = (value,) if isinstance(value, Ref) else value.parts if isinstance(value, Joined) else ()
    names = dict.fromkeys(part.component for part in found if isinstance(part, Ref))
    return ", ".join(names) or "what this stack names itself"
