"""What the company's worker does: deliver events beside the stations, in a thread of its own.

In production the worker is another process. Here a thread does the same, so that orders are settled and invoices
posted while the next set is already being worked; a station that needs what follows from the one before waits for it.
"""

import queue
import threading
from datetime import datetime

from django.db import connections

from throughline.platform import events


class Reactions:
    """Delivers what was announced, with the clock of whoever announced it; raises in the caller what went wrong."""

    def __init__(self, company_id: int) -> None:
        """Start the thread; it ends with the process, or when it is stopped."""
        self._company_id = company_id
        self._asked: queue.Queue[datetime | None] = queue.Queue()
        self._failed: list[BaseException] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="reactions", daemon=True)
        self._thread.start()

    def ask(self, at: datetime) -> None:
        """Have delivered what waits, soon."""
        self._raise()
        self._asked.put(at)

    def wait(self) -> None:
        """Wait until everything that was asked for is delivered."""
        self._asked.join()
        self._raise()

    def stop(self) -> None:
        """End the thread after what it is at; what was asked for and not begun waits in the database."""
        self._stopping.set()
        self._asked.put(None)
        self._thread.join()

    def _raise(self) -> None:
        if self._failed:
            raise self._failed[0]

    def _work(self) -> None:
        while (at := self._asked.get()) is not None:
            try:
                if not self._failed and not self._stopping.is_set():
                    _deliver(self._company_id, at)
            except BaseException as failure:  # told to the caller, who stops the replay
                self._failed.append(failure)
            finally:
                self._asked.task_done()
        connections.close_all()


def _deliver(company_id: int, at: datetime) -> None:
    while events.drain(company_id, clock=lambda: at):
        continue
