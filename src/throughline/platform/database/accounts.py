"""Which account of the machine the local server runs under, and what that account can reach.

PostgreSQL refuses to run as root. In a container or on a fresh machine the command is often run by
root, so the server then gets an account of its own, and everything that it touches must be within
that account's reach: root's home with mode 0700 is not.
"""

import os
import pwd
import shutil
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account of the machine that is not the one of this process."""

    name: str
    uid: int
    gid: int

    def run_as(self) -> dict[str, Any]:
        """Give the arguments by which `subprocess` starts a program under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "cwd": "/"}

    def reaches(self, path: Path) -> bool:
        """Say whether this account may pass through every existing folder on the way to a path."""
        path = Path(os.path.abspath(path))
        return all(self._passes(folder) for folder in path.parents if folder.exists())

    def reads(self, folder: Path) -> bool:
        """Say whether this account may also enter the folder itself."""
        return self.reaches(folder) and self._passes(folder)

    def _passes(self, folder: Path) -> bool:
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)

    def take(self, path: Path) -> None:
        """Make a file or folder this account's own."""
        os.chown(path, self.uid, self.gid)


def server_account(existing: Path) -> Account | None:
    """Give the account that must run the server, or None where this process may run it itself.

    A data folder that is there already keeps its owner: PostgreSQL insists on it.
    """
    if os.geteuid() != 0:
        return None
    if existing.exists() and existing.stat().st_uid != 0:
        owner = existing.stat()
        return Account(_name_of(owner.st_uid), owner.st_uid, owner.st_gid)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise LookupError(f"root cannot run PostgreSQL and none of the accounts {', '.join(CANDIDATES)} exists")


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def first_reachable(account: Account | None, folders: Iterable[Path]) -> Path:
    """Give the first folder that the account can reach and this process can make."""
    tried = []
    for folder in folders:
        if account is not None and not account.reaches(folder):
            tried.append(f"{folder} (closed to {account.name})")
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as refused:
            tried.append(f"{folder} ({refused.strerror})")
            continue
        if account is None or account.reaches(folder):  # a strict umask may have closed new parents
            return folder
        tried.append(f"{folder} (closed to {account.name})")
    raise PermissionError(f"no place for the database: {'; '.join(tried)}")


def within_reach(account: Account | None, installation: Path, copies: Path) -> Path:
    """Give the installation's folder, or a copy of it that the account can run.

    A virtual environment below root's home is closed to every other account; the wheel's programs
    are small. They look for their libraries beside their package, so both are copied side by side.
    """
    if account is None or account.reads(installation / "bin"):
        return installation
    package = installation.parent
    copy = copies / package.name / installation.name
    if not copy.exists():
        partial = copies.with_name(f"{copies.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(installation, partial / package.name / installation.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, partial / libraries.name)
        for folder in (partial, partial / package.name):
            folder.chmod(0o755)  # whatever the umask: the account must pass
        partial.rename(copies)
    return copy
