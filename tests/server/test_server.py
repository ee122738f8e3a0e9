"""A server of one's own in a temporary folder; each test kills or leaves it in another way."""

import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from throughline.platform.database import processes, roles
from throughline.platform.database.server import LocalServer


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with tempfile.TemporaryDirectory(prefix="throughline-server-") as folder:
        Path(folder).chmod(0o755)
        own = LocalServer(Path(folder), unsafe=True)
        try:
            yield own
        finally:
            own.stop("immediate")


def postmaster(server: LocalServer) -> int:
    return int((server.place.pgdata / "postmaster.pid").read_text().split()[0])


def kill(server: LocalServer) -> None:
    """Kill the server as a power cut would, leaving its lock files."""
    number = postmaster(server)
    os.kill(number, signal.SIGKILL)
    give_up = time.monotonic() + 10
    while processes.alive(number):
        assert time.monotonic() < give_up
        time.sleep(0.02)


def test_it_starts_once_and_stops(server: LocalServer) -> None:
    assert not server.answers()
    assert server.start() is True
    assert server.start() is False
    server.stop()
    assert not server.answers()
    server.stop()


def test_it_listens_on_no_network_and_closes_its_folder(server: LocalServer) -> None:
    server.start()
    with server.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert server.place.socket.stat().st_mode & 0o077 == 0


def test_the_last_user_stops_it(server: LocalServer) -> None:
    with server.running() as first:
        with LocalServer(server.place.home.parent, unsafe=True).running() as second:
            assert (first, second) == (True, False)
        assert server.answers()
    assert not server.answers()


def test_a_user_leaves_alone_what_was_started_by_hand(server: LocalServer) -> None:
    server.start()
    with server.running() as started:
        assert started is False
    assert server.answers()


def test_it_comes_back_after_being_killed_with_all_that_was_committed(server: LocalServer) -> None:
    server.start()
    with server.connect() as connection:
        connection.execute("CREATE TABLE kept (id int)")
        connection.execute("INSERT INTO kept VALUES (41)")
        connection.execute("CHECKPOINT")
    kill(server)
    assert not server.answers()
    assert server.start() is True
    with server.connect() as connection:
        assert connection.execute("SELECT id FROM kept").fetchone() == (41,)


def test_a_server_that_somebody_began_to_start_is_waited_for(server: LocalServer) -> None:
    """Whoever starts it may be killed while it recovers: it is alive, holds its lock, and takes no connections yet."""
    server.start()
    number = postmaster(server)
    os.kill(number, signal.SIGSTOP)
    threading.Timer(7, os.kill, (number, signal.SIGCONT)).start()
    assert server.start() is False
    assert postmaster(server) == number
    assert server.answers()


def test_it_comes_back_though_its_process_number_is_another_programs(server: LocalServer) -> None:
    server.start()
    kill(server)
    for lock in (
        server.place.pgdata / "postmaster.pid",
        server.place.socket / ".s.PGSQL.5432.lock",
    ):
        first, rest = lock.read_text().split("\n", 1)
        assert int(first) > 0
        lock.write_text(f"{os.getpid()}\n{rest}")
    assert server.start() is True


def test_a_long_folder_still_gets_a_socket() -> None:
    with tempfile.TemporaryDirectory(prefix="throughline-server-") as folder:
        Path(folder).chmod(0o755)
        deep = Path(folder) / ("a folder with a long name " * 4).strip() / "and one more"
        own = LocalServer(deep, unsafe=True)
        assert len(os.fsencode(own.place.socket / ".s.PGSQL.5432.lock")) <= 107
        try:
            assert own.start() is True
            assert own.answers()
        finally:
            own.stop("immediate")
            for rest in own.place.socket.iterdir():
                rest.unlink()
            own.place.socket.rmdir()


def test_roles_can_do_what_they_should_and_no_more(server: LocalServer) -> None:
    import psycopg

    server.start()
    assert roles.prepare(server) is True
    assert roles.prepare(server) is False
    with psycopg.connect(server.url("throughline_owner"), autocommit=True) as owner:
        owner.execute("CREATE TABLE fact (id bigserial PRIMARY KEY, told text)")
    with psycopg.connect(server.url(), autocommit=True) as application:
        application.execute("INSERT INTO fact (told) VALUES ('yes')")
        application.execute("UPDATE fact SET told = 'no'")
        assert application.execute("SELECT told FROM fact").fetchone() == ("no",)
        for forbidden in (
            "CREATE TABLE mine (id int)",
            "ALTER TABLE fact DISABLE TRIGGER ALL",
            "TRUNCATE fact",
            "CREATE ROLE other",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(forbidden)
    with server.connect() as connection:
        powerful = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'throughline%%'"
            " AND (rolsuper OR rolbypassrls OR rolcreaterole)"
        ).fetchall()
    assert powerful == []
