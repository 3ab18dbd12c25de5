"""What is open: contradictions, questions, findings."""

from __future__ import annotations

from tools.bundle.blocks import Block, Bullets, Chapter, Fold, Grid, Heading, Paragraph, Span, code, soft, strong, text
from tools.bundle.material import Material
from tools.bundle.wording import counted, sentence
from tools.checks import Finding


def chapter(material: Material) -> Chapter:
    """Contradictions, questions and findings; that there are none of these, where there are none."""
    found = material.design.requirements
    blocks: list[Block] = []
    if found.conflicts:
        blocks += [Heading("What in the brief does not fit together"), Bullets(tuple(
            text(strong(sentence(c.text)), f" {sentence(c.resolution)}") for c in found.conflicts
        ))]  # fmt: skip
    if found.questions:
        rows = tuple(
            (text(strong(q.text)), text(sentence(q.default)), text(sentence(q.why)), text(code(q.id)))
            for q in sorted(found.questions, key=lambda question: -question.impact)
        )
        note = text(
            "Those whose answers would change the most come first. Answer them in a file, one ",
            code("id: answer"),
            " a line, and design again with ",
            code("--answers"),
            ".",
        )
        heads = ("Question", "Until it is answered", "Why it matters", "Id")
        blocks += [Heading("Questions"), Paragraph(note, "note"), Grid(heads, rows)]
    return Chapter("open", "What is open", (*blocks, *_findings(material)))


def _findings(material: Material) -> list[Block]:
    report = material.dossier.evidence.report
    rules = material.figure("findings/rules", counted(report.rules, "design rule"))
    heading = Heading("Findings")
    if not report.findings and not report.waived:
        return [heading, Paragraph(text("None: all of ", rules, " hold."))]
    weighty = [finding for finding in report.findings if finding.severity != "info"]
    notes = [finding for finding in report.findings if finding.severity == "info"]
    blocks: list[Block] = [heading]
    if weighty:
        blocks.append(_grid(weighty))
    else:
        blocks.append(Paragraph(text("None that has to be mended: ", rules, " were held against the design.")))
    if notes:
        blocks.append(Fold(f"Worth knowing ({len(notes)})", (_grid(notes),)))
    if report.waived:
        rows = tuple(
            (text(w.finding.rule), text(w.finding.message), text(f"{w.waiver.reason} (until {w.waiver.expires})"))
            for w in report.waived
        )
        blocks.append(Fold(f"Accepted on purpose ({len(rows)})", (Grid(("Rule", "What", "Why"), rows),)))
    return blocks


def _grid(findings: list[Finding]) -> Grid:
    rows = tuple(
        (
            text(Span(finding.severity, "mark", finding.severity), " ", soft(finding.rule)),
            text(finding.subject),
            text(sentence(finding.message)),
            text(sentence(finding.remedy)),
        )
        for finding in findings
    )
    return Grid(("Finding", "Where", "What", "What to do"), rows)
