"""What code inside a private network of AWS needs to reach services without a way out: which endpoint each takes.

Sources: AWS PrivateLink documentation, "AWS services that integrate with AWS PrivateLink"; Amazon ECS developer guide,
"Amazon ECR interface VPC endpoints"; Amazon VPC documentation, "Gateway endpoints".
"""

from __future__ import annotations

from tools.design.components import AiService, ComponentBase, Container, Function

FREE_ENDPOINTS = ("s3", "dynamodb")
"""Services reached by a route of the network, free of charge."""

_BY_KIND: dict[str, tuple[str, ...]] = {
    "api": ("execute-api",),
    "bus": ("events",),
    "database": ("rds-data",),
    "delivery-stream": ("kinesis-firehose",),
    "device-gateway": ("iot.data",),
    "etl": ("glue",),
    "function": ("lambda",),
    "key": ("kms",),
    "mail": ("email",),
    "parameter": ("ssm",),
    "query-engine": ("athena", "glue"),
    "queue": ("sqs",),
    "schedule": ("scheduler",),
    "secret": ("secretsmanager",),
    "stream": ("kinesis-streams",),
    "timeseries": ("secretsmanager",),
    "topic": ("sns",),
    "warehouse": ("redshift-data",),
    "workflow": ("states",),
}

_BY_ENGINE: dict[str, tuple[str, ...]] = {"kafka": (), "document": ("secretsmanager",)}
"""Engines that clients reach by an address of the network; a password is all they fetch."""

_BY_CAPABILITY = {
    "ocr": "textract",
    "vision": "rekognition",
    "speech-to-text": "transcribe",
    "text-to-speech": "polly",
    "translation": "translate",
    "text-analysis": "comprehend",
    "forecasting": "sagemaker.runtime",
    "custom-model": "sagemaker.runtime",
    "recommendation": "personalize-runtime",
    "fraud-detection": "frauddetector",
    "enterprise-search": "kendra",
}


def endpoint_services(target: ComponentBase) -> tuple[str, ...]:
    """Interface endpoints by which code in a network reaches a part; none where a route leads to it."""
    if isinstance(target, AiService):
        return (_BY_CAPABILITY.get(target.capability, "bedrock-runtime"),)
    by_engine = _BY_ENGINE.get(getattr(target, "engine", ""))
    if by_engine is not None:
        return by_engine
    return _BY_KIND.get(getattr(target, "kind", ""), ())


def own_endpoints(code: ComponentBase) -> tuple[str, ...]:
    """Interface endpoints that code in a network needs for itself: its image, its logs, its traces."""
    if isinstance(code, Container):
        return ("ecr.api", "ecr.dkr", "logs")
    return ("xray",) if isinstance(code, Function) else ()
