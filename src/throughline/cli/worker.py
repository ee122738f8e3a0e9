"""Do what happens next: events, waves at their hour, imports, the nightly proof of every promise, until Ctrl-C."""

import argparse
import threading

from throughline.cli.database import database, set_up_django
from throughline.cli.stopping import event_when_asked, follow_parent

HELP = "what happens next: events, waves at their hour, imports, and the nightly proof"
#: Seconds that what was begun has to end in: a part of an import does.
JOIN = 10


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
        from throughline.modules.integrations.public import keep_importing
        from throughline.platform import events, workers

        tasks = {
            "nights": keep_proving, "waves": keep_releasing, "alive": workers.keep_telling, "imports": keep_importing
        }  # fmt: skip
        beside = [threading.Thread(target=task, args=(stop,), name=name, daemon=True) for name, task in tasks.items()]
        for thread in beside:
            thread.start()
        events.work(stop)
        for thread in beside:
            thread.join(timeout=JOIN)
    return 0
