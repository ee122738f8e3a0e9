"""How the commands hear that they should stop."""

import os
import signal
import threading
from types import FrameType

LEASH = "THROUGHLINE_LEASH"


class Stopped(BaseException):
    """Somebody asked this command to stop; no error, so no handler of errors may swallow it."""


def raise_when_asked() -> None:
    """Turn the first Ctrl-C or SIGTERM into Stopped, and ignore the next while cleaning up.

    Set explicitly, also where the shell that started us in the background had SIGINT ignored.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Stopped

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


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
