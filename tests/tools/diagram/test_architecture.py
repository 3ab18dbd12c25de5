"""Pictures of architectures: complete, well-formed, bounded, the same every time."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.design.components import KINDS
from tools.design.design import Design
from tools.design.plaintext import one_line
from tools.diagram import architecture_svg
from tools.diagram.families import FAMILIES, FAMILY_OF
from tools.diagram.icons import GLYPHS

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("short-links", "photo-pipeline", "shop", "fleet", "long-chain")


def titles(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}title")]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("detail", ["overview", "full"])
def test_a_picture_is_well_formed_and_bounded(name: str, detail: Any, designs: dict[str, Design]) -> None:
    svg = architecture_svg(designs[name], detail)
    root = ElementTree.fromstring(svg)
    assert float(root.get("width", "0")) <= 1800
    _, _, width, height = map(float, root.get("viewBox", "").split())
    assert width > 300
    assert height > 100
    assert "script" not in svg
    assert "href" not in svg
    assert svg == architecture_svg(designs[name], detail)


@pytest.mark.parametrize("name", NAMES)
def test_every_component_and_connection_is_drawn_once(name: str, designs: dict[str, Design]) -> None:
    design = designs[name]
    found = titles(architecture_svg(design, "full"))
    cards = [title for title in found if re.search(r"\([^)]+\)$", title)]
    lines = [title for title in found if "→" in title]
    shown = {link.source for link in design.links} | {link.target for link in design.links}
    assert len(cards) == len(set(cards))
    assert len(lines) == len(set(lines))
    pairs = {(link.source, link.target, link.kind in ("read", "write")) for link in design.links}
    drawn = [pair for pair in pairs if {pair[0], pair[1]} <= shown]
    assert len(lines) >= len(drawn) - 1  # a link to a secret is drawn as its chip
    assert len(found) - 1 >= len(design.components)


def test_the_overview_leaves_supporting_parts_out(designs: dict[str, Design]) -> None:
    overview, full = (" ".join(titles(architecture_svg(designs["fleet"], detail))) for detail in ("overview", "full"))
    for name in ("Trip DLQ", "API shield", "Fleet key", "Trail"):
        assert name not in overview
        assert name in full


def test_groups_are_framed(designs: dict[str, Design]) -> None:
    found = titles(architecture_svg(designs["shop"]))
    for group in ("Ordering", "Payment", "Warehouse", "Delivery", "Customer care"):
        assert found.count(group) == 1


def test_every_kind_has_a_glyph_and_a_family() -> None:
    assert set(GLYPHS) == set(KINDS)
    assert set(FAMILY_OF) == set(KINDS)
    assert len(set(GLYPHS.values())) == len(GLYPHS)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_glyphs_and_texts_stand_out(family: Any) -> None:
    """WCAG 2.2, 1.4.3: contrast of at least 4.5 to 1, on the tile and on the card."""
    assert contrast(family.colour, "#ffffff") >= 4.5
    assert contrast("#0f172a", family.tint) >= 4.5


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=60, deadline=None)
@given(title=TEXT, name=TEXT, description=TEXT, event=TEXT)
def test_any_text_stays_text(
    title: str, name: str, description: str, event: str, compose: Callable[..., Design]
) -> None:
    parts = [
        ("external", "people", {"role": "person", "title": name}),
        ("api", "front", {"description": description}),
        ("bucket", "store"),
        ("function", "work"),
    ]
    design = compose("Plain", parts, [("trigger", "people", "front"), ("trigger", "store", "work")])
    links = (design.links[0], design.links[1].model_copy(update={"matches": (event,)}))
    design = design.model_copy(update={"title": title, "links": links})
    svg = architecture_svg(design)
    found = titles(svg)
    assert found[0] == (one_line(title) or "Plain")
    assert f"{one_line(name) or 'People'} (People)" in found
    card = f"Front (API Gateway HTTP): {one_line(description)}" if one_line(description) else "Front (API Gateway HTTP)"
    assert card in found
    line = f"Store → Work: {one_line(event)}" if one_line(event) else "Store → Work"
    assert line in found


@pytest.mark.parametrize(
    "attack",
    ["</text><script>alert(1)</script>", "&lt;b&gt;", "]]>", "\x00\x1b[31m", "\u202egnp.exe", '" onload="x', "{{7*7}}"],
)
def test_attacks_are_words(attack: str, compose: Callable[..., Design]) -> None:
    design = compose("Plain", [("function", "work", {"title": attack})], [])
    svg = architecture_svg(design)
    assert "<script" not in svg
    assert f"{one_line(attack)} (Lambda)" in titles(svg)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", svg)


def test_an_empty_design_is_a_picture_too(compose: Callable[..., Design]) -> None:
    assert "0 components" in architecture_svg(compose("Nothing yet", [], []))


def test_each_kind_can_be_drawn(compose: Callable[..., Design]) -> None:
    needed = {
        "layer": {"libraries": ("yaml",)},
        "dns-failover": {"regions": ("eu-west-1", "eu-central-1")},
        "workflow": {"definition": "flow"},
    }
    steps = [{"kind": "succeed", "name": "Done"}]
    design = compose(
        "All kinds",
        [(kind, f"a-{kind}", needed.get(kind, {})) for kind in KINDS],
        [],
        workflows=({"name": "flow", "steps": steps},),
    )
    found = " ".join(titles(architecture_svg(design, "full")))
    for kind in KINDS:
        assert f"A {kind.split('-')[0]}".lower() in found.lower()
