"""Google Firestore: reads, writes and deletes of documents, storage."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count, size

FIELDS = (
    count("reads", "documents read", "document_reads", "read_operations"),
    count("writes", "documents written", "document_writes", "write_operations"),
    count("deletes", "documents deleted", "document_deletes", "delete_operations"),
    size("storage", "data stored", "data", "stored", ""),
    count("reads_per_user", "reads of one user a day", "daily_reads_per_user"),
)
CHARGES = (
    Charge("storage", "Storage", ("storage",)),
    Charge("reads", "Reads", ("reads",)),
    Charge("writes", "Writes", ("writes",)),
    Charge("deletes", "Deletes", ("deletes",)),
)

FORM = Form("firestore", FIELDS, CHARGES, features={"firestore_native": {}, "datastore": {}})
