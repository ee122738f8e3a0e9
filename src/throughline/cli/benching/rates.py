"""Orders a second with several processes on the same twenty items."""

import multiprocessing
import statistics
import time
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from django.db import connections

from throughline.cli.benching import line
from throughline.cli.benching.company import Stage
from throughline.cli.benching.figures import Figures


@dataclass(frozen=True, slots=True)
class Rate:
    """What several processes reached together: orders a second, median and 95th percentile of a way, and errors."""

    processes: int
    orders: int
    rate: float
    median: float
    p95: float
    errors: int


def measure(stage: Stage, processes: int, orders: int, seconds: float) -> Rate:
    """Let processes run the line at once for some seconds."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    workers = [
        context.Process(target=_work, args=(replace(stage, dice=Random(seed)), orders, seconds, results))
        for seed in range(processes)
    ]
    begun = time.perf_counter()
    for worker in workers:
        worker.start()
    answers: list[tuple[list[float], int]] = [results.get(timeout=seconds * 10 + 60) for _ in workers]
    elapsed = time.perf_counter() - begun
    for worker in workers:
        worker.join()
    whole = sorted(second for ways, _ in answers for second in ways)
    return Rate(
        processes,
        orders,
        len(whole) * orders / elapsed,
        statistics.median(whole) * 1000,
        whole[int(0.95 * (len(whole) - 1))] * 1000,
        sum(errors for _, errors in answers),
    )


def _work(stage: Stage, orders: int, seconds: float, results: Any) -> None:
    connections.close_all()
    figures, errors = Figures(orders), 0
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        try:
            line.run(stage, figures)
        except AssertionError:
            errors += 1
    results.put((figures.whole, errors))
    connections.close_all()
