"""Derives the AWS provider's schema from the generated package @cdktf/provider-aws, which says what the provider takes.

`isBlock` lines give name, type and nesting of every argument; "computed: true, optional: false" marks what can only be
read; a missing `resetX()` method marks what is required; the second argument of `listMapperHcl` tells blocks (true)
from attributes (false); a list without a mapper has one item at most. Not in the package: enums, ranges, conflicts.
"""

import gzip
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

TYPE = re.compile(r'\.tfResourceType = ["\'](\w+)["\']')
CLASS = re.compile(r"^class (\w+) extends cdktf\.(\w+)")
STRUCT = re.compile(r"^function (\w+)ToHclTerraform\(struct\)")
READ_ONLY = re.compile(r"^ {4,8}// (\w+) - computed: true, optional: false, required: false$")
RESET = re.compile(r"^ {4}reset(\w+)\(\) \{$")
PROPERTY = re.compile(r"(?:this\._|struct\.)(\w+)")
MAPPER = re.compile(r"listMapperHcl\((?:\w+\.)?\w+, (true|false)\)")
NESTED = re.compile(r"\b(?<!cdktf\.)(\w+)ToHclTerraform")
QUOTED = re.compile(r'"([^"]*)"')
ROOT = ""


@dataclass
class Entry:
    """One argument of a resource or of a nested struct."""

    nested: bool
    value: str
    kind: str
    storage: str

    @property
    def setter(self):
        """The name its setter has, without the first letter's case."""
        name = PROPERTY.search(self.value)[1]
        return name[:1].upper() + name[1:]


@dataclass
class Module:
    """What one generated module says, by struct (entries) and by class (read_only, resettable)."""

    entries: dict = field(default_factory=dict)
    read_only: dict = field(default_factory=dict)
    resettable: dict = field(default_factory=dict)
    root: str = ROOT


def scan(text):
    """What a module says."""
    found, struct, owner = Module(), ROOT, ROOT
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if match := STRUCT.match(line):
            struct = match[1]
        elif match := CLASS.match(line):
            owner = match[1]
            if match[2] in ("TerraformResource", "TerraformDataSource"):
                found.root = owner
        elif "synthesizeHclAttributes()" in line:
            struct = ROOT
        elif match := READ_ONLY.match(line):
            found.read_only.setdefault(owner, []).append(match[1])
        elif match := RESET.match(line):
            found.resettable.setdefault(owner, set()).add(match[1])
        elif line.strip() in ("isBlock: true,", "isBlock: false,"):
            name = lines[number - 2].strip().split(":")[0].strip("'\"")
            kind, storage = (QUOTED.search(lines[number + step])[1] for step in (1, 2))
            nested = line.strip() == "isBlock: true,"
            found.entries.setdefault(struct, {})[name] = Entry(nested, lines[number - 1], kind, storage)
    return found


def form_of(name, entry, many):
    """How a nested value is written: `block`, `attribute`, or `either` of them."""
    if many:
        return "block" if many[1] == "true" else "either"
    return "block" if entry.kind in ("list", "set") or name == "timeouts" else "unknown"


def block(module, struct, owner, above=()):
    """One block with everything nested in it. `above` stops schemas that contain themselves."""
    found = {"attributes": {n: {"computed": True} for n in module.read_only.get(owner, ())}, "block_types": {}}
    for name, entry in module.entries.get(struct, {}).items():
        optional = entry.setter in module.resettable.get(owner, ())
        if not entry.nested:
            shape = entry.storage if entry.kind == "simple" else [entry.kind, re.sub(r"(List|Map)$", "", entry.storage)]
            found["attributes"][name] = {"type": shape, "optional" if optional else "required": True}
            continue
        many, inner = MAPPER.search(entry.value), NESTED.search(entry.value)
        nested = {"form": form_of(name, entry, many), "block": {"attributes": {}, "block_types": {}}}
        if not optional:
            nested["min_items"] = 1
        if entry.kind in ("list", "set") and not many:
            nested["max_items"] = 1
        if inner and inner[1] not in above:
            child = inner[1][:1].upper() + inner[1][1:] + "OutputReference"
            nested["block"] = block(module, inner[1], child, (*above, inner[1]))
        found["block_types"][name] = nested
    return found


def derive(package):
    """The schema of the package in a folder: resources and data sources by type."""
    found = {"resource": {}, "data": {}}
    for folder in sorted((package / "lib").iterdir()):
        if not (folder / "index.js").exists():
            continue
        parts = [*sorted(folder.glob("index-structs/structs*.js")), folder / "index.js"]
        text = "\n".join(part.read_text() for part in parts)
        if kind := TYPE.search(text):
            module = scan(text)
            where = "data" if folder.name.startswith("data-") else "resource"
            found[where][kind[1]] = block(module, ROOT, module.root)
    return found


def schema_in(folder):
    """The schema of the family installed in a folder; derived once, then read."""
    kept = Path(folder) / "schema.json.gz"
    if not kept.exists():
        found = derive(Path(folder) / "node_modules" / "@cdktf" / "provider-aws")
        kept.write_bytes(gzip.compress(json.dumps(found, sort_keys=True).encode(), mtime=0))
    return json.loads(gzip.decompress(kept.read_bytes()))
