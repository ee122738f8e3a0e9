"""Where the time of one order goes: our own computing, waiting, and the server's share by statement."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from throughline.cli.database import data_folder
from throughline.platform.database.server import DATABASE, LocalServer

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Profile:
    """Milliseconds an order: the wall, what our process computed, what the server planned and executed.

    What is left is commits and the way between the two. `top` are the statements that took the server longest.
    `planned` and `executed` are None where the server does not count (a database named by its address).
    """

    wall: float
    computed: float
    planned: float | None
    executed: float | None
    top: list[tuple[float, float, str]]


def profile(call: Callable[[], None], orders: int, runs: int) -> Profile:
    """Run a way several times and split its time."""
    server = _counting_server()
    if server is not None:
        with server.connect(DATABASE) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
            connection.execute("SELECT pg_stat_statements_reset()")
            connection.execute("ALTER ROLE throughline_app SET pg_stat_statements.track_planning = on")
    begun, computing = time.perf_counter(), time.process_time()
    for _ in range(runs):
        call()
    wall, computed = time.perf_counter() - begun, time.process_time() - computing
    share = 1000 / (runs * orders)
    if server is None:
        return Profile(wall * share, computed * share, None, None, [])
    with server.connect(DATABASE) as connection:
        found = connection.execute(
            """SELECT total_plan_time, total_exec_time, calls, query FROM pg_stat_statements s
               JOIN pg_roles r ON r.oid = s.userid AND r.rolname = 'throughline_app'
               ORDER BY total_exec_time DESC"""
        ).fetchall()
    top = [(row[1] / (runs * orders), row[2] / runs, _short(row[3])) for row in found[:SHOWN]]
    planned, executed = sum(row[0] for row in found), sum(row[1] for row in found)
    return Profile(wall * share, computed * share, planned / (runs * orders), executed / (runs * orders), top)


def _counting_server() -> LocalServer | None:
    """Give the server of our own, if it runs and counts statements."""
    server = LocalServer(Path(data_folder()))
    if not server.answers():
        return None
    with server.connect(DATABASE) as connection:
        row = connection.execute("SHOW shared_preload_libraries").fetchone()
    return server if row and "pg_stat_statements" in row[0] else None


def _short(query: str) -> str:
    """Name a statement by its verbs and tables."""
    parts = re.findall(r"(INSERT INTO|UPDATE|DELETE FROM|FROM|JOIN) ([a-z]+_[a-z_]+)", query)
    words = [f"{verb.split()[0].lower()} {table}" for verb, table in parts]
    return ", ".join(dict.fromkeys(words))[:110] or " ".join(query.split())[:110]
