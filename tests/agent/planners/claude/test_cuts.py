"""LLM-6 and LLM-7 for the whole planner: whatever byte a reply is cut at, none of it is run and none of it kept."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from agent.planners.claude.clients import Access
from agent.planners.claude.endpoint import SdkEndpoint
from agent.planners.claude.exchange import Forgetful, Limits, ModelError
from agent.planners.claude.waiting import Breaker
from agent.planners.protocol import Known
from tests.agent.planners.claude.conftest import BRIEF
from tests.agent.planners.claude.models import planner_with, put
from tests.messages.architect import editing
from tests.messages.counting import Counted
from tests.messages.server import Script, opening_of, serving
from tests.messages.steps import Cut, numbered, text
from tools.design.design import Design
from tools.design.edits import apply
from tools.design.queries import Graph

WHOLE = text("More memory.").then(editing(put("component", "create-order", memory_mb=1280), summary="It has more."))
SIZE = len(numbered(WHOLE, "m").body(opening_of("msg_0000", "claude-sonnet-5-5", Counted(0, 20_000, 0)), 60))


def cut_everywhere(cuts: Iterable[int], how: Cut, draft: Design, patterns: tuple[Known, ...]) -> None:
    """A follow-up whose reply is cut, again and again, and then comes whole."""
    places = list(cuts)
    noted: list[str] = []
    journal = Forgetful()
    with serving(Script(*(WHOLE.cut_at(place, how) for place in places), ever=WHOLE)) as server:
        access = Access(api_key=server.key, base_url=server.url)
        with SdkEndpoint(access, breaker=Breaker()) as endpoint:
            planner = planner_with(endpoint=endpoint, journal=journal, note=noted.append, limits=Limits(retries=0))
            for place in places:
                with pytest.raises(ModelError) as caught:
                    planner.revise(draft, "More memory for orders.", BRIEF, patterns)
                assert caught.value.is_resumable, place
                assert noted == [], place
                assert not [key for key in journal.kept if "start" not in key], place
            revision = planner.revise(draft, "More memory for orders.", BRIEF, patterns)
        assert len(server.requests) == len(places) + 1
    assert getattr(Graph(apply(draft, *revision.edits))["create-order"], "memory_mb") == 1280  # noqa: B009
    assert [line.partition(":")[0] for line in noted if "so far" not in line] == ["edit"]


@pytest.mark.parametrize("how", ["clean", "reset"])
def test_a_follow_up_that_is_cut_changes_nothing(how: Cut, draft: Design, patterns: tuple[Known, ...]) -> None:
    cut_everywhere(range(3, SIZE - 40, 257), how, draft, patterns)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["clean", "reset", "closed"])
def test_a_follow_up_that_is_cut_at_any_byte(how: Cut, draft: Design, patterns: tuple[Known, ...]) -> None:
    cut_everywhere(range(SIZE - 40), how, draft, patterns)
