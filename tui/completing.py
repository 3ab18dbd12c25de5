"""What the shell may complete: names that exist. Completion never fails; it falls silent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from prompts import Library

FILE = click.Path(allow_dash=True)
"""A file, a folder, or `-` for standard input; whether it exists is said when it is opened."""

Completion = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def names(find: Callable[[click.Context], Iterable[tuple[str, str]]]) -> Completion:
    """Completes names with their explanations; `find` gives both."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            found = list(find(ctx))
        except Exception:
            return []
        return [CompletionItem(name, help=text) for name, text in found if name.startswith(incomplete)]

    return complete


def _targets(ctx: click.Context) -> Iterable[tuple[str, str]]:
    from tools.blueprint.targets import targets

    return ((target.name, target.title) for target in targets().values())


def _rules(ctx: click.Context) -> Iterable[tuple[str, str]]:
    from tools.checks import all_rules

    return ((rule.id, rule.title) for rule in all_rules())


def _planners(ctx: click.Context) -> Iterable[tuple[str, str]]:
    from agent.service import PLANNERS

    return PLANNERS.items()


def _patterns(ctx: click.Context) -> Iterable[tuple[str, str]]:
    from agent.service import open_knowledge

    return ((pattern.id, pattern.title) for pattern in open_knowledge(lambda _: None).list())


def _sessions(ctx: click.Context) -> Iterable[tuple[str, str]]:
    from agent.conversation import Conversations

    return ((glance.id[:8], glance.name) for glance in Conversations().list())


def _subjects(ctx: click.Context) -> Iterable[tuple[str, str]]:
    from tui.designs import open_design

    design = open_design(ctx.params["design"]).design
    yield from ((component.name, component.title) for component in design.components)
    yield from ((decision.id, decision.question) for decision in design.decisions)


def _templates(ctx: click.Context) -> Iterable[tuple[str, str]]:
    return ((template.name, template.title) for template in _prompts(ctx).templates())


def _fields(ctx: click.Context) -> Iterable[tuple[str, str]]:
    name = ctx.params.get("name") or ctx.args[0]  # click gives up on arguments where an option still lacks its value
    return ((f"{field.name}=", field.help) for field in _prompts(ctx).get(name).fields)


def _prompts(ctx: click.Context) -> Library:
    from knowledge.places import find_places
    from prompts import Library

    folder = ctx.params.get("folder")
    return Library(find_places().prompts, *([Path(folder)] if folder else []))


complete_targets = names(_targets)
complete_rules = names(_rules)
complete_planners = names(_planners)
complete_patterns = names(_patterns)
complete_sessions = names(_sessions)
complete_subjects = names(_subjects)
complete_templates = names(_templates)
complete_fields = names(_fields)
