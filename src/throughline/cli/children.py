"""The processes that a command starts, and stops again whatever happens."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from throughline.cli.stopping import LEASH

STOP_SECONDS = 10


class ChildTrouble(Exception):
    """A process ended by itself or does not answer; the message holds the end of its log."""


class Children:
    """Commands of the product as processes of this one, each with a log file.

    They have sessions of their own, so that a Ctrl-C reaches this process alone, which then stops
    them in order; a pipe tells them when this process is gone without having stopped them.
    """

    def __init__(self, logs: Path) -> None:
        """Name the folder of the log files."""
        self._logs = logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        """Open the pipe that the children watch."""
        self._logs.mkdir(parents=True, exist_ok=True)
        self._theirs, self._ours = os.pipe()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop every child, politely first."""
        for child in self._running.values():
            child.terminate()
        give_up = time.monotonic() + STOP_SECONDS
        for child in self._running.values():
            try:
                child.wait(max(0.1, give_up - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        os.close(self._theirs)
        os.close(self._ours)

    def start(self, name: str, *arguments: str) -> None:
        """Start `throughline ARGUMENTS` under a name."""
        with self._log(name).open("wb") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, "-m", "throughline.cli.main", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=[self._theirs],
                env={**os.environ, LEASH: str(self._theirs), "PYTHONUNBUFFERED": "1"},
            )

    def check(self) -> None:
        """Raise when a child has ended."""
        for name, child in self._running.items():
            if child.poll() is not None:
                raise ChildTrouble(f"the {name} process ended\n{self._end_of_log(name)}")

    def await_page(self, address: str, seconds: float) -> None:
        """Wait until a page answers with 200, redirects followed."""
        give_up = time.monotonic() + seconds
        while True:
            self.check()
            try:
                with urllib.request.urlopen(address, timeout=seconds) as answer:
                    answer.read()
            except urllib.error.HTTPError as error:
                raise ChildTrouble(f"{address} answered {error.code}\n{self._end_of_log('web')}") from error
            except OSError as error:  # not listening yet
                if time.monotonic() > give_up:
                    raise ChildTrouble(f"{address} does not answer: {error}") from error
                time.sleep(0.1)
            else:
                return

    def _log(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def _end_of_log(self, name: str, lines: int = 30) -> str:
        told = self._log(name).read_text(errors="replace").splitlines()[-lines:]
        return "\n".join([*told, f"(all of it: {self._log(name)})"])
