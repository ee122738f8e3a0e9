"""Posting entries: the only way into the books."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.kernel.dates import month_of
from throughline.kernel.errors import RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.refs import DocumentRef
from throughline.platform.database.statements import defer, rows_along
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class NewLine:
    """An amount on the account of a role: debit positive, credit negative, in company currency.

    `currency` and `amount_currency` are the document's where it is not in company currency.
    """

    role: str
    amount: Decimal
    party_id: int | None = None
    site_id: int | None = None
    currency: str | None = None
    amount_currency: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to post: journal, business date, what it says, the document behind it, lines that sum to zero."""

    journal: str
    on_date: date
    text: str
    source: DocumentRef
    lines: Sequence[NewLine]
    thread_id: int | None = None


@act
def post(ctx: Ctx, entries: Sequence[NewEntry], *, currency: str) -> list[int]:
    """Post entries and give their ids; two statements, however many entries.

    The headers take along what was put off, so nothing put off before may concern accounts or periods.

    Lines of zero are left out, and an entry of nothing but zeros is not made: its id is 0. The database refuses an
    entry that does not balance, and an entry in a closed period.
    """
    kept = [entry for entry in entries if any(line.amount for line in entry.lines)]
    if not kept:
        return [0 for _ in entries]
    for entry in kept:
        assert sum((line.amount for line in entry.lines), ZERO) == 0, f"{entry.text} does not balance"
    ids = _headers(ctx, kept)
    _lines(ctx, kept, ids, currency)
    numbers = iter(ids)
    return [next(numbers) if any(line.amount for line in entry.lines) else 0 for entry in entries]


def _headers(ctx: Ctx, entries: Sequence[NewEntry]) -> list[int]:
    """Write the headers, holding off a close of the books until commit; what was put off travels along."""
    roles = sorted({line.role for entry in entries for line in entry.lines})
    found = rows_along(
        "ledger_entry",
        """INSERT INTO ledger_entry (company_id, operation_id, posted_at,
                                     journal, on_date, text, source_kind, source_id, thread_id)
           SELECT c.id, %s, %s, u.journal, u.on_date, u.text, u.source_kind, u.source_id, u.thread_id
           FROM (SELECT %s::bigint AS id, pg_advisory_xact_lock_shared(%s)) AS c,
                unnest(%s::text[], %s::date[], %s::text[], %s::text[], %s::bigint[], %s::bigint[])
                AS u(journal, on_date, text, source_kind, source_id, thread_id)
           LEFT JOIN ledger_period p
             ON p.company_id = %s AND p.month = date_trunc('month', u.on_date)::date AND p.state = 'closed'
           WHERE p.id IS NULL
           RETURNING id, (SELECT count(*) FROM ledger_account WHERE company_id = %s AND role = ANY(%s))""",
        [
            ctx.operation_id,
            ctx.now,
            ctx.company_id,
            close_lock(ctx.company_id),
            [entry.journal for entry in entries],
            [entry.on_date for entry in entries],
            [entry.text[:200] for entry in entries],
            [entry.source.kind for entry in entries],
            [entry.source.id for entry in entries],
            [entry.thread_id for entry in entries],
            ctx.company_id,
            ctx.company_id,
            roles,
        ],
    )
    if len(found) != len(entries):
        months = sorted({f"{month_of(entry.on_date):%Y-%m}" for entry in entries})
        raise RuleViolation(
            "period_closed",
            f"The books of {', '.join(months)} are closed; date it in an open period.",
            months=months,
        )
    if found[0][1] != len(roles):
        raise RuleViolation(
            "account_missing", f"Some of the accounts {', '.join(roles)} are not set up in this company.", roles=roles
        )
    return [row[0] for row in found]


def _lines(ctx: Ctx, entries: Sequence[NewEntry], ids: Sequence[int], currency: str) -> None:
    lines = [
        (number, entry.on_date, line)
        for number, entry in zip(ids, entries, strict=True)
        for line in entry.lines
        if line.amount
    ]
    defer(
        "ledger_entry_line",
        """INSERT INTO ledger_entry_line (company_id, entry_id, account_id, on_date, amount, currency,
                                          amount_currency, party_id, site_id)
           SELECT a.company_id, u.entry_id, a.id, u.on_date, u.amount, u.currency,
                  u.amount_currency, u.party_id, u.site_id
           FROM unnest(%s::bigint[], %s::date[], %s::text[], %s::numeric[], %s::text[], %s::numeric[],
                       %s::bigint[], %s::bigint[])
                AS u(entry_id, on_date, role, amount, currency, amount_currency, party_id, site_id)
           JOIN ledger_account a ON a.company_id = %s AND a.role = u.role""",
        [
            [number for number, _, _ in lines],
            [on_date for _, on_date, _ in lines],
            [line.role for _, _, line in lines],
            [line.amount for _, _, line in lines],
            [line.currency or currency for _, _, line in lines],
            [line.amount if line.amount_currency is None else line.amount_currency for _, _, line in lines],
            [line.party_id for _, _, line in lines],
            [line.site_id for _, _, line in lines],
            ctx.company_id,
        ],
    )


def close_lock(company_id: int) -> int:
    """Give the key of the lock that posting shares and closing the books takes alone."""
    return 7_000_000_000 + company_id
