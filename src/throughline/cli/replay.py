"""Play the recorded history of a real distributor through the product, and hold the books against the file.

The rules by which the file is read are in docs/replay.md. It can be stopped at any time and goes on where it was.
"""

import argparse
import importlib
import importlib.util
import sys
from datetime import date
from pathlib import Path

from throughline.cli.database import database, set_up_django
from throughline.cli.stopping import raise_when_asked

HELP = "play a real distributor's history through the product"
ENGINE = "throughline.cli.replaying"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("history", choices=("online-retail",), help="which history: online-retail")
    parser.add_argument("file", type=Path, help="the file that holds it")
    parser.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="stop after the work of this day")
    parser.add_argument("--company", default="ONLINE-RETAIL", help="code of the company it happens in (%(default)s)")
    parser.add_argument("--fresh", action="store_true", help="begin again, in a company with the next free code")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the report to a file")


def run(options: argparse.Namespace) -> int:
    """Hand over to the engine."""
    if importlib.util.find_spec(ENGINE) is None:
        print("throughline replay: this version cannot replay yet.", file=sys.stderr)
        return 2
    if not options.file.is_file():
        print(f"throughline replay: there is no file {options.file}.", file=sys.stderr)
        return 2
    raise_when_asked()
    with database() as found:
        set_up_django()
        if found.own:
            importlib.import_module("throughline.cli.migrate").apply(verbosity=0)
        return int(importlib.import_module(ENGINE).run(options))
