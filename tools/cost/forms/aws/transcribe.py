"""Amazon Transcribe: seconds of speech."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, time

FIELDS = (time("audio", "speech in the month", "duration", "speech", "batch", "length", "", unit="s"),)
CHARGES = (Charge("batch_second", "Speech", ("audio",)),)

FORM = Form("transcribe", FIELDS, CHARGES)
