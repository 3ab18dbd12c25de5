"""`cloudwright rules`."""

from __future__ import annotations

import click

from tui.completing import complete_rules
from tui.console import DONE, InputError, show


@click.command("rules", epilog="Example: cloudwright rules SL-L08")
@click.argument("rule_id", metavar="[ID]", required=False, shell_complete=complete_rules)
def command(rule_id: str | None) -> int:
    """List the rules, or explain the one of ID: why it matters and how to mend what breaks it."""
    from tools.checks import all_rules

    found = {rule.id: rule for rule in all_rules()}
    if rule_id is None:
        show("\n".join(f"{rule.id:<8} {rule.severity:<8} {rule.title}" for rule in found.values()))
        return DONE
    rule = found.get(rule_id.upper())
    if rule is None:
        raise InputError(f"there is no rule '{rule_id}'; `cloudwright rules` lists them")
    show(f"{rule.id}  {rule.title}\n\nseverity  {rule.severity}")
    show(f"why       {rule.reason}\nmend      {rule.remedy} ({rule.fix})")
    if rule.sources:
        show(f"also      {', '.join(rule.sources)}")
    return DONE
