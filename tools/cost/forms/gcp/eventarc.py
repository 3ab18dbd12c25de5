"""Google Eventarc: events."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (count("google_events", "events of Google sources", "events", ""),)
CHARGES = (Charge("google_events", "Events", ("google_events",)),)

FORM = Form("eventarc", FIELDS, CHARGES)
