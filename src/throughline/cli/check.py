"""Refuse an unsafe production set-up: each finding with what is wrong and its remedy.

The exit code is 0 when nothing is refused and 1 when something is. `serve` asks the same in production.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from throughline.cli.checking.checks import Verdict, judged, refused
from throughline.cli.checking.facts import gather
from throughline.cli.database import database, set_up_django

HELP = "refuse an unsafe production set-up"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the verdicts to a file")


def run(options: argparse.Namespace) -> int:
    """Judge the installation and print one line for each check, wrong ones with their remedy."""
    with database() as found:
        set_up_django()
        verdicts = judged(gather(found.own))
    print(table(verdicts))
    if options.json is not None:
        options.json.write_text(json.dumps([described(verdict) for verdict in verdicts], indent=2))
    return 1 if refused(verdicts) else 0


def insist(own_server: bool) -> bool:
    """Say on stderr what keeps a production set-up from being served; give whether it may be."""
    wrong = refused(judged(gather(own_server)))
    if wrong:
        print(table(wrong), file=sys.stderr)
        print("throughline serve: not in production before this is put right.", file=sys.stderr)
    return not wrong


def table(verdicts: Sequence[Verdict]) -> str:
    """Lay the verdicts out, each wrong one followed by what is wrong and the remedy."""
    width = max(len(verdict.check.name) for verdict in verdicts)
    lines = []
    for verdict in verdicts:
        lines.append(f"{verdict.word:>7}  {verdict.check.name:<{width}}  {verdict.wrong}".rstrip())
        if verdict.wrong:
            lines.append(f"{'':>7}  {'':<{width}}  {verdict.check.remedy}")
    looks = sum(verdict.word == "look" for verdict in verdicts)
    lines.append(f"{len(verdicts)} checks: {len(refused(verdicts)) or 'none'} refused, {looks or 'none'} to look at")
    return "\n".join(lines)


def described(verdict: Verdict) -> dict[str, str]:
    """Give a verdict as plain values."""
    check = verdict.check
    return {"name": check.name, "verdict": verdict.word, "wrong": verdict.wrong, "remedy": check.remedy}
