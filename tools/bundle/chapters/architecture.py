"""The picture of the system, how well its work fits functions, and every part of it."""

from __future__ import annotations

from collections.abc import Iterator

from tools.bundle.blocks import (
    Block,
    Bullets,
    Chapter,
    Fold,
    Grid,
    Heading,
    Paragraph,
    Picture,
    Words,
    code,
    strong,
    text,
)
from tools.bundle.material import Material
from tools.bundle.wording import listed, lowered, raised, sentence
from tools.design.components import Component
from tools.design.links import LinkKind
from tools.diagram.architecture import architecture_svg
from tools.diagram.wording import name_of, service_name

INCOMING: dict[LinkKind, str] = {
    "trigger": "started by", "call": "called by", "send": "fed by", "read": "read by", "write": "written by",
}  # fmt: skip
OUTGOING: dict[LinkKind, str] = {
    "trigger": "starts", "call": "calls", "send": "sends to", "read": "reads", "write": "writes to",
}  # fmt: skip
FITS = {
    "functions": "functions and managed services",
    "containers": "containers",
    "hybrid": "both, side by side",
    "elsewhere": "no serverless service",
}


def chapter(material: Material) -> Chapter:
    """Picture, fitness, parts."""
    picture = Picture("pictures/architecture.svg", material.design.title, architecture_svg(material.design))
    main = [c for c in material.design.components if c.serves or c.kind == "external"]
    rest = [c for c in material.design.components if c not in main]
    blocks: list[Block] = [
        picture,
        Heading("Where its work belongs"),
        Bullets(tuple(_fitness(material))),
        Heading("Parts"),
    ]
    if main:
        blocks.append(_parts(main, material))
    if rest:
        note = Paragraph(text("They are there for the others: keys, secrets, logs, what keeps failed work."), "note")
        blocks.append(Fold(f"Supporting parts ({len(rest)})", (note, _parts(rest, material))))
    return Chapter("architecture", "Architecture", tuple(blocks))


def _fitness(material: Material) -> Iterator[Words]:
    for fit in material.dossier.fitness:
        yield text(strong(f"{raised(fit.workload)}: {FITS[fit.verdict]}. "), sentence(fit.because))


def _parts(components: list[Component], material: Material) -> Grid:
    provider = material.design.requirements.provider.value
    rows = [
        (text(code(c.name)), text(service_name(c, provider)), text(purpose(c, material)), text(_served(c, material)))
        for c in components
    ]
    served = any(component.serves for component in components)
    heads = ("Part", "Service", "What it does", "Asked for by") if served else ("Part", "Service", "What it does")
    return Grid(heads, tuple(row[: len(heads)] for row in rows))


def purpose(component: Component, material: Material) -> str:
    """What a part does: as the design says, else from what it is joined to."""
    said = component.description or component.title
    if said and said.lower() != name_of(component).lower():
        return sentence(said)
    joined = "; ".join(_joints(component, material))
    return sentence(joined or component.kind.replace("-", " "))


def _joints(component: Component, material: Material) -> Iterator[str]:
    for kind, words in INCOMING.items():
        names = list(dict.fromkeys(link.source for link in material.graph.incoming(component.name, kind)))
        if names:
            yield f"{words} {listed(names)}"
    for kind, words in OUTGOING.items():
        names = list(dict.fromkeys(link.target for link in material.graph.outgoing(component.name, kind)))
        if names:
            yield f"{words} {listed(names)}"


def _served(component: Component, material: Material) -> str:
    texts = {asked.id: asked.text for asked in material.design.requirements.capabilities}
    names = [texts.get(name, name) for name in component.serves]
    return raised(listed([lowered(name) for name in names], 2)) if names else ""
