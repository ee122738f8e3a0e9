"""What came back of threads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Back:
    """What one return brought back of one thread."""

    thread_id: int
    return_id: int
    number: str
    reason: str
    on_date: date
    quantity: Decimal


def back_on_threads(ctx: Ctx, threads: Sequence[int]) -> list[Back]:
    """List the returns of threads, oldest first; one statement."""
    return select(
        Back,
        """SELECT l.thread_id, r.id, r.number, r.reason, r.on_date, sum(l.quantity)
           FROM returns_return_line l JOIN returns_return r ON r.id = l.return_id
           WHERE l.company_id = %s AND l.thread_id = ANY(%s) GROUP BY l.thread_id, r.id ORDER BY r.id""",
        [ctx.company_id, list(threads)],
    )
