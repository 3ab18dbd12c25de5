"""Managed models by capability: Bedrock, Textract, Rekognition, Transcribe, Polly, Translate, Comprehend and others.

Source: their pricing pages. What one call takes and gives is the component's own figure, in the unit its capability
bills by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tools.catalog.prices import skus
from tools.cost.measures import steps
from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import AiService

_UNSET: float = AiService.model_fields["input_units"].default


class Meter(NamedTuple):
    """How a capability with one measure is billed."""

    service: str
    sku: str
    title: str
    unit: str
    typical: float
    """Units of one call where the design leaves the figure as it comes, which is one of tokens."""
    per_sku_unit: float = 1.0
    """Units in one base unit of the SKU."""
    least: float = 0.0
    """Fewest SKU units one call is billed for."""


_BY_CAPABILITY: dict[str, Meter] = {
    "ocr": Meter("textract", "detect_text_page", "Pages", "pages", 1),
    "vision": Meter("rekognition", "image_group2", "Images", "images", 1),
    "speech-to-text": Meter("transcribe", "batch_second", "Audio", "seconds", 60),
    "text-to-speech": Meter("polly", "neural_character", "Characters", "characters", 1000),
    "translation": Meter("translate", "text_character", "Characters", "characters", 1000),
    "text-analysis": Meter("comprehend", "unit", "Units of 100 characters", "characters", 1000, 100, 3),
    "fraud-detection": Meter("frauddetector", "prediction", "Predictions", "predictions", 1),
    "forecasting": Meter("forecast", "data_point", "Forecast data points", "data points", 1),
}


def meter(service: AiService, scope: Scope) -> Iterator[Usage]:
    """Usage of one managed model."""
    special = _SPECIAL.get(service.capability)
    if special is not None:
        yield from special(service, scope)
        return
    how = _BY_CAPABILITY[service.capability]
    calls = scope.demand(service.name).per_month
    units = how.typical if service.input_units == _UNSET else service.input_units
    billed = max(how.least, float(steps(units, how.per_sku_unit)) if how.per_sku_unit > 1 else units)
    yield Usage(
        service.name,
        how.service,
        how.sku,
        how.title,
        calls * billed,
        _formula(how),
        (("calls", calls), (f"{how.unit} of one", units)),
    )


def _formula(how: Meter) -> str:
    each = f"{how.unit} of one"
    if how.per_sku_unit > 1:
        each = f"started({each} / {how.per_sku_unit:g})"
    return f"calls x max({how.least:g}, {each})" if how.least else f"calls x {each}"


def _language_model(service: AiService, scope: Scope) -> Iterator[Usage]:
    calls = scope.demand(service.name).per_month
    model, note = _model(service.model, "claude-haiku-4-5")
    parts = (("input", "Input tokens", service.input_units), ("output", "Output tokens", service.output_units))
    for sku, title, units in parts:
        yield Usage(
            service.name,
            "bedrock",
            f"{model}_{sku}" if model else "",
            title,
            calls * units,
            "calls x tokens of one",
            (("calls", calls), ("tokens of one", units)),
            note,
        )


def _embedding(service: AiService, scope: Scope) -> Iterator[Usage]:
    calls = scope.demand(service.name).per_month
    model, note = _model(service.model, "titan-embed-text-v2")
    yield Usage(
        service.name,
        "bedrock",
        f"{model}_input" if model else "",
        "Input tokens",
        calls * service.input_units,
        "calls x tokens of one",
        (("calls", calls), ("tokens of one", service.input_units)),
        note,
    )


def _model(asked: str, usual: str) -> tuple[str, str]:
    """The priced model that a model id names, with a remark; none for one without a rate."""
    if not asked:
        return usual, f"no model is named: priced as {usual}"
    plain = asked.lower().replace(".", "-").replace("_", "-")
    priced = (sku.removesuffix("_input") for sku in skus("aws", "bedrock") if sku.endswith("_input"))
    for name in sorted(priced, key=len, reverse=True):
        if name in plain:
            return name, ""
    return "", f"no rate for the model {asked}"


def _recommendation(service: AiService, scope: Scope) -> Iterator[Usage]:
    calls, least = scope.demand(service.name).per_month, scope.seconds
    yield Usage(
        service.name,
        "personalize",
        "recommendation",
        "Recommendation requests",
        max(calls, least),
        "max(requests, one a second while the campaign is active)",
        (("requests", calls), ("one a second while the campaign is active", least)),
        is_standing=True,
    )


def _custom_model(service: AiService, scope: Scope) -> Iterator[Usage]:
    text = "depends on the instance that serves the model; none is named in the design"
    yield Usage(service.name, "sagemaker", "", "Inference", 0.0, "", note=text)


def _enterprise_search(service: AiService, scope: Scope) -> Iterator[Usage]:
    yield Usage(
        service.name,
        "kendra",
        "genai_index_hour",
        "Index hours",
        scope.hours,
        "hours",
        (("hours", scope.hours),),
        is_standing=True,
    )


_SPECIAL: dict[str, Callable[[AiService, Scope], Iterator[Usage]]] = {
    "language-model": _language_model,
    "embedding": _embedding,
    "recommendation": _recommendation,
    "custom-model": _custom_model,
    "enterprise-search": _enterprise_search,
}
