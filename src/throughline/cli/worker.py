"""Do what happens next: hand events to those who react, run jobs, until Ctrl-C."""

import argparse

from throughline.cli.database import database, set_up_django
from throughline.cli.stopping import event_when_asked, follow_parent

HELP = "what happens next: events and jobs"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options: there are none."""


def run(options: argparse.Namespace) -> int:
    """Work until asked to stop; what was begun is finished first."""
    stop = event_when_asked()
    follow_parent()
    with database():
        set_up_django()
        from throughline.platform import events

        events.work(stop)
    return 0
