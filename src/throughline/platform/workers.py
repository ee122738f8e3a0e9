"""Which workers run: each tells every few seconds, and who waits for one can say whether there is one."""

import os
import socket
import threading
from datetime import datetime, timedelta

from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Clock, system_clock

PAUSE = 5
#: How long a worker counts as running after it was last heard of.
ALIVE = timedelta(seconds=20)


def keep_telling(stop: threading.Event, *, clock: Clock = system_clock) -> None:
    """Tell that this process works until told to stop, and take the word back then."""
    name = f"{socket.gethostname()}:{os.getpid()}"[:120]
    while not stop.is_set():
        tell(name, clock())
        stop.wait(PAUSE)
    execute("DELETE FROM platform_worker WHERE name = %s", [name])


def tell(name: str, now: datetime) -> None:
    """Note that a worker runs; those not heard of for a day are forgotten."""
    execute(
        """INSERT INTO platform_worker (name, began_at, seen_at) VALUES (%s, %s, %s)
           ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at""",
        [name, now, now],
    )
    execute("DELETE FROM platform_worker WHERE seen_at < %s", [now - timedelta(days=1)])


def runs(now: datetime) -> bool:
    """Say whether any worker was heard of lately."""
    return bool(rows("SELECT FROM platform_worker WHERE seen_at > %s LIMIT 1", [now - ALIVE]))
