"""Do what happens next: events to those who react, waves at their hour, the nightly proof, until Ctrl-C."""

import argparse
import threading

from throughline.cli.database import database, set_up_django
from throughline.cli.stopping import event_when_asked, follow_parent

HELP = "what happens next: events, waves at their hour, and the nightly proof"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options: there are none."""


def run(options: argparse.Namespace) -> int:
    """Work until asked to stop; what was begun is finished first."""
    stop = event_when_asked()
    follow_parent()
    with database():
        set_up_django()
        from throughline.flows.nightly import keep_proving
        from throughline.flows.waves import keep_releasing
        from throughline.platform import events

        for deed, name in ((keep_proving, "nights"), (keep_releasing, "waves")):
            threading.Thread(target=deed, args=(stop,), name=name, daemon=True).start()
        events.work(stop)
    return 0
