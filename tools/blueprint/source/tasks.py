"""Code that is no handler: tasks in containers, batch jobs, lists of libraries, the tables of a database."""

from __future__ import annotations

import re

from tools.blueprint.plan.model import Plan
from tools.blueprint.plan.names import variable
from tools.blueprint.source.handlers import Handler, handler_of_container
from tools.blueprint.source.neighbours import documents_of
from tools.blueprint.source.python import print_container_app
from tools.blueprint.source.words import literal, remark, spaced
from tools.design.components import Bucket, Container, Database, Etl, Layer, Queue

_REQUIREMENT = re.compile(r"^[A-Za-z0-9@][A-Za-z0-9._/@-]*(\[[A-Za-z0-9,._-]+\])?([=<>!~^]=?[A-Za-z0-9.*+!_-]+)?$")
_LIBRARY = re.compile(r"^(?P<name>@?[A-Za-z0-9][A-Za-z0-9._/-]*)(?:@(?P<version>[A-Za-z0-9.^~*-]+))?$")


def print_layer(layer: Layer) -> dict[str, str]:
    """The list of libraries of a layer, for the tool that fetches them. What is no library's name is left out."""
    if layer.language == "nodejs":
        found = (match for text in layer.libraries if (match := _LIBRARY.match(text.strip())))
        lines = [f"    {literal(m['name'])}: {literal(m['version'] or '*')}" for m in found]
        inner = ",\n".join(lines)
        text = f'{{\n  "private": true,\n  "dependencies": {{\n{inner}\n  }}\n}}\n'
        return {f"layers/{layer.name}/package.json": text}
    wanted = [text.strip() for text in layer.libraries if _REQUIREMENT.match(text.strip())]
    return {f"layers/{layer.name}/requirements.txt": "".join(f"{line}\n" for line in wanted)}


def print_container(plan: Plan, container: Container) -> tuple[dict[str, str], set[str]]:
    """A task: what it does once, or for every request and message, and the recipe of its image."""
    handler = handler_of_container(plan, container)
    files, used = print_container_app(plan, handler)
    name = container.name
    files["main.py"] = _service(plan, container) if container.mode == "service" else _once(handler)
    files["requirements.txt"] = "boto3>=1.40\n"
    files["Dockerfile"] = _recipe(container)
    return {f"{name}/{path}": text for path, text in files.items()}, used | {"facts", "logs"}


def _recipe(container: Container) -> str:
    """Built from the folder of the code, so that the shared library is at hand."""
    port = [f"EXPOSE {container.port}"] if container.mode == "service" else []
    return spaced(
        [
            "FROM public.ecr.aws/docker/library/python:3.13-slim",
            "WORKDIR /app",
            f"COPY {container.name}/requirements.txt .",
            "RUN pip install --no-cache-dir -r requirements.txt",
            "COPY shared/python/shared shared",
            f"COPY {container.name}/*.py ./",
            *port,
            "USER nobody",
            'CMD ["python", "main.py"]',
        ]
    )


def _once(handler: Handler) -> str:
    del handler
    return '''"""A task that runs once: with what it was started with, to its end."""

from __future__ import annotations

import json
import os
import sys

from app import work
from shared import facts, logs


def main() -> int:
    """Works on TASK_INPUT, EVENT, or the other EVENT_ variables; the exit status says how it went."""
    text = os.environ.get("TASK_INPUT") or os.environ.get("EVENT")
    told = {name[6:].lower(): value for name, value in os.environ.items() if name.startswith("EVENT_")}
    for fact in facts.facts_in(json.loads(text) if text else told):
        logs.correlate(fact.correlation or fact.id)
        try:
            work(fact)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            logs.failure("the task failed", error)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
'''


def _service(plan: Plan, container: Container) -> str:
    queues = plan.graph.sources(container.name, Queue)
    where = literal(variable(queues[0].name, "QUEUE_URL")) if queues else ""
    says = " and takes messages from its queue" if queues else ""
    parts = {
        "PURPOSE": f"A service: answers requests{says}, until it is told to stop.",
        "THREADS\n": "import threading\n" if queues else "",
        "CLIENT\n": "from shared.clients import client\n" if queues else "",
        "THE_PORT": str(container.port),
        "HEALTH_PATH": literal(_path(container.health_path)),
        "POLLING\n": _POLLING.replace("QUEUE_VARIABLE", where) if queues else "",
        "    STARTS\n": "    threading.Thread(target=poll, daemon=True).start()\n" if queues else "",
    }
    return re.sub("|".join(parts), lambda found: parts[found[0]], _SERVICE)


def _path(path: str) -> str:
    return path if path.startswith("/") else f"/{path}"


_SERVICE = '''"""PURPOSE"""

from __future__ import annotations

import json
import os
import signal
import sys
THREADS
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from app import work
from shared import facts, logs
CLIENT
from shared.errors import Problem

PORT = int(os.environ.get("PORT", "THE_PORT"))
HEALTH = HEALTH_PATH
MAX_BODY = 1_000_000


class Door(BaseHTTPRequestHandler):
    """One request."""

    def do_GET(self) -> None:
        """Says that it is there, or answers."""
        if self.path == HEALTH:
            self._answer(200, {"status": "ok"})
        else:
            self._work({})

    def do_POST(self) -> None:
        """Works on the body."""
        size = int(self.headers.get("content-length") or 0)
        if size > MAX_BODY:
            self._answer(413, {"error": "the body is too large"})
            return
        try:
            self._work(json.loads(self.rfile.read(size) or b"{}"))
        except ValueError:
            self._answer(400, {"error": "the body is not JSON"})

    def _work(self, data: Any) -> None:
        identifier = self.headers.get("x-correlation-id") or str(uuid4())
        logs.correlate(identifier)
        given = data if isinstance(data, dict) else {"value": data}
        try:
            self._answer(200, work(facts.Fact(identifier, self.path, given, time=facts.now())))
        except Problem as problem:
            self._answer(problem.status, {"error": problem.message, **problem.details})
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            logs.failure("the request failed", error)
            self._answer(500, {"error": "something went wrong on our side", "id": identifier})

    def _answer(self, status: int, body: Any) -> None:
        text = json.dumps(body, default=str).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are logged by what they cause."""


POLLING
def main() -> None:
    """Serves until the platform says to stop."""
    server = ThreadingHTTPServer(("", PORT), Door)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    STARTS
    logs.info("listening", port=PORT)
    server.serve_forever()


if __name__ == "__main__":
    main()
'''


_POLLING = '''def poll() -> None:
    """Takes messages and works on each; one that fails comes back, and in the end goes to the dead-letter queue."""
    queue = os.environ[QUEUE_VARIABLE]
    while True:
        answer = client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=20)
        for message in answer.get("Messages", ()):
            record = {"eventSource": "aws:sqs", "messageId": message["MessageId"], "body": message["Body"]}
            try:
                for fact in facts.facts_of(record):
                    logs.correlate(fact.correlation or fact.id)
                    work(fact)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told
                logs.failure("a message failed", error, message=message["MessageId"])
            else:
                client("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])


'''


def print_job(plan: Plan, job: Etl) -> dict[str, str]:
    """A batch job: reads the JSON of its buckets, writes columns, by day."""
    sources = [b.name for b in plan.graph.targets(job.name, Bucket, "read")]
    targets = [b.name for b in plan.graph.targets(job.name, Bucket, "write", "send")]
    words = remark(job.description or job.title) or "Turns JSON into columns"
    given = remark(", ".join(sources) or "its source")
    text = f'''"""{words.rstrip(".")}. From {given} to {remark(", ".join(targets[:1]) or "its target")}.

Started with --source and --target (s3:// addresses); --input holds what started it.
"""

from __future__ import annotations

import sys

from awsglue.context import GlueContext
from awsglue.job import Job
from awsglue.utils import getResolvedOptions
from pyspark.context import SparkContext
from pyspark.sql import DataFrame
from pyspark.sql.functions import current_date


def reshape(frame: DataFrame) -> DataFrame:
    """The rules of this job: what becomes of the records. Yours to write."""
    return frame.dropDuplicates()


def main() -> None:
    """Reads what is new, reshapes it, writes it by day."""
    given = getResolvedOptions(sys.argv, ["JOB_NAME", "source", "target"])
    context = GlueContext(SparkContext.getOrCreate())
    job = Job(context)
    job.init(given["JOB_NAME"], given)
    options = {{"paths": [given["source"]], "recurse": True}}
    records = context.create_dynamic_frame.from_options("s3", options, format="json", transformation_ctx="records")
    frame = reshape(records.toDF()).withColumn("day", current_date())
    frame.write.mode("append").partitionBy("day").parquet(given["target"])
    job.commit()


main()
'''
    return {f"{job.name}/job.py": text}


def print_schema(plan: Plan, database: Database) -> dict[str, str]:
    """The table in which a database keeps documents."""
    table = documents_of(plan, database)
    kind = "jsonb" if database.engine == "postgres" else "json"
    text = (
        f"-- The documents that handlers keep. Run once, as the owner.\n"
        f"CREATE TABLE IF NOT EXISTS {table} (\n"
        f"    id varchar(255) PRIMARY KEY,\n"
        f"    document {kind} NOT NULL,\n"
        f"    recorded_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP\n"
        f");\n"
    )
    return {f"{database.name}/schema.sql": text}
