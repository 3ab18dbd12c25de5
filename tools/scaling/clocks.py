"""How long everything of a scene takes, without and with cold starts."""

from __future__ import annotations

from tools.design.components import Function
from tools.scaling.functions import Chilled, Run, chill_of, run_of
from tools.scaling.scene import Scene
from tools.scaling.timings import Answers, Chill


class Starts:
    """The runs of a scene's functions, and their cold starts. Each is worked out once, when asked: few of them lie on
    the way of a request."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.warm = Answers(scene)
        """What components take to answer without cold starts."""
        self._runs: dict[str, Run] = {}
        self._chilled: dict[str, Chilled] = {}

    def run(self, function: Function) -> Run:
        """What the traffic of a function comes to."""
        found = self._runs.get(function.name)
        if found is None:
            found = run_of(self.scene, function, self.warm.of_function(function.name))
            self._runs[function.name] = found
        return found

    def chilled(self, function: Function) -> Chilled:
        """The cold starts of a regional function, and what they come of."""
        found = self._chilled.get(function.name)
        if found is None:
            found = self._chilled[function.name] = chill_of(self.scene, self.run(function))
        return found

    def chill(self, name: str) -> Chill | None:
        """The cold starts of a component; None where they are not known, or it has none."""
        part = self.scene.parts[name]
        return self.chilled(part)[0] if isinstance(part, Function) and part.placement == "regional" else None


class Clocks:
    """What a scene's components take to answer. Nothing here leads back to itself, so that a scene goes when it is
    done with and nobody has to search for it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.starts = Starts(scene)
        self.warm = self.starts.warm
        self.answers = Answers(scene, self.starts.chill)
        """With cold starts."""
