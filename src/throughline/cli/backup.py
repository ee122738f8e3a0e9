"""Keep a copy of the database from which one can go back.

A server of one's own is copied while it works; with THROUGHLINE_ARCHIVE set for the commands that start it, `restore`
can go back to any moment after a backup. A database named by DATABASE_OWNER_URL is dumped.
"""

import argparse
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from throughline.cli.database import data_folder, database
from throughline.platform.database.backups import (
    BackupTrouble,
    back_up_database,
    back_up_server,
    backup_folder,
    finished,
)
from throughline.platform.database.server import LocalServer

HELP = "keep a copy of the database"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where ($THROUGHLINE_BACKUPS or the data folder)")
    parser.add_argument("--keep", type=int, default=0, metavar="N", help="then remove all but the newest N")


def run(options: argparse.Namespace) -> int:
    """Back up, say what was kept, and remove what is no longer wanted."""
    folder = (options.to or backup_folder()).resolve()
    named = "DATABASE_URL" in os.environ
    if named and "DATABASE_OWNER_URL" not in os.environ:
        raise BackupTrouble("A named database is backed up as its owner: set DATABASE_OWNER_URL for this command.")
    with database():
        now = datetime.now(UTC)
        if named:
            made = back_up_database(os.environ["DATABASE_OWNER_URL"], folder, now)
        else:
            made = back_up_server(LocalServer(data_folder()), folder, now)
    print(f"{made.name}  {made.kind}  {made.bytes / 1_000_000:.1f} MB  {made.path(folder)}")
    for old in finished(folder)[options.keep :] if options.keep > 0 else []:
        (folder / f"{old.name}.json").unlink()
        path = old.path(folder)
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        print(f"{old.name}  removed")
    return 0
