"""Counting: seconds, statements, rows written and WAL, per step of the line."""

import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connections

from throughline.platform.database.statements import observed


@dataclass
class Figures:
    """The runs of one way of working: seconds and statements by step, rows and WAL over all runs."""

    orders: int
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statements: dict[str, int] = field(default_factory=dict)
    runs: int = 0
    rows: float = 0.0
    wal: float = 0.0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step and count its statements."""
        seen: list[str] = []
        with observed(seen.append):
            begun = time.perf_counter()
            yield
            self.seconds[name].append(time.perf_counter() - begun)
        self.statements[name] = len(seen)

    @contextmanager
    def written(self, runs: int) -> Iterator[None]:
        """Count rows and WAL over some runs."""
        before = _written()
        yield
        after = _written()
        self.runs += runs
        self.rows += (after[0] - before[0]) / (runs * self.orders)
        self.wal += (after[1] - before[1]) / (runs * self.orders)

    def median(self, step: str) -> float:
        """Give the median of a step in milliseconds an order."""
        return statistics.median(self.seconds[step]) * 1000 / self.orders

    @property
    def whole(self) -> list[float]:
        """The seconds of each whole way."""
        return [sum(parts) for parts in zip(*self.seconds.values(), strict=True)]

    @property
    def per_order(self) -> float:
        """The median of the whole way in milliseconds an order."""
        return statistics.median(self.whole) * 1000 / self.orders

    @property
    def rate(self) -> float:
        """Orders a second."""
        return 1000 / self.per_order


def _written() -> tuple[int, int]:
    """Give rows written and WAL bytes so far; statistics are flushed first."""
    connections["default"].close()
    time.sleep(0.05)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables")
        ((rows,),) = cursor.fetchall()
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
        ((wal,),) = cursor.fetchall()
    return int(rows), int(wal)
