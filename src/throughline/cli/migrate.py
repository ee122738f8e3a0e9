"""Bring the tables of the database up to date, as its owner."""

import argparse

from throughline.cli.database import data_folder, database, set_up_django
from throughline.cli.marks import Marks, migrations

HELP = "bring the database up to date"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")


def run(options: argparse.Namespace) -> int:
    """Migrate, whether or not anything seems to have changed."""
    with database():
        set_up_django()
        apply(verbosity=0 if options.quiet else 1)
    return 0


def apply(*, verbosity: int) -> None:
    """Run every migration that the database lacks, and remember that it was done."""
    from django.core.management import call_command

    call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
    Marks(data_folder()).remember("migrations", migrations())
