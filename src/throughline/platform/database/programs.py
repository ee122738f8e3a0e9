"""PostgreSQL's own programs at work on one place: make a data folder, start a server, stop it."""

import os
import platform
import shlex
import shutil
import subprocess
import time
from pathlib import Path

from throughline.platform.database import processes
from throughline.platform.database.accounts import within_reach
from throughline.platform.database.binaries import Binaries, find_binaries
from throughline.platform.database.place import PORT, Place

SUPERUSER = "postgres"
#: Names the folder in which a server of one's own keeps every finished piece of its log, for restoring to a moment.
ARCHIVE = "THROUGHLINE_ARCHIVE"
START_SECONDS = 120
ORPHAN_SECONDS = 15
MEGABYTE = 1024 * 1024


class ServerTrouble(Exception):
    """The local server could not be started or stopped; the message holds the end of its log."""


def initialise(place: Place, *, unsafe: bool) -> None:
    """Make the data folder aside, then move it in place: a killed initdb leaves no half folder."""
    for interrupted in place.home.glob("pgdata.*"):
        shutil.rmtree(interrupted)
    fresh = place.home / f"pgdata.{os.getpid()}"
    arguments = ["-D", str(fresh), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8"]
    arguments += ["--locale=C.UTF-8", *(["--no-sync"] if unsafe else [])]
    _run(place, [str(_binaries(place).folder / "initdb"), *arguments])
    fresh.rename(place.pgdata)


def launch(place: Place, *, unsafe: bool) -> None:
    """Start the server; give the last one's orphans a moment to let go of its shared memory."""
    clear_stale_locks(place)
    _make_archive(place)
    give_up = time.monotonic() + ORPHAN_SECONDS
    while True:
        try:
            _control(place, "start", "-l", str(place.log), "-o", _options(place, unsafe))
        except ServerTrouble as trouble:
            if "pre-existing shared memory block" not in str(trouble):
                raise
            if time.monotonic() > give_up:
                raise
            time.sleep(0.5)
        else:
            return


def _make_archive(place: Place) -> None:
    """Have the archive of the log, where one is named, within reach of the server's account."""
    if not os.environ.get(ARCHIVE):
        return
    folder = Path(os.environ[ARCHIVE]).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.account is not None:
        place.account.take(folder)
        if not place.account.reaches(folder):
            raise ServerTrouble(f"{folder} is out of reach of {place.account.name}; name another in {ARCHIVE}.")


def program(place: Place, name: str) -> str:
    """Give the path of one of PostgreSQL's programs that fits a place."""
    return str(_binaries(place).folder / name)


def run_program(place: Place, command: list[str]) -> None:
    """Run one of PostgreSQL's programs under the account of a place."""
    _run(place, command)


def shut_down(place: Place, mode: str) -> None:
    """Stop the server if its process is alive, also while it still recovers from a crash.

    One that goes by itself in the same moment, as at the end of a log that holds too little, is stopped as well.
    """
    clear_stale_locks(place)
    number = place.pgdata / "postmaster.pid"
    if not processes.alive(_process_number(number)):
        return
    try:
        _control(place, "stop", "-m", mode)
    except ServerTrouble:
        if number.exists():
            raise


def is_coming_up(place: Place) -> bool:
    """Say whether a server of this folder is alive, whether it takes connections yet or not."""
    return processes.serves(_process_number(place.pgdata / "postmaster.pid"), place.pgdata)


def clear_stale_locks(place: Place) -> None:
    """Remove lock files that PostgreSQL would wrongly take for those of a running server.

    PostgreSQL itself sees through the number of a dead process. It cannot see through a number
    that another program has since been given, nor through a dead process that nobody has buried,
    as in a container without an init. Orphans of the dead server go first: they still write.
    """
    for lock in (place.pgdata / "postmaster.pid", place.socket / f".s.PGSQL.{PORT}.lock"):
        if processes.stale(_process_number(lock)):
            processes.await_departure(place.pgdata, ORPHAN_SECONDS)
            lock.unlink()


def _control(place: Place, action: str, *arguments: str) -> None:
    program = str(_binaries(place).folder / "pg_ctl")
    waiting = ["-D", str(place.pgdata), "-w", "-t", str(START_SECONDS)]
    _run(place, [program, action, *waiting, *arguments])


def _binaries(place: Place) -> Binaries:
    found = find_binaries(place.major)
    root = found.folder.parent
    reachable = within_reach(place.account, root, place.home / f"programs-{found.major}")
    return Binaries(reachable / found.folder.name, found.major)


def _run(place: Place, command: list[str]) -> None:
    """Run one of PostgreSQL's programs, its output in a file.

    Never a pipe: the server inherits it, and whoever reads it then waits until the server stops.
    """
    output = place.home / "commands.log"
    rights = place.account.run_as() if place.account is not None else {}
    with output.open("w") as sink:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            check=False,
            **rights,
        )
    if done.returncode != 0:
        name = " ".join([Path(command[0]).name, *command[1:2]])
        raise ServerTrouble(f"{name} failed\n{_tail(output)}\n{_tail(place.log)}".rstrip())


def _options(place: Place, unsafe: bool) -> str:
    """Write the settings as options for the shell that pg_ctl starts the server through."""
    settings = _settings(place, unsafe)
    return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())


def _settings(place: Place, unsafe: bool) -> dict[str, str]:
    """Settings for a machine with two cores and a local disk."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(place.socket),
        "port": str(PORT),
        "max_connections": "60",
        "shared_buffers": f"{_shared_megabytes()}MB",
        "wal_compression": "off",  # measured: compressing page images costs small orders a fifth of their time
        "checkpoint_timeout": "15min",
        "max_wal_size": "4GB",
        "random_page_cost": "1.1",
        "jit": "off",
        "track_io_timing": "off",
        "autovacuum_naptime": "10s",  # a young company's tables double within minutes; plans need to know
        "synchronous_commit": "on",
        "fsync": "on",
        "timezone": "UTC",
    }
    if platform.system() == "Linux":
        settings["effective_io_concurrency"] = "16"
    if _binaries(place).has_library("pg_stat_statements"):
        settings["shared_preload_libraries"] = "pg_stat_statements"
    if os.environ.get(ARCHIVE):
        folder = shlex.quote(str(Path(os.environ[ARCHIVE]).resolve()))
        whole, half = f"{folder}/%f", f"{folder}/.%f.half"
        copy = f"test ! -f {whole} && cp %p {half} && mv {half} {whole}"
        settings |= {"archive_mode": "on", "archive_command": copy, "archive_timeout": "60s"}
    if unsafe:
        settings |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    return settings


def _shared_megabytes() -> int:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    return max(64, min(512, memory // 8))


def _process_number(lock: Path) -> int:
    """Read the process number in a lock file; 0 when there is none."""
    if not lock.exists():
        return 0
    first = lock.read_text().partition("\n")[0].strip().lstrip("-")
    return int(first) if first.isascii() and first.isdigit() else 0


def _tail(path: Path, lines: int = 12) -> str:
    if not path.exists():
        return ""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
