"""Usage forms: plain quantities priced without a design, to check a vendor's example or one's own bill.

Owns what can be stated of each service (fields with units and synonyms), what each statement is billed by, and the
reading of usage files. Refuses prices of its own (the catalogue has them), arithmetic of its own where a meter of
designs has it too (both call `tools.cost.metering`), and guesses: what it does not know is an error that names what
there is.
"""

from __future__ import annotations

from tools.cost.forms.pricing import Priced, UsageBill, price_usage
from tools.cost.forms.reading import Item, UsageError, read_usage
from tools.cost.forms.report import to_json, to_text

__all__ = ["Item", "Priced", "UsageBill", "UsageError", "price_usage", "read_usage", "to_json", "to_text"]
