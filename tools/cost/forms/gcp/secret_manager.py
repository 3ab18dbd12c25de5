"""Google Secret Manager: versions and accesses."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (
    count("versions", "active versions", "active_secret_versions", "secrets", "version", "secret_versions"),
    count("accesses", "accesses", "access_operations", "access", "requests", "operations"),
)
CHARGES = (
    Charge("version", "Versions", ("versions",)),
    Charge("access", "Accesses", ("accesses",)),
)

FORM = Form(
    "secret_manager", FIELDS, CHARGES, features={"secret_manager_secret": {}, "secret_manager_secret_version": {}}
)
