"""Usage forms: everything the price book knows can be stated, in the words people use; the rest is a clear error."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.catalog.prices import PROVIDERS, price, priced_services, skus
from tools.cost.bill import in_cents
from tools.cost.forms import UsageBill, UsageError, price_usage, read_usage
from tools.cost.forms.model import WORDS, Form
from tools.cost.forms.registry import declared_services, form_of
from tools.cost.formulas import compute

SERVICES = [(provider, service) for provider in PROVIDERS for service in priced_services(provider)]


def bill(service: str, inputs: dict[str, Any], **about: Any) -> UsageBill:
    import json

    options = {name: about.pop(name) for name in ("hours", "free_tier") if name in about}
    return price_usage(read_usage(json.dumps({"service": service, "inputs": inputs, **about})), **options)


def cents(service: str, inputs: dict[str, Any], **about: Any) -> Decimal:
    return in_cents(bill(service, inputs, **about).total)


def test_as_many_forms_as_there_were() -> None:
    assert {provider: len(declared_services(provider)) for provider in PROVIDERS} == {
        "aws": 51, "azure": 14, "cloudflare": 9, "gcp": 12,
    }  # fmt: skip
    assert all(set(declared_services(provider)) <= set(priced_services(provider)) for provider in PROVIDERS)


@pytest.mark.parametrize(("provider", "service"), SERVICES)
def test_every_sku_can_be_stated(provider: str, service: str) -> None:
    form = form_of(provider, service)
    assert form.covers | {charge.sku for charge in form.charges} >= set(skus(provider, service))


@pytest.mark.parametrize(("provider", "service"), SERVICES)
def test_no_name_means_two_things(provider: str, service: str) -> None:
    form = form_of(provider, service)
    names = [field.name for field in form.fields]
    assert len(names) == len(set(names))
    keys = [field.key for field in form.fields]
    assert len(keys) == len(set(keys))
    for field in form.fields:
        found = [f.name for f in form.fields if field.key in (f.name, *f.synonyms) and f.unit == field.unit]
        assert found in ([], [field.name]), field.key


def numeric(form: Form) -> list[str]:
    return [field.key for field in form.fields if field.unit not in WORDS]


@pytest.mark.parametrize(("provider", "service"), SERVICES)
def test_more_of_anything_never_costs_less_and_nothing_costs_nothing(provider: str, service: str) -> None:
    """All fields at once, then each of them doubled. What is set free, averaged or batched may lower the bill."""
    lowering = {"free", "free_stream", "free_stream_gb", "batch", "concurrency", "days", "price_per_ms", "free_gb"}
    spent = {"pc_requests", "od_requests", "peak_s", "peak", "pc_hours"}
    form = form_of(provider, service)
    keys = [key for key in numeric(form) if key not in lowering | spent]
    base: dict[str, Any] = dict.fromkeys(keys, 7.0) | ({"model": "nova-lite"} if service == "bedrock" else {})
    total = bill(f"{provider}.{service}", base).total
    for key in keys:
        assert bill(f"{provider}.{service}", {**base, key: 14.0}).total >= total, key


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["aws.sqs", "aws.lambda", "aws.apigateway", "aws.s3", "gcp.pubsub", "azure.service_bus"]),
       st.floats(0, 1e12), st.floats(0, 1e12))  # fmt: skip
def test_a_bill_grows_with_what_is_used(service: str, one: float, other: float) -> None:
    key = {"aws.s3": "storage_gb", "gcp.pubsub": "message_data_tb", "azure.service_bus": "operations"}
    less, more = sorted((one, other))
    name = key.get(service, "requests")
    assert bill(service, {name: less}).total <= bill(service, {name: more}).total


@pytest.mark.parametrize(
    ("service", "name", "edge"),
    [
        ("aws.apigateway", "requests", 333_000_000),
        ("aws.cloudfront", "data_out_gb", 10_240),
        ("aws.s3", "storage_gb", 51_200),
        ("aws.sqs", "requests", 100_000_000_000),
        ("aws.data_transfer", "internet_out_gb", 153_600),
    ],
)
def test_the_bill_has_no_step_where_the_vendor_has_none(service: str, name: str, edge: float) -> None:
    before, at, after = (bill(service, {name: edge * part}).total for part in (0.999999, 1.0, 1.000001))
    assert before <= at <= after
    assert after - before <= at * Decimal("0.00001")


@pytest.mark.parametrize(
    "inputs",
    [
        {"requests": 3_000_000, "avg_ms": 120, "memory_mb": 1536},
        {"invocations": "3 million", "duration_s": 0.12, "memory_gb": 1.5},
        {"monthly_requests": "3,000,000", "request_duration_ms": 120, "memory_size": "1536 MB", "arch": "amd64"},
        {"requests_millions": 3, "average_duration": "120ms", "memory": 1536, "architecture": "X86_64"},
        {"requests_per_hour": 3_000_000 / 730, "duration": 120, "ram_gib": 1.5},
        {"rps": 3_000_000 / 730 / 3600, "ms": 120, "mb": 1536},
    ],
)
def test_the_same_said_in_other_words(inputs: dict[str, Any]) -> None:
    assert cents("aws.lambda", inputs) == Decimal("9.60")


def test_free_quantities_are_asked_for_and_belong_to_the_payer() -> None:
    two = "[{service: aws.sqs, inputs: {requests: 1000000}}, {service: aws.sqs, inputs: {requests: 1000000}}]"
    assert price_usage(read_usage(two)).total == Decimal("0.8")
    assert price_usage(read_usage(two), free_tier=True).total == Decimal("0.4")
    apart = two.replace("{service: aws.sqs, inputs", "{service: aws.sqs, payer: other, inputs", 1)
    assert price_usage(read_usage(apart), free_tier=True).total == 0


def test_what_the_first_year_gives_is_never_deducted() -> None:
    assert cents("aws.apigateway", {"api_type": "http", "requests": 1_000_000}, free_tier=True) == Decimal("1.00")


def test_hours_of_the_month() -> None:
    assert cents("aws.nat", {"gateways": 1}) == Decimal("32.85")
    assert cents("aws.nat", {"gateways": 1}, hours=744.0) == Decimal("33.48")
    assert cents("aws.nat", {"gateways": 1, "hours": 720}) == Decimal("32.40")
    assert cents("aws.nat", {"gateways": 1, "days": 30}) == Decimal("32.40")


def test_a_price_of_another_region_says_so() -> None:
    (item,) = bill("aws.kms", {"keys": 1}, region="eu-west-1").items
    assert any("price of us-east-1" in text for line in item.bill.lines for text in line.warnings)


def test_every_line_comes_to_what_its_formula_says() -> None:
    usage = bill("aws.lambda", {"requests": 3e6, "avg_ms": 120, "memory_mb": 1536, "ephemeral_mb": 2048})
    for line in usage.items[0].bill.lines:
        figures = {name: value for name, value in line.usage.inputs if isinstance(value, float)}
        assert compute(line.usage.formula, figures | {"work ms": 120.0}) == pytest.approx(line.usage.quantity)


def test_a_price_of_ones_own() -> None:
    assert cents("aws.sqs", {"requests": 2e6}, prices={"standard": 0.5}) == Decimal("1.00")
    bands = {"standard": [[1_000_000, 1.0], [None, 0.5]]}
    assert cents("aws.sqs", {"requests": 2e6}, prices=bands) == Decimal("1.50")
    assert cents("aws.dynamodb", {"wru": 1000, "usd_per_1m_wru": 1.25}) == Decimal("0.00")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing to price"),
        ("[]", "nothing to price"),
        ("3", "nothing to price"),
        ("[3]", "item 1: is a figure"),
        ("{service: aws.lamda, inputs: {requests: 1}}", "did you mean aws.lambda"),
        ("{service: mars.lambda, inputs: {requests: 1}}", "no provider 'mars'"),
        ("{inputs: {requests: 1}}", "`service` is missing"),
        ("{service: aws.lambda, feature: lambda@egde, inputs: {requests: 1}}", "did you mean lambda@edge"),
        ("{service: aws.sqs, inputs: {requets: 1}}", "Did you mean requests"),
        ("{service: aws.sqs, inputs: {requests: -1}}", "negative"),
        ("{service: aws.sqs, inputs: {requests: .nan}}", "is not a number"),
        ("{service: aws.sqs, inputs: {requests: .inf}}", "is not a number"),
        ("{service: aws.sqs, inputs: {requests: 1e30}}", "is not a number"),
        ("{service: aws.sqs, inputs: {requests: many}}", "is not a number"),
        ("{service: aws.sqs, inputs: {requests: 5 GB}}", "is not in a count"),
        ("{service: aws.sqs, inputs: {requests: [1, 2]}}", "is not a number"),
        ("{service: aws.sqs, inputs: {requests: 1, calls: 2}}", "a second time"),
        ("{service: aws.sqs, inputs: {queue_type: lifo, requests: 1}}", "is not one of: standard, fifo"),
        ("{service: aws.sqs, inputs: {}}", "nothing to price. State one of"),
        ("{service: aws.sqs, inputs: 3}", "names with values are wanted"),
        ("{service: aws.sqs, inputs: {requests: 1}, prices: {nosuch: 1}}", "no SKU 'nosuch'"),
        ("{service: aws.sqs, inputs: {requests: 1}, prices: {standard: -1}}", "is not a price"),
        ("{service: aws.sqs, hours_per_month: -3, inputs: {requests: 1}}", "hours_per_month"),
        ("{service: aws.sqs, free_tier: perhaps, inputs: {requests: 1}}", "true or false"),
        ("{service: [", "not YAML"),
        ("{service: gcp.cloud_run, inputs: {requests: 5, ms: 100, concurrency: 0}}", "division by zero"),
        ("\x00", "unacceptable character"),
        ("{service: aws.bedrock, inputs: {model: gpt, input_tokens: 5}}", "no rates of the model"),
    ],
)  # fmt: skip
def test_what_cannot_be_priced_says_where_and_what_there_is(text: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        price_usage(read_usage(text))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_too_much_is_refused() -> None:
    with pytest.raises(UsageError, match="at most"):
        read_usage("[" + ",".join(["{service: aws.sqs, inputs: {requests: 1}}"] * 2001) + "]")
    with pytest.raises(UsageError, match="nested"):
        read_usage("{service: aws.sqs, inputs: " + "{a: " * 9 + "1" + "}" * 9 + "}")


def test_names_of_a_file_are_data() -> None:
    (item,) = price_usage(read_usage('{service: aws.sqs, name: "\\e[31mred", inputs: {requests: 1}}')).items
    assert "\x1b" not in item.item.label


def test_what_has_no_rate_is_a_line_without_an_amount() -> None:
    assert price("aws", "opensearch_serverless", "storage").price is None
    (item,) = bill("aws.opensearch_serverless", {"storage_gb": 5}).items
    assert [line.amount for line in item.bill.lines] == [None]


@pytest.mark.parametrize(
    ("service", "feature", "inputs", "total"),
    [
        ("aws.lambda", "lambda_esm_kafka", {"epu": 2, "hours": 744}, "275.28"),
        ("aws.lambda", "lambda", {"requests": 10**6, "ms": 100, "mb": 1024, "snapstart": True, "restores": 1000,
                                  "cached_hours": 720}, "5.91"),
        ("aws.lambda", "lambda", {"requests": 1_500_000, "ms": 120, "mb": 1536, "ephemeral_gb": 5}, "4.83"),
        ("aws.apigateway", "apigateway_rest", {"requests": 5e6, "cache_gb": 1.6, "hours": 720}, "44.86"),
        ("aws.apigateway", "apigateway_http", {"requests_per_day": 10**6, "days": 30}, "30.00"),
        ("aws.eventbridge", "eventbridge_pipes", {"requests": 10**6, "payload_kb": 100}, "0.80"),
        ("aws.eventbridge", "eventbridge", {"events": 10**6, "event_kb": 256}, "4.00"),
        ("aws.sqs", "sqs_fifo", {"messages": 10**6, "message_kb": 256}, "6.00"),
        ("aws.kinesis", "kinesis", {"mode": "on-demand", "gb_in": 100, "gb_out": 200, "hours": 720}, "44.80"),
        ("aws.stepfunctions", "express", {"executions": 10**6, "duration_s": 30, "memory_mb": 64}, "32.26"),
        ("aws.dynamodb", "dynamodb", {"writes": 10**6, "write_kb": 1.5, "reads": 10**6, "read_kb": 8,
                                      "eventually_consistent": True}, "1.38"),
        ("aws.dynamodb", "dynamodb", {"rwru": 10**6, "replicas": 2}, "1.25"),
        ("aws.fargate", "ecs_service", {"desired_count": 2, "cpu": 1, "memory": 2}, "72.08"),
        ("aws.s3", "s3", {"tb": 100}, "2304.00"),
        ("aws.waf", "waf", {"web_acls": 1, "rules": 19, "requests": 10e6}, "30.00"),
        ("aws.glue", "glue", {"dpus": 6, "minutes": 15}, "0.66"),
        ("aws.athena", "athena", {"tb_scanned": 3}, "15.00"),
        ("aws.cognito", "cognito", {"maus": 50_000, "free_tier": True}, "600.00"),
        ("aws.sqs", "sqs+lambda", {"sqs_requests": 10**6, "lambda_requests": 10**6, "avg_ms": 100}, "0.81"),
        ("aws.apigateway", "apigateway_rest+lambda", {"requests": 10**6, "ms": 100, "memory_mb": 512}, "4.53"),
        ("aws.stepfunctions", "stepfunctions+lambda", {"transitions": 10**5, "lambda_requests": 50_000, "ms": 200,
                                                       "lambda_memory_mb": 256}, "2.55"),
        ("aws.firehose", "firehose", {"data_ingested_gb": 1000, "format_conversion_enabled": True,
                                      "vpc_delivery_enabled": True, "vpc_delivery_az": 2}, "73.06"),
        ("aws.cloudfront", "cloudfront", {"monthly_https_requests": {"us": 180_000, "europe": 20_000}}, "0.20"),
        ("gcp.cloud_run", "cloud_run", {"vcpu": 2, "memory_mib": 1024, "cpu_idle": False, "instance_hrs": 730,
                                        "region": "europe-west3"}, "119.84"),
        ("azure.service_bus", "standard", {"operations": 10**8, "connections": 5000}, "199.41"),
        ("azure.functions_premium", "function_app", {"sku": "EP2", "instances": 3}, "946.32"),
        ("gcp.cloud_run", "cloud_run", {"requests": 10e6, "memory_gib": 0.5, "ms": 400, "concurrency": 20,
                                        "free_tier": True}, "3.68"),
        ("cloudflare.workers", "workers", {"requests": 10**8, "cpu_ms": 7, "plan": "paid"}, "45.40"),
        ("cloudflare.r2", "r2", {"files": 10**5, "kb_each": 100, "reads_per_day": 10**7, "days": 30}, "104.40"),
        ("cloudflare.queues", "queues", {"messages": 10**6, "kb": 1}, "0.80"),
    ],
)  # fmt: skip
def test_other_words_for_other_services(service: str, feature: str, inputs: dict[str, Any], total: str) -> None:
    assert cents(service, inputs, feature=feature) == Decimal(total)


BASE_CHARGES = {"aws.cloudfront", "azure.service_bus", "cloudflare.workers"}
"""Services of which having them costs something whatever is used."""

LEAST = {"aws.elasticache_serverless", "aws.rds_proxy", "aws.lambda", "aws.kinesis", "gcp.nat"}
"""Services that bill a least amount for what exists at all."""


@pytest.mark.parametrize(("provider", "service"), SERVICES)
def test_nothing_used_costs_nothing(provider: str, service: str) -> None:
    name = f"{provider}.{service}"
    inputs: dict[str, Any] = dict.fromkeys(numeric(form_of(provider, service)), 0)
    if service == "bedrock":
        inputs["model"] = "nova-lite"
    for divisor in ("days", "concurrency", "batch"):
        inputs.pop(divisor, None)
    total = bill(name, inputs).total
    assert total == 0 or name in BASE_CHARGES | LEAST, total
