"""`cloudwright cost` from outside: quantities, evidence, differences, right-sizing, newer prices."""

from __future__ import annotations

import json
import re
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.runs import ROOT, called

QUEUE = "{service: aws.sqs, inputs: {requests: 3000000}}"


@pytest.fixture(scope="module")
def folder(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a bundle and another revision of its design in it."""
    found = tmp_path_factory.mktemp("bills")
    brief = str(ROOT / "examples" / "avatar-pipeline.md")
    assert called("design", brief, "-o", "shop", home=home, folder=found).returncode in (0, 1)
    text = (found / "shop" / "design.yaml").read_text()
    (found / "old.yaml").write_text(re.sub(r"memory_mb: \d+", "memory_mb: 10240", text))
    (found / "absurd.yaml").write_text(re.sub(r"count: \d+", "count: 1e300", text))
    (found / "usage.yaml").write_text(QUEUE)
    return found


def run(folder: Path, words: str) -> tuple[CompletedProcess[bytes], str]:
    done = called("cost", *words.split(), folder=folder)
    return done, done.stdout.decode() + done.stderr.decode()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--usage usage.yaml", 0, "Total: $1.20"),
        ("--usage usage.yaml --free-tier", 0, "Total: $0.80"),
        ("--usage usage.yaml --format json", 0, '"total": "1.2"'),
        ("--usage usage.yaml --format csv", 2, "text or json"),
        ("--usage nothing.yaml", 2, "there is no such file"),
        ("--usage usage.yaml shop", 2, "give one of them"),
        ("--verify shop", 0, "none differ"),
        ("--verify usage.yaml", 2, "not the evidence of a bundle"),
        ("shop --analysis", 0, "What it hangs on"),
        ("shop --range hours=700..744 --format json", 0, '"tornado"'),
        ("shop --range nothing", 2, "NAME=LOW..HIGH"),
        ("shop --range nothing=1..2", 2, "no figure 'nothing'"),
        ("shop --against shop --fail-over 0", 0, "becomes"),
        ("old.yaml --against shop --fail-over 1%", 1, "over the bar"),
        ("old.yaml --against shop --format json", 0, '"percent"'),
        ("shop --against shop --fail-over much", 2, "neither an amount"),
        ("shop --fail-over 5", 2, "--against"),
        ("shop --no-free-tier", 0, "Total a month"),
        ("shop --on 2030-01-01", 0, "over 180 days old on 2030-01-01"),
        ("--tune 512:148,1024:119", 0, "for least cost"),
        ("--tune 512:148,1024:119 --aim time --format json", 0, '"best"'),
        ("--tune 512", 2, "not a size with its duration"),
        ("absurd.yaml", 2, "can be billed"),
        ("absurd.yaml --analysis", 2, "can be billed"),
        ("", 2, "name a DESIGN"),
        ("--refresh usage.yaml", 2, "Nothing was written"),
        ("--refresh http://localhost/x", 2, "only https"),
        ("shop --prices usage.yaml", 2, "not a price sheet"),
    ],
)
def test_what_is_said_and_how_it_ends(folder: Path, words: str, code: int, said: str) -> None:
    done, text = run(folder, words)
    assert said in text
    assert done.returncode == code
    assert "Traceback" not in text


def test_a_published_total_that_is_not_met_ends_with_one(folder: Path) -> None:
    (folder / "published.yaml").write_text(QUEUE[:-1] + ", expected_total: 9.99}")
    done, text = run(folder, "--usage published.yaml")
    assert done.returncode == 1
    assert "DIFFERS" in text


def test_newer_prices_are_read_written_whole_and_used(folder: Path) -> None:
    product = {"attributes": {"usagetype": "Requests-Tier1", "regionCode": "us-east-1", "queueType": "Standard"}}
    step = {"beginRange": "0", "endRange": "Inf", "unit": "Requests", "pricePerUnit": {"USD": "0.000001"}}
    terms = {"A": {"T": {"effectiveDate": "2027-01-01", "priceDimensions": {"D": step}}}}
    offer = {"offerCode": "AWSQueueService", "publicationDate": "2027-01-15", "products": {"A": product}}
    (folder / "offer.json").write_text(json.dumps({**offer, "terms": {"OnDemand": terms}}))
    done, text = run(folder, "--refresh offer.json --prices sheet.json")
    assert done.returncode == 0
    assert "sqs/standard in us-east-1: 0.4 of" in text
    before = (folder / "sheet.json").read_bytes()
    (folder / "broken.json").write_text((folder / "offer.json").read_text()[:300])
    assert run(folder, "--refresh broken.json --prices sheet.json")[0].returncode == 2
    assert (folder / "sheet.json").read_bytes() == before
    assert not list(folder.glob(".prices-*"))
    assert "Total: $3.00" in run(folder, "--usage usage.yaml --prices sheet.json")[1]
