from __future__ import annotations

import pytest

from prompts import TemplateError, UnknownTemplateError, get, templates
from prompts.library import FOLDER, names, parse

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
    assert names() == ("brief",)
    assert [template.name for template in templates()] == list(names())
    assert len(names()) == len(list(FOLDER.iterdir()))


def test_an_unknown_name_is_refused_with_those_that_are() -> None:
    with pytest.raises(UnknownTemplateError, match="no template 'brieff'; there is: brief"):
        get("brieff")


@pytest.mark.parametrize("name", ["../brief", "/etc/passwd", "", "brief.md"])
def test_a_name_is_no_path(name: str) -> None:
    with pytest.raises(UnknownTemplateError):
        get(name)


def test_a_template_is_read() -> None:
    template = parse(GOOD, "note")
    assert (template.name, template.title, template.body) == ("note", "A note", "To {{who}}.\n")
    assert template.field("who") is template.fields[0]
    assert template.field("whom") is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("---\ntitle", "title", "must begin with front matter"),
        ("{{who}}", "{{whom}}", "used and not declared: who, whom"),
        ("To {{who}}.", "To all.", "declared and not used"),
        ("    help: Whom it is for.\n", "", r"fields\.0\.help"),
        ("name: who", "name: Who", r"fields\.0\.name"),
        ("    help:", "    type: choice\n    help:", "exactly where its type is choice"),
        ("    help:", "    choices: [a]\n    help:", "exactly where its type is choice"),
        ("    help:", "    required: true\n    default: a\n    help:", "has no default"),
        ("    help:", "    type: choice\n    choices: [a]\n    default: b\n    help:", "none of the choices"),
        ("title: A note\n", "title: A note\nlevel: 3\n", "level"),
        ("title: A note\n", "title: [\n", "note"),
        ("  - name: who\n", "  - {name: who, help: Twice.}\n  - name: who\n", "declared twice"),
    ],
)
def test_what_is_wrong_with_a_template_is_said(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(TemplateError, match=message):
        parse(GOOD.replace(old, new, 1), "note")
