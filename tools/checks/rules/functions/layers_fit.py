"""The layers of a function fit it."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Function, Layer

RULE = Rule(
    id="SL-X08",
    title="A function's layers are in its language, few enough, and not asked of an image",
    severity="error",
    reason="An image takes no layers, too many do not deploy, and libraries of another language only slow the start.",
    fix="propose",
    remedy="Drop or merge layers; put the libraries of an image into the image.",
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Layers of images, too many layers, and layers of another language."""
    for function in subject.all(Function):
        place = subject.place(function, "layers")
        most = subject.limits.function_layers
        if function.package == "image" and function.layers:
            text = f"{function.name} is a container image and asks for layers."
            yield RULE.found(place, text, evidence=", ".join(function.layers), mend=setting(function.name, layers=()))
        elif most is not None and len(function.layers) > most:
            text = f"{function.name} uses {len(function.layers)} layers; at most {most} are possible."
            yield RULE.found(place, text, evidence=len(function.layers))
        for index, name in enumerate(function.layers):
            layer = subject.graph.get(name)
            if isinstance(layer, Layer) and layer.language != function.language:
                text = f"{function.name} is written in {function.language} and its layer {name} in {layer.language}."
                kept = tuple(other for other in function.layers if other != name)
                yield RULE.found(
                    subject.place(function, "layers", index),
                    text,
                    evidence=name,
                    severity="warning",
                    mend=setting(function.name, layers=kept),
                )
