"""Amazon Bedrock: tokens in and out, by model."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from tools.catalog.prices import skus
from tools.cost.forms.model import Field, Form, Given, count
from tools.cost.forms.reading import UsageError
from tools.cost.usage import Usage

MODELS = tuple(sorted({sku.rpartition("_")[0] for sku in skus("aws", "bedrock")}))
FIELDS = (
    Field("model", "names", "model, as the price book names it", ("model_id", "model_name")),
    count("requests", "calls of the model", "calls", "invocations", "prompts"),
    count("input_tokens", "tokens in, of one call where calls are stated", "tokens_in", "prompt_tokens",
          "input_tokens_per_request", "tokens_in_per_request", "input"),
    count("output_tokens", "tokens out, of one call where calls are stated", "tokens_out", "completion_tokens",
          "output_tokens_per_request", "tokens_out_per_request", "output"),
)  # fmt: skip


def lines(given: Given) -> Iterator[Usage]:
    """Tokens both ways at the rates of the model."""
    if not given.has("input_tokens", "output_tokens"):
        return
    model = _model(given)
    for way in ("input", "output"):
        name = f"{way}_tokens"
        if given.has(name):
            many = given.has("requests")
            inputs = given.inputs("requests", name) if many else given.inputs(name)
            formula = f"requests x {way} tokens" if many else f"{way} tokens"
            if f"{model}_{way}" in skus("aws", "bedrock"):
                yield given.usage(f"{model}_{way}", f"Tokens {way} ({model})", formula, inputs)


def _model(given: Given) -> str:
    """The model that is meant: as written, or without the vendor, version and region of its full name."""
    written = "".join(given.names("model")[:1]).lower().replace(" ", "-").replace(".", "-")
    for model in sorted(MODELS, key=len, reverse=True):
        if written == model or model in written:
            return model
    near = get_close_matches(written, MODELS, 1, 0.5)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise UsageError(f"{given.label}: no rates of the model '{written[:60]}'{hint} There is: {', '.join(MODELS)}")


FORM = Form("bedrock", FIELDS, lines=lines, features={"bedrock_model": {}, "bedrock_on_demand": {}})
