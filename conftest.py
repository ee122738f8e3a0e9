"""One throw-away PostgreSQL for a whole test run, and a database of its own for every process.

Here and not in tests/, because modules keep tests beside their code too. Operations insist on a
transaction of their own, so tests commit for real; a fresh company per test keeps them apart.
Nothing is ever truncated. Tests of pure code (see PURE) get no database and do not wait for one.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql
from tests.company import ctx, events  # noqa: F401

from throughline.platform.database import processes, roles
from throughline.platform.database.connections import databases
from throughline.platform.database.server import LocalServer

ROOT = Path(__file__).resolve().parent
PURE = frozenset({"kernel", "domain", "architecture"})
PREFIX = "throughline-test-"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
URLS = ("DATABASE_URL", "DATABASE_OWNER_URL")
GIVEN = "THROUGHLINE_TEST_GIVEN"  # the database that the person named, if any


def pytest_configure(config: pytest.Config) -> None:
    """Choose the run's folder once, in the process that the person started."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright has a loop in its thread
    if not hasattr(config, "workerinput"):
        _sweep()
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        folder.chmod(0o755)  # as root the server runs under another account, which must get in
        os.environ["THROUGHLINE_TEST_FOLDER"] = os.environ["THROUGHLINE_DATA"] = str(folder)
        if "DATABASE_URL" in os.environ:
            os.environ[GIVEN] = databases(os.environ)["owner"]["NAME"]
    settings.DATA = _folder()
    settings.STATIC_ROOT = _folder() / "static"
    settings.RATE_LIMITS = {}  # tests ask faster than anybody; those of the limits set their own
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow on purpose elsewhere


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind: no server, no folder, no database on a server that was given."""
    folder = os.environ.get("THROUGHLINE_TEST_FOLDER")
    if hasattr(config, "workerinput") or folder is None:
        return
    connections.close_all()
    if GIVEN in os.environ:
        _drop_databases()
    _remove(Path(folder))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Give this process its own copy of the migrated template."""
    with django_db_blocker.unblock():
        with _alone():
            with _administrator() as administrator:
                if not _exists(administrator, _template()):
                    _build_template(administrator)
                name = f"{_template()}_{os.environ.get('PYTEST_XDIST_WORKER', 'own')}"
                roles.make_database(administrator, name, _template())
            _use(name)
        yield
        connections.close_all()


@pytest.fixture(scope="module")
def empty_surroundings(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Give the tests of a file a database with nothing of other tests in it: how the server plans hangs on all rows.

    Its ids begin far from those that this process has met, as it remembers some of what it read by id.
    """
    with django_db_blocker.unblock():
        shared = str(connections["default"].settings_dict["NAME"])
        apart = f"{shared}_apart"
        with _alone(), _administrator() as administrator:
            roles.make_database(administrator, apart, _template())
        _use(apart)
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                """SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1000000)
                   FROM pg_sequences WHERE schemaname = 'public'"""
            )
        yield
        _use(shared)
        with _administrator() as administrator:
            administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(apart)))


@pytest.fixture(autouse=True)
def _database_by_place(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Open the database to every test except those of pure code, which thereby stay pure."""
    if PURE & set(request.path.relative_to(ROOT).parts):
        yield
        return
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the system's Chromium; its sandbox does not work for root."""
    if CHROMIUM is None:
        pytest.fail("no Chromium here: apt-get install chromium, or leave browser tests out by -m 'not browser'")
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


def _folder() -> Path:
    return Path(os.environ["THROUGHLINE_TEST_FOLDER"])


def _template() -> str:
    return _folder().name.replace("-", "_")


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time make databases: a template must have no visitors."""
    with (_folder() / "making-databases").open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


@contextmanager
def _administrator() -> Iterator[psycopg.Connection[Any]]:
    """Connect as who may make databases: on our own server its superuser, else the owner."""
    if GIVEN in os.environ:
        with _owner_of(os.environ[GIVEN]) as connection:
            yield connection
        return
    server = LocalServer(_folder(), unsafe=True)
    server.start()
    with server.connect() as connection:
        roles.make_roles(connection)
        yield connection


def _owner_of(database: str) -> psycopg.Connection[Any]:
    """Connect to a database of the given server as its owner."""
    given = databases(os.environ)["owner"]
    return psycopg.connect(
        host=given["HOST"],
        port=given["PORT"] or 5432,
        user=given["USER"],
        password=given["PASSWORD"],
        dbname=database,
        autocommit=True,
    )


def _exists(administrator: psycopg.Connection[Any], database: str) -> bool:
    found = administrator.execute("SELECT FROM pg_database WHERE datname = %s", [database])
    return found.fetchone() is not None


def _build_template(administrator: psycopg.Connection[Any]) -> None:
    """Migrate one database as its owner; it takes the template's name only when it is whole."""
    unfinished = f"{_template()}_unfinished"
    roles.make_database(administrator, unfinished)
    if GIVEN in os.environ:
        with _owner_of(unfinished) as owner:
            roles.open_to_application(owner)
    else:
        roles.prepare(LocalServer(_folder(), unsafe=True), unfinished)
    _use(unfinished)
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    connections.close_all()
    administrator.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(_template()))
    )


def _use(database: str) -> None:
    """Point Django, and every program that a test starts, at a database."""
    connections.close_all()
    if GIVEN in os.environ:
        for name in set(URLS) & set(os.environ):
            named = urlsplit(os.environ[name])
            os.environ[name] = urlunsplit(named._replace(path=f"/{database}"))
    else:
        os.environ.update(LocalServer(_folder(), unsafe=True).environment(database))
    for alias, chosen in databases(os.environ).items():
        settings.DATABASES[alias].update(chosen)


def _drop_databases() -> None:
    with _owner_of(os.environ[GIVEN]) as owner:
        found = owner.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_template()]
        ).fetchall()
        for (name,) in found:
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _sweep() -> None:
    """Remove what a killed run of the same account left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        number = folder.name.removeprefix(PREFIX).partition("-")[0]
        if folder.stat().st_uid == os.geteuid() and not processes.alive(int(number)):
            _remove(folder)


def _remove(folder: Path) -> None:
    server = LocalServer(folder)
    server.stop("immediate")
    for part in (server.place.socket, server.place.home, folder):
        shutil.rmtree(part, ignore_errors=True)
