"""Amazon ECR: images kept."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, size

FIELDS = (size("storage", "images kept", "images", "image", "data", "stored", ""),)
CHARGES = (Charge("storage", "Images", ("storage",)),)

FORM = Form("ecr", FIELDS, CHARGES, features={"ecr_repository": {}})
