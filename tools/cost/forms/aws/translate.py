"""Amazon Translate: characters."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (count("characters", "characters", "text_characters", "chars", ""),)
CHARGES = (Charge("text_character", "Characters", ("characters",)),)

FORM = Form("translate", FIELDS, CHARGES)
