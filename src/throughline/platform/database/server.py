"""A PostgreSQL server of one's own, on a socket in the data folder.

Whoever tries the product, develops it or runs it for one small company needs no database
administrator. The server listens on no network; whoever reaches its socket folder, which is closed
to other accounts, is trusted.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from throughline.platform.database.connections import APPLICATION_ROLE, OWNER_ROLE
from throughline.platform.database.place import PORT, place_for
from throughline.platform.database.programs import START_SECONDS, SUPERUSER, initialise, is_coming_up, launch, shut_down

DATABASE = "throughline"


class LocalServer:
    """The server that belongs to one data folder of the product.

    Any number of processes may make this object for the same folder: the state is in the folder.
    """

    def __init__(self, data: Path, *, unsafe: bool = False) -> None:
        """Name the data folder; `unsafe` gives durability away for speed: for tests only."""
        self.place = place_for(data)
        self.unsafe = unsafe

    def url(self, role: str = APPLICATION_ROLE, database: str = DATABASE) -> str:
        """Give the address of a database on this server, as `DATABASE_URL` takes it."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.place.socket), safe='')}"

    def environment(self, database: str = DATABASE) -> dict[str, str]:
        """Give the environment by which every process of the product finds this server."""
        return {
            "DATABASE_URL": self.url(APPLICATION_ROLE, database),
            "DATABASE_OWNER_URL": self.url(OWNER_ROLE, database),
        }

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """Open a connection as the server's superuser; every statement commits by itself."""
        return psycopg.connect(
            host=str(self.place.socket),
            port=PORT,
            user=SUPERUSER,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    def answers(self) -> bool:
        """Say whether this folder's server takes connections.

        A process number proves nothing after a crash, when another program may have it; only an
        answer does.
        """
        try:
            with self.connect() as connection:
                told = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError:
            return False
        return told is not None and Path(told[0]).resolve() == self.place.pgdata.resolve()

    def start(self) -> bool:
        """Have the server running; return whether it was this call that started it."""
        with self._alone():
            if self.answers() or self._came_up():
                return False
            if self.place.major is None:
                initialise(self.place, unsafe=self.unsafe)
            launch(self.place, unsafe=self.unsafe)
            return True

    def _came_up(self) -> bool:
        """Wait for a server that somebody began to start and did not live to see: it recovers before it answers."""
        give_up = time.monotonic() + START_SECONDS
        while is_coming_up(self.place) and time.monotonic() < give_up:
            if self.answers():
                return True
            time.sleep(0.2)
        return False

    def stop(self, mode: str = "fast") -> None:
        """Have the server stopped; nothing to do is no error."""
        with self._alone():
            shut_down(self.place, mode)

    @contextmanager
    def running(self) -> Iterator[bool]:
        """Keep the server running inside the block; yield whether it had to be started.

        Several commands may share one server. The last of them to leave stops it, provided that
        one of them started it: a server that somebody started by hand is left alone.
        """
        self.place.make()
        with (self.place.home / "users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                if not self.answers():  # marked first, so that an interrupted start is undone too
                    self._lease.touch()
                yield self.start()
            finally:
                self._leave(users.fileno())

    @property
    def _lease(self) -> Path:
        """The mark that a command started the running server, and that commands may stop it."""
        return self.place.home / "started-by-command"

    def _leave(self, users: int) -> None:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # another command still uses the server, and will stop it
        if self._lease.exists():
            self.stop()
            self._lease.unlink()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time start or stop this server."""
        self.place.make()
        with (self.place.home / "starting").open("a") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield
