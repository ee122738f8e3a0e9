"""Do what happens next: hand events to those who react, prove every promise at night, until Ctrl-C."""

import argparse
import threading

from throughline.cli.database import database, set_up_django
from throughline.cli.stopping import event_when_asked, follow_parent

HELP = "what happens next: events, and the nightly proof"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options: there are none."""


def run(options: argparse.Namespace) -> int:
    """Work until asked to stop; what was begun is finished first."""
    stop = event_when_asked()
    follow_parent()
    with database():
        set_up_django()
        from throughline.flows.nightly import keep_proving
        from throughline.platform import events

        nights = threading.Thread(target=keep_proving, args=(stop,), name="nights", daemon=True)
        nights.start()
        events.work(stop)
    return 0
