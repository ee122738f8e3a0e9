"""Running the bench, printing it and writing it down."""

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from throughline.cli.benching import line, past, rates, raw, reads
from throughline.cli.benching import pages as page_times
from throughline.cli.benching.company import Stage, build
from throughline.cli.benching.figures import Figures
from throughline.cli.benching.profile import profile


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: ways one by one, sets, orders a set, seconds for the rates, past moves."""

    ways: int
    sets: int
    orders: int
    seconds: float
    processes: tuple[int, ...]
    past: int


SIZES = {
    "small": Size(10, 3, 20, 2, (1, 2), 20_000),
    "normal": Size(100, 10, 100, 10, (1, 2, 4), 1_000_000),
    "large": Size(300, 30, 100, 30, (1, 2, 4), 10_000_000),
}

#: Orders in sets that stand in the tables before anything is measured, so that statistics say something.
WARM = 5


@dataclass
class Report:
    """What was measured: figures for people and for programs."""

    figures: dict[str, Any] = field(default_factory=dict)

    def say(self, text: str) -> None:
        """Print a line."""
        print(text, flush=True)

    def target(self, name: str, value: float, limit: float, unit: str, *, least: bool = False) -> None:
        """Print a figure beside its target and keep both."""
        reached = value >= limit if least else value <= limit
        sign = ">=" if least else "<="
        self.say(f"  {'reached' if reached else 'MISSED ':7} {name}: {value:.1f} {unit} (target {sign} {limit:g})")
        self.figures[name] = {"value": value, "target": limit, "unit": unit, "reached": reached}


def run(options: argparse.Namespace) -> int:
    """Measure, print, and write the figures to a file if asked; a missed target is reported, not an error."""
    size, report = SIZES[options.size], Report()
    stage = build()
    where = raw.places(stage)
    warm = Figures(size.orders)
    for _ in range(WARM):
        line.run(stage, warm)
        raw.run(stage, where, Figures(size.orders))
    past.settle()
    alone = [
        _compare(report, stage, where, orders, ways) for orders, ways in ((1, size.ways), (size.orders, size.sets))
    ]
    _profile(report, stage, 1, size.ways)
    _profile(report, stage, size.orders, size.sets)
    _rates(report, stage, size)
    _past(report, stage, size, options.past or size.past, alone[0])
    reads.fill(stage)
    report.say("reading and printing")
    report.target("availability of 10,000 items", reads.availability_of_all(stage, 7), 60, "ms")
    report.target("invoice PDF of ten lines, warm", reads.pdf(stage, 7), 100, "ms")
    return _kept(report, options)


def run_pages(options: argparse.Namespace) -> int:
    """Time every page over the database at hand."""
    report, found = Report(), page_times.measure()
    if found is None:
        report.say("There is no company in this database; load one with throughline demo or throughline replay.")
        return 2
    report.say(f"{len(found.pages)} pages of {found.company}, {page_times.VISITS} visits each; the slowest:")
    for page in found.pages[:12]:
        report.say(f"  {page.median:8.1f} ms {page.bytes / 1024:7.0f} kB  {page.address}")
    report.target("server time of pages, 95th percentile", found.p95, 100, "ms")
    report.target("largest page", max(page.bytes for page in found.pages) / 1024, 300, "kB")
    report.figures["pages"] = {page.address: {"ms": page.median, "bytes": page.bytes} for page in found.pages}
    return _kept(report, options)


def _kept(report: Report, options: argparse.Namespace) -> int:
    if options.json:
        options.json.write_text(json.dumps(report.figures, indent=2))
    return 0


def _profile(report: Report, stage: Stage, orders: int, runs: int) -> None:
    """Say where the time of an order goes."""
    figures = Figures(orders)
    found = profile(lambda: line.run(stage, figures), orders, runs)
    name = "one by one" if orders == 1 else f"in sets of {orders}"
    report.say(f"where the time of an order goes, {name} (with the reads between the operations)")
    report.say(f"  {found.wall:7.2f} ms in all, of which our process computes {found.computed:.2f}")
    if found.executed is None or found.planned is None:
        return
    rest = found.wall - found.computed - found.planned - found.executed
    report.say(f"  {found.executed:7.2f} ms the server executes, {found.planned:.2f} it plans")
    report.say(f"  {max(rest, 0):7.2f} ms are commits and the way between the two")
    for spent, calls, words in found.top:
        report.say(f"  {spent:9.2f} ms x{calls:4.0f}  {words}")
    report.figures[f"profile {name}"] = asdict(found)


def _past(report: Report, stage: Stage, size: Size, moves: int, before: float) -> None:
    """Put years of moves behind the items and measure again."""
    past.fill(stage, moves)
    figures = Figures(1)
    for _ in range(size.ways + 2):
        line.run(stage, figures)
    report.say(f"one by one with {moves:,} past moves behind the items: {figures.per_order:.2f} ms an order")
    report.target("times with a past to times without", figures.per_order / before, 1.2, "times")


def _compare(report: Report, stage: Stage, where: raw.Places, orders: int, ways: int) -> float:
    """Run the product and the raw statements in turn, so that both see the same weather; give our time an order."""
    ours, floor = Figures(orders), Figures(orders)
    runs: list[tuple[Figures, Callable[[], None]]] = [
        (ours, lambda: line.run(stage, ours)),
        (floor, lambda: raw.run(stage, where, floor)),
    ]
    for _, call in runs:
        call()
    for figures, _ in runs:
        figures.seconds.clear()
    half = max(ways // 2, 1)
    for _ in range(2):
        for figures, call in runs:
            with figures.written(half):
                for _ in range(half):
                    call()
    name = "one by one" if orders == 1 else f"in sets of {orders}"
    report.say(f"order to cash, ten lines an order, {name}")
    report.say(f"  {'step':10}{'ms':>9}{'raw ms':>9}{'ratio':>7}{'statements':>12}{'raw':>5}")
    for step in line.STEPS:
        ratio = ours.median(step) / floor.median(step)
        report.say(
            f"  {step:10}{ours.median(step):9.2f}{floor.median(step):9.2f}{ratio:7.2f}"
            f"{ours.statements[step]:12}{floor.statements[step]:5}"
        )
    report.say(
        f"  {'whole':10}{ours.per_order:9.2f}{floor.per_order:9.2f}{ours.per_order / floor.per_order:7.2f}"
        f"{sum(ours.statements.values()):12}{sum(floor.statements.values()):5}"
    )
    report.say(f"  rows an order {ours.rows / 2:.0f}, raw {floor.rows / 2:.0f}")
    report.say(f"  WAL an order {ours.wal / 2048:.0f} kB, raw {floor.wal / 2048:.0f} kB")
    key = "one by one" if orders == 1 else "in sets"
    best = sum(min(ours.median(step), floor.median(step)) for step in line.STEPS)
    report.say("  where the raw statements are slower than the product's, the product's time is taken as the floor")
    report.target(f"{key}: times the floor", ours.per_order / best, 3 if orders == 1 else 2, "times")
    report.target(f"{key}: rate", ours.rate, 40 if orders == 1 else 200, "orders/s", least=True)
    if orders == 1:
        report.target("statements of the whole way", sum(ours.statements.values()), 110, "")
        report.target("statements of the largest operation", max(ours.statements.values()), 12, "")
    report.figures[f"{key}: steps"] = {
        step: {"ms": ours.median(step), "raw_ms": floor.median(step), "statements": ours.statements[step]}
        for step in line.STEPS
    }
    report.figures[f"{key}: written"] = {"rows": ours.rows / 2, "raw_rows": floor.rows / 2, "wal_bytes": ours.wal / 2}
    return ours.per_order


def _rates(report: Report, stage: Stage, size: Size) -> None:
    report.say("several processes on the same twenty items, one by one")
    found = [rates.measure(stage, processes, 1, size.seconds) for processes in size.processes]
    for rate in found:
        report.say(
            f"  {rate.processes} processes: {rate.rate:.1f} orders/s, median {rate.median:.1f} ms, "
            f"95th percentile {rate.p95:.1f} ms, {rate.errors} errors"
        )
    last = found[-1]
    report.target("rate of the most processes to one", last.rate / found[0].rate, 1.3, "times", least=True)
    report.target("95th percentile to the median", last.p95 / last.median, 3, "times")
    report.target("errors to anyone", sum(rate.errors for rate in found), 0, "")
    report.figures["rates"] = [asdict(rate) for rate in found]
