"""A report as people and machines read it. All text is data, and escaped for the form it is printed in."""

from tools.checks.reports.jsonform import to_json
from tools.checks.reports.markdown import to_markdown
from tools.checks.reports.sarif import to_sarif
from tools.checks.reports.text import to_text

__all__ = ["to_json", "to_markdown", "to_sarif", "to_text"]
