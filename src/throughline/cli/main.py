"""Find the command that was asked for and run it."""

import argparse
import sys
from collections.abc import Sequence
from types import ModuleType

from throughline.cli import (
    administrator,
    backup,
    bench,
    check,
    demo,
    migrate,
    replay,
    restore,
    serve,
    shell,
    verify,
    worker,
)
from throughline.cli.stopping import Stopped
from throughline.platform.database.backups import BackupTrouble
from throughline.platform.database.binaries import PostgresMissing
from throughline.platform.database.programs import ServerTrouble

COMMANDS: dict[str, ModuleType] = {
    "demo": demo,
    "serve": serve,
    "worker": worker,
    "migrate": migrate,
    "verify": verify,
    "administrator": administrator,
    "check": check,
    "backup": backup,
    "restore": restore,
    "replay": replay,
    "bench": bench,
    "shell": shell,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code, with trouble told in a sentence on stderr."""
    options = parser().parse_args(arguments)
    try:
        return int(COMMANDS[options.command].run(options))
    except (PostgresMissing, ServerTrouble, BackupTrouble, PermissionError) as trouble:
        print(f"throughline {options.command}: {trouble}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, Stopped):
        return 130


def parser() -> argparse.ArgumentParser:
    """Describe every command and its options."""
    whole = argparse.ArgumentParser(
        prog="throughline",
        description="A connected ERP for distributors.",
        epilog="Without DATABASE_URL a PostgreSQL of its own runs in $THROUGHLINE_DATA (.data where that is not set).",
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in COMMANDS.items():
        one = commands.add_parser(name, help=module.HELP, description=module.__doc__)
        module.arguments(one)
    return whole


if __name__ == "__main__":
    sys.exit(main())
