from __future__ import annotations

import csv
import hashlib
import io
import json
import xml.etree.ElementTree as ET

from agent.service import Outcome
from tools.bundle.files import bundle_files
from tools.design import codec


def refused(constant: str) -> None:
    """NaN and Infinity are no JSON."""
    raise AssertionError(constant)


def test_the_bundle_is_complete(bundle: dict[str, str], outcome: Outcome) -> None:
    wanted = {
        "README.md", "report.html", "design.yaml", "design.schema.json", "evidence.json", "brief.md",
        "blueprint/sam/template.yaml", "reports/cost.md", "reports/cost.json", "reports/cost.csv",
        "reports/concurrency.md", "reports/concurrency.json", "reports/concurrency.svg", "reports/headroom.svg",
        "reports/findings.md", "reports/findings.sarif", "pictures/architecture.svg", "pictures/architecture.mmd",
    }  # fmt: skip
    assert wanted <= set(bundle)
    design = outcome.dossier.evidence.design
    for event in design.events:
        assert f"events/{event.name}.v{event.version}.schema.json" in bundle
    for workflow in design.workflows:
        assert {f"workflows/{workflow.name}.{end}" for end in ("asl.json", "svg", "mmd")} <= set(bundle)
    for component in design.components:
        if component.kind == "function":
            assert any(name.startswith(f"src/{component.name}/") for name in bundle)


def test_every_file_is_hashed(bundle: dict[str, str]) -> None:
    hashes = json.loads(bundle["evidence.json"])["sha256"]
    assert set(hashes) == set(bundle) - {"evidence.json"}
    for name, digest in hashes.items():
        assert hashlib.sha256(bundle[name].encode()).hexdigest() == digest


def test_every_file_is_what_its_name_says(bundle: dict[str, str]) -> None:
    for name, text in bundle.items():
        if name.endswith((".json", ".sarif")):
            json.loads(text, parse_constant=refused)
        elif name.endswith(".svg"):
            ET.fromstring(text)
        elif name.endswith(".csv"):
            assert len({len(row) for row in csv.reader(io.StringIO(text))}) == 1
        assert not text or text.endswith("\n"), name
        assert "\r" not in text, name


def test_the_design_reads_back(bundle: dict[str, str], outcome: Outcome) -> None:
    assert codec.loads(bundle["design.yaml"].encode(), "design.yaml") == outcome.dossier.evidence.design


def test_the_same_dossier_gives_the_same_bytes(bundle: dict[str, str], outcome: Outcome) -> None:
    assert bundle_files(outcome.dossier) == bundle
