"""One line on the terminal: how far, how fast, how much longer."""

import sys
import time
from datetime import date

WIDTH = 24


class Progress:
    """Counts orders against those there are, and shows it at most a few times a second."""

    def __init__(self, orders: int, done: int) -> None:
        """Begin with what an earlier run did."""
        self.orders = orders
        self.begun_with = self.done = done
        self.lines = 0
        self._begun = time.monotonic()
        self._shown = 0.0

    @property
    def seconds(self) -> float:
        """The time since the beginning of this run."""
        return time.monotonic() - self._begun

    @property
    def rate(self) -> float:
        """Orders a second in this run."""
        return (self.done - self.begun_with) / max(self.seconds, 0.001)

    def moved(self, day: date, orders: int = 0, lines: int = 0) -> None:
        """Count, and show where the work is."""
        self.done += orders
        self.lines += lines
        now = time.monotonic()
        if now - self._shown < (0.2 if sys.stderr.isatty() else 15):
            return
        self._shown = now
        share = self.done / self.orders if self.orders else 1.0
        bar = "#" * int(share * WIDTH)
        left = f"{_clock((self.orders - self.done) / self.rate)} left" if self.rate else "estimating"
        text = f"{day}  [{bar:<{WIDTH}}] {share:4.0%}  {self.done:,} orders  {self.rate:.1f}/s  {left}"
        print(f"\r{text:<100}" if sys.stderr.isatty() else text, end="", file=sys.stderr, flush=True)
        if not sys.stderr.isatty():
            print(file=sys.stderr, flush=True)

    def finish(self) -> None:
        """Leave the line."""
        if sys.stderr.isatty():
            print(file=sys.stderr)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"
