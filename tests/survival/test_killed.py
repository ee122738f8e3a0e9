"""Killed at random, again and again, under load: nothing is lost and nothing is there twice."""

import json
import os
import random
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared import ONLINE_RETAIL
from tests.survival.installation import Installation, Integrator

#: How often something is killed: three times beside the other tests, twenty for the proof.
KILLS = int(os.environ.get("THROUGHLINE_KILLS", "3"))


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """An installation in a short folder of its own, gone afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    until = "2010-12-01" if KILLS <= 3 else "2010-12-09"
    made = Installation(tmp_path / "data", ONLINE_RETAIL, until, port)
    yield made
    made.stop()


@pytest.mark.shared
@pytest.mark.slow
def test_killed_at_random_nothing_is_lost_and_nothing_is_there_twice(installation: Installation) -> None:
    """Replay, web server and PostgreSQL are killed in turn; each goes on, and in the end every promise holds."""
    dice = random.Random(20)
    integrator = _begun(installation)
    for number in range(KILLS):
        if installation.running is None or installation.running.poll() is not None:
            installation.begin_replay()
        installation.serve()
        time.sleep(dice.uniform(2, 7))
        victim = ("database", "replay", "web")[number % 3]
        if victim == "database":
            installation.kill_database()
            installation.kill(installation.running)
        else:
            installation.kill(installation.running if victim == "replay" else installation.web)
    installation.kill(installation.running)
    installation.serve()
    report = installation.data.parent / "report.json"
    assert installation.begin_replay(report).wait(900) == 0, _log(installation)
    installation.serve()
    integrator.finish()

    told = json.loads(report.read_text())
    assert told["ok"], told
    proved = installation.run("verify")
    assert proved.returncode == 0, proved.stdout + proved.stderr
    assert not integrator.refusals, integrator.refusals[:3]
    assert len(integrator.answered) > KILLS
    assert _quotes(installation) == sorted((key, order) for key, order in integrator.answered.items())


def _begun(installation: Installation) -> Integrator:
    """Start the installation from nothing and have somebody call its API."""
    replay = installation.begin_replay()
    deadline = time.monotonic() + 120
    while "orders/s" not in _log(installation):
        assert replay.poll() is None, _log(installation)
        assert time.monotonic() < deadline, _log(installation)
        time.sleep(0.5)
    _, site, item, party, secret = installation.token()
    installation.serve()
    integrator = Integrator(installation.port, int(site), int(item), int(party), secret)
    integrator.start()
    return integrator


def _log(installation: Installation) -> str:
    return (installation.data.parent / "commands.log").read_text()[-4000:]


def _quotes(installation: Installation) -> list[tuple[str, int]]:
    """Read the quotes of the integrator as the database has them."""
    script = """
from throughline.cli.database import database, set_up_django
with database():
    set_up_django()
    from throughline.platform.database.statements import rows
    for key, number in rows("SELECT customer_po, id FROM sales_order WHERE length(customer_po) = 32", alias="owner"):
        print(key, number)
"""
    found = installation.python(script)
    return sorted((key, int(number)) for key, number in (line.split() for line in found.splitlines()))
