"""Judges what is printed: python judge.py < templates.json, python judge.py --terraform < configurations.json

Each template, a text, is held against checkov's checks of CloudFormation, each configuration, text by path, against
those of Terraform. The answer names for each the checks that
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


def judged_whole(folder, names):
    """The same for each configuration: a folder of its own."""
    from checkov.terraform.runner import Runner as TerraformRunner

    report = TerraformRunner().run(root_folder=str(folder), runner_filter=RunnerFilter(framework=["terraform"]))
    found = {name: {"failed": [], "suppressed": []} for name in names}
    for record in report.failed_checks:
        said = f"{record.check_id} {record.resource}: {record.check_name}"
        found[Path(record.file_path).parts[1]]["failed"].append(said)
    for record in report.skipped_checks:
        reason = record.check_result.get("suppress_comment") or ""
        found[Path(record.file_path).parts[1]]["suppressed"].append([record.check_id, record.resource, reason])
    errors = [str(error) for error in report.parsing_errors]
    return [{**found[name], "unread": any(name in error for error in errors)} for name in names]


def written(folder, number, case):
    """Writes one case; its name."""
    if isinstance(case, str):
        name = f"template-{number:03}.yaml"
        (folder / name).write_text(case, encoding="utf-8")
        return name
    name = f"configuration-{number:03}"
    for path, text in case.items():
        place = folder / name / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return name


with tempfile.TemporaryDirectory() as place:
    names = [written(Path(place), number, case) for number, case in enumerate(json.load(sys.stdin))]
    verdicts = (judged_whole if "--terraform" in sys.argv else judged)(Path(place), names)
sys.stdout.write(json.dumps(verdicts))
