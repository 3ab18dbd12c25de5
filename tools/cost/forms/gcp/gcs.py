"""Google Cloud Storage: data stored, operations by class, data out."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count, size

FIELDS = (
    size("storage", "data stored", "stored", "data", "standard_eu_multi", "standard", ""),
    count("class_a_operations", "operations of class A", "class_a", "writes", "put"),
    count("class_b_operations", "operations of class B", "class_b", "reads", "get"),
    size(
        "data_out",
        "data out to the internet",
        "egress",
        "egress_internet",
        "egress_data_transfer",
        "monthly_egress_data_transfer_gb_worldwide",
        "egress_data_transfer_gb_same_continent",
        "outbound",
    ),
)
CHARGES = (
    Charge("standard_eu_multi", "Storage", ("storage",)),
    Charge("class_a", "Class A", ("class_a_operations",)),
    Charge("class_b", "Class B", ("class_b_operations",)),
    Charge("egress_internet", "Data out", ("data_out",)),
)

FORM = Form("gcs", FIELDS, CHARGES, features={"storage_bucket": {}, "cloud_storage": {}})
