"""Backups of a database and the way back, to the last moment or to any moment since the backup.

A server of one's own is copied whole while it works (`pg_basebackup`); with `THROUGHLINE_ARCHIVE` it also keeps every
finished piece of its log there, and a restore plays the log up to a moment. A database that was named by its address
is dumped as its owner (`pg_dump`): the way back is to the moment of the dump. A backup is finished when its `.json`
stands beside it.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from throughline.platform.database.connections import parse
from throughline.platform.database.programs import ARCHIVE, ServerTrouble, program, run_program
from throughline.platform.database.server import LocalServer

REPLAY_SECONDS = 3600


class BackupTrouble(Exception):
    """A backup or restore could not be done; the message says why and what would help."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: its name, of which kind, when it was begun and finished, how large, and its fingerprint."""

    name: str
    kind: str
    begun: str
    finished: str
    bytes: int
    sha256: str = ""

    def path(self, folder: Path) -> Path:
        """Give where its data is."""
        return folder / (self.name if self.kind == "base" else f"{self.name}.dump")


def finished(folder: Path) -> list[Backup]:
    """List the finished backups of a folder, newest first."""
    found = []
    for path in sorted(folder.glob("*.json"), reverse=True):
        told = json.loads(path.read_text())
        if isinstance(told, dict) and {"name", "kind"} <= set(told):
            found.append(Backup(**told))
    return found


def backup_folder() -> Path:
    """Give the folder in which backups are looked for."""
    given = os.environ.get("THROUGHLINE_BACKUPS")
    return Path(given) if given else Path(os.environ.get("THROUGHLINE_DATA", ".data")).resolve() / "backups"


def newest_backup(folder: Path, now: datetime | None = None) -> timedelta | None:
    """Give how old the newest finished backup is (its `.json` is written last), or None."""
    finished = [path.stat().st_mtime for path in folder.glob("*.json")] if folder.is_dir() else []
    if not finished:
        return None
    return (now or datetime.now(UTC)) - datetime.fromtimestamp(max(finished), UTC)


def back_up_server(server: LocalServer, folder: Path, now: datetime) -> Backup:
    """Copy a running server of one's own, check the copy against its manifest, and put it into the folder."""
    place = server.place
    making = place.home / f"backup.{os.getpid()}"
    shutil.rmtree(making, ignore_errors=True)
    try:
        copy = [program(place, "pg_basebackup"), "-D", str(making), "-X", "stream", "-c", "fast"]
        run_program(place, [*copy, "-h", str(place.socket), "-U", "postgres", "--no-password"])
        run_program(place, [program(place, "pg_verifybackup"), str(making)])
        name = _name(now)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(making, folder / name)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    size = sum(path.stat().st_size for path in (folder / name).rglob("*") if path.is_file())
    return _finish(folder, Backup(name, "base", now.isoformat(), datetime.now(UTC).isoformat(), size))


def back_up_database(url: str, folder: Path, now: datetime) -> Backup:
    """Dump a named database as its owner, in one snapshot, into the folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = _name(now)
    half, whole = folder / f"{name}.half", folder / f"{name}.dump"
    try:
        _client("pg_dump", url, ["--format=custom", "--no-password", f"--file={half}"])
        half.rename(whole)
    finally:
        half.unlink(missing_ok=True)
    whole.chmod(0o600)
    size, digest = whole.stat().st_size, _digest(whole)
    return _finish(folder, Backup(name, "dump", now.isoformat(), datetime.now(UTC).isoformat(), size, digest))


def restore_server(backup: Backup, folder: Path, data: Path, *, archive: Path | None, at: datetime | None) -> datetime:
    """Make a server in a new data folder as it was at a moment, or at the last one that is known; give that moment.

    The folder must be new: nothing is ever restored over a living company. With no archive it is the moment at which
    the backup was finished.
    """
    server = LocalServer(data)
    place = server.place
    if place.pgdata.exists():
        raise BackupTrouble(f"{place.pgdata} is there already; name a new folder, and change over when it is proved.")
    if at is not None and at < datetime.fromisoformat(backup.finished):
        raise BackupTrouble(f"{backup.name} was finished at {backup.finished}, after that moment; take an earlier one.")
    if at is not None and archive is None:
        raise BackupTrouble("A moment after the backup needs the archive of the log: name it in THROUGHLINE_ARCHIVE.")
    place.make()
    kept = os.environ.pop(ARCHIVE, None)  # the new server must not write into the old one's archive while it replays
    try:
        shutil.copytree(backup.path(folder), place.pgdata)
        _prepare(server, archive, at)
        server.start()
        return _replayed(server)
    except (ServerTrouble, psycopg.OperationalError) as trouble:
        # It may answer for a moment, and go when it finds that its log ends: the log of the server tells.
        told = f"{trouble}\n{place.log.read_text(errors='replace') if place.log.exists() else ''}"
        if "before configured recovery target was reached" in told:
            raise BackupTrouble("The archive of the log ends before that moment.") from trouble
        raise
    finally:
        server.stop()
        if kept is not None:
            os.environ[ARCHIVE] = kept


def _prepare(server: LocalServer, archive: Path | None, at: datetime | None) -> None:
    """Tell the copied server from where and up to which moment it plays its log."""
    pgdata, account = server.place.pgdata, server.place.account
    (pgdata / "postmaster.pid").unlink(missing_ok=True)
    lines = ["recovery_target_action = 'promote'", "recovery_target_timeline = 'latest'"]
    copy = f"cp {_quoted(archive)}/%f %p" if archive else "false"
    lines.append(f"restore_command = {_literal(copy)}")
    if at is not None:
        lines.append(f"recovery_target_time = {_literal(at.astimezone(UTC).isoformat(sep=' '))}")
    with (pgdata / "postgresql.auto.conf").open("a") as settings:
        settings.write("\n".join(["", *lines, ""]))
    (pgdata / "recovery.signal").touch()
    for path in [pgdata, *pgdata.rglob("*")]:
        if account is not None:
            account.take(path)
    pgdata.chmod(0o700)


def _replayed(server: LocalServer) -> datetime:
    """Wait until the log is played, then forget how; give the moment of the last change that it brought."""
    give_up = time.monotonic() + REPLAY_SECONDS
    with server.connect() as connection:
        while True:
            told = connection.execute("SELECT pg_is_in_recovery(), pg_last_xact_replay_timestamp()").fetchone()
            assert told is not None
            if not told[0]:
                break
            if time.monotonic() > give_up:
                raise BackupTrouble("Playing the log took more than an hour; it goes on in the server's own log.")
            time.sleep(0.1)
        for name in ("restore_command", "recovery_target_time", "recovery_target_action", "recovery_target_timeline"):
            connection.execute(f"ALTER SYSTEM RESET {name}")
        last: datetime | None = told[1]
    return last or datetime.now(UTC)


def restore_database(backup: Backup, folder: Path, url: str) -> None:
    """Read a dump into the empty database that an address of its owner names, all of it or nothing."""
    path = backup.path(folder)
    if _digest(path) != backup.sha256:
        raise BackupTrouble(f"{path} is not what was backed up: its fingerprint differs. Take another backup.")
    with tempfile.NamedTemporaryFile("w", suffix=".list") as chosen:
        chosen.write(_contents(path))
        chosen.flush()
        how = ["--no-password", "--exit-on-error", "--single-transaction", f"--use-list={chosen.name}"]
        _client("pg_restore", url, [*how, f"--dbname={parse(url)['NAME']}", str(path)])


def _contents(dump: Path) -> str:
    """List what a dump holds, but the statistics of statements, which only a superuser can have and nobody misses."""
    listed = subprocess.run([_found("pg_restore"), "--list", str(dump)], capture_output=True, text=True, check=True)
    return "\n".join(line for line in listed.stdout.splitlines() if "pg_stat_statements" not in line) + "\n"


def _client(name: str, url: str, arguments: list[str]) -> None:
    """Run a program of PostgreSQL against a named database; the password goes by the environment, not the command."""
    settings = parse(url)
    where = {"PGHOST": settings["HOST"], "PGPORT": settings["PORT"], "PGUSER": settings["USER"]}
    known = {**where, "PGPASSWORD": settings["PASSWORD"], "PGDATABASE": settings["NAME"]}
    _run([_found(name), *arguments], {key: value for key, value in known.items() if value})


def _run(command: list[str], environment: Mapping[str, Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})
    if done.returncode != 0:
        raise BackupTrouble(f"{Path(command[0]).name} failed: {done.stderr.strip()[-800:]}")


def _found(name: str) -> str:
    from throughline.platform.database.binaries import find_binaries

    beside = find_binaries().folder / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise BackupTrouble(f"{name} is not on this machine; install PostgreSQL's client programs.")
    return found


def _finish(folder: Path, backup: Backup) -> Backup:
    half = folder / f"{backup.name}.json.half"
    half.write_text(json.dumps(asdict(backup), indent=2))
    half.rename(folder / f"{backup.name}.json")
    return backup


def _name(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "'\\''") + "'"
