"""Requests to what keeps data: tables, buckets, query engines, databases with a data interface."""

from __future__ import annotations

from tools.design.components import Database, QueryEngine, Table
from tools.workflow.integrations.base import DATA, EXECUTION, Call, Json, Request, StepError, chosen_action

TABLE_ACTIONS = {
    "put": "putItem",
    "create": "putItem",
    "write": "putItem",
    "save": "putItem",
    "store": "putItem",
    "get": "getItem",
    "read": "getItem",
    "load": "getItem",
    "update": "updateItem",
    "mark": "updateItem",
    "delete": "deleteItem",
    "remove": "deleteItem",
    "query": "query",
    "list": "query",
}

BUCKET_ACTIONS = {
    "put": "putObject",
    "write": "putObject",
    "save": "putObject",
    "store": "putObject",
    "get": "getObject",
    "read": "getObject",
    "load": "getObject",
    "copy": "copyObject",
    "delete": "deleteObject",
    "remove": "deleteObject",
    "list": "listObjectsV2",
}


def use_table(call: Call) -> Request:
    """Reads or writes one item: its key from the data, the data itself as the attribute `document`."""
    table = call.component
    assert isinstance(table, Table)
    operation = chosen_action(call.action, TABLE_ACTIONS, "putItem")
    name = {"TableName": call.ref("name")}
    if operation == "putItem":
        item = {**_key(table), "document": {"S.$": "States.JsonToString($)"}, "updatedAt": _NOW}
        return _written("dynamodb:putItem", {**name, "Item": item})
    if operation == "updateItem":
        return _written("dynamodb:updateItem", {**name, "Key": _key(table), **_SET_DOCUMENT})
    if operation == "deleteItem":
        return _written("dynamodb:deleteItem", {**name, "Key": _key(table)})
    if operation == "query":
        return Request("dynamodb:query", {**name, **_partition(table)}, sdk=True, seconds=30.0)
    return Request("dynamodb:getItem", {**name, "Key": _key(table), "ConsistentRead": True}, seconds=30.0)


_NOW: Json = {"S.$": "$$.State.EnteredTime"}

_SET_DOCUMENT: Json = {
    "UpdateExpression": "SET #document = :document, #updatedAt = :updatedAt",
    "ExpressionAttributeNames": {"#document": "document", "#updatedAt": "updatedAt"},
    "ExpressionAttributeValues": {":document": {"S.$": "States.JsonToString($)"}, ":updatedAt": _NOW},
}


def _written(operation: str, parameters: Json) -> Request:
    return Request(operation, parameters, yields=False, seconds=30.0)


def _key(table: Table) -> Json:
    names = [table.partition_key, *([table.sort_key] if table.sort_key else [])]
    return {name: _typed(table, name) for name in names}


def _typed(table: Table, name: str) -> Json:
    if name in table.numeric_keys:
        return {"N.$": f"States.Format('{{}}', $.{name})"}
    return {"S.$": f"$.{name}"}


def _partition(table: Table) -> Json:
    return {
        "KeyConditionExpression": "#key = :key",
        "ExpressionAttributeNames": {"#key": table.partition_key},
        "ExpressionAttributeValues": {":key": _typed(table, table.partition_key)},
    }


def use_bucket(call: Call) -> Request:
    """Reads, writes, copies or deletes the object whose key is at `$.key`; a new object is named by its execution."""
    operation = chosen_action(call.action, BUCKET_ACTIONS, "putObject")
    parameters: Json = {"Bucket": call.ref("name")}
    if operation == "putObject":
        parameters |= {"Key.$": f"States.Format('{call.workflow}/{{}}.json', {EXECUTION})", f"Body.{DATA}": DATA}
        parameters["ContentType"] = "application/json"
    elif operation == "listObjectsV2":
        parameters["Prefix.$"] = "$.prefix"
    else:
        parameters["Key.$"] = "$.key"
    if operation == "copyObject":
        parameters["CopySource.$"] = "$.source"
    yields = operation in ("getObject", "listObjectsV2")
    return Request(f"s3:{operation}", parameters, sdk=True, yields=yields, seconds=60.0)


def run_query(call: Call) -> Request:
    """Runs the statement at `$.query` and waits; the result names where its rows lie."""
    assert isinstance(call.component, QueryEngine)
    parameters: Json = {"QueryString.$": "$.query", "WorkGroup": call.ref("name")}
    return Request("athena:startQueryExecution", parameters, pattern="job", seconds=1800.0)


def run_statement(call: Call) -> Request:
    """Runs the statement at `$.statement` in a relational database through its data interface."""
    database = call.component
    assert isinstance(database, Database)
    if database.engine == "document":
        raise StepError(f"a workflow cannot query '{call.name}' itself: let a function do it")
    parameters: Json = {
        "ResourceArn": call.ref("arn"),
        "SecretArn": call.ref("connection"),
        "Sql.$": "$.statement",
        "FormatRecordsAs": "JSON",
    }
    return Request("rdsdata:executeStatement", parameters, sdk=True, seconds=45.0)
