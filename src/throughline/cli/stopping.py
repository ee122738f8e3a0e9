"""How the commands hear that they should stop."""

import os
import signal
import threading
import time
from pathlib import Path
from types import FrameType

LEASH = "THROUGHLINE_LEASH"


class Stopped(BaseException):
    """Somebody asked this command to stop; no error, so no handler of errors may swallow it."""


def raise_when_asked() -> None:
    """Turn the first Ctrl-C, SIGTERM or closed terminal into Stopped, and ignore the next while cleaning up.

    Set explicitly, also where the shell that started us in the background had SIGINT ignored.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        raise Stopped

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under nohup
        signal.signal(signal.SIGHUP, stop)


def event_when_asked() -> threading.Event:
    """Give an event that the first Ctrl-C or SIGTERM sets; for loops that finish their round."""
    asked = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        asked.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    return asked


def follow_parent() -> None:
    """Stop when the command that started us is gone, however it died.

    The parent holds the other end of a pipe and never writes: the system closes it even for a
    parent that was killed.
    """
    leash = os.environ.pop(LEASH, "")
    if not leash:
        return

    def wait() -> None:
        os.read(int(leash), 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="leash", daemon=True).start()


def follow_make() -> None:
    """Stop when the `make` that runs us was asked to stop, though nobody told us.

    A Ctrl-C reaches both, but an interrupt sent to make alone makes it wait for us in silence. It
    shows in one place: make then no longer catches the signal that it did catch before.
    """
    make = os.getppid()
    if _name(make) not in {"make", "gmake"} or not _catches_interrupt(make):
        return

    def watch() -> None:
        while os.getppid() == make and _catches_interrupt(make):
            time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="make", daemon=True).start()


def _name(process: int) -> str:
    comm = Path(f"/proc/{process}/comm")
    return comm.read_text().strip() if comm.exists() else ""


def _catches_interrupt(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False
    caught = next((line for line in status.splitlines() if line.startswith("SigCgt:")), "SigCgt: 0")
    return bool(int(caught.split()[1], 16) & 1 << signal.SIGINT - 1)
