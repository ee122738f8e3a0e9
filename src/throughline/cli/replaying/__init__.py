"""The replay of a real distributor's year: its rules, its days, its report.

The file is read by stated rules (`rules`, `reading`), worked day by day through the operations that the doors of the
modules offer (`days` and the stations it calls), one actor for each duty, with the clock of the story. Steps that
the file drives have idempotency keys; all others ask the database what waits (`state`) and work until nothing does.
So it can be stopped anywhere and goes on where it was. `control` and `report` hold the books against the file.
"""

import argparse
import json
import sys
from pathlib import Path


def run(options: argparse.Namespace) -> int:
    """Work the file's history in its company and report; 0 when the books meet the file and all promises hold."""
    from throughline.cli.replaying import company, days, reading, report, telling

    try:
        book = reading.read(Path(options.file))
    except ValueError as unreadable:
        print(f"throughline replay: {unreadable}", file=sys.stderr)
        return 2
    code = company.free_code(options.company) if options.fresh else options.company
    home = company.have_company(code, book.first)
    try:
        progress = days.work(home, book, options.until)
    finally:
        home.rest()
    found = report.report(home, book, options.until or book.last, progress)
    print(telling.text(found))
    if options.json is not None:
        options.json.write_text(json.dumps(report.as_json(found), indent=2))
    return 0 if found.ok else 1
