"""Judges SAM templates: python judge.py < templates.json

Each template, a text, is held against checkov's checks of CloudFormation. The answer names for each the checks that
failed and those suppressed with the reason given. Runs in an environment of its own that has checkov.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.update(LOG_LEVEL="ERROR", BC_SKIP_MAPPING="TRUE", CKV_IGNORE_HIDDEN_DIRECTORIES="false")

from checkov.cloudformation.runner import Runner
from checkov.runner_filter import RunnerFilter


def judged(folder, names):
    """What failed and what was suppressed, for each file."""
    report = Runner().run(root_folder=str(folder), runner_filter=RunnerFilter(framework=["cloudformation"]))
    found = {name: {"failed": [], "suppressed": []} for name in names}
    for record in report.failed_checks:
        found[Path(record.file_path).name]["failed"].append(f"{record.check_id} {record.resource}: {record.check_name}")
    for record in report.skipped_checks:
        reason = record.check_result.get("suppress_comment") or ""
        found[Path(record.file_path).name]["suppressed"].append([record.check_id, record.resource, reason])
    errors = [str(error) for error in report.parsing_errors]
    return [{**found[name], "unread": any(name in error for error in errors)} for name in names]


with tempfile.TemporaryDirectory() as place:
    texts = json.load(sys.stdin)
    folder = Path(place)
    names = [f"template-{number:03}.yaml" for number in range(len(texts))]
    for name, text in zip(names, texts, strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    verdicts = judged(folder, names)
sys.stdout.write(json.dumps(verdicts))
