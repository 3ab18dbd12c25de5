"""Azure Blob Storage: hot tier, locally redundant."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count, size

FIELDS = (
    size("storage", "data stored", "stored", "data", "capacity", "hot_lrs", "hot", ""),
    count("writes", "writes", "write_operations", "hot_write", "put", "class_1_operations"),
    count("reads", "reads", "read_operations", "hot_read", "get", "class_2_operations"),
)
CHARGES = (
    Charge("hot_lrs", "Storage", ("storage",)),
    Charge("hot_write", "Writes", ("writes",)),
    Charge("hot_read", "Reads", ("reads",)),
)

FORM = Form("blob", FIELDS, CHARGES, features={"storage_account": {}, "blob_storage": {}, "storage_blob": {}})
