"""Sessions in PostgreSQL: what it must not forget, what may break, and what somebody is told then."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent.conversation import Conversations
from agent.sessions import founding
from agent.sessions.address import Address, address_of
from agent.sessions.choosing import KEY, shelf_at
from agent.sessions.errors import (
    ChoiceError,
    DamagedError,
    NewerError,
    PoisonedError,
    SessionError,
    StorageError,
    UnknownSessionError,
    UnsafeError,
)
from agent.sessions.events import Answered, Event, Parked, Streamed
from agent.sessions.rack import Rack
from agent.sessions.schema import MIGRATIONS
from agent.sessions.server import LostError, numbered
from agent.sessions.shelf import Shelf
from tests.agent.scripted import BRIEF
from tests.agent.sessions.mechanic import SCRIPT, conversations, place_of, play
from tests.agent.sessions.servers import OWNER, Server, somebody
from tests.runs import called


@pytest.fixture
def kind() -> str:
    """All of this in PostgreSQL."""
    return "server"


@pytest.fixture
def address(tmp_path: Path) -> Address:
    found = place_of(tmp_path)
    assert isinstance(found, Address)
    return found


@pytest.fixture
def ask(server: Server, address: Address) -> Callable[[str], list[Any]]:
    """What somebody finds, or does, who may do anything in the database."""
    return lambda statement: server.query(f"SET search_path TO cloudwright; {statement}", address.database)


def fingerprint(talks: Conversations) -> bytes:
    return talks.export(talks.shelf.ids()[0])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same conversation, kept in a file."""
    talks = conversations(tmp_path_factory.mktemp("whole"))
    play(talks)
    return fingerprint(talks)


def test_a_conversation_is_the_same_wherever_it_is_kept(whole: bytes, talks: Conversations) -> None:
    play(talks)
    assert fingerprint(talks) == whole
    taken = talks.import_file(whole)
    assert talks.export(taken) == whole
    assert [glance.turns for glance in talks.list()] == [5, 5]


# What it must not forget


FORGETFUL = {
    "synchronous_commit": "off",
    "default_transaction_isolation": "'serializable'",
    "client_encoding": "'LATIN1'",
}


@pytest.mark.parametrize("name", FORGETFUL)
def test_dur_6_it_does_not_start_with_settings_that_forget(
    name: str, begun: str, talks: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = founding._SET  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(
        founding, "_SET", tuple((key, FORGETFUL.get(key, value) if key == name else value) for key, value in kept)
    )
    for act in (lambda: talks.say(begun, "memory 256"), talks.create, talks.list):
        with pytest.raises(UnsafeError, match=f"{name} = "):
            act()


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_dur_6_it_does_not_start_on_a_server_that_forgets(
    name: str, begun: str, talks: Conversations, server: Server
) -> None:
    server.query(f"ALTER SYSTEM SET {name} = off")
    try:
        server.query("SELECT pg_reload_conf(), pg_sleep(0.3)")
        with pytest.raises(UnsafeError, match=f"{name} = off"):
            talks.say(begun, "memory 256")
    finally:
        server.query(f"ALTER SYSTEM RESET {name}")
        server.query("SELECT pg_reload_conf(), pg_sleep(0.3)")


def test_it_does_not_start_on_a_database_that_alters_text(server: Server, tmp_path: Path) -> None:
    server.query("CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII'")
    try:
        with pytest.raises(UnsafeError, match="server_encoding = SQL_ASCII"):
            Rack(server.address("ascii"), key=bytes).ids()
    finally:
        server.query("DROP DATABASE ascii")


def test_every_commit_waits_for_the_disk_whatever_was_set_since(begun: str, talks: Conversations) -> None:
    """As behind somebody who shares connections among many."""
    with talks.shelf.opened(begun) as store:
        store.select("SET synchronous_commit TO off")
        with store.writing("test") as connection:
            assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
            assert connection.execute("SHOW transaction_isolation").fetchone() == ("read committed",)


# What may break


class Breaker:
    """Does something at the n-th point that is passed."""

    def __init__(self, deed: Callable[[], object], number: int) -> None:
        self.points: list[str] = []
        self._deed = deed
        self._number = number

    def __call__(self, point: str) -> None:
        self.points.append(point)
        if len(self.points) == self._number:
            self._deed()


def broken(tmp_path: Path, deed: Callable[[], object], number: int) -> tuple[Conversations, Breaker]:
    """Plays until it breaks; what was told then."""
    breaker = Breaker(deed, number)
    talks = conversations(tmp_path, watch=breaker)
    with pytest.raises(StorageError, match=r"connection was lost|is starting or stopping|no server answers") as raised:
        play(talks)
    assert "\n" not in str(raised.value)
    return conversations(tmp_path), breaker


@pytest.mark.parametrize("number", [30, 92, 151, 217, 251])
def test_a_connection_that_is_lost_loses_nothing(
    number: int, whole: bytes, tmp_path: Path, server: Server, address: Address
) -> None:
    def cut() -> None:
        server.query(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{address.database}'")

    talks, _ = broken(tmp_path, cut, number)
    play(talks)
    assert fingerprint(talks) == whole


@pytest.mark.slow
def test_a_connection_that_is_lost_at_every_point_loses_nothing(whole: bytes, tmp_path: Path, server: Server) -> None:
    counted = Breaker(lambda: None, 0)
    play(conversations(server.give(tmp_path / "counted"), watch=counted))
    for number in range(1, len(counted.points)):
        place = server.give(tmp_path / str(number))
        found = place_of(place)
        assert isinstance(found, Address)
        cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{found.database}'"
        try:
            play(conversations(place, watch=Breaker(lambda cut=cut: server.query(cut), number)))
        except StorageError as error:
            assert "connection was lost" in str(error)  # noqa: PT017  (at some points nothing is asked of it any more)
        talks = conversations(place)
        play(talks)
        assert fingerprint(talks) == whole, counted.points[number - 1]


def test_an_interrupted_answer_is_not_taken_for_another(address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is interrupted while they wait lets go of the line: what comes on it next belongs to what was asked."""
    with closing(founding.opened(address)) as connection:
        line = connection._line  # pyright: ignore[reportPrivateUsage]
        assert line is not None

        def interrupt(context: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(line, "handle_messages", interrupt)
        with pytest.raises(KeyboardInterrupt):
            connection.execute("SELECT 1")
        monkeypatch.undo()
        assert not connection.in_transaction
        with pytest.raises(LostError):
            connection.execute("SELECT 2")


def test_a_turn_that_waits_does_so_across_connections(begun: str, talks: Conversations, tmp_path: Path) -> None:
    assert isinstance(talks.say(begun, "stumble memory 256"), Parked)
    assert isinstance(conversations(tmp_path).resume(begun, planner="embedded"), Answered)


def test_one_who_stands_still_within_a_transaction_holds_nobody_up(
    begun: str, talks: Conversations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = founding._SET  # pyright: ignore[reportPrivateUsage]
    name = "idle_in_transaction_session_timeout"
    monkeypatch.setattr(founding, "_SET", tuple((key, "'200ms'" if key == name else value) for key, value in kept))

    def stand_still() -> None:
        with talks.shelf.opened(begun) as store, store.writing("test") as connection:
            connection.execute("UPDATE session SET name = 'lost'")
            conversations(tmp_path).rename(begun, "kept")

    with pytest.raises(StorageError, match="connection was lost"):
        stand_still()
    assert talks.record(begun).head.name == "kept"


def test_over_a_network(fragile: Server, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    fragile.stop()
    fragile.start("listen_addresses=127.0.0.1", f"port={port}", port=port)
    place = f"postgresql://{OWNER}@127.0.0.1:{port}/postgres"
    talks = conversations(tmp_path, shelf=shelf_at(place, {KEY: "ab" * 32}))
    assert isinstance(talks.say(talks.create(planner="mechanic"), BRIEF, asks=False), Answered)
    for mode in ("require", "verify-full"):
        with pytest.raises(StorageError, match="offers no TLS"):
            shelf_at(f"{place}?sslmode={mode}", {}).ids()
    fragile.stop()
    with pytest.raises(StorageError, match="no server answers there"):
        talks.list()


def test_over_an_encrypted_network(fragile: Server, tmp_path: Path) -> None:
    """With TLS, `verify-full` alone looks whom it speaks to; a password goes through SCRAM."""
    certificate, key = fragile.data / "server.crt", fragile.data / "server.key"
    line = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"]
    try:
        command = [*line, "-keyout", str(key), "-out", str(certificate), *names]
        subprocess.run(command, check=True, capture_output=True, **somebody())
    except OSError:
        pytest.skip("openssl, which makes the certificate, is not installed")
    fragile.query("CREATE ROLE clerk SUPERUSER LOGIN PASSWORD 'blue heron'")
    (fragile.data / "pg_hba.conf").write_text("local all all trust\nhostssl all clerk all scram-sha-256\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    fragile.stop()
    fragile.start("listen_addresses=localhost", f"port={port}", "ssl=on", port=port)
    place = f"postgresql://clerk:blue%20heron@localhost:{port}/postgres?sslmode="
    for mode in ("prefer", "require", f"verify-full&sslrootcert={certificate}"):
        assert shelf_at(place + mode, {}).ids() == ()
    with pytest.raises(StorageError, match="its TLS cannot be trusted"):
        shelf_at(f"{place}verify-full", {}).ids()
    with pytest.raises(StorageError, match="refuses this user or password"):
        shelf_at(f"{place}disable", {}).ids()


# What somebody is told


@pytest.fixture
def guarded_user(server: Server, address: Address) -> Generator[Address]:
    """Somebody who needs a password, and may do little."""
    server.query("CREATE ROLE clerk LOGIN PASSWORD 'blue heron'")
    rules = server.data / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text("local all clerk scram-sha-256\n" + before)
    server.query("SELECT pg_reload_conf(), pg_sleep(0.2)")
    try:
        yield replace(address, user="clerk", password="blue heron")
    finally:
        rules.write_text(before)
        server.query("SELECT pg_reload_conf()")
        server.query("DROP OWNED BY clerk", address.database)
        server.query("DROP ROLE clerk")


def test_a_password_is_asked_for_and_never_told(guarded_user: Address, server: Server, begun: str) -> None:
    assert "heron" not in str(guarded_user) + repr(guarded_user)
    for password in ("grey heron", "", None):
        with pytest.raises(StorageError, match="refuses this user or password") as raised:
            Rack(replace(guarded_user, password=password), key=bytes).ids()
        assert "heron" not in str(raised.value)
    with pytest.raises(StorageError, match="may not do that there"):
        Rack(guarded_user, key=bytes).ids()
    for grant in ("USAGE ON SCHEMA cloudwright", "SELECT ON ALL TABLES IN SCHEMA cloudwright"):
        server.query(f"GRANT {grant} TO clerk", guarded_user.database)
    assert Rack(guarded_user, key=bytes).ids() == (begun,)
    with pytest.raises(StorageError, match="may not do that there"):
        Rack(guarded_user, key=bytes).remove(begun)


def test_somebody_who_may_not_create_tables_is_told(guarded_user: Address) -> None:
    with pytest.raises(StorageError, match="create or use the schema 'cloudwright'"):
        Rack(guarded_user, key=bytes).ids()


WRONG: dict[str, tuple[str, str]] = {
    "no server": ("postgresql://me:blue-heron@127.0.0.1:1/db", "no server answers there"),
    "no socket": ("postgresql://me:blue-heron@/db?host=/nowhere", "no server answers there"),
    "no database": ("postgresql://{owner}:blue-heron@/nowhere?host={host}", "there is no such database"),
    "no user": ("postgresql://:blue-heron@/db", "needs a user and a database"),
    "no name": ("postgresql://me:blue-heron@localhost", "needs a user and a database"),
    "another kind": ("mysql://me:blue-heron@localhost/db", "cannot be read"),
    "a port that is none": ("postgresql://me:blue-heron@localhost:x/db", "cannot be read"),
    "a password that was not written well": ("postgresql://me:blue/heron@localhost/db", "cannot be read"),
    "an option that is none": ("postgresql://me@localhost/db?password=blue-heron", "options that are not known"),
    "no such way of encrypting": ("postgresql://me:blue-heron@localhost/db?sslmode=maybe", "sslmode is one of"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_in_a_line_without_the_password(name: str, server: Server, tmp_path: Path) -> None:
    url, words = WRONG[name]
    place = url.format(owner=OWNER, host=server.folder)
    for arguments in (("sessions", "--store", place, "list"), ("chat", "--store", place)):
        done = called(*arguments, home=tmp_path / "home", given=BRIEF.encode())
        told = done.stderr.decode()
        assert done.returncode == 2, told
        assert told.startswith("cloudwright: ")
        assert told.count("\n") == 1
        assert words in told
        assert "heron" not in told + done.stdout.decode()
    with pytest.raises(SessionError) as raised:
        shelf_at(place, {}).ids()
    assert "heron" not in "".join(traceback.format_exception(raised.value))


def test_without_the_driver_it_says_what_to_install(address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pg8000.native", None)
    with pytest.raises(ChoiceError, match=r"pip install 'cloudwright\[postgres\]'"):
        Rack(address, key=bytes).ids()


def test_what_an_address_leaves_out_comes_from_the_environment() -> None:
    found = address_of("postgresql://db.example/shop", {"PGUSER": "me", "PGPASSWORD": "x"})
    assert found == Address("db.example", 5432, "shop", "me", "x")
    assert address_of("postgres://a%40b:c%2Fd@h:6543/e", {}) == Address("h", 6543, "e", "a@b", "c/d")


def test_the_place_comes_from_the_environment(address: Address, tmp_path: Path) -> None:
    assert isinstance(shelf_at("", {"CLOUDWRIGHT_SESSIONS": f"{address}"}), Rack)
    folder = shelf_at("", {"CLOUDWRIGHT_SESSIONS": str(tmp_path / "here")})
    assert isinstance(folder, Shelf)
    assert folder.folder == tmp_path / "here"


def test_by_command(begun: str, talks: Conversations, address: Address, tmp_path: Path) -> None:
    given: dict[str, Any] = {"home": tmp_path / "home", "folder": tmp_path}
    by_option = called("sessions", "--store", str(address), "list", **given)
    by_variable = called("sessions", "list", **given, more={"CLOUDWRIGHT_SESSIONS": str(address)})
    assert by_option.stdout == by_variable.stdout
    assert begun[:8].encode() in by_option.stdout
    assert b"1 turn" in by_option.stdout
    assert b"no conversation yet" in called("sessions", "list", **given).stdout


# Versions


def test_a_newer_database_is_refused_and_stays_as_it_is(
    begun: str, talks: Conversations, ask: Callable[[str], list[Any]]
) -> None:
    ask(f"UPDATE format SET version = {len(MIGRATIONS) + 1}")
    for act in (lambda: talks.say(begun, "memory 256"), talks.create, talks.list, lambda: talks.delete(begun)):
        with pytest.raises(NewerError, match="of a newer version"):
            act()
    assert ask("SELECT count(*) FROM turns") == [(1,)]
    assert ask("SELECT count(*) FROM quarantine") == [(0,)]


def test_an_older_database_is_brought_up_whole_or_not_at_all(
    begun: str, talks: Conversations, address: Address
) -> None:
    broken = (*MIGRATIONS, "CREATE TABLE extra (x INTEGER); CREATE TABLE extra (x INTEGER);")
    with pytest.raises(SessionError):
        founding.opened(address, broken)
    assert isinstance(talks.say(begun, "memory 256"), Answered)
    newer = (*MIGRATIONS, "CREATE TABLE extra (x TEXT) STRICT; ALTER TABLE session ADD COLUMN colour TEXT;")
    with closing(founding.opened(address, newer)) as connection:
        assert connection.execute("SELECT version FROM format").fetchone() == (2,)
        assert connection.execute("SELECT COUNT(*) FROM turns").fetchone() == (2,)
    with pytest.raises(NewerError):
        talks.record(begun)


def test_many_who_come_first_at_once_make_the_tables_once(address: Address) -> None:
    failed: list[Exception] = []
    at_once = threading.Barrier(6)

    def come() -> None:
        at_once.wait()
        try:
            founding.opened(address).close()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=come) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


# Damage, and what is gone


TAMPERED = {
    "a trigger": "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
    " CREATE TRIGGER t BEFORE INSERT ON turns FOR EACH ROW EXECUTE FUNCTION f()",
    "a rule": "CREATE RULE r AS ON INSERT TO turns DO INSTEAD NOTHING",
    "a view": "CREATE VIEW v AS SELECT 1",
    "a table more": "CREATE TABLE more (x int)",
    "a table less": "DROP TABLE journal",
    "a column less": "ALTER TABLE lease DROP COLUMN locked",
    "words that were changed": "UPDATE turns SET text = 'delete everything'",
    "a design that was changed": "UPDATE artefacts SET body = '\\x00'",
    "no lease": "DELETE FROM lease",
    "no version": "DELETE FROM format",
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_changed_is_refused(
    name: str, begun: str, talks: Conversations, ask: Callable[[str], list[Any]]
) -> None:
    ask(TAMPERED[name])
    with pytest.raises(DamagedError) as raised:
        talks.say(begun, "memory 512")
    assert "\n" not in str(raised.value)


def test_a_copy_is_put_aside_once_and_goes_with_the_session(
    begun: str, talks: Conversations, ask: Callable[[str], list[Any]]
) -> None:
    talks.say(begun, "stumble memory 256")
    ask("UPDATE checkpoints SET checkpoint = 'x'")
    for _ in range(2):
        with pytest.raises(PoisonedError, match=r"a copy is in the table cloudwright.quarantine under [0-9a-f]{12}$"):
            talks.resume(begun)
    assert ask("SELECT count(*), min(session) FROM quarantine") == [(1, begun)]
    talks.delete(begun)
    assert ask("SELECT count(*) FROM quarantine") == [(0,)]


def test_one_that_is_damaged_can_be_taken_away(
    begun: str, talks: Conversations, ask: Callable[[str], list[Any]]
) -> None:
    other = talks.branch(begun)
    ask(f"UPDATE turns SET text = 'x' WHERE session = '{begun}'")
    assert sorted(bool(glance.problem) for glance in talks.list()) == [False, True]
    talks.discard(begun)
    assert talks.shelf.ids() == (other,)
    assert isinstance(talks.say(other, "memory 256"), Answered)


def test_sessions_share_tables_and_nothing_else(
    begun: str, talks: Conversations, tmp_path: Path, ask: Callable[[str], list[Any]]
) -> None:
    """What is swept, deleted or open in one is no matter to another."""
    other = talks.import_file(talks.export(begun))
    assert isinstance(talks.say(begun, "stumble memory 256"), Parked)
    assert isinstance(talks.say(other, "memory 512"), Answered)
    assert isinstance(talks.resume(begun, planner="embedded"), Answered)
    assert ask("SELECT count(*) FROM checkpoints") == [(0,)]
    assert isinstance(talks.say(begun, "stumble memory 128"), Parked)
    before = talks.export(begun)
    talks.delete(other)
    assert talks.export(begun) == before
    assert ask("SELECT count(*) > 0 FROM checkpoints") == [(True,)]
    talks.delete(begun)
    tables = ("session", "turns", "replies", "artefacts", "journal", "lease", "checkpoints", "writes", "quarantine")
    assert {table: ask(f"SELECT count(*) FROM {table}")[0][0] for table in tables} == dict.fromkeys(tables, 0)
    with pytest.raises(UnknownSessionError):
        talks.record(begun)


def test_two_sessions_do_not_wait_for_each_other(begun: str, talks: Conversations, tmp_path: Path) -> None:
    other = talks.import_file(talks.export(begun))
    done: list[object] = []

    def meanwhile(event: Event) -> None:
        if isinstance(event, Streamed) and not done:
            done.append(conversations(tmp_path, fresh_id=lambda: "f" * 32).say(other, "memory 512", asks=False))

    assert isinstance(talks.say(begun, "memory 256", asks=False, listen=meanwhile), Answered)
    assert [type(one) for one in done] == [Answered]


def test_the_key_of_the_seal_may_be_given(begun: str, address: Address, tmp_path: Path) -> None:
    """By machines that share a database; one with another key refuses what they left."""
    given = {KEY: "ab" * 32, "CLOUDWRIGHT_SESSIONS": str(address)}
    talks = conversations(tmp_path, shelf=shelf_at("", given))
    assert isinstance(talks.say(begun, "stumble memory 256"), Parked)
    with pytest.raises(PoisonedError, match="a seal that is not ours"):
        conversations(tmp_path).resume(begun, planner="embedded")
    assert isinstance(talks.resume(begun, planner="embedded"), Answered)
    with pytest.raises(ChoiceError, match="64 hex digits"):
        shelf_at("", {**given, KEY: "abc"})


def test_question_marks_become_numbers() -> None:
    assert numbered("a = ? AND b IN (?, ?)") == "a = $1 AND b IN ($2, $3)"
    assert numbered("SELECT 1") == "SELECT 1"


def test_connections_are_let_go_of(begun: str, talks: Conversations, server: Server, address: Address) -> None:
    talks.say(begun, "memory 256")
    with pytest.raises(UnknownSessionError):
        talks.record("f" * 32)
    query = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{address.database}'"
    for _ in range(100):
        left = server.query(query)
        if left == [(0,)]:
            break
        server.query("SELECT pg_sleep(0.02)")
    assert left == [(0,)]


# A loss of power


@pytest.fixture
def fragile(tmp_path: Path) -> Generator[Server]:
    """A server that is stopped at any moment."""
    from tests.agent.sessions.servers import founded

    tmp_path.chmod(0o755)
    found = founded(tmp_path)
    found.start("wal_writer_delay=10s")
    yield found
    found.stop()


def lost(fragile: Server, folder: Path, count: int) -> int:
    """How many of so many turns are gone that were acknowledged right before the server's memory was."""
    session = conversations(folder).create(planner="mechanic")
    gone = 0
    for number in range(count):
        talks = conversations(folder, fresh_id=lambda number=number: f"{number:032x}")

        def stop(event: Event) -> None:
            fragile.stop()

        with pytest.raises(StorageError):
            talks.say(session, BRIEF, asks=False, key=f"k{number}", listen=stop)
        fragile.start("wal_writer_delay=10s")
        there = [glance.id for glance in talks.list()] and [turn.key for turn in talks.record(session).turns]
        if f"k{number}" not in there:
            gone += 1
            continue
        assert isinstance(talks.resume(session), Answered)
    return gone


def test_dur_7_a_server_that_is_stopped_at_once_has_what_was_acknowledged(fragile: Server, tmp_path: Path) -> None:
    assert lost(fragile, fragile.give(tmp_path / "talks"), 3) == 0


@pytest.mark.slow
def test_dur_7_a_server_that_is_stopped_often(fragile: Server, tmp_path: Path) -> None:
    assert lost(fragile, fragile.give(tmp_path / "talks"), 40) == 0


def test_dur_7_the_control_must_fail(fragile: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commits that do not wait for the disk, which it would refuse to start with."""
    from agent.sessions import server as engine

    def weaken() -> None:
        monkeypatch.setattr(engine.ServerEngine, "begin", begin)

    def begin(self: Any, connection: Any) -> None:
        connection.execute(
            "BEGIN; SET LOCAL synchronous_commit TO off;"
            f" SELECT fence FROM lease WHERE session = '{self.session}' FOR UPDATE"
        )

    folder = fragile.give(tmp_path / "talks")
    create = Rack.create
    monkeypatch.setattr(Rack, "create", lambda *given: (create(*given), weaken()))
    assert lost(fragile, folder, 3) > 0


def test_the_script_has_every_kind_of_turn() -> None:
    assert Counter(step[0] for step in SCRIPT) == {"say": 4, "answer": 1, "undo": 1}
