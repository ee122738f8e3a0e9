"""Prove every promise over the whole database, and name each row that breaks one.

The exit code is 0 when all hold and 1 when one does not. There is no repair button.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from throughline.cli.database import database, set_up_django

if TYPE_CHECKING:
    from throughline.platform.verification import Result

HELP = "prove every promise over the whole database"
SHOWN = 5


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--company", help="only this company, by its code")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the rows to a file")


def run(options: argparse.Namespace) -> int:
    """Run every check and print one line for each."""
    with database():
        set_up_django()
        from throughline.platform import verification

        try:
            report = verification.run(options.company)
        except LookupError as unknown:
            print(f"throughline verify: {unknown}", file=sys.stderr)
            return 2
    print(table(report.checks))
    if options.json is not None:
        options.json.write_text(json.dumps([described(check) for check in report.checks], indent=2))
    if not report.checks:
        print("No checks are registered, so nothing is proved.")
    return 0 if report.ok and report.checks else 1


def table(checks: "Sequence[Result]") -> str:
    """Lay the checks out with their promise, each broken one followed by its first rows."""
    width = max((len(check.name) for check in checks), default=0)
    lines = []
    for check in checks:
        verdict = "holds" if check.ok else f"{check.total} wrong"
        lines.append(f"{check.promise:>3}  {check.name:<{width}}  {check.seconds:7.2f} s  {verdict}")
        if not check.ok:
            lines.append(f"       {check.meaning}")
            lines += [f"       {_sentence(row)}" for row in check.rows[:SHOWN]]
        if check.total > SHOWN:
            lines.append(f"       ... and {check.total - SHOWN} more (--json FILE has them)")
    broken = sum(1 for check in checks if not check.ok)
    seconds = sum(check.seconds for check in checks)
    lines.append(f"{len(checks)} checks in {seconds:.1f} s: {broken or 'none'} broken")
    return "\n".join(lines)


def described(check: "Result") -> dict[str, Any]:
    """Give one check as plain values; amounts and dates as text, so that nothing is rounded."""
    return {
        "name": check.name,
        "promise": check.promise,
        "meaning": check.meaning,
        "seconds": round(check.seconds, 3),
        "total": check.total,
        "rows": [{name: _value(value) for name, value in row.items()} for row in check.rows],
    }


def _sentence(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {_value(value)}" for name, value in row.items())


def _value(value: Any) -> Any:
    return value if isinstance(value, bool | int | type(None)) else str(value)
