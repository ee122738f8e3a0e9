"""Measure the product beside hand-written SQL that writes the same rows into the same tables."""

import argparse
import importlib
import importlib.util
import sys
from pathlib import Path

from throughline.cli.database import database, set_up_django
from throughline.cli.migrate import apply

HELP = "measure the product beside hand-written SQL"
ENGINE = "throughline.cli.benching"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--size", choices=("small", "normal", "large"), default="normal", help="(%(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")


def run(options: argparse.Namespace) -> int:
    """Hand over to the engine."""
    if importlib.util.find_spec(ENGINE) is None:
        print("throughline bench: this version cannot measure yet.", file=sys.stderr)
        return 2
    with database():
        set_up_django()
        apply(verbosity=0)
        return int(importlib.import_module(ENGINE).run(options))
