"""The Terraform configuration: every reference meets something, permissions are those of the template, words stay."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.tools.blueprint import designs
from tests.tools.blueprint.hcl_reader import Block, Code, Encoded, Template, read
from tests.tools.blueprint.test_emitter import Reader
from tools.blueprint import Plan, plan, render
from tools.blueprint.resources.kinds import PRINTERS
from tools.blueprint.resources.labels import Labels
from tools.design.components import COMPONENT_TYPES, Component
from tools.design.design import Design

_POINTED = re.compile(r"(?<![\w.\"])((?:ephemeral\.|data\.)?(?:aws_|archive_)\w+\.\w+|module\.\w+|var\.\w+|local\.\w+)")


def configuration(design: Design) -> dict[str, Block]:
    """The printed files of the root, read."""
    files = render(plan(design), "terraform", code=False)
    return {path: read(text) for path, text in files.items() if path.endswith(".tf") and "/" not in path}


def named(files: dict[str, Block]) -> dict[str, Block]:
    """What the configuration defines, by the address others use."""
    found: dict[str, Block] = {}
    for block in (block for body in files.values() for block in body.blocks):
        match block.words:
            case ("resource", kind, label):
                address = f"{kind}.{label}"
            case ("data" | "ephemeral" as word, kind, label):
                address = f"{word}.{kind}.{label}"
            case ("module" | "variable" | "output" as word, label):
                address = f"{'var' if word == 'variable' else word}.{label}"
            case ("locals",):
                found |= {f"local.{name}": block for name in block.values}
                continue
            case _:
                continue
        assert address not in found, f"{address} is defined twice"
        found[address] = block
    return found


def codes(value: Any) -> Iterator[str]:
    """Every expression in a value."""
    match value:
        case Code(code):
            yield code
        case Template(parts):
            yield from codes(list(parts))
        case Encoded(data):
            yield from codes(data)
        case Block():
            yield from codes([*value.values.values(), *value.blocks])
        case dict() | list():
            inside: Any = value.values() if isinstance(value, dict) else value  # type: ignore[reportUnknownVariableType]
            for inner in inside:
                yield from codes(inner)
        case _:
            pass


def dangling(design: Design) -> set[str]:
    """What a printed design refers to and does not define."""
    files = configuration(design)
    known = named(files)
    pointed = {found for body in files.values() for code in codes(body) for found in _POINTED.findall(code)}
    return {found for found in pointed if found not in known}


@pytest.mark.parametrize("design", [*designs.examples(), designs.notes()], ids=lambda design: design.name)
def test_every_reference_meets_something(design: Design) -> None:
    assert dangling(design) == set()
    assert len(named(configuration(design))) > 20


@pytest.mark.parametrize("number", range(0, 60, 12))
def test_whatever_is_linked_to_everything_prints_whole(number: int) -> None:
    assert dangling(designs.stars()[number % len(designs.stars())]) == set()


@pytest.mark.slow
@pytest.mark.parametrize("source", designs.every_part(), ids=lambda part: part.name)
def test_every_two_parts_print(source: Component) -> None:
    parts = [other for other in designs.every_part() if other.name != source.name]
    assert [other.name for other in parts if dangling(designs.pair(source, other))] == []


def test_shipped_designs_print_whole(shipped: dict[str, Design]) -> None:
    assert {name: found for name, design in shipped.items() if (found := dangling(design))} == {}


def test_every_kind_has_a_printer() -> None:
    assert set(COMPONENT_TYPES) - set(PRINTERS) == {"ai-service"}
    assert len(PRINTERS) == 36


def test_every_component_is_somewhere_in_what_is_printed() -> None:
    design = designs.fleet()
    known = " ".join(named(configuration(design)))
    nothing = {c.name for c in design.components if c.kind in ("external", "ai-service")}
    assert [c.name for c in design.components if c.name.replace("-", "_") not in known and c.name not in nothing] == []


def test_printing_is_the_same_every_time() -> None:
    assert render(plan(designs.shop()), "terraform") == render(plan(designs.shop()), "terraform")


def test_labels_stay_when_a_neighbour_is_called_like_a_part() -> None:
    taken = designs.design("x", [designs.made("queue", "a-access"), designs.made("network", "a")], [])
    labels = Labels(plan(taken))
    assert (labels.of("a-access"), labels.of("a"), labels.of("a", "access")) == ("a_access", "a", "a_access_2")


Allowed = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def statements_of_template(made: Plan) -> dict[str, list[Allowed]]:
    """Actions, parts and keys of conditions of what each role may do, by the template of the other language."""
    template = yaml.load(render(made, "sam", code=False)["template.yaml"], Reader)
    found: dict[str, list[Allowed]] = {}
    for identity, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        owner, documents = identity, list[Any]()
        if resource["Type"] == "AWS::IAM::Role":
            documents = [policy["PolicyDocument"] for policy in properties.get("Policies", ())]
        elif resource["Type"] == "AWS::IAM::RolePolicy":
            owner, documents = properties["RoleName"][1], [properties["PolicyDocument"]]
        for statement in (s for document in documents for s in document["Statement"]):
            found.setdefault(owner, []).append(_of_template(statement, made))
    return found


def _of_template(statement: dict[str, Any], made: Plan) -> Allowed:
    where = "|".join(_texts_of_template(statement["Resource"]))
    words = re.findall(r"\$\{(\w+)[.}]", where)
    return (_many(statement["Action"]), _parts_of(words, made.ids), _keys_of(statement.get("Condition")))


def _texts_of_template(value: Any) -> Iterator[str]:
    match value:
        case ("!GetAtt" | "!Ref", word):
            yield f"${{{word}}}"
        case ("!Sub", [text, variables]):
            yield text
            yield from _texts_of_template(list(variables.values()))
        case (_, inner):
            yield from _texts_of_template(inner)
        case list():
            for inner in value:  # type: ignore[reportUnknownVariableType]
                yield from _texts_of_template(inner)
        case _:
            yield str(value)


def statements_of_configuration(made: Plan) -> dict[str, list[Allowed]]:
    """The same of the configuration."""
    known = named({p: read(t) for p, t in render(made, "terraform", code=False).items() if _is_root(p)})
    labels = Labels(made)
    of_label = {labels.of(name): name for name in made.ids}
    found: dict[str, list[Allowed]] = {}
    for address, block in known.items():
        kind, label = address.split(".", 1)
        policy = block.values.get("policy")
        if kind not in ("module", "aws_iam_role_policy") or not isinstance(policy, Encoded):
            continue
        owner = label if kind == "module" or block.values["name"] == "access" else label.removesuffix("_later")
        key = f"module.{owner}" if kind == "module" or owner != label else f"aws_iam_role.{owner}"
        found.setdefault(key, []).extend(_of_configuration(s, of_label) for s in policy.data["Statement"])
    return found


def _is_root(path: str) -> bool:
    return path.endswith(".tf") and "/" not in path


def _of_configuration(statement: dict[str, Any], of_label: dict[str, str]) -> Allowed:
    pointed = " ".join(codes(statement["Resource"]))
    words = re.findall(r"(?:aws_\w+|module)\.(\w+)", pointed)
    names = {label: label for label in of_label}
    return (_many(statement["Action"]), _parts_of(words, names), _keys_of(statement.get("Condition")))


def _many(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (value,)  # type: ignore[reportUnknownArgumentType]


def _parts_of(words: list[str], ids: dict[str, str]) -> tuple[str, ...]:
    """The components that words begin with: supporting resources are called after theirs."""
    found: set[str] = set()
    for word in words:
        longest = max((name for name, start in ids.items() if word.startswith(start)), key=len, default="")
        found |= {longest.replace("-", "_")} if longest else set()
    return tuple(sorted(found))


def _keys_of(condition: Any) -> tuple[str, ...]:
    stated: dict[str, dict[str, Any]] = condition or {}
    return tuple(sorted(key for keys in stated.values() for key in keys))


@pytest.mark.parametrize("design", designs.examples(), ids=lambda design: design.name)
def test_permissions_are_those_of_the_template(design: Design) -> None:
    made = plan(design)
    template, configured = statements_of_template(made), statements_of_configuration(made)
    resolver = Labels(made)
    for identity, role in made.roles.items():
        label = resolver.of(role.owner)
        if role.purpose == "run" and role.owner in made.functions:
            key = f"module.{label}"
        elif role.purpose in ("run", "start", "deliver"):
            key = (
                f"aws_iam_role.{label}"
                if role.purpose == "run"
                else f"aws_iam_role.{resolver.of(role.owner, role.purpose)}"
            )
        else:
            key = f"aws_iam_role.{resolver.of(identity.removesuffix('Role'))}"
        allowed = configured.pop(key, [])
        assert allowed == template.pop(identity, []), identity
        assert len(allowed) == len(role.statements) + len(role.deferred)
    assert set(configured) <= {"aws_iam_role.api_logging"}


HOSTILE = (
    "${file(\"/etc/passwd\")}", "%{ for x in [1] }", "\"}\nresource \"a\" \"b\" {}\n", "$${a}", "$$${a}",
    "<<EOT\nx\nEOT", "\\\"${x}", "# a", "${aws:username}", "${!a}", "a\u2028b", "\x00",
)  # fmt: skip


def spoken(words: str) -> Design:
    """A design in which everything that takes words says these."""
    parts = [
        designs.made("function", "f", title=words[:80], description=words),
        designs.made("api", "a", title=words[:80], description=words, style="rest"),
        designs.made("key", "k", description=words),
        designs.made("secret", "s", purpose=words),
        designs.made("parameter", "p", description=words, value=words),
        designs.made("cdn", "c", description=words),
        designs.made("static-site", "w"),
        designs.made("schedule", "t", description=words),
        designs.made("etl", "e", description=words),
    ]
    links = [
        designs.Link(kind="trigger", source="a", target="f"),
        designs.Link(kind="call", source="c", target="w"),
        designs.Link(kind="trigger", source="t", target="f"),
    ]
    return designs.design("x", parts, links).model_copy(update={"title": words[:80] or "x"})


def said_in(files: dict[str, Block]) -> dict[str, Any]:
    """The words of each resource."""
    known = named(files)
    return {
        "f": known["module.f"].values["description"],
        "a": known["aws_api_gateway_rest_api.a"].values["description"],
        "k": known["aws_kms_key.k"].values["description"],
        "s": known["aws_secretsmanager_secret.s"].values["description"],
        "p": known["aws_ssm_parameter.p"].values["value"],
        "c": known["aws_cloudfront_distribution.c"].values["comment"],
        "e": known["aws_glue_job.e"].values["description"],
    }


_MOST = {"f": 256, "a": 1024, "k": 8192, "s": 2048, "p": 4096, "c": 128, "e": 2048}


def check_spoken(words: str) -> None:
    design = spoken(words)
    component = {c.name: c for c in design.components}
    meant = {
        name: str(getattr(component[name], "purpose", "") or component[name].description)[:most]
        for name, most in _MOST.items()
    }
    meant["p"] = str(getattr(component["p"], "value", ""))
    said = said_in(configuration(design))
    assert {name: said[name] for name, text in meant.items() if text} == {n: t for n, t in meant.items() if t}


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_people_stay_words(words: str) -> None:
    check_spoken(words)


def test_a_task_is_told_numbers_as_texts() -> None:
    containers = render(plan(designs.fleet()), "terraform", code=False)["containers.tf"]
    assert re.search(r'value = "\$\{aws_elasticache_serverless_cache\.\w+\.endpoint\[0\]\.port\}"', containers)


def test_what_has_to_be_built_before_is_said_where_a_reader_begins() -> None:
    made = plan(designs.chat())
    (command,) = {function.build.command for function in made.functions.values() if function.build is not None}
    for language, entry in (("terraform", "main.tf"), ("pulumi-python", "__main__.py")):
        assert f"cd src && {command}" in render(made, language, code=False)[entry]
    for language in ("pulumi-typescript", "sst"):
        assert (
            json.loads(render(made, language, code=False)["package.json"])["scripts"]["build"] == f"cd src && {command}"
        )
