"""What every component has, and what those that hold data share."""

from typing import Annotated

from tools.design.base import Model, Name, RefTo, Text
from tools.design.requirements import Sensitivity


class ComponentBase(Model):
    """One part of the system."""

    name: Name
    title: Text = ""
    """What people call it, where the name is not enough."""
    description: Text = ""
    serves: tuple[Name, ...] = ()
    """Capabilities of the requirements it is there for; empty for supporting parts, a dead-letter queue say."""
    patterns: tuple[Name, ...] = ()
    """Patterns of the catalogue it comes from."""
    group: Name | None = None
    """The service, in the sense of bounded context, that owns it."""


class DataHolder(ComponentBase):
    """A component that keeps data at rest."""

    sensitivity: Sensitivity = "internal"
    key: Annotated[Name, RefTo("key")] | None = None
    """Customer-managed key; without one the provider's own key encrypts."""
