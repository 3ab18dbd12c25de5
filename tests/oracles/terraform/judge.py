"""Judges Terraform configurations: python judge.py < configurations.json

Each configuration, text by path, is parsed by python-hcl2 and held against the AWS provider's schema: unknown types and
arguments, missing ones, what can only be read, wrong literal types, blocks written as arguments and the reverse. The
answer names for each what is wrong. Not found: wrong enums and ranges, anything inside an expression. Runs in an
environment of its own that has python-hcl2 and the provider's package.
"""

import json
import sys

import hcl2
from schema import schema_in

META = {
    "count",
    "for_each",
    "provider",
    "depends_on",
    "lifecycle",
    "dynamic",
    "__is_block__",
    "__comments__",
    "__inline_comments__",
}


MEANT = {"block": "a block, write it without =", "attribute": "an argument, write it with ="}


def bare(text):
    """A name without its quotes."""
    return text[1:-1] if text[:1] == text[-1:] == '"' else text


def is_expression(value):
    """Whether a value is known only when it is evaluated."""
    return isinstance(value, str) and "${" in value


def is_block(value):
    """Whether a value was written as blocks."""
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) and "__is_block__" in v for v in value)


def type_problem(kind, value):
    """Why a literal cannot become the declared type; numbers and truth values may be written as texts."""
    shape = kind[0] if isinstance(kind, list) else kind
    if value is None or is_expression(value) or value == "null" or shape in (None, "any"):
        return None
    if shape in ("list", "set"):
        return None if isinstance(value, list) and not is_block(value) else "needs a list"
    if shape == "map":
        return None if isinstance(value, dict) else "needs a map"
    if isinstance(value, (list, dict)):
        return "needs a single value"
    text = str(bare(value) if isinstance(value, str) else value)
    if shape == "boolean" and text.lower() not in ("true", "false"):
        return f"needs true or false, not {text}"
    if shape == "number" and not text.replace(".", "", 1).removeprefix("-").isdigit():
        return f"needs a number, not {text}"
    return None


def dynamic_bodies(body):
    """The bodies of dynamic blocks by their name."""
    found = {}
    for entry in body.get("dynamic", ()):
        for label, inner in entry.items():
            if isinstance(inner, dict):
                found.setdefault(bare(label), []).extend(inner.get("content", ()))
    return found


def check(schema, body, path):
    """What is wrong with one body."""
    attributes, nested, dynamic = schema["attributes"], schema["block_types"], dynamic_bodies(body)
    given = {bare(name): value for name, value in body.items() if bare(name) not in META}
    for name, value in given.items():
        if name in attributes:
            yield from check_attribute(attributes[name], value, f"{path}.{name}")
        elif name in nested:
            yield from check_nested(nested[name], value, f"{path}.{name}")
        else:
            yield f"{path}.{name}: no such argument"
    for name, bodies in dynamic.items():
        if name not in nested:
            yield f"{path}.{name}: no such block"
            continue
        for inner in bodies:
            yield from check(nested[name]["block"], inner, f"{path}.{name}[]")
    missing = [name for name, spec in attributes.items() if spec.get("required") and name not in given]
    missing += [n for n, spec in nested.items() if spec.get("min_items") and n not in given and n not in dynamic]
    yield from (f"{path}: {name} is missing" for name in missing)


def check_attribute(spec, value, path):
    """What is wrong with one argument."""
    if not set(spec) & {"required", "optional"}:
        yield f"{path}: read-only"
    elif problem := type_problem(spec.get("type"), value):
        yield f"{path}: {problem}"


def check_nested(spec, value, path):
    """What is wrong with what is nested."""
    blocks = is_block(value)
    if not is_expression(value) and spec["form"] in ("block", "attribute") and blocks != (spec["form"] == "block"):
        yield f"{path}: is {MEANT[spec['form']]}"
        return
    bodies = value if isinstance(value, list) else [value]
    if spec.get("max_items") and len(bodies) > spec["max_items"]:
        yield f"{path}: at most {spec['max_items']}"
    for number, inner in enumerate(bodies):
        if isinstance(inner, dict):
            yield from check(spec["block"], inner, f"{path}[{number}]")


def check_file(path, text, schema):
    """What is wrong with one file."""
    try:
        tree = hcl2.loads(text)
    except Exception as error:  # the parser raises several unrelated types
        yield f"{path}: {str(error).splitlines()[0]}"
        return
    for keyword, known in schema.items():
        for entry in tree.get(keyword, ()):
            for kind, named in ((bare(k), v) for k, v in entry.items()):
                if not kind.startswith("aws_"):
                    continue
                if kind not in known:
                    yield f"{path}: {kind}: no such {keyword}"
                    continue
                for name, body in named.items():
                    yield from (f"{path}: {p}" for p in check(known[kind], body, f"{kind}.{bare(name)}"))


SCHEMA = schema_in(sys.prefix)
verdicts = [
    {"wrong": [p for path, text in files.items() if path.endswith(".tf") for p in check_file(path, text, SCHEMA)]}
    for files in json.load(sys.stdin)
]
sys.stdout.write(json.dumps(verdicts))
