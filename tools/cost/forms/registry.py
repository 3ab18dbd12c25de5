"""Finds the forms: one file for each service under `forms/<provider>/`, read when the service is first priced.

What no file has a field for can be stated by the name of its SKU, so everything the price book knows can be priced.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from tools.catalog.prices import PROVIDERS, price, priced_services, skus
from tools.cost.forms import aws, azure, cloudflare, gcp
from tools.cost.forms.model import Charge, Field, Form

ALSO = {
    "aws": {
        "api_gateway": "apigateway", "apigw": "apigateway", "apigatewayv2": "apigateway", "sfn": "stepfunctions",
        "step_functions": "stepfunctions", "states": "stepfunctions", "dynamo": "dynamodb", "dynamo_db": "dynamodb",
        "events": "eventbridge", "cloudwatch_events": "eventbridge", "scheduler": "eventbridge",
        "eventbridge_scheduler": "eventbridge", "eventbridge_pipes": "eventbridge", "pipes": "eventbridge",
        "kinesis_data_streams": "kinesis", "kinesis_firehose": "firehose", "data_firehose": "firehose",
        "kinesis_data_firehose": "firehose", "lambda_edge": "lambda", "ecs": "fargate", "ecs_fargate": "fargate",
        "ecs_service": "fargate", "secrets_manager": "secretsmanager", "secrets": "secretsmanager", "kms_key": "kms",
        "cloudwatch_logs": "cloudwatch", "logs": "cloudwatch", "x_ray": "xray", "nat_gateway": "nat",
        "vpc_endpoint": "vpc", "privatelink": "vpc", "route_53": "route53", "dns": "route53", "wafv2": "waf",
        "transfer": "data_transfer", "aurora": "aurora_serverless_v2", "rds_aurora": "aurora_serverless_v2",
        "aurora_serverless": "aurora_serverless_v2", "rds": "aurora_serverless_v2",
        "elasticache": "elasticache_serverless", "opensearch": "opensearch_serverless", "aoss": "opensearch_serverless",
        "msk": "msk_serverless", "redshift": "redshift_serverless", "documentdb": "documentdb_serverless",
        "docdb": "documentdb_serverless", "iot_core": "iot", "iotcore": "iot", "cognito_user_pools": "cognito",
        "cognito_idp": "cognito", "alb": "elb", "load_balancer": "elb", "elbv2": "elb", "ssm_parameter": "ssm",
        "parameter_store": "ssm", "sftp": "transfer_family", "email": "ses", "simple_queue_service": "sqs",
        "simple_notification_service": "sns", "simple_storage_service": "s3",
    },
    "azure": {
        "functions": "functions_consumption", "function_app": "functions_consumption", "apim": "api_management",
        "cosmos": "cosmosdb", "cosmos_db": "cosmosdb", "eventgrid": "event_grid", "eventhubs": "event_hubs",
        "event_hub": "event_hubs", "servicebus": "service_bus", "queue_storage": "storage_queue",
        "blob_storage": "blob", "storage_account": "blob", "logic_app": "logic_apps", "nat_gateway": "nat",
        "application_insights": "monitor", "log_analytics": "monitor", "flex": "functions_flex",
    },
    "gcp": {
        "functions": "functions_gen1", "cloud_functions": "functions_gen1", "run": "cloud_run", "storage": "gcs",
        "cloud_storage": "gcs", "pub_sub": "pubsub", "tasks": "cloud_tasks", "cloud_nat": "nat",
        "cloud_logging": "logging", "secrets": "secret_manager", "secretmanager": "secret_manager",
    },
    "cloudflare": {
        "worker": "workers", "do": "durable_objects", "workers_kv": "kv", "queue": "queues", "container": "containers",
    },
}  # fmt: skip
_HOMES = {"aws": aws, "azure": azure, "cloudflare": cloudflare, "gcp": gcp}
_PROVIDER_NAMES = {"amazon": "aws", "google": "gcp", "google_cloud": "gcp", "microsoft": "azure", "cf": "cloudflare"}


class UnknownServiceError(LookupError):
    """No such provider or service. The message names what there is and what is nearest."""


def located(service: str, provider: str = "") -> tuple[str, str]:
    """Provider and price book key of a service as people write it: `aws.lambda`, `lambda`, `cloudflare.r2`."""
    written = service.strip().lower().replace("-", "_").replace(" ", "_").split("@")[0]
    home, dot, name = written.partition(".")
    if not dot:
        home, name = provider, written
    home = _PROVIDER_NAMES.get(home, home)
    places = (home,) if home else PROVIDERS
    for place in places:
        if place not in PROVIDERS:
            raise UnknownServiceError(f"no provider '{place}'; there is: {', '.join(PROVIDERS)}")
        for spelled in (name, name.removeprefix("amazon_").removeprefix("aws_").removeprefix("azure_")):
            known = ALSO[place].get(spelled, spelled)
            if known in priced_services(place):
                return place, known
    raise UnknownServiceError(_unknown(name, places))


def _unknown(name: str, places: tuple[str, ...]) -> str:
    known = {word: f"{place}.{word}" for place in places for word in (*priced_services(place), *ALSO[place])}
    close = [known[word] for word in get_close_matches(name, known, 3, 0.6)]
    hint = f"; did you mean {' or '.join(dict.fromkeys(close))}?" if close else ""
    listed = ", ".join(f"{place}.{word}" for place in places for word in priced_services(place))
    return f"no service '{name}'{hint} There is: {listed}" if hint else f"no service '{name}'. There is: {listed}"


@cache
def form_of(provider: str, service: str) -> Form:
    """The form of a service, with a field for every SKU that no other field leads to."""
    declared = _declared(provider, service)
    taken = {name for field in declared.fields for name in (field.name, field.key, *field.synonyms)}
    fields, charges = list(declared.fields), list(declared.charges)
    for sku in skus(provider, service):
        if sku in declared.covers:
            continue
        plain = sku.lower().replace("-", "_").replace(".", "_")
        name = plain if plain not in taken else f"sku_{plain}"
        unit = price(provider, service, sku).base_unit
        fields.append(Field(name, "", f"{unit or sku}, as the price book counts it"))
        charges.append(Charge(sku, sku.replace("_", " "), (name,)))
    return Form(
        service,
        fields,
        charges,
        lines=declared.lines,
        features=declared.features,
        free_by_default=declared.free_by_default,
        covers=declared.covers,
    )


@cache
def declared_services(provider: str) -> tuple[str, ...]:
    """Services with a file of their own, sorted."""
    return tuple(sorted(module.name.rstrip("_") for module in iter_modules(_HOMES[provider].__path__)))


def _declared(provider: str, service: str) -> Form:
    if service not in declared_services(provider):
        return Form(service, ())
    module = "lambda_" if service == "lambda" else service
    form: Form = import_module(f"tools.cost.forms.{provider}.{module}").FORM
    return form
