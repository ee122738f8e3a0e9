"""Make a new database from a backup, as it was at a moment. Nothing is ever restored over a living company.

A backup of a server of one's own goes into a new data folder; try it there with THROUGHLINE_DATA and `throughline
verify` before changing over. A dump goes into an empty database, named by the address of its owner.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from throughline.platform.database.backups import (
    BackupTrouble,
    backup_folder,
    finished,
    restore_database,
    restore_server,
)

HELP = "make a new database from a backup, as it was at a moment"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "name", nargs="?", help="which backup (the newest); without --into and --database they are listed"
    )
    parser.add_argument("--from", type=Path, dest="source", metavar="FOLDER", help="where the backups are")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="new data folder for a server of one's own")
    parser.add_argument("--database", metavar="URL", help="empty database for a dump, by the address of its owner")
    parser.add_argument("--at", metavar="MOMENT", help="such as 2026-11-27T14:03:00+01:00; without a zone it is UTC")
    parser.add_argument("--archive", type=Path, metavar="FOLDER", help="archive of the log ($THROUGHLINE_ARCHIVE)")


def run(options: argparse.Namespace) -> int:
    """List the backups, or restore one."""
    folder = (options.source or backup_folder()).resolve()
    known = finished(folder)
    if not options.into and not options.database:
        for one in known:
            print(f"{one.name}  {one.kind}  {one.bytes / 1_000_000:.1f} MB  finished {one.finished}")
        print(f"{len(known) or 'No'} backups in {folder}")
        return 0
    at = moment(options.at) if options.at else None
    kind = "base" if options.into else "dump"
    fitting = [one for one in known if one.kind == kind and options.name in (None, one.name)]
    if at is not None and options.name is None:
        fitting = [one for one in fitting if datetime.fromisoformat(one.finished) <= at]
    if not fitting:
        raise BackupTrouble(f"There is no such {kind} backup in {folder}; `throughline restore` lists them.")
    if options.database:
        if at is not None:
            raise BackupTrouble("A dump goes back to its own moment only.")
        restore_database(fitting[0], folder, options.database)
        print(f"{fitting[0].name} is restored, as of {fitting[0].begun}. Prove it: throughline verify")
        return 0
    reached = restore_server(fitting[0], folder, options.into, archive=_archive(options), at=at)
    print(f"{fitting[0].name} is restored; the last change is of {reached.astimezone(UTC).isoformat()}.")
    print(f"Prove it: THROUGHLINE_DATA={options.into} throughline verify")
    return 0


def _archive(options: argparse.Namespace) -> Path | None:
    import os

    given = options.archive or os.environ.get("THROUGHLINE_ARCHIVE")
    return Path(given).resolve() if given else None


def moment(text: str) -> datetime:
    """Read a moment."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise BackupTrouble(f"{text} is no moment; write it like 2026-11-27T14:03:00+01:00.") from error
    return read if read.tzinfo else read.replace(tzinfo=UTC)
