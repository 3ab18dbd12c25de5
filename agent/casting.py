"""Who plans the turns of conversations: planners by name, set up as the settings say, and what outlives one turn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from agent.sessions.errors import ChoiceError

if TYPE_CHECKING:
    from agent.planners.claude.clients import Access
    from agent.planners.claude.endpoint import SdkEndpoint
    from agent.planners.claude.settings import Settings
    from agent.planners.claude.talk import Past
    from agent.planners.protocol import Planner
    from agent.sessions.running import Around
    from knowledge.knowledge import Knowledge

EMBEDDED = "embedded"
"""The planner that any turn can be finished with: it needs no key and no network."""

MOST_PASTS = 50
"""Sessions whose talk with a model is kept in memory: a service's cache forgets it after minutes anyway."""


class Casting:
    """Puts planners to work (see running.Cast). One that asks a model goes on from the talk of the turn before, as long
    as the process lives: what was said then is read from the service's cache."""

    def __init__(self, settings: Callable[[], Settings] | None, knowledge: Callable[[], Knowledge]) -> None:
        self._settings = settings
        self._knowledge = knowledge
        self._pasts: dict[str, Past] = {}
        self._access: Access | None = None
        self._endpoint: SdkEndpoint | None = None

    def close(self) -> None:
        """Lets go of the line to a model."""
        if self._endpoint is not None:
            self._endpoint.close()

    def __call__(self, name: str, around: Around) -> Planner:
        """The planner of a name. Raises PlannerError, ChoiceError, ModelError."""
        from agent.planners.protocol import PlannerError
        from agent.service import PLANNERS, planner_named

        if name not in PLANNERS:
            raise PlannerError(f"there is no planner '{name}'; there is: {', '.join(PLANNERS)}")
        if name == EMBEDDED:
            return planner_named(name)
        from agent.planners.claude.making import Surroundings

        settings = self._wanted()
        told = Surroundings(
            around.overhear,
            around.note,
            around.journal,
            spent=around.spent,
            past=self._pasts.get(around.session),
            remember=partial(self._remember, around.session),
            endpoint=self._line(settings),
        )
        return planner_named(name, knowledge=self._knowledge(), settings=settings, around=told)

    def _line(self, settings: Settings) -> SdkEndpoint:
        """One line for all turns: it is set up once, and no turn leaves one open behind it."""
        from agent.planners.claude.endpoint import SdkEndpoint
        from agent.planners.claude.making import access_of

        access = access_of(settings)
        if self._endpoint is None or access != self._access:
            self.close()
            self._access, self._endpoint = access, SdkEndpoint(access)
        return self._endpoint

    def _wanted(self) -> Settings:
        from agent.planners.claude.settings import SettingError, Settings

        try:
            return self._settings() if self._settings else Settings()
        except SettingError as error:
            raise ChoiceError(str(error)) from None

    def _remember(self, session: str, past: Past) -> None:
        self._pasts.pop(session, None)
        self._pasts[session] = past
        for oldest in list(self._pasts)[:-MOST_PASTS]:
            self._pasts.pop(oldest, None)
