"""Delivery streams: records in batches into storage or a search index."""

from __future__ import annotations

import math

from tools.blueprint.resources.kinds.analytics import print_catalogue
from tools.blueprint.resources.kinds.logs import print_logs
from tools.blueprint.resources.references import HERE
from tools.blueprint.resources.root import Root
from tools.blueprint.resources.tree import Block, Body, Node
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
_HIVE = "org.apache.hadoop.hive.ql.io.parquet"

PARQUET_MB = 64
"""Least buffer when records are turned into columns."""


def print_delivery(root: Root, stream: DeliveryStream) -> None:
    """A delivery stream with its source, its transformation and where it delivers."""
    group = print_logs(root, stream.name)
    root.add("aws_cloudwatch_log_stream", stream.name, {"name": "delivery", "log_group_name": group})
    role = root.role(f"{root.plan.ids[stream.name]}Role")
    if stream.format == "parquet":
        _print_columns(root, stream)
    indexes = root.graph.targets(stream.name, SearchIndex)
    body: Body = {
        "name": root.named(stream.name, 64),
        "destination": "opensearchserverless" if indexes else "extended_s3",
    }
    sources = root.graph.sources(stream.name, Stream)
    if sources:
        origin: Body = {"kinesis_stream_arn": root.ref(sources[0].name), "role_arn": role}
        body["kinesis_source_configuration"] = Block(origin)
    else:
        body["server_side_encryption"] = Block(_encryption(root, stream))
    if indexes:
        body["opensearchserverless_configuration"] = Block(_to_index(root, stream, indexes[0], role))
    else:
        body["extended_s3_configuration"] = Block(_to_bucket(root, stream, role))
    root.add("aws_kinesis_firehose_delivery_stream", stream.name, body)


def _encryption(root: Root, stream: DeliveryStream) -> Body:
    if stream.key is None:
        return {"enabled": True, "key_type": "AWS_OWNED_CMK"}
    return {"enabled": True, "key_type": "CUSTOMER_MANAGED_CMK", "key_arn": root.ref(stream.key)}


def _bucket_of(root: Root, stream: DeliveryStream) -> Bucket:
    return root.graph.targets(stream.name, Bucket)[0]


def _to_bucket(root: Root, stream: DeliveryStream, role: Node) -> Body:
    bucket, parquet = _bucket_of(root, stream), stream.format == "parquet"
    before = stream.prefix if stream.prefix.endswith("/") or not stream.prefix else f"{stream.prefix}/"
    found: Body = {
        "bucket_arn": root.ref(bucket.name),
        "role_arn": role,
        "prefix": f"{before}!{{timestamp:yyyy/MM/dd/HH}}/",
        "error_output_prefix": "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/",
        "buffering_interval": max(stream.buffer_s, 60) if parquet else stream.buffer_s,
        "buffering_size": math.ceil(max(stream.buffer_mb, PARQUET_MB) if parquet else stream.buffer_mb),
        "compression_format": "UNCOMPRESSED" if parquet else "GZIP",
    }
    if bucket.key is not None:
        found["kms_key_arn"] = root.ref(bucket.key)
    found["cloudwatch_logging_options"] = Block(_logging(root, stream))
    functions = root.graph.targets(stream.name, Function, "trigger", "call")
    if functions:
        found["processing_configuration"] = Block(_processing(root, functions[0]))
    if parquet:
        found["data_format_conversion_configuration"] = Block(_conversion(root, stream, role))
    return found


def _conversion(root: Root, stream: DeliveryStream, role: Node) -> Body:
    reader = Block({"open_x_json_ser_de": Block({})})
    writer = Block({"parquet_ser_de": Block({"compression": "SNAPPY"})})
    schema: Body = {
        "database_name": root.at("aws_glue_catalog_database", stream.name, "name"),
        "table_name": root.at("aws_glue_catalog_table", stream.name, "name"),
        "role_arn": role,
        "region": HERE["region"],
        "version_id": "LATEST",
    }
    return {
        "enabled": True,
        "input_format_configuration": Block({"deserializer": reader}),
        "output_format_configuration": Block({"serializer": writer}),
        "schema_configuration": Block(schema),
    }


def _logging(root: Root, stream: DeliveryStream) -> Body:
    return {
        "enabled": True,
        "log_group_name": root.at("aws_cloudwatch_log_group", stream.name, "name"),
        "log_stream_name": root.at("aws_cloudwatch_log_stream", stream.name, "name"),
    }


def _processing(root: Root, function: Function) -> Body:
    parameters: list[Node] = [
        Block({"parameter_name": "LambdaArn", "parameter_value": root.ref(function.name)}),
        Block({"parameter_name": "NumberOfRetries", "parameter_value": "3"}),
    ]
    return {"enabled": True, "processors": Block({"type": "Lambda", "parameters": parameters})}


def _to_index(root: Root, stream: DeliveryStream, index: SearchIndex, role: Node) -> Body:
    kept: Body = {"bucket_arn": root.ref(_bucket_of(root, stream).name), "role_arn": role, "prefix": "failed/"}
    return {
        "collection_endpoint": root.ref(index.name, "host"),
        "index_name": (index.entity or index.name).lower(),
        "role_arn": role,
        "buffering_interval": min(stream.buffer_s, 900),
        "buffering_size": min(math.ceil(stream.buffer_mb), 100),
        "retry_duration": 300,
        "s3_backup_mode": "FailedDocumentsOnly",
        "s3_configuration": Block(kept),
        "cloudwatch_logging_options": Block(_logging(root, stream)),
    }


def _print_columns(root: Root, stream: DeliveryStream) -> None:
    """The catalogue's table that says which columns a record has: the envelope, and the data of its event."""
    print_catalogue(root, stream.name)
    columns: list[Node] = [Block({"name": name, "type": kind}) for name, kind in _ENVELOPE]
    columns.append(Block({"name": "data", "type": _structure(root, stream)}))
    storage: Body = {
        "input_format": f"{_HIVE}.MapredParquetInputFormat",
        "output_format": f"{_HIVE}.MapredParquetOutputFormat",
        "ser_de_info": Block({"serialization_library": f"{_HIVE}.serde.ParquetHiveSerDe"}),
        "columns": columns,
    }
    body: Body = {
        "name": stream.name.replace("-", "_"),
        "database_name": root.at("aws_glue_catalog_database", stream.name, "name"),
        "table_type": "EXTERNAL_TABLE",
        "storage_descriptor": Block(storage),
    }
    root.add("aws_glue_catalog_table", stream.name, body)


def _structure(root: Root, stream: DeliveryStream) -> str:
    carried = {event for link in root.graph.incoming(stream.name) for event in link.events}
    events = [event for event in root.plan.design.events if event.name in carried]
    if len(events) != 1:
        return "string"
    fields = ",".join(f"{f.name.lower()}:{_COLUMNS.get(f.type, 'string')}" for f in events[0].fields)
    return f"struct<{fields}>"
