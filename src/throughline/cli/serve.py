"""Serve the product's pages and its API over HTTP, until Ctrl-C."""

import argparse
import os
import shutil
from pathlib import Path

from throughline.cli.check import insist
from throughline.cli.database import data_folder, database, set_up_django
from throughline.cli.marks import Marks, listing
from throughline.cli.stopping import follow_parent
from throughline.platform.database.connections import POOL_SIZE

HELP = "the web server"
STOP_SECONDS = 5


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="processes (%(default)s)")
    parser.add_argument("--threads", type=int, default=4, help="threads each (%(default)s)")


def run(options: argparse.Namespace) -> int:
    """Serve until asked to stop.

    WSGI and not ASGI: measured, synchronous views on ASGI served a third of the requests.
    """
    from granian import Granian
    from granian.constants import Interfaces

    follow_parent()
    os.environ.setdefault(POOL_SIZE, str(options.threads))
    with database() as found:
        set_up_django()
        from django.conf import settings

        if settings.PRODUCTION and not insist(found.own):
            return 1
        collect_static_files()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.web.settings")
        count_together()
        Granian(
            "throughline.web.wsgi:application",
            address=options.host,
            port=options.port,
            interface=Interfaces.WSGI,
            workers=options.workers,
            blocking_threads=options.threads,
            websockets=False,
            backpressure=64,
            respawn_failed_workers=True,
            workers_kill_timeout=STOP_SECONDS,
        ).serve()
    return 0


def count_together() -> None:
    """Let all processes of this server count into one folder, begun anew at every start."""
    if not os.environ.get("THROUGHLINE_METRICS_TOKEN"):
        return
    folder = data_folder() / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def collect_static_files() -> None:
    """Put stylesheets, scripts and pictures where the web server finds them, if any changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    folders = {
        Path(storage.location) for finder in get_finders() for storage in getattr(finder, "storages", {}).values()
    }
    marks, present = Marks(data_folder()), listing(folders)
    if marks.same("static", present) and Path(settings.STATIC_ROOT).is_dir():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    marks.remember("static", present)
