"""Which files a bundle has, and their text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

from tools.blueprint import plan, print_source, target
from tools.blueprint.deployer import deployer_files
from tools.bundle.chapters import chapters_of
from tools.bundle.document import architecture_document
from tools.bundle.ledger import plain_ledger
from tools.bundle.material import Material, gathered
from tools.bundle.model import Dossier
from tools.bundle.page import report_page
from tools.checks.credentials import cleaned, credential, redacted
from tools.checks.reports import to_markdown as findings_markdown
from tools.checks.reports import to_sarif
from tools.checks.rules.keys import secret_literals
from tools.cost import to_csv, to_json, to_markdown
from tools.design import codec, schema
from tools.design.plaintext import spelled
from tools.design.queries import Graph
from tools.diagram.architecture import architecture_svg
from tools.diagram.mermaid import architecture_mermaid, workflow_mermaid
from tools.diagram.workflow import workflow_svg
from tools.events import catalogue_markdown, example, json_schema
from tools.scaling import plot
from tools.scaling.report import report_json, report_markdown
from tools.workflow import to_asl
from tools.workflow.resolving import Tokens

Files = dict[str, str]


def bundle_files(dossier: Dossier) -> Files:
    """Every file of a bundle by its relative path. Same dossier, same bytes."""
    has_secret = _has_secret(dossier)
    if has_secret:
        dossier = replace(dossier, evidence=dossier.evidence._replace(design=cleaned(dossier.evidence.design)))
    files = _source(dossier) | _pictures(dossier) | _contracts(dossier) | _workflows(dossier) | _reports(dossier)
    made = plan(dossier.evidence.design)
    blueprints = {name: target(name).render(made, "../../src") for name in dossier.targets}
    code = {f"src/{path}": text for path, text in print_source(made).items()}
    for name, printed in blueprints.items():
        files |= {f"blueprint/{name}/{path}": text for path, text in printed.items()}
    if any(target(name).cloud == "aws" for name in blueprints):
        files |= {f"blueprint/deploy/{path}": text for path, text in deployer_files(made).items()}
    material = gathered(dossier, made, blueprints, code)
    chapters = tuple(chapters_of(material))
    files |= code
    files["README.md"] = architecture_document(material, chapters)
    files["report.html"] = report_page(material, chapters)
    if has_secret:
        files = {name: redacted(text) for name, text in files.items()}
    files = {name: spelled(text) if name.endswith((".json", ".sarif")) else text for name, text in files.items()}
    files["evidence.json"] = spelled(_evidence(material, files))
    return dict(sorted(files.items()))


def _has_secret(dossier: Dossier) -> bool:
    """Whether a text of the design, which the rules have looked at, or of what people said looks like a credential.

    Only then are all files looked through: what is printed besides is ours.
    """
    report = dossier.evidence.report
    found = (*report.findings, *(waived.finding for waived in report.waived))
    return any(finding.rule == secret_literals.RULE.id for finding in found) or credential(dossier.brief) is not None


def _source(dossier: Dossier) -> Files:
    head = "# yaml-language-server: $schema=./design.schema.json\n"
    return {
        "design.yaml": head + codec.dumps(dossier.evidence.design),
        "design.schema.json": schema.text(),
        "brief.md": dossier.brief,
    }


def _pictures(dossier: Dossier) -> Files:
    design = dossier.evidence.design
    return {
        "pictures/architecture.svg": architecture_svg(design),
        "pictures/architecture-full.svg": architecture_svg(design, "full"),
        "pictures/architecture.mmd": architecture_mermaid(design),
    }


def _contracts(dossier: Dossier) -> Files:
    design = dossier.evidence.design
    files: Files = {}
    for event in design.events:
        files[f"events/{event.name}.v{event.version}.schema.json"] = _json(json_schema(event, design))
        files[f"events/examples/{event.name}.v{event.version}.json"] = _json(example(event, design))
    if design.events:
        files["events/README.md"] = catalogue_markdown(design)
    return files


def _workflows(dossier: Dossier) -> Files:
    design = dossier.evidence.design
    graph = Graph(design)
    files: Files = {}
    for workflow in design.workflows:
        files[f"workflows/{workflow.name}.asl.json"] = _json(to_asl(workflow, graph, Tokens()))
        files[f"workflows/{workflow.name}.svg"] = workflow_svg(workflow, graph)
        files[f"workflows/{workflow.name}.mmd"] = workflow_mermaid(workflow)
    return files


def _reports(dossier: Dossier) -> Files:
    evidence = dossier.evidence
    return {
        "reports/cost.md": to_markdown(evidence.bill),
        "reports/cost.json": to_json(evidence.bill),
        "reports/cost.csv": to_csv(evidence.bill),
        "reports/concurrency.md": report_markdown(evidence.scaling),
        "reports/concurrency.json": report_json(evidence.scaling),
        "reports/concurrency.svg": plot.concurrency_svg(evidence.scaling),
        "reports/headroom.svg": plot.headroom_svg(evidence.scaling),
        "reports/findings.md": findings_markdown(evidence.report),
        "reports/findings.sarif": to_sarif(evidence.report),
    }


def _evidence(material: Material, files: Files) -> str:
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(files.items())}
    return _json({"figures": plain_ledger(material.ledger), "sha256": hashes})


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
