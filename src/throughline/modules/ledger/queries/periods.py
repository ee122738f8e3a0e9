"""Months of the books: which have entries, which are closed, by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from throughline.kernel.dates import month_of
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """A month from its first to its last day; who closed or opened it last, when and why, where anybody did."""

    month: date
    ends: date
    closed: bool
    changed_by: str
    changed_at: datetime | None
    reason: str


def months(ctx: Ctx) -> list[MonthFacts]:
    """List the months from the first entry or closing to today's, the latest first; five years of them."""
    return select(
        MonthFacts,
        """WITH bounds AS (
               SELECT least(
                   (SELECT min(on_date) FROM ledger_entry WHERE company_id = %(company)s),
                   (SELECT min(month) FROM ledger_period WHERE company_id = %(company)s)) AS first),
           month AS (
               SELECT generate_series(
                   greatest(date_trunc('month', first), date_trunc('month', %(today)s::date) - interval '59 months'),
                   date_trunc('month', %(today)s::date), interval '1 month')::date AS month
               FROM bounds WHERE first IS NOT NULL)
           SELECT m.month, (m.month + interval '1 month')::date - 1, coalesce(p.state = 'closed', false),
                  coalesce(u.name, ''), p.changed_at, coalesce(p.reason, '')
           FROM month m
           LEFT JOIN ledger_period p ON p.company_id = %(company)s AND p.month = m.month
           LEFT JOIN platform_user u ON u.id = p.changed_by
           ORDER BY m.month DESC""",
        {"company": ctx.company_id, "today": ctx.today},
    )


def closed_among(ctx: Ctx, days: Iterable[date]) -> set[date]:
    """Give the closed ones among the months of some days, each by its first day."""
    found = rows(
        "SELECT month FROM ledger_period WHERE company_id = %s AND state = 'closed' AND month = ANY(%s)",
        [ctx.company_id, sorted({month_of(day) for day in days})],
    )
    return {month for (month,) in found}
