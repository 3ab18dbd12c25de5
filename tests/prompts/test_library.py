from __future__ import annotations

from pathlib import Path

import pytest

from prompts import Library, Template, TemplateError, UnknownTemplateError
from prompts.library import FOLDER, SECTIONS, packaged, parse
from prompts.rendering import fields_used
from prompts.tokens import estimate

NAMES = (
    "api-design", "application-framework", "architecture-overview", "brief", "cost-framework", "data-flow",
    "database-design", "ecommerce-platform", "event-driven", "event-driven-services", "infrastructure-as-code",
    "microservices", "observability-framework", "phase-1-strategy", "phase-2-implementation", "phase-3-scaling",
    "phase-4-enterprise", "realtime-analytics", "security-framework", "validation-criteria",
)  # fmt: skip

GOOD = """---
title: A note
summary: A note to somebody.
fields:
  - name: who
    help: Whom it is for.
---
To {{who}}.
"""


def test_every_file_is_found() -> None:
    library = Library()
    assert library.names() == NAMES
    assert tuple(template.name for template in library.templates()) == NAMES
    assert len(NAMES) == len(list(FOLDER.iterdir()))
    assert [path.name for path in sorted(SECTIONS.iterdir())] == ["numbers.md", "setting.md"]
    assert library.refused() == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_packaged_template_is_in_order(name: str) -> None:
    template = packaged(name)
    assert fields_used(template) == {field.name for field in template.fields}
    assert template.origin == "packaged"
    assert estimate(template.body) <= template.budget / 3
    assert template.summary.endswith(".")
    assert all(field.help.endswith(".") for field in template.fields)
    if template.kind == "brief":
        assert any(field.required for field in template.fields)
        asked = {field.name for field in template.fields}
        assert asked >= {"traffic", "peak", "latency", "availability", "budget", "compliance", "cloud", "region"}


@pytest.mark.parametrize("name", NAMES)
def test_a_field_says_what_to_write_with_an_example(name: str) -> None:
    told = [field for field in packaged(name).fields if not field.is_closed]
    without = [field.name for field in told if ": " not in field.help and field.type != "text"]
    assert without == []


def test_kinds_are_what_their_texts_are_good_for() -> None:
    kinds = {template.name: template.kind for template in Library().templates() if template.kind != "brief"}
    assert kinds == {"architecture-overview": "question", "validation-criteria": "review"}


def test_an_unknown_name_is_refused_with_those_that_are() -> None:
    with pytest.raises(UnknownTemplateError, match=r"no template 'brieff'; there is: api-design, .*, brief, "):
        Library().get("brieff")


@pytest.mark.parametrize("name", ["../brief", "/etc/passwd", "", "brief.md"])
def test_a_name_is_no_path(name: str) -> None:
    with pytest.raises(UnknownTemplateError):
        Library().get(name)


def test_a_template_is_read() -> None:
    template = parse(GOOD, "note")
    assert (template.name, template.title, template.body, template.kind) == ("note", "A note", "To {{who}}.\n", "brief")
    assert template.field("who") is template.fields[0]
    assert template.field("whom") is None


def test_a_section_brings_its_fields_and_gives_way_to_the_templates_own() -> None:
    own = '  - {name: traffic, help: Mine., required: true}\n---\nTo {{who}}.\n\n{% include "numbers" %}\n\nEnd.\n'
    template = parse(GOOD.replace("---\nTo {{who}}.\n", own), "note", is_own=True)
    assert [field.name for field in template.fields] == ["who", "traffic", "peak", "latency", "availability", "budget"]
    assert template.fields[1].help == "Mine."
    assert "\n\n## Numbers\n\n- Traffic: {{traffic}}\n" in template.body
    assert template.body.endswith("\n\nEnd.\n")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("---\ntitle", "title", r"note\.md: must begin with front matter"),
        ("{{who}}", "{{whom}}", "used and not declared: whom"),
        ("To {{who}}.", "To all.", "declared and not used: who"),
        ("    help: Whom it is for.\n", "", r"fields\.0\.help"),
        ("name: who", "name: Who", r"fields\.0\.name"),
        ("    help:", "    type: choice\n    help:", "exactly where its type is choice"),
        ("    help:", "    choices: [a]\n    help:", "exactly where its type is choice"),
        ("    help:", "    type: choices\n    choices: ['a, b']\n    help:", "hold no commas"),
        ("    help:", "    type: text\n    suggestions: [a]\n    help:", "only a line has suggestions"),
        ("    help:", "    required: true\n    default: a\n    help:", "has no default"),
        ("    help:", "    type: choice\n    choices: [a]\n    default: b\n    help:", "'b' is none of: a"),
        ("    help:", "    type: number\n    default: many\n    help:", "'many' is no number"),
        ("title: A note\n", "title: A note\nlevel: 3\n", "level"),
        ("title: A note\n", "title: A note\norigin: packaged\n", "origin: there is no such field"),
        ("title: A note\n", "title: A note\nbudget: 1000000\n", "budget"),
        ("title: A note\n", "title: A note\nkind: order\n", "kind"),
        ("title: A note\n", "title: [\n", r"note\.md:\d: not YAML"),
        ("fields:\n", "fields: 3\nmore:\n", "fields: must be a list"),
        ("  - name: who\n", "  - {name: who, help: Twice.}\n  - name: who\n", "declared twice: who"),
        ("To {{who}}.", 'To {{who}}.\n{% include "letters" %}', "no section 'letters'; there is: numbers, setting"),
    ],
)
def test_what_is_wrong_with_a_template_is_said(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(TemplateError, match=message):
        parse(GOOD.replace(old, new, 1), "note", is_own=True)


def test_lines_in_errors_are_those_of_the_file() -> None:
    with pytest.raises(TemplateError, match=r"note\.md:3: 'title' is given twice"):
        parse(GOOD.replace("title: A note\n", "title: A note\ntitle: B\n"), "note")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A user's folder with one good template."""
    (tmp_path / "note.md").write_text(GOOD, encoding="utf-8")
    return tmp_path


def test_a_users_templates_come_after_ours(folder: Path) -> None:
    library = Library(folder, folder / "nowhere")
    assert library.names() == (*NAMES, "note")
    assert library.get("note").origin == "user"
    assert library.refused() == ()


def test_what_cannot_be_used_is_left_out_and_named(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (folder / "brief.md").write_text(GOOD)
    (folder / "My Note.md").write_text(GOOD)
    (folder / "bad.md").write_text("no front matter")
    (folder / "latin.md").write_bytes(GOOD.replace("note", "n\xf6te").encode("latin-1"))
    (folder / "long.md").write_text(GOOD + "a" * 200_000)
    (folder / "folder.md").mkdir()
    (other / "note.md").write_text(GOOD)
    library = Library(folder, other)
    assert [template.name for template in library.templates()] == [*NAMES, "note"]
    assert sorted(library.refused()) == sorted([
        "My Note.md: a template is named in lower case letters, digits and hyphens",
        "brief.md: 'brief' is a packaged template; choose another name",
        f"note.md: there is a template 'note' already, in {folder / 'note.md'}",
        "bad.md: must begin with front matter between two '---' lines",
        "folder.md: is a directory",
        "latin.md: not UTF-8 text",
        "long.md: larger than the 131,072 bytes a template may have",
    ])  # fmt: skip
    assert isinstance(library.get("brief"), Template)
    assert library.get("brief").origin == "packaged"
    with pytest.raises(TemplateError, match="not UTF-8"):
        library.get("latin")


def test_windows_files_are_read(folder: Path) -> None:
    (folder / "note.md").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert Library(folder).get("note") == parse(GOOD, "note", is_own=True)


def test_the_example_in_the_documents_is_a_template() -> None:
    document = (Path(__file__).resolve().parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
    example = document.partition("```yaml\n")[2].partition("```")[0]
    template = parse(example, "nightly-import", is_own=True)
    assert [field.name for field in template.fields][:3] == ["files", "bad_rows", "traffic"]
    assert (template.kind, template.budget) == ("brief", 3000)
