"""AWS Transfer Family: endpoints by the hour, data."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count, size

FIELDS = (
    count("endpoints", "protocols switched on", "protocols", "servers", "endpoint", default=1.0),
    size("uploaded", "data uploaded", "data_uploaded", "upload"),
    size("downloaded", "data downloaded", "data_downloaded", "download"),
    size("data", "data both ways", "transferred", ""),
)
CHARGES = (
    Charge(
        "sftp_hour",
        "Endpoint hours",
        (
            "endpoints",
            "hours",
        ),
        is_standing=True,
    ),
    Charge("data", "Data", ("data",)),
    Charge("data", "Uploads", ("uploaded",)),
    Charge("data", "Downloads", ("downloaded",)),
)

FORM = Form("transfer_family", FIELDS, CHARGES, features={"transfer_server": {}, "sftp": {}})
