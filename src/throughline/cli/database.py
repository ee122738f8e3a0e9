"""Which database a command works on: the one that was named, or that of a server of our own."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from throughline.platform.database import roles
from throughline.platform.database.server import LocalServer


def data_folder() -> Path:
    """Give the folder that holds whatever an installation keeps on disk."""
    return Path(os.environ.get("THROUGHLINE_DATA", ".data")).resolve()


@dataclass(frozen=True)
class Found:
    """The database at hand: whether it is on a server of our own, and whether it was just made."""

    own: bool
    new: bool


@contextmanager
def database() -> Iterator[Found]:
    """Have a database for the block, and the environment lead to it.

    A database that the environment names is used as it is; no server is started then.
    """
    if "DATABASE_URL" in os.environ:
        yield Found(own=False, new=False)
        return
    server = LocalServer(data_folder())
    if server.place.moved:
        print(
            f"The database is in {server.place.home}: PostgreSQL does not run as root, and its "
            f"account {server.place.account.name if server.place.account else ''} cannot reach "
            f"{data_folder()}.",
            file=sys.stderr,
        )
    with server.running():
        new = roles.prepare(server)
        before = {name: os.environ.get(name) for name in server.environment()}
        os.environ.update(server.environment())
        try:
            yield Found(own=True, new=new)
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def set_up_django() -> None:
    """Load the product, once its database is known."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.web.settings")
    import django

    django.setup()
    settle_memory()


def settle_memory() -> None:
    """Keep what was loaded out of every later garbage collection, and collect less often.

    An operation on a large set makes a hundred thousand small values and no cycles; walking the whole product for
    them again and again took a tenth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
