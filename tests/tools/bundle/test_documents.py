from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from tools.bundle.blocks import (
    Block,
    Bullets,
    Card,
    Cards,
    Chapter,
    Choice,
    Columns,
    Commands,
    Fold,
    Grid,
    Heading,
    Paragraph,
    Span,
    code,
    is_address,
    soft,
    spaced,
    strong,
    text,
)
from tools.bundle.chapters import chapters_of
from tools.bundle.document import architecture_document
from tools.bundle.material import Material
from tools.bundle.page import report_page

VOID = {"meta", "col", "br", "hr", "img", "path", "rect", "line", "circle", "polygon", "polyline", "ellipse", "use"}
HOSTILE = "<script>alert(1)</script> | `x` ${7*7} {{7*7}} [a](javascript:x) *b* \\ & \"q\" 'q' \x1b[31m\u202e"


class Page(HTMLParser):
    """Reads a page, and says where its elements do not nest."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def hostile_chapters() -> tuple[Chapter, ...]:
    """A chapter with the same hostile words in every place that text can stand."""
    words = text(HOSTILE, strong(HOSTILE), code(HOSTILE), soft(HOSTILE), Span(HOSTILE, "link", "javascript:alert(1)"))
    blocks: tuple[Block, ...] = (
        Paragraph(words),
        Heading(HOSTILE),
        Bullets((words, words)),
        Grid((HOSTILE, "b"), ((words, text(Span(HOSTILE, "mark", "warning"))),), numbers=(1,), bars=(0.5,)),
        Cards((Card(HOSTILE, Span(HOSTILE), HOSTILE, "bad"),)),
        Choice(HOSTILE, HOSTILE, HOSTILE, (words,), ((HOSTILE, HOSTILE),), (words,)),
        Commands(("sam build",)),
        Fold(HOSTILE, (Paragraph(words),)),
        Columns((Paragraph(words), Paragraph(words))),
    )
    return (Chapter("hostile", HOSTILE, blocks),)


def test_the_page_nests_and_holds_everything_inside(bundle: dict[str, str]) -> None:
    page = Page(bundle["report.html"])
    assert page.wrong == []
    assert page.open == []
    assert not {"script", "iframe", "object", "embed", "form", "link", "base"} & {tag for tag, _ in page.tags}
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")], tag
        assert "src" not in attributes, tag
        assert (attributes.get("xlink:href") or attributes.get("href") or "#").startswith(
            ("https://", "#", "reports/", "blueprint/", "events/", "README")
        ) or re.fullmatch(r"[\w./-]+", attributes["href"] or "")
    assert "url(http" not in bundle["report.html"]


def test_ids_in_the_page_are_unique(bundle: dict[str, str]) -> None:
    ids = [attributes["id"] for _, attributes in Page(bundle["report.html"]).tags if "id" in attributes]
    assert sorted(ids) == sorted(set(ids))


def test_every_figure_in_the_page_is_in_the_evidence(bundle: dict[str, str]) -> None:
    known = {figure["id"] for figure in json.loads(bundle["evidence.json"])["figures"]}
    shown = [attributes["value"] for tag, attributes in Page(bundle["report.html"]).tags if tag == "data"]
    assert len(shown) > 80
    assert set(shown) <= known


def test_links_and_pictures_lead_to_files_of_the_bundle(bundle: dict[str, str]) -> None:
    links = re.findall(r"(?<!\\)\]\((?!https://)([^)#]+)\)", bundle["README.md"])
    pages = [a["href"] for tag, a in Page(bundle["report.html"]).tags if tag == "a" and a.get("href", "#")]
    links += [href for href in pages if href and not href.startswith(("https://", "#"))]
    assert {"pictures/architecture.svg", "reports/cost.md"} <= set(links)
    for link in links:
        assert link in bundle or any(name.startswith(link) for name in bundle if link.endswith("/")), link


def test_anchors_lead_to_chapters(bundle: dict[str, str]) -> None:
    page = Page(bundle["report.html"])
    ids = {attributes.get("id") for _, attributes in page.tags}
    anchors = [a["href"] or "" for tag, a in page.tags if tag == "a" and (a.get("href") or "").startswith("#")]
    assert len(anchors) >= 10
    assert {anchor[1:] for anchor in anchors} <= ids


@pytest.mark.parametrize("bad", ["e+0", "e-0", " nan", " inf ", "()", " ,", " . ", ".."])
def test_no_machine_numbers_are_shown(bundle: dict[str, str], bad: str) -> None:
    lines = [line for line in bundle["README.md"].split("\n") if not line.startswith(("```", "|  |", "| ---"))]
    visible = [re.sub(r"`[^`]*`|https://\S+", "x", line) for line in lines]
    assert [line for line in visible if bad in line] == []


def test_tables_have_as_many_cells_as_heads(bundle: dict[str, str]) -> None:
    width = 0
    for line in bundle["README.md"].split("\n"):
        if not line.startswith("|"):
            width = 0
            continue
        cells = len(re.findall(r"(?<!\\)\|", line))
        width = width or cells
        assert cells == width, line


def test_the_document_says_what_has_to_be_said(bundle: dict[str, str]) -> None:
    titles = re.findall(r"^## (.*)$", bundle["README.md"], re.M)
    assert titles[0] == "At a glance"
    for title in ("Architecture", "What was asked", "Options and decisions", "Cost", "How far it scales", "Deployment"):
        assert title in titles


def test_words_of_people_are_never_markup(material: Material) -> None:
    chapters = hostile_chapters()
    page = Page(report_page(material, chapters))
    assert page.wrong == []
    assert "script" not in {tag for tag, _ in page.tags}
    assert not [a for tag, a in page.tags if tag == "a" and (a.get("href") or "").startswith("javascript")]
    assert sum("<script>alert(1)</script>" in word for word in page.words) > 10
    document = re.sub(r"<summary>.*</summary>", "", architecture_document(material, chapters))
    assert "<script>" not in document.replace("\\<script\\>", "")
    assert re.search(r"(?<!\\)\]\(javascript", document) is None
    for source in (document, report_page(material, chapters)):
        assert "\x1b" not in source
        assert "\u202e" not in source


def test_spaces_at_the_ends_stay() -> None:
    assert spaced(" of ", str.strip) == " of "
    assert spaced(" ", str.strip) == " "
    assert spaced("", str.strip) == ""


def test_addresses() -> None:
    assert is_address("https://docs.aws.amazon.com/lambda/latest/dg/limits.html#x")
    assert is_address("reports/cost.md")
    for bad in (
        "javascript:alert(1)",
        "http://x",
        "//evil",
        "/etc/passwd",
        "",
        "https://a b",
        "data:text/html,x",
        "a)b",
    ):
        assert not is_address(bad)


def test_chapters_have_ids_of_their_own(material: Material) -> None:
    ids = [chapter.id for chapter in chapters_of(material)]
    assert len(ids) == len(set(ids)) >= 12
