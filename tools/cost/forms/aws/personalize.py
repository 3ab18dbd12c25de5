"""Amazon Personalize: recommendations."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (count("recommendations", "requests for recommendations", "requests", "recommendation_requests", ""),)
CHARGES = (Charge("recommendation", "Recommendations", ("recommendations",)),)

FORM = Form("personalize", FIELDS, CHARGES)
