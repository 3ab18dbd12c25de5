"""Amazon Textract: pages."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (
    count("pages", "pages of which text is read", "text_pages", "detect_text_pages", "documents", ""),
    count("forms_pages", "pages of which forms are read", "form_pages", "forms"),
    count("tables_pages", "pages of which tables are read", "table_pages", "tables"),
)
CHARGES = (
    Charge("detect_text_page", "Text", ("pages",)),
    Charge("forms_page", "Forms", ("forms_pages",)),
    Charge("tables_page", "Tables", ("tables_pages",)),
)

FORM = Form("textract", FIELDS, CHARGES)
