"""`cloudwright knowledge`: the patterns."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.console import InputError, Progress, read_input, show

if TYPE_CHECKING:
    from knowledge.knowledge import Knowledge
    from knowledge.search import Hit


@click.group("knowledge")
def command() -> None:
    """Search, list, show and add patterns."""


@command.command("search", epilog='Example: cloudwright knowledge search "same message processed twice"')
@click.argument("query", metavar="[QUERY]", required=False)
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True)
@click.option("--cloud", type=click.Choice(["aws", "azure", "gcp", "cloudflare"]))
@click.option("--topic", "topics", multiple=True, metavar="TOPIC")
@click.option("--json", "as_json", is_flag=True, help="Print the hits as JSON.")
@click.option("--batch", metavar="FILE", help='JSON Lines of {"query": ...}; every line gets its hits.')
@click.option("-o", "--output", metavar="FILE", help="Where the batch's hits go; stdout where not given.")
def search(
    query: str | None,
    limit: int,
    cloud: str | None,
    topics: tuple[str, ...],
    as_json: bool,
    batch: str | None,
    output: str | None,
) -> int:
    """Find patterns for QUERY, or for every line of a batch."""
    if (query is None) == (batch is None):
        raise InputError('give a query or --batch FILE: cloudwright knowledge search "lost messages"')
    with_progress = Progress()
    known = _open(with_progress)
    if batch is not None:
        return _search_batch(known, batch, output, limit, cloud, topics, with_progress)
    hits = known.search(query or "", limit=limit, cloud=cloud, topics=topics)
    with_progress.done()
    if as_json:
        show(json.dumps([_plain(hit) for hit in hits], indent=2, ensure_ascii=False))
        return 0
    for hit in hits:
        show(f"{hit.score:.2f}  {hit.id:<32} {hit.title}\n      {' '.join(hit.passage.split())[:110]}")
    if not hits:
        show("nothing in the catalogue speaks of that")
    return 0


def _search_batch(
    known: Knowledge,
    batch: str,
    output: str | None,
    limit: int,
    cloud: str | None,
    topics: Iterable[str],
    progress: Progress,
) -> int:
    rows = list(_rows(batch))
    answers = known.search_many([row["query"] for row in rows], limit=limit, cloud=cloud, topics=topics)
    progress.done()
    lines = [
        json.dumps(
            row | {"hits": [{"id": hit.id, "topics": list(hit.topics), "score": hit.score} for hit in hits]},
            ensure_ascii=False,
        )
        for row, hits in zip(rows, answers, strict=True)
    ]
    _deliver("\n".join(lines), output)
    return 0


def _rows(source: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(read_input(source, 50_000_000).decode("utf-8", "replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            query = row["query"]
        except (ValueError, KeyError, TypeError):
            raise InputError(f'{source}:{number}: must be a JSON object with a "query"') from None
        if not isinstance(query, str):
            raise InputError(f'{source}:{number}: "query" must be text')
        yield {"query": query}


def _deliver(text: str, output: str | None) -> None:
    if output is None:
        show(text)
    else:
        Path(output).write_bytes((text + "\n").encode())


def _plain(hit: Hit) -> dict[str, Any]:
    return dataclasses.asdict(hit)


@command.command("list", epilog="Example: cloudwright knowledge list")
def list_patterns() -> int:
    """List every pattern."""
    for pattern in _open(Progress()).list():
        show(f"{pattern.id:<36} {pattern.summary}")
    return 0


@command.command("show", epilog="Example: cloudwright knowledge show saga")
@click.argument("pattern_id", metavar="ID")
def show_pattern(pattern_id: str) -> int:
    """Print one pattern."""
    found = _open(Progress()).get(pattern_id)
    if found is None:
        raise InputError(f"there is no pattern '{pattern_id}'; see `cloudwright knowledge list`")
    show(f"# {found.title}\n\n{found.summary}\n")
    for section in found.sections:
        show(f"## {section.heading}\n\n{section.text}\n")
    for source in found.sources:
        show(f"- {source.title}: {source.url}")
    return 0


@command.command("add", epilog="Example: cloudwright knowledge add our-retry-rules.md")
@click.argument("path", metavar="PATH")
def add(path: str) -> int:
    """Add a pattern of your own, a Markdown file with front matter."""
    from knowledge.library import PatternError, add_pattern
    from knowledge.places import find_places

    try:
        pattern = add_pattern(Path(path), find_places().patterns)
    except PatternError as error:
        raise InputError(str(error)) from None
    show(f"added {pattern.id}: {pattern.title}")
    return 0


def _open(progress: Progress) -> Knowledge:
    from agent.service import open_knowledge

    return open_knowledge(lambda line: progress("index", line))
