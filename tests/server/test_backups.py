"""Backups tried: a server goes back to a moment between two changes, a dump comes back whole, and refusals in words."""

import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from throughline.cli.main import main
from throughline.platform.database import roles
from throughline.platform.database.backups import (
    BackupTrouble,
    back_up_database,
    back_up_server,
    finished,
    restore_database,
    restore_server,
)
from throughline.platform.database.server import LocalServer

pytestmark = pytest.mark.slow


@pytest.fixture
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="throughline-back-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def say(server: LocalServer, *words: str) -> datetime:
    """Commit a row for each word; give the moment after."""
    with server.connect() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS said (word text)")
        for word in words:
            connection.execute("INSERT INTO said VALUES (%s)", [word])
        told = connection.execute("SELECT clock_timestamp()").fetchone()
    assert told is not None
    moment: datetime = told[0]
    return moment


def said(server: LocalServer) -> list[str]:
    with server.running(), server.connect() as connection:
        return [row[0] for row in connection.execute("SELECT word FROM said ORDER BY ctid")]


def test_a_server_goes_back_to_a_moment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, folder = home / "archive", home / "backups"
    monkeypatch.setenv("THROUGHLINE_ARCHIVE", str(archive))
    living = LocalServer(home / "living")
    with living.running():
        say(living, "before")
        backup = back_up_server(living, folder, datetime.now(UTC))
        say(living, "after the backup")
        moment = say(living)
        time.sleep(0.05)
        say(living, "a mistake")
        with living.connect() as connection:
            connection.execute("SELECT pg_switch_wal()")
            give_up = time.monotonic() + 20
            while not connection.execute(
                "SELECT archived_count > 0 AND last_archived_wal IS NOT NULL AND"
                " pg_walfile_name(pg_current_wal_lsn()) > last_archived_wal"
                " FROM pg_stat_archiver"
            ).fetchone()[0]:  # type: ignore[index]
                assert time.monotonic() < give_up
                time.sleep(0.05)
            time.sleep(0.5)
    assert finished(folder) == [backup]

    reached = restore_server(backup, folder, home / "then", archive=archive, at=moment)
    assert reached <= moment
    then = LocalServer(home / "then")
    assert said(then) == ["before", "after the backup"]
    with then.running():
        say(then, "life goes on")
    assert said(then) == ["before", "after the backup", "life goes on"]

    restore_server(backup, folder, home / "last", archive=archive, at=None)
    assert said(LocalServer(home / "last")) == ["before", "after the backup", "a mistake"]
    restore_server(backup, folder, home / "bare", archive=None, at=None)
    assert said(LocalServer(home / "bare")) == ["before"]
    assert said(living) == ["before", "after the backup", "a mistake"]

    with pytest.raises(BackupTrouble, match="is there already"):
        restore_server(backup, folder, home / "living", archive=archive, at=None)
    with pytest.raises(BackupTrouble, match="earlier one"):
        restore_server(backup, folder, home / "x", archive=archive, at=moment - timedelta(days=1))
    with pytest.raises(BackupTrouble, match="ends before that moment"):
        restore_server(backup, folder, home / "y", archive=archive, at=datetime.now(UTC) + timedelta(days=1))


def test_a_dump_comes_back_whole_and_a_changed_one_is_refused(home: Path) -> None:
    server, folder = LocalServer(home / "living", unsafe=True), home / "backups"
    with server.running():
        roles.prepare(server)
        owner = server.environment()["DATABASE_OWNER_URL"]
        with server.connect("throughline") as connection:
            connection.execute("CREATE TABLE said AS SELECT 'kept' AS word")
            connection.execute("ALTER TABLE said OWNER TO throughline_owner")
        backup = back_up_database(owner, folder, datetime.now(UTC))
        with server.connect() as connection:
            roles.make_database(connection, "again")
        restore_database(backup, folder, server.environment("again")["DATABASE_OWNER_URL"])
        with server.connect("again") as connection:
            assert connection.execute("SELECT word FROM said").fetchall() == [("kept",)]
        with backup.path(folder).open("ab") as file:
            file.write(b"x")
        with pytest.raises(BackupTrouble, match="fingerprint"):
            restore_database(backup, folder, server.environment("again")["DATABASE_OWNER_URL"])
    assert oct(backup.path(folder).stat().st_mode)[-3:] == "600"


def test_the_commands_back_up_list_keep_the_newest_and_restore(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("THROUGHLINE_DATA", str(home / "living"))
    monkeypatch.delenv("THROUGHLINE_ARCHIVE", raising=False)
    assert main(["backup", "--to", str(home / "kept")]) == 0
    time.sleep(1.1)
    assert main(["backup", "--to", str(home / "kept"), "--keep", "1"]) == 0
    assert len(finished(home / "kept")) == 1
    assert main(["restore", "--from", str(home / "kept")]) == 0
    assert "1 backups in" in capsys.readouterr().out
    assert main(["restore", "--from", str(home / "kept"), "--into", str(home / "again")]) == 0
    assert (home / "again" / "postgresql" / "pgdata" / "PG_VERSION").exists() or os.geteuid() == 0
    assert main(["restore", "--from", str(home / "kept"), "--into", str(home / "z"), "--at", "yesterday"]) == 1
    assert "is no moment" in capsys.readouterr().err
