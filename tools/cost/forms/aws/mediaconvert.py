"""AWS Elemental MediaConvert: minutes of output, basic tier."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (
    count("sd_minutes", "minutes of SD", "sd", "basic_sd", "basic_sd_minutes"),
    count("hd_minutes", "minutes of HD", "hd", "basic_hd", "minutes", "basic_hd_minutes"),
    count("uhd_minutes", "minutes of UHD", "uhd", "4k_minutes", "basic_uhd", "basic_uhd_minutes"),
)
CHARGES = (
    Charge("basic_sd_minute", "SD", ("sd_minutes",)),
    Charge("basic_hd_minute", "HD", ("hd_minutes",)),
    Charge("basic_uhd_minute", "UHD", ("uhd_minutes",)),
)

FORM = Form("mediaconvert", FIELDS, CHARGES)
