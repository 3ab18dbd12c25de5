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
from tools.bundle.chapters.operation import failing_into
from tools.bundle.material import Material
from tools.bundle.wording import listed, raised, sentence
from tools.design.components import Component, Queue
from tools.design.links import LinkKind
from tools.diagram.architecture import architecture_svg
from tools.diagram.wording import service_name, words_of

INCOMING: dict[LinkKind, str] = {
    "trigger": "started by", "call": "called by", "send": "fed by", "read": "read by", "write": "written by",
}  # fmt: skip
OUTGOING: dict[LinkKind, str] = {
    "trigger": "starts", "call": "calls", "send": "sends to", "read": "reads", "write": "writes to",
}  # fmt: skip
SUPPORT = {
    "layer": "Code that functions share.",
    "key": "Encrypts what is stored.",
    "secret": "Keeps a credential.",
    "firewall": "Turns harmful requests away.",
    "network": "Keeps traffic private.",
    "topic": "Tells people or systems.",
    "audit-trail": "Records who did what.",
}
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
    found = material.dossier.fitness
    for fit in found:
        workload = raised(fit.workload) if len(found) > 1 else "Everything"
        yield text(strong(f"{workload}: {FITS[fit.verdict]}. "), sentence(fit.because))


def _parts(components: list[Component], material: Material) -> Grid:
    provider = material.design.requirements.provider.value
    rows = tuple((text(code(c.name)), text(service_name(c, provider)), text(purpose(c, material))) for c in components)
    return Grid(("Part", "Service", "What it does"), rows, widths=(20, 18, 62))


def purpose(component: Component, material: Material) -> str:
    """What a part does: what the design says of it, unless that is its name, and what it is joined to."""
    said = component.description or component.title
    own = sentence(said) if said and said.lower() != words_of(component.name).lower() else ""
    joined = sentence("; ".join(_joints(component, material)))
    return f"{own} {joined}".strip() or _support(component, material)


def _support(component: Component, material: Material) -> str:
    """What a part is there for that no link leads to."""
    failing = failing_into(component.name, material) if isinstance(component, Queue) else []
    if failing:
        return f"Keeps what failed in {listed(failing)}."
    return SUPPORT.get(component.kind) or sentence(component.kind.replace("-", " "))


def _joints(component: Component, material: Material) -> Iterator[str]:
    for kind, words in INCOMING.items():
        names = list(dict.fromkeys(link.source for link in material.graph.incoming(component.name, kind)))
        if names:
            yield f"{words} {listed(names)}"
    for kind, words in OUTGOING.items():
        names = list(dict.fromkeys(link.target for link in material.graph.outgoing(component.name, kind)))
        if names:
            yield f"{words} {listed(names)}"
