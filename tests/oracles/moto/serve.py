"""Has a built handler work against moto over HTTP: python serve.py FOLDER COMMAND... < environment.json

The handler is called twice with one event: by the runtime interface, where the command asks for it, else by its input.
Says as JSON what has come of it: items of the table, messages of each queue, keys and text of the bucket's objects.
Runs in an environment of its own that has moto[all,server].
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

os.environ.update(
    AWS_DEFAULT_REGION="eu-west-1", AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_EC2_METADATA_DISABLED="true"
)

import boto3
from moto.server import ThreadedMotoServer

EVENT = {"id": "event-1", "text": "héllo ✓", "count": 3, "inner": {"list": [1, 2.5, True, None]}}
QUEUES = ("inbox", "heard", "routed")


class Runtime(BaseHTTPRequestHandler):
    """The interface by which a custom runtime takes events and hands over answers."""

    answers: ClassVar[list[tuple[str, str]]] = []
    given: ClassVar[int] = 0

    def do_GET(self) -> None:
        """The next event; after two nothing more comes."""
        if Runtime.given == 2:
            threading.Event().wait(60)
        Runtime.given += 1
        body = json.dumps(EVENT).encode()
        self.send_response(200)
        self.send_header("Lambda-Runtime-Aws-Request-Id", f"request-{Runtime.given}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """An answer, or an error."""
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        Runtime.answers.append((self.path.rsplit("/", 1)[1], text))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Nothing is told of requests."""


def prepare(endpoint: str) -> dict[str, str]:
    """Makes what the handler speaks to, and gives the environment that names it."""

    def client(name: str) -> Any:
        return boto3.client(name, endpoint_url=endpoint)

    for table, key in (("orders", "orderId"), ("seen", "id")):
        client("dynamodb").create_table(
            TableName=table,
            KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    urls = {name: client("sqs").create_queue(QueueName=name)["QueueUrl"] for name in QUEUES}
    arn = "arn:aws:sqs:eu-west-1:123456789012:"
    topic = client("sns").create_topic(Name="news")["TopicArn"]
    chosen = {"FilterPolicy": json.dumps({"type": ["KeeperDone"]}), "RawMessageDelivery": "true"}
    client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"{arn}heard", Attributes=chosen)
    client("events").create_event_bus(Name="events")
    client("events").put_rule(Name="all", EventBusName="events", EventPattern='{"detail-type": ["KeeperDone"]}')
    client("events").put_targets(Rule="all", EventBusName="events", Targets=[{"Id": "1", "Arn": f"{arn}routed"}])
    client("s3").create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return {"INBOX_QUEUE_URL": urls["inbox"], "NEWS_TOPIC_ARN": topic}


def outcome(endpoint: str) -> dict[str, Any]:
    """What stands there afterwards."""
    items = boto3.client("dynamodb", endpoint_url=endpoint).scan(TableName="orders")["Items"]
    sqs, s3 = boto3.client("sqs", endpoint_url=endpoint), boto3.client("s3", endpoint_url=endpoint)
    told = {}
    for name in QUEUES:
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        told[name] = [message["Body"] for message in found]
    objects = {
        each["Key"]: s3.get_object(Bucket="files", Key=each["Key"])["Body"].read().decode()
        for each in s3.list_objects_v2(Bucket="files").get("Contents", [])
    }
    return {"items": items, "told": told, "objects": objects}


def call(command: list[str], folder: str, environment: dict[str, str]) -> list[Any]:
    """Calls the handler twice; its answers, or what it said in dying."""
    server = HTTPServer(("127.0.0.1", 0), Runtime)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    surroundings = {**os.environ, **environment, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_port}"}
    if command[0] != "java":
        process = subprocess.Popen(command, cwd=folder, env=surroundings, stdout=subprocess.DEVNULL)
        for _ in range(600):
            if len(Runtime.answers) == 2 or process.poll() is not None:
                break
            threading.Event().wait(0.1)
        process.kill()
        process.wait()
        return [[how, json.loads(text)] for how, text in Runtime.answers]
    answers: list[Any] = []
    for _ in range(2):
        given = {"input": json.dumps(EVENT), "capture_output": True, "text": True}
        done = subprocess.run(command, cwd=folder, env=surroundings, **given)
        last = done.stdout.strip().splitlines()[-1:] if done.returncode == 0 else []
        answers.append(["response", json.loads(last[0])] if last else ["error", done.stderr[-1500:]])
    return answers


def main(folder: str, command: list[str]) -> None:
    """Prepares, calls, tells."""
    logging.disable(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    environment = {**json.load(sys.stdin), **prepare(endpoint)}
    environment |= {"AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "eu-west-1"}
    answers = call(command, folder, environment)
    sys.stdout.write(json.dumps({"answers": answers, **outcome(endpoint)}))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
