"""Play recorded business days through the product, and compare what it does with what was done."""

import argparse
import importlib
import importlib.util
import sys
from pathlib import Path

from throughline.cli.database import database, set_up_django

HELP = "play recorded business days through the product"
ENGINE = "throughline.cli.replaying"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("recording", type=Path, help="folder or file of the recorded days")
    parser.add_argument("--limit", type=int, help="stop after so many records")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the result to a file")


def run(options: argparse.Namespace) -> int:
    """Hand over to the engine."""
    if importlib.util.find_spec(ENGINE) is None:
        print("throughline replay: this version cannot replay yet.", file=sys.stderr)
        return 2
    with database():
        set_up_django()
        return int(importlib.import_module(ENGINE).run(options))
