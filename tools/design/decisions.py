"""Why the system is as it is: what was chosen, what was not, and what would change the choice."""

from pydantic import Field

from tools.design.base import ComponentName, Model, Name, Text


class Measure(Model):
    """A number a decision rests on."""

    name: Text
    value: float
    unit: Text = ""


class Rejected(Model):
    """An option not taken, and why."""

    option: Text
    why: Text


class Flip(Model):
    """What would make us choose otherwise: a threshold where one exists."""

    to: Text
    when: Text
    measure: Text = ""
    threshold: float | None = None
    current: float | None = None
    unit: Text = ""


class Decision(Model):
    """One choice."""

    id: Name
    question: Text
    chosen: Text
    because: Text
    measures: tuple[Measure, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    flips: tuple[Flip, ...] = ()
    components: tuple[ComponentName, ...] = ()
    patterns: tuple[Name, ...] = ()
    requirements: tuple[Text, ...] = ()
    """Paths of the requirements it rests on."""


class Waiver(Model):
    """A finding accepted on purpose."""

    rule: Text
    component: ComponentName | None = None
    """Component the finding is about; empty for a finding about the system as a whole, a requirement say."""
    reason: Text = Field(min_length=10)
    expires: Text = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    """Day from which the finding counts again."""
