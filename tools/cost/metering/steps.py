"""Sizes that services count in, least amounts and roundings, as their pricing pages state them."""

from __future__ import annotations

HTTP_REQUEST_KB = 512.0
"""A request of an HTTP API."""
WEBSOCKET_MESSAGE_KB = 32.0
MESSAGE_KB = 64.0
"""A request of SQS, SNS and EventBridge."""
PUT_UNIT_KB = 25.0
"""A PUT unit of a provisioned Kinesis stream."""
ONDEMAND_RECORD_KB = 1.0
FIREHOSE_RECORD_KB = 5.0
IOT_MESSAGE_KB = 5.0
REALTIME_UPDATE_KB = 5.0
EXPRESS_MS = 100.0
EXPRESS_MB = 64.0
WRITE_UNIT_KB = 1.0
READ_UNIT_KB = 4.0
EVENTUAL = 0.5
"""Share of a read unit that an eventually consistent read takes."""
TASK_S = 60.0
"""Least time of a Fargate task; 300 on Windows."""
TASK_FREE_GB = 20.0
"""Ephemeral storage that a Fargate task has for nothing."""
PIPE_KB = 64.0
CHUNK_OPERATIONS = 3.0
"""Operations of one message of Cloudflare Queues: written, read, deleted."""
CLOUDFLARE_MESSAGE_KB = 64.0
OBJECT_GB = 0.128
"""Memory of a Durable Object, in decimal."""
SOCKET_MESSAGES_PER_REQUEST = 20.0
SCHEDULED_TASK_KB = 32.0
"""An operation of Google Cloud Tasks."""
EVENT_HUB_KB = 64.0
