"""Handlers: the code a plan's functions, containers and jobs start from.

Owns printing it, in Python and in Node.js, with a unit test and sample events for each. What it does follows from the
links and the operation alone; the team's own rules go into one pure module, `domain`. Words of people appear in it as
quoted literals and comments only. Refuses to decide what is wired to what: that is the plan's.
"""

from __future__ import annotations

from tools.blueprint.source.printing import print_source

__all__ = ["print_source"]
