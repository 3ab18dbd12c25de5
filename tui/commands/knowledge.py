"""`cloudwright knowledge`: the patterns."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from tui.completing import FILE, complete_patterns
from tui.console import DONE, InputError, say, show
from tui.lines import deliver, read_lines
from tui.progress import Progress

if TYPE_CHECKING:
    from knowledge.knowledge import Knowledge
    from knowledge.search import Hit

EXCERPT = 110
"""Characters of a passage shown with a hit."""


class Filter(NamedTuple):
    """How many hits, and of what."""

    limit: int
    cloud: str | None
    topics: tuple[str, ...]


@click.group("knowledge", epilog='Example: cloudwright knowledge search "same message processed twice"')
def command() -> None:
    """Search, list, show and add patterns."""


@command.command("search", epilog='Example: cloudwright knowledge search "same message processed twice"')
@click.argument("query", metavar="[QUERY]", required=False)
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="Most hits.")
@click.option("--cloud", type=click.Choice(["aws", "azure", "gcp", "cloudflare"]), help="Only patterns of this cloud.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Only patterns of this topic; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="Print the hits as JSON.")
@click.option("--batch", metavar="FILE", type=FILE, help='JSON Lines of {"query"}; every line gets its hits.')
@click.option("-o", "--output", metavar="FILE", type=FILE, help="Where the batch's hits go; stdout where not given.")
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
    wanted = Filter(limit, cloud, topics)
    if query is None:
        deliver(_batch(batch or "", wanted), output)
        return DONE
    (hits,) = _found([query], wanted)
    text = json.dumps([_plain(hit) for hit in hits], indent=2, ensure_ascii=False) if as_json else _listed(hits)
    deliver(f"{text}\n", output)
    return DONE


def _listed(hits: tuple[Hit, ...]) -> str:
    if not hits:
        return "nothing in the catalogue speaks of that"
    return "\n".join(
        f"{hit.score:.2f}  {hit.id:<32} {hit.title}\n      {' '.join(hit.passage.split())[:EXCERPT]}" for hit in hits
    )


def _found(queries: list[str], wanted: Filter) -> tuple[tuple[Hit, ...], ...]:
    progress = Progress()
    known = _open(progress)
    try:
        answers = known.search_many(queries, limit=wanted.limit, cloud=wanted.cloud, topics=wanted.topics)
    finally:
        progress.done()
    if known.degraded:
        say(f"cloudwright: {known.degraded}; searched in memory")
    return answers


def _batch(source: str, wanted: Filter) -> str:
    """A line `{query, hits}` for each line of the batch."""
    queries = list(_queries(source))
    return "".join(
        json.dumps({"query": query, "hits": list(map(_brief, hits))}, ensure_ascii=False) + "\n"
        for query, hits in zip(queries, _found(queries, wanted), strict=True)
    )


def _queries(source: str) -> Iterator[str]:
    for number, line in enumerate(read_lines(source).decode("utf-8-sig", "replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            query: object = json.loads(line)["query"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise InputError(f'{source}:{number}: must be a JSON object with a "query"') from None
        if not isinstance(query, str):
            raise InputError(f'{source}:{number}: "query" must be text')
        yield query


def _brief(hit: Hit) -> dict[str, Any]:
    return {"id": hit.id, "topics": list(hit.topics), "score": hit.score}


def _plain(hit: Hit) -> dict[str, Any]:
    return dataclasses.asdict(hit)


@command.command("list", epilog="Example: cloudwright knowledge list")
def list_patterns() -> int:
    """List every pattern, packaged and your own."""
    known = _open(Progress())
    show("\n".join(f"{pattern.id:<36} {pattern.summary}" for pattern in known.list()))
    for message in known.refused:
        say(f"cloudwright: left out: {message}")
    return DONE


@command.command("show", epilog="Example: cloudwright knowledge show saga")
@click.argument("pattern_id", metavar="ID", shell_complete=complete_patterns)
def show_pattern(pattern_id: str) -> int:
    """Print the pattern of ID: when to use it, how, what it costs, where it fails."""
    found = _open(Progress()).get(pattern_id)
    if found is None:
        raise InputError(f"there is no pattern '{pattern_id}'; `cloudwright knowledge list` names them")
    show(f"# {found.title}\n\n{found.summary}\n")
    for section in found.sections:
        show(f"## {section.heading}\n\n{section.text}\n")
    for source in found.sources:
        show(f"- {source.title}: {source.url}")
    return DONE


@command.command("add", epilog="Example: cloudwright knowledge add our-retry-rules.md")
@click.argument("path", metavar="PATH", type=FILE)
def add(path: str) -> int:
    """Add a pattern of your own: PATH, a Markdown file with front matter."""
    from knowledge.library import PatternError, add_pattern
    from knowledge.places import find_places

    try:
        pattern = add_pattern(Path(path), find_places().patterns)
    except PatternError as error:
        raise InputError(str(error)) from None
    show(f"added {pattern.id}: {pattern.title}")
    return DONE


def _open(progress: Progress) -> Knowledge:
    from agent.service import open_knowledge

    return open_knowledge(partial(progress, "index"))
