"""The report as text."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from throughline.cli.replaying.control import Control
from throughline.cli.replaying.report import Report

SHOWN = 10


def text(report: Report) -> str:
    """Lay the report out for reading."""
    file = report.file
    parts = [
        f"Company {report.company} up to {report.until}",
        f"File: {file['rows']:,} rows, quantity {file['quantity']:,}, amount {file['amount']:,}",
        _table("Documents", report.documents),
        _table("Left out", {reason: f"{n:,}  {amount:,}" for reason, (n, amount) in report.left_out.items()}),
        _table("Cleaned (whole file)", report.notes),
        *_control(report.control),
        _table("Service", report.service),
        *_proofs(report),
        f"This run: {report.orders:,} orders, {report.lines:,} lines in {report.seconds:,.1f} s: "
        f"{report.orders / max(report.seconds, 0.001):.1f} orders/s, "
        f"{report.lines / max(report.seconds, 0.001):.0f} lines/s",
    ]
    return "\n\n".join(parts)


def _table(title: str, rows: Mapping[str, Any]) -> str:
    width = max((len(name) for name in rows), default=0)
    lines = [
        f"  {name:<{width}}  {value:>14,}" if isinstance(value, int) else f"  {name:<{width}}  {value}"
        for name, value in rows.items()
    ]
    return "\n".join([title, *(lines or ["  nothing"])])


def _control(control: Control) -> Iterable[str]:
    lines = ["Control totals" + " " * 18 + f"{'file':>18}{'billed':>18}"]
    for name, amount in control.file.items():
        lines.append(f"  {name:<30}{amount:>18,}{control.booked[name]:>18,}")
    file, booked = sum(control.file.values(), Decimal(0)), sum(control.booked.values(), Decimal(0))
    lines.append(f"  {'total':<30}{file:>18,}{booked:>18,}")
    ledger = sum(control.ledger.values(), Decimal(0))
    lines.append(f"  {'ledger, goods and fees':<30}{'':>18}{ledger:>18,}")
    lines.append(f"  {'rows left out':<30}{control.left_out:>18,}")
    lines.append(f"  {'difference':<30}{control.difference:>18,}")
    for cause, (count, amount) in control.causes().items():
        lines.append(f"    {cause}: {count:,} documents or lines, {amount:,}")
    lines += [
        f"      {one.document}{f' row {one.row}' if one.row else ''}: file {one.file:,}, booked {one.booked:,}"
        for one in control.differences[:SHOWN]
    ]
    if len(control.differences) > SHOWN:
        lines.append(f"      ... and {len(control.differences) - SHOWN:,} more (--json FILE has them)")
    lines.append("  explained to the penny" if control.explained else "  NOT EXPLAINED: the sums above do not meet")
    yield "\n".join(lines)


def _proofs(report: Report) -> Iterable[str]:
    checks = report.proofs.checks
    broken = report.proofs.broken()
    seconds = sum(check.seconds for check in checks)
    lines = [f"Promises: {len(checks)} checks in {seconds:.1f} s, {len(broken) or 'none'} broken"]
    for check in broken:
        lines.append(f"  {check.name}: {check.total} wrong. {check.meaning}")
        lines += [f"    {row}" for row in check.rows[:3]]
    yield "\n".join(lines)
