"""The table: who may do what to what. Every permission of every printed role comes from a row of it.

A row is read as: parts of these kinds, joined to a part of this kind by one of these links, may take these actions on
these shapes of its ARN. A variant narrows the row to one way of being that kind (an API's style, a machine's
durability, the operation of the function that asks); the row without a variant holds for the others.

Source of the actions and of the resources they can be narrowed to: the Service Authorization Reference of AWS.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

Shape = str
"""What of a part's ARN: `self`, a suffix to it (`/*`, `/index/*`), or a named shape of `shapes.py`."""


class Grant(NamedTuple):
    """Some actions on some shapes of the target; on any resource where there is a reason for it."""

    actions: tuple[str, ...]
    shapes: tuple[Shape, ...]
    reason: str = ""


class Row(NamedTuple):
    """One line of the table."""

    sources: str
    links: str
    target: str
    grants: tuple[Grant, ...]
    variant: str = ""


def _grant(actions: str, *shapes: Shape) -> Grant:
    return Grant(tuple(actions.split()), shapes or ("self",))


def _on_any(actions: str) -> Grant:
    return Grant(tuple(actions.split()), (), "the service has no resource to narrow this action to")


CODE = "function container"
SERVICE = "api bus schedule pipe topic device-gateway"
"""Sources that deliver by themselves, under a role of their own."""

_TABLE_READ = "dynamodb:GetItem dynamodb:BatchGetItem dynamodb:Query"
_TABLE_WRITE = "dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:BatchWriteItem"
_KINESIS_READ = (
    "kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords kinesis:GetShardIterator "
    "kinesis:ListShards"
)
_TABLE_STREAM = (
    _grant("dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator", "stream"),
    _on_any("dynamodb:ListStreams"),
)
_QUEUE_READ = "sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes sqs:ChangeMessageVisibility"
_RUN_TASK = (
    _grant("ecs:RunTask", "task-definition"),
    _grant("ecs:StopTask ecs:DescribeTasks", "tasks"),
    _grant("iam:PassRole", "task-roles"),
)
_RUN_TASK_ONLY = (_grant("ecs:RunTask", "task-definition"), _grant("iam:PassRole", "task-roles"))
_KAFKA_DATA = (
    _grant("kafka-cluster:Connect kafka-cluster:DescribeCluster", "self"),
    _grant("kafka-cluster:DescribeTopic kafka-cluster:ReadData kafka-cluster:WriteData", "kafka-topics"),
    _grant("kafka-cluster:DescribeGroup kafka-cluster:AlterGroup", "kafka-groups"),
)
_KAFKA_POLL = (*_KAFKA_DATA, _grant("kafka:DescribeClusterV2 kafka:GetBootstrapBrokers"))
_DATABASE = (
    _grant("rds-data:ExecuteStatement"),
    _grant("rds-db:connect", "database-user"),
    _grant("secretsmanager:GetSecretValue", "secret"),
)
_WAREHOUSE = (
    _grant("redshift-data:ExecuteStatement redshift-data:BatchExecuteStatement", "self"),
    _grant("redshift-serverless:GetCredentials", "self"),
    _on_any("redshift-data:DescribeStatement redshift-data:GetStatementResult"),
)
_ATHENA = (
    _grant(
        "athena:StartQueryExecution athena:GetQueryExecution athena:GetQueryResults athena:StopQueryExecution", "self"
    ),
    _grant("glue:GetDatabase glue:GetTable glue:GetPartitions", "catalog"),
)

_RUN_WORKFLOW = (_grant("states:StartExecution"), _grant("states:DescribeExecution states:StopExecution", "executions"))
_FOLLOW = _grant("events:PutTargets events:PutRule events:DescribeRule", "sync-rule")
_TRANSCODE = (_grant("mediaconvert:CreateJob mediaconvert:GetJob", "transcoder-queue"), _grant("iam:PassRole", "role"))
_SCHEDULE = (
    _grant("scheduler:CreateSchedule scheduler:DeleteSchedule scheduler:GetSchedule", "schedules"),
    _grant("iam:PassRole", "schedule-role"),
)
_CALL_HTTP = (
    _grant("states:InvokeHTTPEndpoint", "http-endpoint"),
    _grant("events:RetrieveConnectionCredentials", "connection"),
    _grant("secretsmanager:GetSecretValue secretsmanager:DescribeSecret", "connection-secret"),
)
_DATA_INTERFACE = (_grant("rds-data:ExecuteStatement"), _grant("secretsmanager:GetSecretValue", "secret"))

_MODELS: dict[str, tuple[Grant, ...]] = {
    "language-model": (_grant("bedrock:InvokeModel bedrock:InvokeModelWithResponseStream", "model"),),
    "embedding": (_grant("bedrock:InvokeModel", "model"),),
    "ocr": (_on_any("textract:AnalyzeDocument textract:DetectDocumentText"),),
    "vision": (_on_any("rekognition:DetectLabels rekognition:DetectModerationLabels rekognition:DetectText"),),
    "speech-to-text": (
        _on_any("transcribe:StartTranscriptionJob"),
        _grant("transcribe:GetTranscriptionJob", "transcription-jobs"),
    ),
    "text-to-speech": (_grant("polly:SynthesizeSpeech", "lexicons"),),
    "translation": (_on_any("translate:TranslateText"),),
    "text-analysis": (_on_any("comprehend:DetectSentiment comprehend:DetectEntities comprehend:DetectPiiEntities"),),
    "forecasting": (_grant("sagemaker:InvokeEndpoint", "endpoint"),),
    "custom-model": (_grant("sagemaker:InvokeEndpoint", "endpoint"),),
    "recommendation": (_grant("personalize:GetRecommendations", "campaign"),),
    "fraud-detection": (_grant("frauddetector:GetEventPrediction", "detector"),),
    "enterprise-search": (_grant("kendra:Query kendra:Retrieve", "search"),),
}
"""What asking a managed model takes, by capability."""

ROWS: tuple[Row, ...] = (
    # code to functions, workflows, jobs
    Row(CODE, "call trigger send", "function", (_grant("lambda:InvokeFunction"),)),
    Row(CODE, "call trigger send", "workflow", (_grant("states:StartExecution"),)),
    Row(CODE, "call", "workflow", (_grant("states:StartSyncExecution"),), "synchronous"),
    Row(CODE, "call trigger send", "container", _RUN_TASK_ONLY, "job"),
    Row(CODE, "call trigger send", "container", (), "service"),
    Row(CODE, "call trigger send", "container", (), "elsewhere"),
    Row(CODE, "call trigger send", "etl", (_grant("glue:StartJobRun glue:GetJobRun"),)),
    Row(CODE, "call trigger send", "transcoder", _TRANSCODE),
    # code to messaging
    Row(CODE, "send write call", "queue", (_grant("sqs:SendMessage sqs:GetQueueAttributes"),)),
    Row(CODE, "read", "queue", (_grant(_QUEUE_READ),)),
    Row(CODE, "send write call", "topic", (_grant("sns:Publish"),)),
    Row(CODE, "send write call", "bus", (_grant("events:PutEvents"),)),
    Row(CODE, "send write call", "stream", (_grant("kinesis:PutRecord kinesis:PutRecords"),), "native"),
    Row(CODE, "read", "stream", (_grant(_KINESIS_READ),), "native"),
    Row(CODE, "send write call read", "stream", _KAFKA_DATA, "kafka"),
    Row(CODE, "send write call", "delivery-stream", (_grant("firehose:PutRecord firehose:PutRecordBatch"),)),
    Row(CODE, "send write call", "mail", (_grant("ses:SendEmail ses:SendRawEmail", "self", "mail-settings"),)),
    Row(CODE, "send write call", "device-gateway", (_grant("iot:Publish", "device-topics"),)),
    Row(CODE, "read", "device-gateway", (_grant("iot:GetThingShadow", "things"),)),
    Row(CODE, "send write call trigger", "schedule", _SCHEDULE, "one-off"),
    Row(CODE, "send write call trigger", "schedule", (), "recurring"),
    Row(CODE, "send call write trigger", "api", (_grant("execute-api:ManageConnections", "connections"),), "websocket"),
    Row(CODE, "call send", "api", (_grant("execute-api:Invoke", "routes"),)),
    Row(CODE, "call send", "api", (_grant("appsync:GraphQL", "/*"),), "graphql"),
    # code to data
    Row(CODE, "read", "table", (_grant(_TABLE_READ, "self", "/index/*"),)),
    Row(CODE, "read", "table", (_grant("dynamodb:GetItem", "self"),), "get"),
    Row(CODE, "read", "table", (_grant("dynamodb:Query dynamodb:Scan", "self", "/index/*"),), "list"),
    Row(CODE, "read", "table", (_grant("dynamodb:Query dynamodb:Scan", "self", "/index/*"),), "search"),
    Row(CODE, "write send call", "table", (_grant(_TABLE_WRITE),)),
    Row(CODE, "write send call", "table", (_grant("dynamodb:PutItem"),), "create"),
    Row(CODE, "write send call", "table", (_grant("dynamodb:UpdateItem dynamodb:PutItem"),), "update"),
    Row(CODE, "write send call", "table", (_grant("dynamodb:DeleteItem"),), "delete"),
    Row(CODE, "read call", "bucket", (_grant("s3:GetObject", "/*"), _grant("s3:ListBucket", "self"))),
    Row(CODE, "write send", "bucket", (_grant("s3:PutObject s3:AbortMultipartUpload", "/*"),)),
    Row(CODE, "write send", "bucket", (_grant("s3:DeleteObject", "/*"),), "delete"),
    Row(CODE, "read call", "static-site", (_grant("s3:GetObject", "/*"), _grant("s3:ListBucket", "self"))),
    Row(CODE, "write send", "static-site", (_grant("s3:PutObject s3:DeleteObject", "/*"),)),
    Row(CODE, "read write call send", "database", _DATABASE),
    Row(CODE, "read write call send", "database", (_grant("secretsmanager:GetSecretValue", "secret"),), "document"),
    Row(CODE, "read write call send", "cache", (_grant("elasticache:Connect", "self", "cache-user"),)),
    Row(CODE, "read write call send", "search-index", (_grant("aoss:APIAccessAll"),)),
    Row(CODE, "read write call send", "timeseries", (_grant("secretsmanager:GetSecretValue", "secret"),)),
    Row(CODE, "read write call send", "warehouse", _WAREHOUSE),
    Row(CODE, "read write call send trigger", "query-engine", _ATHENA),
    Row(CODE, "read call", "secret", (_grant("secretsmanager:GetSecretValue secretsmanager:DescribeSecret"),)),
    Row(CODE, "write send", "secret", (_grant("secretsmanager:PutSecretValue secretsmanager:DescribeSecret"),)),
    Row(CODE, "read call", "parameter", (_grant("ssm:GetParameter ssm:GetParameters"),)),
    Row(CODE, "write send", "parameter", (_grant("ssm:PutParameter"),)),
    Row(CODE, "read call write send", "key", (_grant("kms:GenerateDataKey kms:Decrypt"),)),
    # code to managed services
    Row(CODE, "call read", "user-pool", (_grant("cognito-idp:AdminGetUser cognito-idp:ListUsers"),)),
    Row(
        CODE,
        "write send",
        "user-pool",
        (_grant("cognito-idp:AdminCreateUser cognito-idp:AdminUpdateUserAttributes cognito-idp:AdminAddUserToGroup"),),
    ),
    *(Row(CODE, "call read send write", "ai-service", grants, capability) for capability, grants in _MODELS.items()),
    # polled by the service on a function's behalf
    Row("function pipe", "poll", "queue", (_grant(_QUEUE_READ),)),
    Row("function pipe", "poll", "stream", (_grant(_KINESIS_READ),), "native"),
    Row("function pipe", "poll", "table", _TABLE_STREAM),
    Row("function pipe", "poll", "stream", _KAFKA_POLL, "kafka"),
    # what a service delivers by itself
    Row(SERVICE, "deliver", "function", (_grant("lambda:InvokeFunction"),)),
    Row(SERVICE, "deliver", "queue", (_grant("sqs:SendMessage"),)),
    Row(SERVICE, "deliver", "topic", (_grant("sns:Publish"),)),
    Row(SERVICE, "deliver", "bus", (_grant("events:PutEvents"),)),
    Row(SERVICE, "deliver", "stream", (_grant("kinesis:PutRecord kinesis:PutRecords"),), "native"),
    Row(SERVICE, "deliver", "delivery-stream", (_grant("firehose:PutRecord firehose:PutRecordBatch"),)),
    Row(SERVICE, "deliver", "workflow", (_grant("states:StartExecution"),)),
    Row("api pipe", "deliver", "workflow", (_grant("states:StartSyncExecution"),), "synchronous"),
    Row(SERVICE, "deliver", "container", _RUN_TASK_ONLY, "job"),
    Row(SERVICE, "deliver", "etl", (_grant("glue:StartJobRun"),)),
    Row("bus pipe", "deliver", "external", (_grant("events:InvokeApiDestination", "destination"),)),
    Row("api", "deliver", "table", (_grant("dynamodb:PutItem dynamodb:GetItem dynamodb:Query", "self", "/index/*"),)),
    Row("device-gateway", "deliver", "table", (_grant("dynamodb:PutItem"),)),
    Row("device-gateway", "deliver", "bucket", (_grant("s3:PutObject", "/*"),)),
    Row("api", "deliver", "bucket", (_grant("s3:PutObject s3:GetObject", "/*"),)),
    # what a state machine does in its steps: the variant is the operation, with `:job` where it waits for the end
    Row("workflow", "run", "function", (_grant("lambda:InvokeFunction"),)),
    Row("workflow", "run", "workflow", (_grant("states:StartExecution"),)),
    Row("workflow", "run", "workflow", (_grant("states:StartSyncExecution"),), "sfn:startSyncExecution"),
    Row("workflow", "run", "workflow", (*_RUN_WORKFLOW, _FOLLOW), "states:startExecution:job"),
    *(Row("workflow", "run", "container", (*_RUN_TASK, _FOLLOW), mode) for mode in ("job", "service")),
    Row("workflow", "run", "etl", (_grant("glue:StartJobRun glue:GetJobRun glue:GetJobRuns glue:BatchStopJobRun"),)),
    Row("workflow", "run", "transcoder", (*_TRANSCODE, _FOLLOW)),
    Row("workflow", "run", "queue", (_grant("sqs:SendMessage"),)),
    Row("workflow", "run", "topic", (_grant("sns:Publish"),)),
    Row("workflow", "run", "bus", (_grant("events:PutEvents"),)),
    Row("workflow", "run", "stream", (_grant("kinesis:PutRecord"),), "native"),
    Row("workflow", "run", "delivery-stream", (_grant("firehose:PutRecord"),)),
    Row("workflow", "run", "mail", (_grant("ses:SendEmail", "self", "mail-settings"),)),
    Row("workflow", "run", "device-gateway", (_grant("iot:Publish", "device-topics"),)),
    Row("workflow", "run", "schedule", _SCHEDULE, "one-off"),
    Row("workflow", "run", "external", _CALL_HTTP),
    Row("workflow", "run", "table", (_grant("dynamodb:PutItem"),), "dynamodb:putItem"),
    Row("workflow", "run", "table", (_grant("dynamodb:GetItem"),), "dynamodb:getItem"),
    Row("workflow", "run", "table", (_grant("dynamodb:UpdateItem"),), "dynamodb:updateItem"),
    Row("workflow", "run", "table", (_grant("dynamodb:DeleteItem"),), "dynamodb:deleteItem"),
    Row("workflow", "run", "table", (_grant("dynamodb:Query", "self", "/index/*"),), "dynamodb:query"),
    Row("workflow", "run", "bucket", (_grant("s3:GetObject", "/*"),), "s3:getObject"),
    Row("workflow", "run", "bucket", (_grant("s3:PutObject", "/*"),), "s3:putObject"),
    Row("workflow", "run", "bucket", (_grant("s3:GetObject s3:PutObject", "/*"),), "s3:copyObject"),
    Row("workflow", "run", "bucket", (_grant("s3:DeleteObject", "/*"),), "s3:deleteObject"),
    Row("workflow", "run", "bucket", (_grant("s3:ListBucket", "self"),), "s3:listObjectsV2"),
    Row("workflow", "run", "query-engine", _ATHENA),
    Row("workflow", "run", "database", _DATA_INTERFACE),
    *(Row("workflow", "run", "ai-service", grants, capability) for capability, grants in _MODELS.items()),
)


@cache
def _index() -> dict[tuple[str, str, str], dict[str, tuple[Grant, ...]]]:
    """What the table allows by source, link and target, and then by variant."""
    found: dict[tuple[str, str, str], dict[str, tuple[Grant, ...]]] = {}
    for row in ROWS:
        for source in row.sources.split():
            for link in row.links.split():
                found.setdefault((source, link, row.target), {})[row.variant] = row.grants
    return found


def grants_of(source: str, link: str, target: str, variants: tuple[str, ...] = ()) -> tuple[Grant, ...] | None:
    """What the table allows: the row of the first variant that has one, else the general row, else None."""
    rows = _index().get((source, link, target))
    if rows is None:
        return None
    return next((rows[variant] for variant in variants if variant in rows), rows.get(""))
