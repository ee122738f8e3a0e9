"""Measure the product beside hand-written SQL that writes the same rows into the same tables."""

import argparse
import importlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from throughline.cli.database import data_folder, database, set_up_django
from throughline.cli.migrate import apply
from throughline.platform.database.connections import POOL_SIZE

HELP = "measure the product beside hand-written SQL"
ENGINE = "throughline.cli.benching"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--size", choices=("small", "normal", "large"), default="normal", help="(%(default)s)")
    parser.add_argument("--past", type=int, metavar="MOVES", help="past moves behind the items, instead of the size's")
    parser.add_argument(
        "--pages",
        action="store_true",
        help="time every page over the database at hand instead; nothing else is measured",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")


def run(options: argparse.Namespace) -> int:
    """Hand over to the engine.

    What is measured by writing happens in a database of its own, which is thrown away: figures made up for measuring
    have no place in a company's books. Where the environment names a database, that one is used and filled.
    """
    if options.pages:
        os.environ.setdefault(POOL_SIZE, "2")  # as the server keeps them
    with _place(options.pages), database():
        set_up_django()
        apply(verbosity=0)
        engine = importlib.import_module(ENGINE)
        return int(engine.run_pages(options) if options.pages else engine.run(options))


@contextmanager
def _place(at_hand: bool) -> Iterator[None]:
    if at_hand or "DATABASE_URL" in os.environ:
        yield
        return
    before, own = os.environ.get("THROUGHLINE_DATA"), data_folder() / "bench"
    os.environ["THROUGHLINE_DATA"] = str(own)
    try:
        yield
    finally:
        if before is None:
            del os.environ["THROUGHLINE_DATA"]
        else:
            os.environ["THROUGHLINE_DATA"] = before
        shutil.rmtree(own, ignore_errors=True)
