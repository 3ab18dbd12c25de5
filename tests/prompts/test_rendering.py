from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import Declared, Library, Template, ValuesError, render
from prompts.asking import objection
from prompts.library import packaged, parse
from prompts.tokens import estimate
from prompts.values import clean

ROOT = Path(__file__).resolve().parents[2]
LEAST = {"title": "Notes", "what": "People keep notes."}

NOTE = Template(
    name="note",
    title="A note",
    summary="A note to somebody.",
    fields=(
        Declared(name="who", help="Whom it is for.", required=True),
        Declared(name="text", type="text", help="What it says."),
        Declared(name="count", type="number", help="How many copies."),
        Declared(name="tone", type="choice", help="How it sounds.", choices=("kind", "plain"), default="plain"),
        Declared(name="ways", type="choices", help="How it goes.", choices=("mail", "post")),
    ),
    body="# For {{who}}\n\n## Text\n\n{{ text }}\n\n"
    "## Details\n\n- Copies: {{count}}\n- Tone: {{tone}}\n- By {{ways}}\n",
)
OWN = NOTE.model_copy(update={"origin": "user"})
EXPRESSIONS = ("{{who}}", "{{ nothing }}", "{{7*7}}", "{% if 1 %}yes{% endif %}", "{# no #}", "${7*7}", "{0}",
               "%(who)s", "{{", "}}", r"\1", r"\g<0>", "{{ cycler.__init__.__globals__ }}",
               "{% include 'brief' %}")  # fmt: skip


def problems_of(values: dict[str, str], template: Template = NOTE) -> list[str]:
    with pytest.raises(ValuesError) as raised:
        render(template, values)
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize("template", [NOTE, OWN])
def test_values_stand_where_their_fields_do(template: Template) -> None:
    values = {"who": "Ada", "text": "Hello.\nBye.", "count": "2", "tone": "KIND", "ways": "post,mail ,post"}
    assert render(template, values) == (
        "# For Ada\n\n## Text\n\nHello.\nBye.\n\n## Details\n\n- Copies: 2\n- Tone: kind\n- By post, mail\n"
    )


@pytest.mark.parametrize("template", [NOTE, OWN])
def test_what_is_empty_is_left_out_with_its_heading(template: Template) -> None:
    assert render(template, {"who": "Ada", "count": "  "}) == "# For Ada\n\n## Details\n\n- Tone: plain\n"


def test_a_missing_or_unknown_field_is_named() -> None:
    assert problems_of({"text": "Hello."}) == ["who: is required: Whom it is for."]
    assert problems_of({"who": " "}) == ["who: is required: Whom it is for."]
    assert problems_of({"whom": "Ada", "count": "x"}) == [
        "whom: there is no such field; there is: who, text, count, tone, ways",
        "count: 'x' is no number",
        "who: is required: Whom it is for.",
    ]


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("who", "Ada\nBob", "must be a single line"),
        ("who", "Ada\x1b[2J", "holds the control character U+001B"),
        ("who", "Ada\u2028Bob", "holds the control character U+2028"),
        ("who", "Ada\ud800", "holds the control character U+D800"),
        ("count", "many", "'many' is no number"),
        ("count", "٣", "'٣' is no number"),
        ("tone", "loud", "'loud' is none of: kind, plain"),
        ("ways", "mail, dove", "'dove' is none of: mail, post"),
    ],
)
def test_a_value_that_does_not_fit_is_named(field: str, value: str, problem: str) -> None:
    assert problems_of({"who": "Ada", field: value}) == [f"{field}: {problem}"]


@pytest.mark.parametrize("value", ["2", "2,000", "1 000 000", "0.5", "-3", "2_000.25"])
def test_numbers_as_people_write_them(value: str) -> None:
    assert f"Copies: {value}\n" in render(NOTE, {"who": "Ada", "count": value})


@pytest.mark.parametrize("template", [NOTE, OWN])
@pytest.mark.parametrize("value", EXPRESSIONS)
def test_a_value_is_never_a_template(template: Template, value: str) -> None:
    assert f"\n{value}\n" in render(template, {"who": "Ada", "text": value})


def test_a_value_is_never_a_template_in_any_place_of_any_template() -> None:
    for template in Library().templates():
        value = "{{7*7}} {% raw %} ${7*7}"
        values = {field.name: value for field in template.fields if field.type in ("line", "text")}
        needed = {
            f.name: "7" if f.type == "number" else f.choices[0]
            for f in template.fields
            if f.required and f.name not in values
        }
        text = render(template, values | needed)
        assert "49" not in text
        assert text.count("{{7*7}}") >= len(values)
        assert text.count("{% raw %}") == text.count("{{7*7}}")


@pytest.mark.devdata
def test_payloads_stay_what_they_are(dev_data: Path) -> None:
    rows = [json.loads(line) for line in (dev_data / "injection_dev.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) > 200
    payloads = [clean(row.get("payload") or row.get("injection") or row["text"]) for row in rows]
    fit = [text for text in payloads if not objection(NOTE.fields[1], text)]
    assert len(fit) > 0.9 * len(rows)
    for text in fit:
        for template in (NOTE, OWN):
            filled = render(template, {"who": "Ada", "text": text})
            assert filled == f"# For Ada\n\n## Text\n\n{text}\n\n## Details\n\n- Tone: plain\n"
        assert render(packaged("brief"), LEAST | {"what": text}) == f"# Notes\n\n{text}\n"
        flat = " ".join(text.split())
        listed = render(packaged("microservices"), {"use_case": flat, "domains": text})
        assert listed.startswith(f"# {flat}\n\nA serverless")
        assert all(line.strip() in listed for line in text.split("\n"))
        kept = render(
            packaged("infrastructure-as-code"), {"title": "A", "what": "B.", "infrastructure": "SAM", "stages": flat}
        )
        assert json.loads(kept[kept.index('{"stages"') :].split("\n")[0]) == {"stages": flat}


@pytest.mark.parametrize(
    "line", ["{{ 7*7 }}", "{% for x in 'ab' %}{{ x }}{% endfor %}", "{{ who.__class__ }}", "${{ a.b }}"]
)
def test_a_users_text_is_never_executed(line: str) -> None:
    text = f"---\ntitle: A\nsummary: B.\nfields:\n  - {{name: who, help: C.}}\n---\n{{{{ who }}}}: {line}\n"
    places = text.replace("{{ x }}", "{{ x + 1 }}").replace("{{ who.__", "{{ (who).__")
    template = parse(places, "note", is_own=True)
    assert render(template, {"who": "Ada"}) == "Ada: " + places.rpartition("{{ who }}: ")[2]


def test_a_heading_in_a_value_is_text() -> None:
    assert "## Text\n\n## Mine\n\n## Details" in render(NOTE, {"who": "Ada", "text": "## Mine"})


def test_windows_line_ends_are_brought_to_one_kind() -> None:
    assert "One.\nTwo.\nThree.\n" in render(NOTE, {"who": "Ada", "text": "One.\r\nTwo.\rThree.\r\n"})


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=300).filter(str.strip))
def test_any_text_stands_in_the_result_as_it_is(value: str) -> None:
    for template in (NOTE, OWN):
        assert f"## Text\n\n{value.strip()}\n" in render(template, {"who": "Ada", "text": value})


@given(st.dictionaries(st.sampled_from([f.name for f in NOTE.fields] + ["other"]), st.text(max_size=80)))
def test_any_values_are_put_in_or_refused_by_name(values: dict[str, str]) -> None:
    try:
        text = render(NOTE, values)
    except ValuesError as error:
        blamed = {problem.field for problem in error.problems}
    else:
        assert text == render(NOTE, dict(reversed(values.items())))
        blamed = set()
    assert blamed <= {*values, "who"}


def test_the_budget_is_kept_and_the_longest_value_named() -> None:
    small = NOTE.model_copy(update={"budget": 60})
    assert estimate(render(small, {"who": "Ada", "text": "a" * 90})) <= 60
    (problem,) = problems_of({"who": "Ada", "text": "a" * 300}, small)
    assert problem == (
        "text: the filled text has about 116 tokens, 56 over its budget of 60; this value has 100 of them: shorten it"
    )


@pytest.mark.parametrize("name", Library().names())
def test_every_template_refuses_what_is_beyond_its_budget(name: str) -> None:
    template = packaged(name)
    required = {field.name: "Some." for field in template.fields if field.required and not field.is_closed}
    required |= {f.name: f.choices[0] for f in template.fields if f.required and f.is_closed}
    required |= {f.name: "5" for f in template.fields if f.required and f.type == "number"}
    longest = next(field for field in template.fields if field.type in ("line", "text"))
    assert estimate(render(template, required)) <= template.budget
    (problem,) = problems_of(required | {longest.name: "word " * template.budget}, template)
    assert problem.startswith(f"{longest.name}: the filled text has about ")


@pytest.mark.parametrize("name", Library().names())
def test_every_template_can_be_filled_with_the_least_and_with_everything(name: str) -> None:
    template = packaged(name)
    least = {field.name: _example(field) for field in template.fields if field.required}
    everything = {field.name: _example(field) for field in template.fields}
    for values in (least, everything):
        text = render(template, values)
        assert "{{" not in text
        assert "{%" not in text
        assert "\n\n\n" not in text
        told = [field for field in template.fields if field.name in values and not field.is_closed]
        assert [field.name for field in told if values[field.name] not in text] == []


def _example(field: Declared) -> str:
    return field.choices[0] if field.choices else "2,000" if field.type == "number" else f"word-{field.name}"


@pytest.mark.parametrize("name", Library().names())
def test_every_choice_makes_a_text(name: str) -> None:
    template = packaged(name)
    least = {field.name: _example(field) for field in template.fields if field.required}
    texts = {
        (field.name, choice): render(template, least | {field.name: choice})
        for field in template.fields
        for choice in field.choices
    }
    assert all(text.strip() for text in texts.values())


def test_a_brief_says_nothing_about_what_was_not_given() -> None:
    assert render(packaged("brief"), LEAST) == "# Notes\n\nPeople keep notes.\n"


def test_settings_are_strings_of_json_a_line_each() -> None:
    text = render(
        packaged("cost-framework"),
        {"title": "A", "what": "B.", "traffic": "1 a day", "budget": "5", "dev_hours": '8 to "20"'},
    )
    block = text[text.index("```json\n") + 8 : text.rindex("\n```")]
    assert [json.loads(line) for line in block.split("\n")] == [{"development runs": '8 to "20"'}]


def test_the_same_bytes_in_another_process() -> None:
    code = (
        "from prompts import Library, render\n"
        "for t in Library().templates():\n"
        "    v = {f.name: f.choices[0] if f.choices else '7' if f.type == 'number' else f.name for f in t.fields}\n"
        "    print(render(t, v))\n"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
