"""Processes started by a command end with it, also when it is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from throughline.cli.children import Children, ChildTrouble
from throughline.platform.database import processes

HOLDER = """
import sys, time
from pathlib import Path
from throughline.cli.children import Children
with Children(Path(sys.argv[1])) as children:
    children.start("worker", "worker")
    print(children._running["worker"].pid, flush=True)
    time.sleep(60)
"""


def gone(number: int, seconds: float = 40) -> bool:
    give_up = time.monotonic() + seconds
    while processes.alive(number):
        if time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True


def test_leaving_the_block_stops_the_child(tmp_path: Path) -> None:
    with Children(tmp_path) as children:
        children.start("worker", "worker")
        number = children._running["worker"].pid
        children.check()
    assert gone(number, 1)


def test_a_killed_parent_takes_its_children_along(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    number = int(parent.stdout.readline())
    assert processes.alive(number)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    assert gone(number)


def test_a_child_that_ends_by_itself_is_told_with_its_last_words(tmp_path: Path) -> None:
    with Children(tmp_path) as children:
        children.start("worker", "no-such-command")
        children._running["worker"].wait(30)
        with pytest.raises(ChildTrouble, match="no-such-command"):
            children.check()
