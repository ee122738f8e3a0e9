"""A running company to try: database, demo data, web server and worker, all stopped by Ctrl-C.

It can be run again at any time and goes on where it was; only what changed is done again.
"""

import argparse
import importlib
import importlib.util
import json
import socket
import sys
import time
from pathlib import Path

from throughline.cli.children import Children, ChildTrouble
from throughline.cli.database import Found, data_folder, database, set_up_django
from throughline.cli.marks import Marks, migrations
from throughline.cli.migrate import apply
from throughline.cli.stopping import follow_make, raise_when_asked
from throughline.platform.database import roles
from throughline.platform.database.server import LocalServer

HELP = "a running company to try, from an empty machine"
COMPANY = "throughline.web.demo"
ANSWER_SECONDS = 60
PORTS_TRIED = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port, or the next free one")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away first")


def run(options: argparse.Namespace) -> int:
    """Have everything running, say where, and stay until asked to stop."""
    raise_when_asked()
    follow_make()
    progress = Progress()
    try:
        with database() as found:
            progress.tell("PostgreSQL runs" if found.own else "database given by DATABASE_URL")
            if found.own and _must_begin_again(options.fresh):
                found = _begin_again()
                progress.tell("earlier demo data thrown away")
            if _is_there(found):
                progress.tell("tables are up to date, the company is there")
            else:
                set_up_django()
                _migrate(progress, found)
                _load(progress)
            with Children(data_folder() / "logs") as children:
                address = _start(children, options, progress)
                _introduce(address)
                while True:
                    children.check()
                    time.sleep(0.5)
    except ChildTrouble as trouble:
        print(f"throughline demo: {trouble}", file=sys.stderr)
        return 1
    finally:
        progress.tell("stopped")


class Progress:
    """Lines that say what has been done and after how many seconds."""

    def __init__(self) -> None:
        """Begin to count."""
        self._begun = time.monotonic()

    def tell(self, what: str) -> None:
        """Say that something is done."""
        print(f"{time.monotonic() - self._begun:6.1f} s  {what}", flush=True)


def _must_begin_again(wanted: bool) -> bool:
    """Say whether the data go: on demand, or when loading them was cut short."""
    return wanted or Marks(data_folder()).same("demo", "loading")


def _begin_again() -> Found:
    """Give an empty database in place of the one on our own server."""
    server = LocalServer(data_folder())
    roles.drop_database(server)
    return Found(own=True, new=roles.prepare(server))


def _is_there(found: Found) -> bool:
    """Say whether nothing is left to do before the start: then the product need not be loaded here to find that out."""
    marks = Marks(data_folder())
    known = found.own and not found.new and marks.same("migrations", migrations())
    return known and marks.same("demo", "loaded") and _users_file().is_file()


def _users_file() -> Path:
    """Where the people of the demo company are kept for the next start: login, password and role of each."""
    return data_folder() / "demo-users.json"


def _migrate(progress: Progress, found: Found) -> None:
    """Bring the tables up to date; on our own server only when a migration changed."""
    known = found.own and not found.new
    if known and Marks(data_folder()).same("migrations", migrations()):
        progress.tell("tables are up to date")
        return
    apply(verbosity=0)
    progress.tell("tables made or brought up to date")


def _load(progress: Progress) -> None:
    """Load the demo company into a database that has no company."""
    from throughline.governance.models import Company

    if Company.objects.using("owner").exists():
        progress.tell("the company is there")
        return
    if importlib.util.find_spec(COMPANY) is None:
        progress.tell("no demo company in this version: the database stays empty")
        return
    marks = Marks(data_folder())
    marks.remember("demo", "loading")
    importlib.import_module(COMPANY).load()
    _users_file().write_text(json.dumps(importlib.import_module(COMPANY).USERS))
    marks.remember("demo", "loaded")
    progress.tell("demo company loaded")


def _start(children: Children, options: argparse.Namespace, progress: Progress) -> str:
    """Start the web server and the worker; return the address once it answers."""
    port = _free_port(options.host, options.port)
    if port != options.port:
        progress.tell(f"port {options.port} is taken: using {port}")
    children.start("web", "serve", "--host", options.host, "--port", str(port))
    children.start("worker", "worker")
    host = "127.0.0.1" if options.host in {"0.0.0.0", "::"} else options.host
    address = f"http://{host}:{port}/"
    children.await_page(address, ANSWER_SECONDS)
    progress.tell("web server and worker run")
    return address


def _free_port(host: str, wanted: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((host, port))
            except OSError:
                continue
            return port
    raise ChildTrouble(f"no free port from {wanted} to {wanted + PORTS_TRIED - 1}")


def _introduce(address: str) -> None:
    """Print the address, and one user per role where the demo company has any."""
    print(f"\nThroughline runs at {address}\n")
    if _users_file().is_file():
        users = [("login", "password", "role"), *json.loads(_users_file().read_text())]
        widths = [max(len(str(user[column])) for user in users) for column in range(3)]
        for user in users:
            columns = zip(user, widths, strict=True)
            print("    " + "  ".join(f"{value:<{width}}" for value, width in columns))
        print()
    print("Ctrl-C stops it; the same command goes on where it was.", flush=True)
