"""Where a local server keeps its files, and under which account of the machine."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from throughline.platform.database.accounts import Account, first_reachable, server_account

PORT = 5432
LONGEST_SOCKET = 107 - len(f"/.s.PGSQL.{PORT}.lock")


@dataclass(frozen=True)
class Place:
    """The folders of one local server; `account` is empty where this process may run it itself."""

    home: Path
    socket: Path
    account: Account | None
    moved: bool

    @property
    def pgdata(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.home / "pgdata"

    @property
    def log(self) -> Path:
        """The server's own log file."""
        return self.home / "postgres.log"

    @property
    def major(self) -> int | None:
        """The major version that made the data folder; None before it is made."""
        version = self.pgdata / "PG_VERSION"
        return int(version.read_text()) if version.exists() else None

    def make(self) -> None:
        """Have the folders, closed to all accounts but the server's."""
        for folder in (self.home, self.socket):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.account is not None and folder.stat().st_uid == 0:
                self.account.take(folder)
                folder.chmod(0o700)
        owner = self.account.uid if self.account is not None else os.geteuid()
        for folder in (self.home, self.socket):
            if folder.stat().st_uid != owner:
                raise PermissionError(
                    f"{folder} belongs to another account: run the command under that account, "
                    "or name another folder in THROUGHLINE_DATA"
                )


def place_for(data: Path) -> Place:
    """Give the place of the server that belongs to a data folder of the product.

    It is inside the data folder, unless root runs the command and the server's account cannot
    reach the folder, as below root's own home; then it is below /var/lib.
    """
    data = data.resolve()
    first = data / "postgresql"
    name = f"throughline-{_short(data)}"
    places = [first, Path("/var/lib") / name, Path(tempfile.gettempdir()) / name]
    home = first_reachable(server_account(first / "pgdata"), places)
    return Place(home, _socket_folder(home), server_account(home / "pgdata"), home != first)


def _socket_folder(home: Path) -> Path:
    """A folder whose path leaves room for the socket's name: the system allows 107 bytes in all."""
    inside = home / "run"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET and "," not in str(inside):
        return inside
    return Path("/tmp") / f"throughline-{os.geteuid()}-{_short(home)}"


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]
