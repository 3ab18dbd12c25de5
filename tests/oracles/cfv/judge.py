"""Judges CloudFormation templates: python judge.py < templates.json

The answer holds for each template, a text, what is wrong: one line for every fatal error, error and warning. Runs in
an environment of its own that has cloudformation-validate.
"""

import json
import sys
import tempfile
from pathlib import Path

from cloudformation_validate import CompositeEngine, Severity


def findings(engine, path):
    """Errors and warnings, a line each."""
    return [
        f"{found.rule_id} {found.entity.logical_id if found.entity else ''} line {found.start_line}: {found.message}"
        for found in engine.validate_template(str(path)).diagnostics
        if found.severity in (Severity.FATAL, Severity.ERROR, Severity.WARN)
    ]


with tempfile.TemporaryDirectory() as place:
    engine, verdicts = CompositeEngine(), []
    for text in json.load(sys.stdin):
        path = Path(place) / "template.yaml"
        path.write_text(text, encoding="utf-8")
        verdicts.append(findings(engine, path))
sys.stdout.write(json.dumps(verdicts))
