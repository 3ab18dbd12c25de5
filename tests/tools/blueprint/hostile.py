"""Words that would like to be more than data, designs that say them wherever words are free, and what is read back."""

from __future__ import annotations

import ast
import json
import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.tools.blueprint import hcl_reader, literals
from tools.design.design import Design

OWN = (
    "${AWS::AccountId} ${!a} ${",
    "!Ref X", "a: b\n- c", "\"}\nResources:\n  X: {}", "#{x} {{resolve}}", "*a &b <<: *x",
    "${file(\"/etc/passwd\")} %{ for x in [1] } $${a} $$${a}", "\"}\nresource \"a\" \"b\" {}\n", "<<EOT\nx\nEOT",
    "`${process.exit()}` \\\"${x}", '"""\n\'\'\'', "*/ x /* // {stack} {0} %s",
    "\\u{41} \\u0041 \\N{BULLET} \U0001f600",
    "a\u2028b\u2029c\x85d", "\x07\x1b[31m", "\ufeffa --- \n...", "| \n x 2026-01-01 0x1f",
    "${self:service} \\${env:PATH}",
    "{{x}} ${sls:stage} ${param:x, 'y'}", "${Token[AWS.Region.4]} #{Token[TOKEN.1]}",
)  # fmt: skip

_PIECES = (
    "${", "}", "%{", "$${", "{{", "}}", "{", "`", "'", '"', '"""', "'''", "\\", "\\n", "\n", "\r\n", "\t", "#", "//",
    "/*", "*/", "--", ":", ": ", "- ", "!Sub ", "&a", "*a", "|", ">", "%", "@", "<", "\x00", "\x1b[0m", "\u2028",
    "\u202e", "\ufeff", "\U0001f600", "é", "$(id)", "AWS::Region", "self:x", "null", "0x1f", "1e3", "~", "word", " ",
    "Fn::Sub", "=",
)  # fmt: skip


def fuzzed(count: int, seed: int) -> tuple[str, ...]:
    """Signs of all formats in any order."""
    drawn = random.Random(seed)
    return tuple("".join(drawn.choices(_PIECES, k=drawn.randint(2, 14))) + "x" for _ in range(count))


@cache
def injected(folder: Path) -> tuple[str, ...]:
    """The strings of the injection set."""
    rows = [json.loads(line) for line in (folder / "injection_dev.jsonl").read_text("utf-8").splitlines()]
    return tuple(str(row.get("payload") or row.get("injection") or row["text"]) for row in rows)


READ = (".py", ".json", ".toml", ".yaml", ".yml")
"""Code that is read here; the others are compiled, see test_handlers.py."""

Place = tuple[Any, ...]
"""Path of a text in a design."""


def leaves(value: Any, path: Place = ()) -> Iterator[Place]:
    """Paths of all strings."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))


def told(path: Place) -> str:
    """A kind of place: its path without numbers."""
    return ".".join(str(part) for part in path if not isinstance(part, int))


def with_texts(design: Design, said: Mapping[Place, str]) -> Design:
    """The design with these words at these places."""
    plain = design.model_dump(mode="json")
    for path, text in said.items():
        place: Any = plain
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = text
    return Design.model_validate(plain)


def free_places(design: Design) -> list[Place]:
    """Where any words are allowed, one example tried for each kind of place."""
    verdicts: dict[str, bool] = {}
    found: list[Place] = []
    for path in leaves(design.model_dump(mode="json")):
        if told(path) not in verdicts:
            try:
                with_texts(design, {path: "<any> words, whatever\nthey are"})
                verdicts[told(path)] = True
            except ValueError:
                verdicts[told(path)] = False
        if verdicts[told(path)]:
            found.append(path)
    return found


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Reads tags as what they tag."""


def _untagged(loader: Any, tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        items = loader.construct_sequence(node, deep=True)
        return {"Fn::Join": items} if tag == "Join" else items
    return loader.construct_mapping(node, deep=True)


_Loader.add_multi_constructor("!", _untagged)


def strings_of(files: Mapping[str, str]) -> set[str]:
    """Every text that a reader of the language finds in files. Raises where a file is not what its name says."""
    return {text for path, written in files.items() for text in _read(path, written)}


def in_words(text: str) -> str:
    """A text as it was meant: without what a template writes for `${`, and for signs that would be read."""
    text = re.sub(r"\$\{Backslashes(\d+)\}", lambda found: "\\" * int(found[1]), text).replace("${Sign}", "#")
    return re.sub(r"\$\{!+", "${", text).strip()


def in_line(text: str) -> str:
    """A title as it was meant: what is seen of it, on one line, without its full stop."""
    seen = "".join(letter if letter.isprintable() else " " for letter in in_words(text))
    return re.sub(r"\$ ?\{!*", "${", " ".join(seen.split())).rstrip(". ")


def _read(path: str, written: str) -> Iterator[str]:
    match path.rpartition(".")[2]:
        case "yaml" | "yml":
            yield from _texts(list(yaml.load_all(written, _Loader)))
        case "json":
            yield from _texts(json.loads(written))
        case "toml":
            yield from _texts(tomllib.loads(written))
        case "py":
            tree = ast.walk(ast.parse(written, path))
            yield from (node.value for node in tree if isinstance(node, ast.Constant) and isinstance(node.value, str))
        case "ts":
            yield from (said.text for said in literals.texts(re.sub(r"^///[^\n]*\n", "", written)))
        case "tf":
            yield from _blocks(hcl_reader.read(written))
        case _:
            written.encode()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        match value:
            case {"Fn::Join": [str(between), list(parts)]} if all(isinstance(part, str) for part in parts):
                yield between.join(parts)
            case _:
                pass
        for key, inner in value.items():
            yield from (*_texts(key), *_texts(inner))
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _texts(inner)


def _blocks(block: hcl_reader.Block) -> Iterator[str]:
    for value in block.values.values():
        yield from _values(value)
    for inner in block.blocks:
        yield from _blocks(inner)


def _values(value: Any) -> Iterator[str]:
    match value:
        case hcl_reader.Code():
            return
        case hcl_reader.Template(parts):
            yield "".join(part if isinstance(part, str) else "{}" for part in parts)
        case hcl_reader.Encoded(data):
            yield from _values(data)
        case dict():
            for inner in value.values():
                yield from _values(inner)
        case list():
            for inner in value:
                yield from _values(inner)
        case str():
            yield value
        case _:
            return
