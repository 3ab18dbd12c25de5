"""`cloudwright rules`."""

from __future__ import annotations

import click

from tui.console import InputError, show


@click.command("rules", epilog="Example: cloudwright rules SL-L08")
@click.argument("rule_id", metavar="[ID]", required=False)
def command(rule_id: str | None) -> int:
    """List the rules, or explain the one of ID."""
    from tools.checks import all_rules

    found = {rule.id: rule for rule in all_rules()}
    if rule_id is None:
        for rule in found.values():
            show(f"{rule.id:<8} {rule.severity:<8} {rule.title}")
        return 0
    rule = found.get(rule_id.upper())
    if rule is None:
        raise InputError(f"there is no rule '{rule_id}'; see `cloudwright rules`")
    show(
        f"{rule.id}  {rule.title}\n\nseverity  {rule.severity}\nwhy       {rule.reason}\nmend      {rule.remedy} ({rule.fix})"
    )
    if rule.sources:
        show(f"also      {', '.join(rule.sources)}")
    return 0
