"""A secret that somebody wrote by mistake is in nothing that is kept or printed, in whichever words it came."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agent import service
from agent.conversation import Conversations
from agent.sessions.shelf import Shelf
from knowledge.knowledge import Knowledge
from tests.runs import designed, example
from tests.tools.blueprint.designs import notes
from tests.tools.blueprint.hostile import READ, free_places, strings_of, told, with_texts
from tools.blueprint import plan, render, targets
from tools.bundle.evidence import gather
from tools.bundle.files import bundle_files
from tools.checks.credentials import REDACTED, credential
from tools.checks.rules.keys.secret_literals import RULE

KEY = "AKIAIOSFODNN7EXAMPLE"
TOKEN = "ghp_" + "a1B2" * 9
BLOCK = f"-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA{'x7Yq' * 12}\n-----END RSA PRIVATE KEY-----"
SECRETS = (KEY, TOKEN, BLOCK.split("\n")[1], "PRIVATE KEY")


def holding(files: dict[str, str]) -> dict[str, str]:
    """Files in which a planted secret stands, or anything that looks like one."""
    found = {name: next((secret for secret in SECRETS if secret in text), "") for name, text in files.items()}
    looks = {name: str(credential(text)) for name, text in files.items() if credential(text) is not None}
    return {name: secret for name, secret in found.items() if secret} | looks


def planted() -> str:
    """A brief with secrets in its title and between its words."""
    head, rest = example("ecommerce-orders").split("\n", 1)
    return f"{head} {KEY}\n{rest}\n- Partners are called with {TOKEN}.\n\n{BLOCK}\n"


def test_secrets_of_a_brief_reach_no_target(home: Path) -> None:
    made = service.design(
        planted(), {}, planner=service.planner_named("embedded"), knowledge=Knowledge.open(home), say=lambda *_: None,
        targets=tuple(targets()),
    )  # fmt: skip
    files = bundle_files(made.dossier)
    assert {name.split("/")[1] for name in files if name.startswith("blueprint/")} >= set(targets())
    assert holding(files) == {}
    assert files["brief.md"].count(REDACTED) == 3


def test_what_surrounds_a_secret_is_designed_as_before(home: Path) -> None:
    clean, made = (designed(text, home).evidence.design for text in (example("ecommerce-orders"), planted()))
    assert [part.name for part in made.components] == [part.name for part in clean.components]
    assert made.links == clean.links


def test_secrets_of_a_message_are_not_kept(home: Path, tmp_path: Path) -> None:
    talks = Conversations(Shelf(tmp_path), knowledge=lambda: Knowledge.open(home))
    session = talks.create()
    talks.say(session, example("ecommerce-orders"), asks=False)
    talks.say(session, f"Expect 50 orders per second. Our key is {KEY}, the token {TOKEN}.", asks=False)
    assert KEY not in "".join(turn.text for turn in talks.record(session).turns)
    assert holding(bundle_files(talks.dossier(session))) == {}
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert not [secret for content in kept for secret in SECRETS if secret.encode() in content]


@pytest.mark.parametrize("secret", [KEY, TOKEN, BLOCK], ids=["key", "token", "block"])
def test_secrets_of_a_design_are_printed_by_no_target_and_told(secret: str, home: Path) -> None:
    """A design may come from elsewhere: every text in it is one with a secret."""
    places = [place for place in free_places(notes()) if told(place).endswith(("title", "description", "purpose"))]
    design = with_texts(notes(), dict.fromkeys(places, f"It is {secret} so"))
    assert all(holding(render(plan(design), name)) for name in targets())
    dossier = designed(example("ecommerce-orders"), home).dossier
    files = bundle_files(replace(dossier, evidence=gather(design), targets=tuple(targets())))
    assert holding(files) == {}
    assert RULE.id in files["reports/findings.md"]
    assert strings_of({name: text for name, text in files.items() if name.endswith((*READ, ".tf"))})
