"""Services: unique, named without ambiguity that is not marked, one for every component a cloud can realise."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest

from tools.catalog.services import (
    PROVIDERS,
    Service,
    UnknownServiceError,
    by_id,
    equivalent,
    named,
    service_of,
    services,
)
from tools.design.components import COMPONENT_TYPES, KINDS, ComponentBase

CLOUDS = ("aws", "azure", "gcp", "cloudflare")

NOT_OFFERED = {
    "aws": {"external"},
    "azure": {"external", "transcoder"},
    "gcp": {"external", "mail", "device-gateway", "file-gateway"},
    "cloudflare": {"external", "user-pool", "key", "etl", "device-gateway", "file-gateway", "network"},
}
"""Kinds that a cloud has no service for."""

PARTLY = {
    ("gcp", "function", "edge"),
    ("cloudflare", "container", "kubernetes"),
    ("cloudflare", "container", "vm"),
    ("cloudflare", "database", "document"),
    ("cloudflare", "stream", "kafka"),
    ("cloudflare", "topic", "people"),
    ("cloudflare", "ai-service", "forecasting"),
    ("cloudflare", "ai-service", "recommendation"),
    ("cloudflare", "ai-service", "fraud-detection"),
    ("cloudflare", "ai-service", "custom-model"),
}
"""Variants that a cloud has no service for."""

VARIANTS = {
    "api": ("style",),
    "function": ("placement",),
    "container": ("platform", "mode"),
    "topic": ("audience",),
    "stream": ("engine",),
    "table": ("role",),
    "database": ("engine",),
    "search-index": ("vector",),
    "ai-service": ("capability",),
}
"""Fields on which the service may depend."""


def example(kind: str, **fields: Any) -> ComponentBase:
    return COMPONENT_TYPES[kind].model_construct(None, name="part", **fields)


def choices(kind: str, field: str) -> tuple[Any, ...]:
    annotation = COMPONENT_TYPES[kind].model_fields[field].annotation
    return (True, False) if annotation is bool else get_args(annotation)


def variants() -> list[tuple[str, str, dict[str, Any]]]:
    found: list[tuple[str, str, dict[str, Any]]] = []
    for cloud, kind in product(CLOUDS, KINDS):
        fields = VARIANTS.get(kind, ())
        several = product(*(choices(kind, field) for field in fields))
        found += [(cloud, kind, dict(zip(fields, values, strict=True))) for values in several]
    return found


def test_the_table_is_as_large_as_it_was() -> None:
    assert {cloud: len(services(cloud)) for cloud in PROVIDERS} == {
        "aws": 191,
        "azure": 86,
        "gcp": 69,
        "cloudflare": 36,
        "": 591,
    }
    assert len(services()) == 973


def test_ids_are_unique() -> None:
    ids = [service.id for service in services()]
    assert len(ids) == len(set(ids))
    assert by_id("dynamodb").name == "Amazon DynamoDB"
    with pytest.raises(UnknownServiceError, match="no service has the id 'dynamo'"):
        by_id("dynamo")
    with pytest.raises(UnknownServiceError, match="no services of a provider 'ibm'; there is: aws"):
        services("ibm")


def test_names_are_lower_case_and_said_once() -> None:
    for service in services():
        names = (*service.aliases, *service.ambiguous)
        assert names, service.id
        assert len(set(names)) == len(names), service.id
        assert all(name == name.lower().strip() and "  " not in name for name in names), service.id
        assert service.name
        assert service.short


def test_a_name_that_several_go_by_is_marked_as_such() -> None:
    owners: dict[str, list[tuple[Service, bool]]] = defaultdict(list)
    for service in services():
        for name in service.aliases:
            owners[name].append((service, False))
        for name in service.ambiguous:
            owners[name].append((service, True))
    clashes = {
        name: [service.id for service, _ in several]
        for name, several in owners.items()
        if len(several) > 1 and not all(marked for _, marked in several)
    }
    assert clashes == {}


@pytest.mark.parametrize("word", ["glue", "batch", "config", "translate", "workflows", "functions", "pipes", "stream"])
def test_ordinary_words_are_ambiguous(word: str) -> None:
    assert named(word)
    assert all(word in service.ambiguous for service in named(word))


@pytest.mark.parametrize(
    ("name", "service_id"),
    [
        ("DynamoDB Streams", "dynamodb"),
        ("event source mapping", "lambda"),
        ("Kinesis Data Firehose", "firehose"),
        ("Cloud Run jobs", "gcp.cloud_run_jobs"),
        ("Durable Functions", "azure.durable_functions"),
        ("Workers KV", "cf.kv"),
        ("SSM Parameter Store", "ssm_parameter_store"),
        ("Twilio SendGrid", "sendgrid"),
    ],
)
def test_names_lead_to_one_service(name: str, service_id: str) -> None:
    assert [service.id for service in named(name)] == [service_id]


def test_a_name_nobody_has() -> None:
    assert named("flux capacitor") == ()


def test_realisations_speak_the_language() -> None:
    for service in services():
        for realisation in service.realises:
            fields = COMPONENT_TYPES[realisation.kind].model_fields
            for field, value in realisation.where:
                assert field in fields, service.id
                assert value in choices(realisation.kind, field), service.id


@pytest.mark.parametrize(
    ("cloud", "kind", "fields"), variants(), ids=lambda part: str(part) if isinstance(part, str) else None
)
def test_every_variant_has_a_service_or_is_known_to_have_none(cloud: str, kind: str, fields: dict[str, Any]) -> None:
    found = service_of(example(kind, **fields), cloud)
    missing = kind in NOT_OFFERED[cloud] or any((cloud, kind, value) in PARTLY for value in fields.values())
    assert (found is None) == missing
    assert found is None or found.provider == cloud


@pytest.mark.parametrize(
    ("kind", "fields", "service_id"),
    [
        ("api", {"style": "http"}, "apigateway_http"),
        ("api", {"style": "rest"}, "apigateway_rest"),
        ("api", {"style": "websocket"}, "apigateway_websocket"),
        ("api", {"style": "graphql"}, "appsync"),
        ("container", {"mode": "service", "platform": "managed"}, "ecs"),
        ("container", {"mode": "job", "platform": "managed"}, "ecs"),
        ("container", {"mode": "job", "platform": "vm"}, "ec2"),
        ("container", {"mode": "service", "platform": "kubernetes"}, "eks"),
        ("stream", {"engine": "kafka"}, "msk"),
        ("database", {"engine": "document"}, "documentdb"),
        ("ai-service", {"capability": "ocr"}, "textract"),
        ("ai-service", {"capability": "enterprise-search"}, "kendra"),
        ("key", {}, "kms"),
    ],
)
def test_the_service_of_a_component_on_aws(kind: str, fields: dict[str, Any], service_id: str) -> None:
    found = service_of(example(kind, **fields), "aws")
    assert found is not None
    assert found.id == service_id


def test_equivalents_across_clouds() -> None:
    assert [getattr(equivalent("dynamodb", cloud), "id", None) for cloud in CLOUDS] == [
        "dynamodb",
        "azure.cosmosdb",
        "gcp.firestore",
        "cf.d1",
    ]
    assert getattr(equivalent("azure.functions", "aws"), "id", None) == "lambda"
    assert equivalent("cognito", "cloudflare") is None
    assert equivalent("guardduty", "azure") is None


def test_closed_services_name_a_successor_that_exists() -> None:
    closed = {service.id: service.closed for service in services() if service.closed is not None}
    assert {"forecast", "kendra", "frauddetector", "qbusiness"} <= closed.keys()
    for closure in closed.values():
        assert closure.source
        assert not closure.successor or by_id(closure.successor)


@pytest.mark.devdata
def test_ids_are_those_of_the_shared_vocabulary(dev_data: Path) -> None:
    vocabulary = json.loads((dev_data / "service_vocabulary.json").read_text())
    wanted = {*vocabulary["canonical_services"], *vocabulary["ancillary"]}
    wanted |= {member for members in vocabulary["families"].values() for member in members}
    assert wanted <= {service.id for service in services()}
