"""Delivery streams: records in batches into storage or a search index."""

from __future__ import annotations

import math

from tools.blueprint.plan.values import Ref
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.kinds.analytics import print_catalogue
from tools.blueprint.targets.cloudformation.kinds.logs import print_logs
from tools.blueprint.targets.cloudformation.references import get, ref
from tools.blueprint.targets.cloudformation.roles import print_roles_of
from tools.blueprint.targets.cloudformation.template import Properties, Template
from tools.design.components import Bucket, DeliveryStream, Function, SearchIndex, Stream
from tools.design.requirements import FieldType

_COLUMNS: dict[FieldType, str] = {
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "date": "date",
    "money": "struct<amount:string,currency:string>",
}

_ENVELOPE = (("id", "string"), ("source", "string"), ("type", "string"), ("time", "string"))

PARQUET_MB = 64
"""Least buffer when records are turned into columns."""


def print_delivery(template: Template, stream: DeliveryStream) -> None:
    """A delivery stream with its source, its transformation and where it delivers."""
    identity = template.id(stream)
    print_logs(template, stream.name)
    streams: Properties = {"LogGroupName": ref(template.plan.logs[stream.name].id), "LogStreamName": "delivery"}
    template.add(f"{identity}Writing", "AWS::Logs::LogStream", streams)
    print_roles_of(template, stream.name, "serve")
    if stream.format == "parquet":
        _print_columns(template, stream)
    properties: Properties = {}
    sources = template.graph.sources(stream.name, Stream)
    if sources:
        origin: Node = {"KinesisStreamARN": template.value(Ref(sources[0].name)), "RoleARN": get(f"{identity}Role")}
        properties |= {"DeliveryStreamType": "KinesisStreamAsSource", "KinesisStreamSourceConfiguration": origin}
    else:
        properties |= {
            "DeliveryStreamType": "DirectPut",
            "DeliveryStreamEncryptionConfigurationInput": _encryption(template, stream),
        }
    indexes = template.graph.targets(stream.name, SearchIndex)
    if indexes:
        properties["AmazonOpenSearchServerlessDestinationConfiguration"] = _to_index(template, stream, indexes[0])
    else:
        properties["ExtendedS3DestinationConfiguration"] = _to_bucket(template, stream)
    template.add(identity, "AWS::KinesisFirehose::DeliveryStream", properties)


def _encryption(template: Template, stream: DeliveryStream) -> Node:
    if stream.key is None:
        return {"KeyType": "AWS_OWNED_CMK"}
    return {"KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": template.value(Ref(stream.key))}


def _bucket_of(template: Template, stream: DeliveryStream) -> Bucket:
    return template.graph.targets(stream.name, Bucket)[0]


def _to_bucket(template: Template, stream: DeliveryStream) -> Node:
    identity, bucket = template.id(stream), _bucket_of(template, stream)
    prefix = stream.prefix if stream.prefix.endswith("/") or not stream.prefix else f"{stream.prefix}/"
    parquet = stream.format == "parquet"
    found: Properties = {
        "BucketARN": template.value(Ref(bucket.name)),
        "RoleARN": get(f"{identity}Role"),
        "Prefix": f"{prefix}!{{timestamp:yyyy/MM/dd/HH}}/",
        "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/",
        "BufferingHints": {
            "IntervalInSeconds": max(stream.buffer_s, 60) if parquet else stream.buffer_s,
            "SizeInMBs": max(stream.buffer_mb, PARQUET_MB) if parquet else stream.buffer_mb,
        },
        "CompressionFormat": "UNCOMPRESSED" if parquet else "GZIP",
        "CloudWatchLoggingOptions": _logging(template, stream),
    }
    if bucket.key is not None:
        found["EncryptionConfiguration"] = {"KMSEncryptionConfig": {"AWSKMSKeyARN": template.value(Ref(bucket.key))}}
    processing = _processing(template, stream)
    if processing is not None:
        found["ProcessingConfiguration"] = processing
    if parquet:
        found["DataFormatConversionConfiguration"] = {
            "Enabled": True,
            "InputFormatConfiguration": {"Deserializer": {"OpenXJsonSerDe": {}}},
            "OutputFormatConfiguration": {"Serializer": {"ParquetSerDe": {"Compression": "SNAPPY"}}},
            "SchemaConfiguration": {
                "DatabaseName": ref(f"{identity}Catalog"),
                "TableName": ref(f"{identity}Columns"),
                "RoleARN": get(f"{identity}Role"),
                "Region": ref("AWS::Region"),
                "VersionId": "LATEST",
            },
        }
    return found


def _logging(template: Template, stream: DeliveryStream) -> Node:
    return {
        "Enabled": True,
        "LogGroupName": ref(template.plan.logs[stream.name].id),
        "LogStreamName": ref(template.id(stream, "Writing")),
    }


def _processing(template: Template, stream: DeliveryStream) -> Node | None:
    functions = template.graph.targets(stream.name, Function, "trigger", "call")
    if not functions:
        return None
    invoked = template.value(Ref(functions[0].name))
    parameters: list[Node] = [
        {"ParameterName": "LambdaArn", "ParameterValue": invoked},
        {"ParameterName": "NumberOfRetries", "ParameterValue": "3"},
    ]
    return {"Enabled": True, "Processors": [{"Type": "Lambda", "Parameters": parameters}]}


def _to_index(template: Template, stream: DeliveryStream, index: SearchIndex) -> Node:
    identity, bucket = template.id(stream), _bucket_of(template, stream)
    kept: Properties = {
        "BucketARN": template.value(Ref(bucket.name)),
        "RoleARN": get(f"{identity}Role"),
        "Prefix": "failed/",
    }
    return {
        "CollectionEndpoint": template.value(Ref(index.name, "host")),
        "IndexName": (index.entity or index.name).lower(),
        "RoleARN": get(f"{identity}Role"),
        "BufferingHints": {
            "IntervalInSeconds": min(stream.buffer_s, 900),
            "SizeInMBs": min(math.ceil(stream.buffer_mb), 100),
        },
        "RetryOptions": {"DurationInSeconds": 300},
        "S3BackupMode": "FailedDocumentsOnly",
        "S3Configuration": kept,
        "CloudWatchLoggingOptions": _logging(template, stream),
    }


def _print_columns(template: Template, stream: DeliveryStream) -> None:
    """The catalogue's table that says which columns a record has: the envelope, and the data of its event."""
    identity = template.id(stream)
    print_catalogue(template, identity, stream.name)
    columns: list[Node] = [{"Name": name, "Type": kind} for name, kind in _ENVELOPE]
    columns.append({"Name": "data", "Type": _structure(template, stream)})
    storage: Node = {
        "Columns": columns,
        "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
        "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"},
    }
    given: Node = {"Name": stream.name.replace("-", "_"), "TableType": "EXTERNAL_TABLE", "StorageDescriptor": storage}
    properties: Properties = {
        "CatalogId": ref("AWS::AccountId"),
        "DatabaseName": ref(f"{identity}Catalog"),
        "TableInput": given,
    }
    template.add(f"{identity}Columns", "AWS::Glue::Table", properties)


def _structure(template: Template, stream: DeliveryStream) -> str:
    carried = {event for link in template.graph.incoming(stream.name) for event in link.events}
    events = [event for event in template.plan.design.events if event.name in carried]
    if len(events) != 1:
        return "string"
    fields = ",".join(f"{f.name.lower()}:{_COLUMNS.get(f.type, 'string')}" for f in events[0].fields)
    return f"struct<{fields}>"
