"""Settings whose form, not only whose word, differs between providers: one function for a kind of resource."""

from __future__ import annotations

from tools.blueprint.reading.forms import data, doors, messages, running
from tools.blueprint.reading.forms.placing import Shaper, placed

_ALL = (data, doors, messages, running)

FROM_TERRAFORM: dict[str, Shaper] = {kind: shape for module in _ALL for kind, shape in module.TERRAFORM.items()}
FROM_CLOUDFORMATION: dict[str, Shaper] = {
    kind: shape for module in _ALL for kind, shape in module.CLOUDFORMATION.items()
}

__all__ = ["FROM_CLOUDFORMATION", "FROM_TERRAFORM", "placed"]
