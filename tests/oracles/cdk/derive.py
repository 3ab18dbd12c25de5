"""Derives the table of constructs that programs are printed with: python derive.py PACKAGE SOURCES > constructs.json

PACKAGE is the folder of the installed npm package aws-cdk-lib (Apache-2.0), whose `.jsii.gz` describes its classes;
SOURCES the folder of CloudFormation's printers. Of every resource type they name, the table says the class and, of the
properties whose names stand in the sources, the type (after `=` CloudFormation's name, where it is another): `s` text,
`n` number, `b` truth, `j` anything, a structure by its class, with `[` or `{` before it for a list or a map of them.
"""

import gzip
import json
import re
import sys
from pathlib import Path

ROOT = "aws-cdk-lib."
PRIMITIVES = {"string": "s", "number": "n", "boolean": "b", "any": "j", "json": "j"}


def spelled(type_, found):
    """A type in short, and the structures met."""
    if "primitive" in type_:
        return PRIMITIVES[type_["primitive"]]
    if "collection" in type_:
        mark = "[" if type_["collection"]["kind"] == "array" else "{"
        return mark + spelled(type_["collection"]["elementtype"], found)
    if "union" in type_:
        kinds = [one for one in type_["union"]["types"] if one.get("fqn") != ROOT + "IResolvable"]
        plain = [one for one in kinds if "fqn" not in one or TYPES[one["fqn"]].get("datatype")]
        return spelled((plain or kinds)[0], found)
    name = type_["fqn"]
    if not TYPES[name].get("datatype"):
        return "j" if name == ROOT + "IResolvable" else "s"
    found.add(name)
    return name.removeprefix(ROOT)


def properties(name, known, found):
    """The properties of a structure whose names the printers know."""
    said = {}
    for one in TYPES[name].get("properties", ()):
        anchor = re.search(r"#cfn-[\w-]*?-(\w+)$", one.get("docs", {}).get("see", ""))
        cloud, own = (anchor[1] if anchor else one["name"].lower()), one["name"]
        if cloud in known or own.lower() in known:
            said[own if own.lower() == cloud else f"{own}={cloud}"] = spelled(one["type"], found)
    return said


def attributes(name):
    """Attributes of a resource whose property is not called as the rule says."""
    asked = {}
    for one in TYPES[name].get("properties", ()):
        attribute = one.get("docs", {}).get("custom", {}).get("cloudformationAttribute")
        if attribute and one["name"] != "attr" + attribute.replace(".", ""):
            asked[attribute] = one["name"]
    return asked


package, sources = map(Path, sys.argv[1:3])
with gzip.open(package / ".jsii.gz") as file:
    TYPES = json.load(file)["types"]
words = set(re.findall(r'"([A-Z][A-Za-z0-9]*)"', "\n".join(path.read_text() for path in sources.rglob("*.py"))))
known = {word.lower() for word in words} | {"tags", "key", "value"}
kinds = set(re.findall(r'"(AWS::[A-Za-z0-9]+::[A-Za-z0-9]+)"', "\n".join(p.read_text() for p in sources.rglob("*.py"))))
classes = {}
for name, about in TYPES.items():
    match = re.search(r"`(AWS::\w+::\w+)`", about.get("initializer", {}).get("docs", {}).get("summary", ""))
    if match and match[1] in kinds and about["name"].startswith("Cfn"):
        classes.setdefault(match[1], name)
missing = kinds - set(classes)
resources, structures, todo = {}, {}, set()
for kind in sorted(classes):
    name = classes[kind]
    props = properties(name + "Props", known, todo) if name + "Props" in TYPES else {}
    resources[kind] = [name.removeprefix(ROOT), props, attributes(name)]
while todo:
    name = todo.pop()
    if name.removeprefix(ROOT) not in structures:
        structures[name.removeprefix(ROOT)] = properties(name, known, todo)
runtimes = [
    p["name"] for p in TYPES[ROOT + "aws_lambda.Runtime"]["properties"] if p["name"].isupper() and p.get("static")
]
print(f"not found: {sorted(missing)}", file=sys.stderr)
lines = [f"  {json.dumps(kind)}: {json.dumps(about)}" for kind, about in resources.items()]
other = [f"  {json.dumps(name)}: {json.dumps(structures[name])}" for name in sorted(structures)]
print('{"resources": {\n' + ",\n".join(lines) + '\n}, "structures": {\n' + ",\n".join(other) + "\n},")
print('"runtimes": ' + json.dumps(runtimes) + "}")
