"""Every target says the same system: what is printed is read back, and a fault in it is found."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.tools.blueprint import designs
from tools.blueprint import plan
from tools.blueprint.reading import Reading, differences
from tools.blueprint.targets import Files, target, targets
from tools.blueprint.verifying import Verification, compare, readable, to_text, verify
from tools.design.design import Design

NAMES = ("cloudformation", "sam", "terraform")
PROGRAMS = ("pulumi-python", "pulumi-typescript")


def unequal(found: Verification) -> dict[str, tuple[str, ...]]:
    """What is different or could not be read, by target."""
    return {row.target: row.differences or (row.problem,) for row in found.rows if row.differences or row.problem}


@pytest.mark.parametrize("make", [*designs.examples(), designs.notes()], ids=lambda design: design.name)
def test_all_languages_say_the_same_system(make: Design) -> None:
    found = verify(plan(make), readable())
    assert unequal(found) == {}
    assert all(row.resources > 15 and row.permissions > 5 and row.settings > 100 for row in found.rows)


def test_all_languages_say_the_same_of_every_shipped_design(shipped: dict[str, Design]) -> None:
    found = {name: unequal(verify(plan(design), readable())) for name, design in shipped.items()}
    assert {name: apart for name, apart in found.items() if apart} == {}


@pytest.mark.slow
@pytest.mark.parametrize("made", designs.stars(), ids=lambda design: design.name)
def test_all_languages_say_the_same_of_whatever_is_linked_to_everything(made: Design) -> None:
    found = {name: [line for line in lines if "function-2" not in line] for name, lines in unequal_of(made)}
    assert {name: lines for name, lines in found.items() if lines} == {}


def unequal_of(made: Design) -> list[tuple[str, tuple[str, ...]]]:
    """What is different, by target; a function at the edge is polled by nothing that can be deployed."""
    return list(unequal(verify(plan(made), [*NAMES, *PROGRAMS])).items())


def test_what_can_be_read_is_known() -> None:
    assert {*NAMES, *PROGRAMS} <= set(readable())
    assert set(readable()) <= set(targets())


@cache
def printed(name: str, make: str) -> Files:
    """What a target prints for a design made by hand."""
    return target(name).render(plan(getattr(designs, make)()), "src")


@cache
def read(name: str, make: str) -> Reading:
    """The graph of what a target prints."""
    return graph(name, printed(name, make))


def graph(name: str, files: Files) -> Reading:
    """The graph of printed files."""
    reader = target(name).read
    assert reader is not None
    return reader(files)


def apart(name: str, make: str, files: Files) -> tuple[str, ...]:
    """How a changed rendering differs from the whole one of another language; why where it cannot be read."""
    other = "sam" if name == "cloudformation" else "cloudformation"
    try:
        return differences(read(other, make), graph(name, files))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        return (repr(error),)


Fault = tuple[str, str, str]
"""The path, what stood there, what stands there now."""


def faults(files: Files, seed: int) -> Iterator[Fault]:
    """Printed texts with one line changed or taken out, without end."""
    chance = random.Random(seed)
    places = [(path, number) for path, text in sorted(files.items()) for number in _lines(path, text)]
    while True:
        path, number = chance.choice(places)
        lines = files[path].splitlines(keepends=True)
        line = lines[number]
        changed = chance.choice((_dropped, _renumbered, _reworded))(line)
        if changed != line:
            yield path, line.strip(), "".join([*lines[:number], changed, *lines[number + 1 :]])


def _dropped(line: str) -> str:
    return ""


def _renumbered(line: str) -> str:
    return re.sub(r"(?<=[ =:])(\d+)(?=,?\s*$)", lambda match: str(int(match[1]) + 7), line)


def _reworded(line: str) -> str:
    return re.sub(r"\b([Tt]rue|[Ff]alse)\b", lambda match: _OTHER[match[1]], line)


_OTHER = {"true": "false", "false": "true", "True": "False", "False": "True"}


SILENT = re.compile(
    r"""^\s*(?:
      [#$}\])]|//|Metadata|checkov|skip:|-\ id:\ CK|comment:|DependsOn|depends_on|UpdateReplacePolicy|Description:|Name:
    | Title|title|version:|openapi|operationId|description|summary|responses|"\d\d\d"|parameters:|-\ name:\ \w+$|in:
    | required|schema:|type:\ string|DisplayName|Alarm?Name|name_prefix|bucket_prefix|name\ |role_name_prefix|Default:
    | -\ "(?:true|false)"|FailOnWarnings|endpointConfigurationTypes|create_before_destroy|lifecycle|Sid|Version|family
    | alarm_name|CodeUri|ContentUri|Code:|Content:|source_dir|source\ |output_path|excludes|filename|source_code_hash
    | type\ +=\ "zip"|triggers|redeployment|tags|Name\ =|Id:|OpenApi|httpMethod:\ POST|-\ Key|Value:|id\ +=|layer_name
    | region\ +=|-\ PolicyName|TargetGroupName|target_group_name|GenerateSecret:\ false|generate_secret\ +=\ false
    | FromPort:\ 252|ToPort:\ 86|architecture\ +=\ "arm64"|handler\ +=\ "app.handler"|LayerName|enabled\ +=\ true$
    | secret_string_wo_version|bucket\ +=
    )""",
    re.VERBOSE,
)
"""Lines that say nothing about the running system, what goes without saying, or names that each language gives."""


SILENT_IN_PROGRAMS = re.compile(
    r"""^\s*(?:name[=:]|"(?:filter|Version|schema|description)":|(?:filter|Version|schema|description):
    | (?:action|code|role_?name_?prefix|authorization_?type|api_?id|architecture)[=:]
    | opts=.*depends_on|\{\ dependsOn)""",
    re.VERBOSE | re.IGNORECASE,
)
"""The same in programs."""


def _lines(path: str, text: str) -> list[int]:
    if path.endswith((".py", ".ts")):
        return _lines_of_program(path, text)
    if not path.endswith((".tf", "template.yaml")) or path.startswith(
        ("modules/", "variables", "versions", "providers")
    ):
        return []
    lines = text.splitlines()
    start = next((number for number, line in enumerate(lines) if line.startswith("Resources:")), 0)
    return [
        n for n in range(start, len(lines)) if not SILENT.match(lines[n]) and re.search(r"[:=] \S|^\s*- \S", lines[n])
    ]


def _lines_of_program(path: str, text: str) -> list[int]:
    if not path.startswith("resources/") or "settings" in path:
        return []
    return [
        number
        for number, line in enumerate(text.splitlines())
        if re.search(r"[:=] ?\S.*,$", line) and not SILENT.match(line) and not SILENT_IN_PROGRAMS.match(line)
    ]


def missed(name: str, make: str, count: int) -> list[tuple[str, str]]:
    """The faults, of so many, that were not found."""
    assert apart(name, make, printed(name, make)) == ()
    found = faults(printed(name, make), 11)
    tried = [next(found) for _ in range(count)]
    whole = printed(name, make)
    return [(path, line) for path, line, text in tried if not apart(name, make, {**whole, path: text})]


@pytest.mark.parametrize("name", [*NAMES, *PROGRAMS])
def test_a_fault_in_what_is_printed_is_found(name: str) -> None:
    assert missed(name, "shop", 12) == []


@pytest.mark.slow
@pytest.mark.parametrize("make", ["shop", "clinic", "fleet"])
@pytest.mark.parametrize("name", NAMES)
def test_fifty_of_fifty_faults_are_found(name: str, make: str) -> None:
    assert missed(name, make, 50) == []


def test_a_statement_and_a_resource_taken_out_are_found() -> None:
    whole = printed("terraform", "shop")
    text = whole["messaging.tf"]
    less = re.sub(r'resource "aws_sns_topic_policy" "alerts" \{.*?\n\}\n', "", text, flags=re.DOTALL)
    assert less != text
    lines = apart("terraform", "shop", {**whole, "messaging.tf": less})
    assert [line for line in lines if line.startswith("topic/alerts.settings.policy")]
    functions = whole["functions.tf"].replace('"dynamodb:PutItem"', '"dynamodb:DeleteItem"', 1)
    lines = apart("terraform", "shop", {**whole, "functions.tf": functions})
    assert any("permission function create-order dynamodb:DeleteItem" in line for line in lines)


def test_what_cannot_be_read_is_said() -> None:
    broken = {**printed("terraform", "shop"), "messaging.tf": 'resource "aws_sqs_queue" {'}
    found = compare([(target("cloudformation"), printed("cloudformation", "shop")), (target("terraform"), broken)])
    assert not found.equal
    assert found.rows[1].problem.startswith("not understood: UnreadableError")
    assert compare([(target("sam")._replace(read=None), {})]).rows[0].problem == "this language is not read back yet"


def test_a_program_that_does_more_than_declare_is_not_read() -> None:
    whole = printed("pulumi-python", "shop")
    for line in ("import os\nos.remove('x')\n", "while True:\n    pass\n", "open('x')\n", "x = (\n"):
        files = {**whole, "resources/messaging.py": whole["resources/messaging.py"] + line}
        row = compare([(target("pulumi-python"), files)]).rows[0]
        assert row.problem.startswith("not understood: UnreadableError")


def test_a_result_that_is_thrown_away_stays_thrown_away_in_every_language() -> None:
    for name, null in (("pulumi-python", '"ResultPath": None'), ("pulumi-typescript", "ResultPath: null")):
        whole = printed(name, "fleet")
        path, text = next((path, text) for path, text in whole.items() if null in text)
        lines = apart(name, "fleet", {**whole, path: text.replace(f"{null},", "")})
        assert any(line.endswith("ResultPath: null in the first, nothing in the second") for line in lines)


def test_a_component_of_a_program_is_read_like_the_rest() -> None:
    whole = printed("pulumi-python", "shop")
    text = whole["components/function.py"].replace(
        '{"mode": "Active"} if tracing', '{"mode": "PassThrough"} if tracing'
    )
    lines = apart("pulumi-python", "shop", {**whole, "components/function.py": text})
    assert text != whole["components/function.py"]
    assert any(line.startswith("function/create-order.settings.tracing") for line in lines)


def test_the_table_tells_what_is_different() -> None:
    whole = printed("terraform", "shop")
    text = re.sub(r"retention_period( +)= 24", r"retention_period\1= 48", whole["messaging.tf"])
    printed_both = [(target("cloudformation"), printed("cloudformation", "shop"))]
    table = to_text(compare([*printed_both, (target("terraform"), {**whole, "messaging.tf": text})]))
    assert "1 differences" in table
    assert 'stream/clicks.settings.retention_hours: "24" in the first, "48" in the second' in table
