"""Reading pattern files: what is accepted, and errors that say where."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library import (
    MAX_BYTES,
    PACKAGED,
    Document,
    PatternError,
    add_pattern,
    load_library,
    packaged_documents,
    parse_pattern,
    user_documents,
)
from tests.knowledge.samples import document


def refused(data: bytes | str, source: str = "tea-making.md", origin: str = "user") -> str:
    with pytest.raises(PatternError) as caught:
        parse_pattern(data, source, origin)  # type: ignore[arg-type]
    return str(caught.value)


def test_a_users_file_needs_only_the_problem() -> None:
    pattern = parse_pattern(document(), "tea-making.md", "user")
    assert (pattern.id, pattern.origin, pattern.clouds()) == ("tea-making", "user", ("aws",))
    assert pattern.section("Problem").startswith("People are thirsty")
    assert "the section 'When to use' is missing" in refused(document(), origin="packaged")


def test_a_pattern_without_services_is_for_every_cloud() -> None:
    text = document().decode().replace("services:\n  aws: [sqs]\n", "")
    assert parse_pattern(text, "tea-making.md", "user").clouds() == ("aws", "azure", "gcp", "cloudflare")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("---\nid", "id", "line 1: must begin with '---'"),
        ("---\n\n## Problem", "\n## Problem", "line 1: the front matter has no closing '---'"),
        ("title: Tea making", "titel: Tea making", "line 3: titel: there is no such field here"),
        ("topics: [tea-making]", "topics: [tea-making, Bad One]", "line 5: topics.1: String should match"),
        ("aws: [sqs]", "aws: [SQS]", "line 7: services.aws.0: String should match"),
        ("summary: ", "summary: [", "line 5: not YAML"),
        ("id: tea-making", "id: coffee-making", "line 2: id: 'coffee-making' is not the name of the file"),
        ("title: Tea", "id: x\ntitle: Tea", "line 3: 'id' is given twice"),
        ("title: Tea making", "title: &a Tea\nareas: [*a]", "aliases (*name) are not allowed here"),
        ("title: Tea making", "origin: packaged\ntitle: x", "origin: cannot be given in the front matter"),
        ("## Problem", "## Trouble", "line 12: no section 'Trouble'; there are Problem, When to use"),
        ("## How it works", "## Problem", "line 12: the sections are repeated or out of order"),
        ("## Problem\n", "## Cost\nNothing.\n\n## Problem\n", "the sections are repeated or out of order"),
        ("thirsty", "thir\u200bsty", "line 13: holds the invisible character U+200B"),
        ("thirsty", "thir\u202esty", "line 13: holds the invisible character U+202E"),
        ("thirsty", "thir\x1bsty", "line 13: holds the invisible character U+001B"),
    ],
)
def test_an_error_says_where(old: str, new: str, expected: str) -> None:
    text = document().decode()
    assert old in text
    assert expected in refused(text.replace(old, new, 1))


def test_what_is_no_text_is_refused() -> None:
    assert "line 2: not UTF-8 text" in refused(b"---\nid: \xff\n---\n")
    assert "larger than 256 kB" in refused(b"-" * (MAX_BYTES + 1))
    assert "the front matter must be a list of fields" in refused("---\n- a\n---\n")


def test_windows_lines_and_a_mark_of_byte_order_do_no_harm() -> None:
    data = b"\xef\xbb\xbf" + document().replace(b"\n", b"\r\n")
    assert parse_pattern(data, "tea-making.md", "user").id == "tea-making"


def test_a_heading_in_a_fence_is_text() -> None:
    text = document(problem="```sh\n## Cost\n```").decode()
    assert "## Cost" in parse_pattern(text, "tea-making.md", "user").section("Problem")


def test_a_fragment_is_plain_data() -> None:
    text = document().decode() + "\n## Fragment\nIn words.\n\n```yaml\nadd:\n  - {kind: queue, name: orders}\n```\n"
    pattern = parse_pattern(text, "tea-making.md", "user")
    assert pattern.fragment == {"add": [{"kind": "queue", "name": "orders"}]}
    assert [section.heading for section in pattern.sections] == ["Problem", "How it works"]


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("\n## Fragment\nNothing.\n", "line 18: Fragment: must hold one fenced yaml block"),
        ("\n## Fragment\n```yaml\na: [\n```\n", "line 21: not YAML"),
        ("\n## Fragment\n```yaml\na: 1\na: 2\n```\n", "line 21: 'a' is given twice"),
    ],
)
def test_an_error_in_a_fragment_has_the_line_of_the_file(fragment: str, expected: str) -> None:
    assert expected in refused(document().decode() + fragment)


def test_adding_copies_the_file_and_replaces_an_earlier_one(tmp_path: Path) -> None:
    source, folder = tmp_path / "tea-making.md", tmp_path / "mine"
    source.write_bytes(document())
    assert add_pattern(source, folder).title == "Tea making"
    source.write_bytes(document(question="is there tea"))
    add_pattern(source, folder)
    assert [path.name for path in folder.iterdir()] == ["tea-making.md"]
    assert (folder / "tea-making.md").read_bytes() == document(question="is there tea")


def test_adding_refuses_what_is_bad_or_ours_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    bad, ours = tmp_path / "tea-making.md", tmp_path / "saga.md"
    bad.write_text("no pattern")
    ours.write_bytes(document("saga"))
    with pytest.raises(PatternError, match="line 1: must begin"):
        add_pattern(bad, folder)
    with pytest.raises(PatternError, match="'saga' is a packaged pattern"):
        add_pattern(ours, folder)
    assert not folder.exists()


def test_a_users_bad_file_is_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "tea-making.md").write_bytes(document())
    (tmp_path / "broken.md").write_text("---\nid: broken\n")
    (tmp_path / "saga.md").write_bytes(document("saga"))
    ours = tuple(d for d in packaged_documents() if d.name == "saga.md")
    library = load_library((*user_documents(tmp_path), *ours))
    assert [(pattern.id, pattern.origin) for pattern in library.patterns] == [
        ("saga", "packaged"),
        ("tea-making", "user"),
    ]
    assert [message.split(":")[0] for message in library.refused] == ["broken.md", "saga.md"]


def test_a_bad_packaged_file_is_an_error() -> None:
    with pytest.raises(PatternError, match=r"tea-making\.md"):
        load_library([Document("tea-making.md", b"---\n", "packaged")])


def test_user_documents_of_no_folder() -> None:
    assert user_documents(Path("/nowhere/at/all")) == ()


def test_the_packaged_files_are_found() -> None:
    assert len(packaged_documents()) == len(list(PACKAGED.glob("*.md")))
