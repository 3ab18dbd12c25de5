"""Writes an SST app: TypeScript as for Pulumi, with SST's globals, and its components in the place of resources."""

from __future__ import annotations

from typing import Any, ClassVar

from tools.blueprint.bridged.names import META, Props, pascal, props_of
from tools.blueprint.bridged.program import Declared, key_of
from tools.blueprint.resources.tree import Attr, Body
from tools.blueprint.targets.pulumi_typescript.writing import Writer, quoted
from tools.blueprint.targets.sst.components import component_of


class SstWriter(Writer):
    """Writes the values of one app."""

    core: ClassVar[str] = "$util."
    interpolated: ClassVar[str] = "$interpolate"
    encoded: ClassVar[str] = "$jsonStringify"

    def resource(self, declared: Declared, name: str, pad: str) -> str:
        """A component where there is one that makes just this resource."""
        entry = declared.entry
        component = component_of(entry)
        if component is None:
            return super().resource(declared, name, pad)
        body: Body = {key: value for key, value in entry.body.items() if key not in META}
        said: dict[str, Any] = component.said(body)
        if body:
            said["transform"] = Props(((component.node, props_of(entry.kind, body)),))
        head = f"new sst.aws.{component.name}"
        given = Props(tuple(said.items()))
        return self.called(head, quoted(pascal(declared.name)), given, self.options(declared), pad)

    def path(self, node: Attr) -> str:
        """What is written after a name: a component's resource is one of its nodes."""
        found = super().path(node)
        component = component_of(self.program.declared[key_of(node)].entry)
        return f".nodes.{component.node}{found}" if component is not None and found else found
