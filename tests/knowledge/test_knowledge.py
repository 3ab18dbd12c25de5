"""The face of the room: opened, degraded, shared."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from knowledge import knowledge as room
from knowledge.index import index_key
from knowledge.knowledge import Knowledge
from knowledge.library import Document, packaged_documents
from knowledge.locking import hold_lock
from knowledge.places import find_places
from knowledge.store import StoreError
from tests.knowledge.samples import document

ROOT = Path(__file__).parents[2]
FEW = ("saga", "fan-out", "cold-start-mitigation", "idempotent-consumer", "dead-letter-queue", "caching")


@pytest.fixture(autouse=True)
def few_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = tuple(d for d in packaged_documents() if d.name.removesuffix(".md") in FEW)
    assert len(chosen) == len(FEW)
    monkeypatch.setattr(room, "packaged_documents", lambda: chosen)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("home")
    return folder


def best(knowledge: Knowledge, query: str = "the first request is slow") -> str:
    return knowledge.search(query)[0].id


def test_the_index_is_built_once(tmp_path: Path) -> None:
    steps: list[str] = []
    knowledge = Knowledge.open(tmp_path, steps.append)
    assert best(knowledge) == "cold-start-mitigation"
    assert steps == ["reading the patterns", "indexing 6 patterns", "checking the index"]
    knowledge.close()
    again = Knowledge.open(tmp_path, steps.append)
    assert best(again) == "cold-start-mitigation"
    assert (len(steps), again.degraded) == (3, None)
    again.close()


def test_patterns_can_be_listed_and_read_without_an_index(tmp_path: Path) -> None:
    knowledge = Knowledge.open(tmp_path)
    assert [pattern.id for pattern in knowledge.list()] == sorted(FEW)
    found = knowledge.get("saga")
    assert found is not None
    assert found.title.startswith("Saga")
    assert knowledge.get("no-such-pattern") is None
    assert not (tmp_path / "index").exists()


def test_a_users_pattern_is_found_and_a_bad_one_named(tmp_path: Path) -> None:
    (tmp_path / "patterns").mkdir()
    (tmp_path / "patterns" / "tea-making.md").write_bytes(document())
    (tmp_path / "patterns" / "bad.md").write_bytes(b"---\n")
    knowledge = Knowledge.open(tmp_path)
    assert best(knowledge, "thirsty people, far kettle") == "tea-making"
    assert knowledge.list()[-1].origin == "user"
    assert len(knowledge.refused) == 1
    assert knowledge.refused[0].startswith("bad.md: line 1")
    knowledge.close()


def test_a_damaged_index_is_built_again(tmp_path: Path) -> None:
    first = Knowledge.open(tmp_path)
    best(first)
    first.close()
    (folder,) = [path for path in (tmp_path / "index").iterdir() if path.is_dir()]
    (folder / "embedding.npy").write_bytes(b"")
    steps: list[str] = []
    knowledge = Knowledge.open(tmp_path, steps.append)
    assert best(knowledge) == "cold-start-mitigation"
    assert steps
    assert knowledge.degraded is None
    knowledge.close()


def test_without_a_place_for_the_index_memory_serves(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("in the way")
    knowledge = Knowledge.open(tmp_path)
    assert best(knowledge) == "cold-start-mitigation"
    assert knowledge.degraded is not None
    assert "cannot be used" in knowledge.degraded


def test_while_another_builds_memory_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_PATIENCE", 0.1)
    (tmp_path / "index").mkdir()
    with hold_lock(tmp_path / "index" / "lock"):
        knowledge = Knowledge.open(tmp_path)
        assert best(knowledge) == "cold-start-mitigation"
    assert knowledge.degraded is not None
    assert "another process" in knowledge.degraded


def test_a_chroma_that_cannot_be_used_is_no_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("no wheel for this machine")

    monkeypatch.setattr("knowledge.index.write_store", refuse)
    knowledge = Knowledge.open(tmp_path)
    assert best(knowledge) == "cold-start-mitigation"
    assert knowledge.degraded is not None
    assert "no wheel" in knowledge.degraded


def test_a_store_that_breaks_while_it_is_read_is_left(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = Knowledge.open(home)
    before = knowledge.search("charged twice")
    monkeypatch.setattr("knowledge.store.ChromaStore.nearest", _broken)
    assert knowledge.search("charged twice") == before
    assert knowledge.degraded is not None
    assert "broke while it was read" in knowledge.degraded


def _broken(*_: object) -> None:
    raise StoreError("file vanished")


@pytest.mark.parametrize("cloud", [None, "aws", "cloudflare"])
def test_the_nearest_are_those_of_the_search(home: Path, cloud: str | None) -> None:
    knowledge = Knowledge.open(home)
    queries = ["charged twice", "one event for many services", "roll back a booking", "keep hot rows near"]
    found = [[hit.id for hit in hits] for hits in knowledge.search_many(queries, limit=4, cloud=cloud)]
    assert [[near.id for near in each] for each in knowledge.nearest(queries, limit=4, cloud=cloud)] == found
    assert found[0]


def test_what_was_asked_before_is_answered_alike_among_new_questions(home: Path) -> None:
    knowledge = Knowledge.open(home)
    queries = ["charged twice", "roll back a booking", "keep hot rows near"]
    whole = knowledge.nearest(queries, limit=4)
    assert Knowledge.open(home).nearest(queries[1:2], limit=4) == whole[1:2]
    assert knowledge.nearest([queries[2], "lost messages", queries[0]], limit=4)[::2] == (whole[2], whole[0])
    assert knowledge.nearest(queries, limit=2) == tuple(found[:2] for found in whole)
    for cloud in ("aws", "cloudflare"):
        found = [hits[0].id for hits in knowledge.search_many(["keep hot rows near"], limit=1, cloud=cloud)]
        assert [near[0].id for near in knowledge.nearest(["keep hot rows near"], limit=1, cloud=cloud)] == found


def test_memory_and_chroma_answer_alike(home: Path, tmp_path: Path) -> None:
    (tmp_path / "index").write_text("in the way")
    queries = ["charged twice", "one event for many services", "roll back a booking", "keep hot rows near"]
    assert Knowledge.open(home).search_many(queries) == Knowledge.open(tmp_path).search_many(queries)


def test_threads_share_one_knowledge(home: Path) -> None:
    knowledge = Knowledge.open(home)
    expected = Knowledge.open(home).search("charged twice")
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(knowledge.search("charged twice"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8
    knowledge.close()


def test_a_changed_file_changes_the_key() -> None:
    assert index_key([Document("a.md", b"1", "user")]) != index_key([Document("a.md", b"2", "user")])


@pytest.mark.parametrize(
    ("environment", "patterns", "index"),
    [
        ({"CLOUDWRIGHT_HOME": "/h"}, "/h/patterns", "/h/index"),
        ({"XDG_DATA_HOME": "/d", "XDG_CACHE_HOME": "/c"}, "/d/cloudwright/patterns", "/c/cloudwright/index"),
        (
            {"CLOUDWRIGHT_HOME": "relative", "XDG_DATA_HOME": "/d", "XDG_CACHE_HOME": "/c"},
            "/d/cloudwright/patterns",
            None,
        ),
    ],
)
@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="other places there")
def test_places(environment: dict[str, str], patterns: str, index: str | None) -> None:
    places = find_places(environment=environment)
    assert str(places.patterns) == patterns
    assert index is None or str(places.index) == index
    assert find_places(Path("/given"), environment).index == Path("/given/index")
    assert find_places(Path("/given"), environment).prompts == Path("/given/prompts")


def test_the_face_loads_nothing_heavy() -> None:
    script = (
        "import sys, knowledge; from knowledge.library import packaged_documents; packaged_documents();"
        "print([name for name in ('numpy', 'chromadb', 'Stemmer') if name in sys.modules]);"
        "knowledge.Knowledge.open().list(); print('chromadb' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "False"]


def test_the_face_is_whole() -> None:
    import knowledge

    assert all(getattr(knowledge, name) is not None for name in knowledge.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        knowledge.nothing  # noqa: B018
