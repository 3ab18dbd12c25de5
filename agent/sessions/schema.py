"""The tables of a session's file, version by version."""

from __future__ import annotations

APPLICATION = 0x436C7764
"""Marks a SQLite file as ours ("Clwd", in its header)."""

_FIRST = """
CREATE TABLE session (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    planner TEXT NOT NULL,
    created INTEGER NOT NULL,
    parent TEXT,
    parent_turn INTEGER
) STRICT;

CREATE TABLE artefacts (
    session TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (session, hash)
) STRICT;

CREATE TABLE turns (
    session TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('say', 'undo', 'redo')),
    text TEXT NOT NULL,
    digest TEXT NOT NULL,
    planner TEXT NOT NULL,
    asks INTEGER NOT NULL CHECK (asks IN (0, 1)),
    accepted INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'accepted'
        CHECK (status IN ('accepted', 'running', 'asking', 'parked', 'answered', 'failed', 'cancelled')),
    base TEXT,
    design TEXT,
    extra TEXT,
    answer TEXT,
    questions TEXT NOT NULL DEFAULT '[]',
    sentence TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '',
    resumable INTEGER NOT NULL DEFAULT 0 CHECK (resumable IN (0, 1)),
    spent TEXT NOT NULL DEFAULT '',
    unwanted INTEGER NOT NULL DEFAULT 0 CHECK (unwanted IN (0, 1)),
    PRIMARY KEY (session, number),
    UNIQUE (session, key),
    FOREIGN KEY (session, base) REFERENCES artefacts(session, hash),
    FOREIGN KEY (session, design) REFERENCES artefacts(session, hash),
    FOREIGN KEY (session, extra) REFERENCES artefacts(session, hash),
    FOREIGN KEY (session, answer) REFERENCES artefacts(session, hash)
) STRICT;

CREATE TABLE replies (
    session TEXT NOT NULL,
    turn INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    key TEXT NOT NULL,
    text TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (session, turn, number),
    UNIQUE (session, turn, key),
    FOREIGN KEY (session, turn) REFERENCES turns(session, number) ON DELETE CASCADE
) STRICT;

CREATE TABLE journal (
    session TEXT NOT NULL,
    turn INTEGER NOT NULL,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (session, turn, key),
    FOREIGN KEY (session, turn) REFERENCES turns(session, number) ON DELETE CASCADE
) STRICT;

CREATE TABLE lease (
    session TEXT PRIMARY KEY REFERENCES session(id) ON DELETE CASCADE,
    fence INTEGER NOT NULL,
    until INTEGER NOT NULL,
    locked INTEGER NOT NULL CHECK (locked IN (0, 1))
) STRICT;

CREATE TABLE checkpoints (
    thread_id TEXT NOT NULL,
    checkpoint_ns TEXT NOT NULL DEFAULT '',
    checkpoint_id TEXT NOT NULL,
    parent_checkpoint_id TEXT,
    type TEXT,
    checkpoint BLOB,
    metadata BLOB,
    PRIMARY KEY (thread_id, checkpoint_ns, checkpoint_id)
);

CREATE TABLE writes (
    thread_id TEXT NOT NULL,
    checkpoint_ns TEXT NOT NULL DEFAULT '',
    checkpoint_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    task_path TEXT NOT NULL DEFAULT '',
    idx INTEGER NOT NULL,
    channel TEXT NOT NULL,
    type TEXT,
    value BLOB,
    PRIMARY KEY (thread_id, checkpoint_ns, checkpoint_id, task_id, idx)
);
"""

MIGRATIONS: tuple[str, ...] = (_FIRST,)
"""Script number n brings a file from version n to n + 1. Scripts that were released do not change.

`checkpoints` and `writes` are the tables of LangGraph's saver, in its own words.
"""
