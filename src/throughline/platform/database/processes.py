"""What the system says about the processes of a local server."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

NAMES = frozenset({"postgres", "postmaster"})


def alive(number: int) -> bool:
    """Say whether a process number belongs to a process that still runs."""
    if number == 0:
        return False
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _state(number) != "Z"


def stale(number: int) -> bool:
    """Say whether a number looks taken but is not PostgreSQL's: another program's, or a zombie's.

    Where the system does not tell (no /proc), the answer is no: PostgreSQL then decides alone.
    """
    try:
        name = Path(f"/proc/{number}/comm").read_text().strip()
    except OSError:
        return False
    return name not in NAMES or _state(number) == "Z"


def serves(number: int, folder: Path) -> bool:
    """Say whether a number is that of a living PostgreSQL process that works in a data folder."""
    return alive(number) and number in _working_in(folder)


def await_departure(folder: Path, seconds: float) -> None:
    """Wait until no PostgreSQL process works in a data folder; raise when they do not leave."""
    give_up = time.monotonic() + seconds
    while orphans := list(_working_in(folder)):
        if time.monotonic() > give_up:
            raise TimeoutError(f"processes {orphans} of a dead server still work in {folder}")
        time.sleep(0.1)


def _working_in(folder: Path) -> Iterator[int]:
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            here = (entry / "cwd").readlink() == folder
            name = (entry / "comm").read_text().strip()
        except OSError:  # gone in the meantime, a zombie, or another account's
            continue
        if here and name in NAMES:
            yield int(entry.name)


def _state(number: int) -> str:
    try:
        told = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return ""
    return told.rpartition(")")[2].split()[0]
