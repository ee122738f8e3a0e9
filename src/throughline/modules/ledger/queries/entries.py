"""Reading entries and accounts for screens; keyset pages, no counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from throughline.kernel.digits import is_id
from throughline.platform.database.found import Way, found_ids
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry in a list, with the sum of its debits."""

    id: int
    journal: str
    on_date: date
    text: str
    source_kind: str
    source_id: int
    thread_id: int | None
    posted_at: datetime
    amount: Decimal
    who: str | None


def entry_rows(
    ctx: Ctx,
    *,
    before: int | None = None,
    beyond: tuple[date, int] | None = None,
    by_day: bool = False,
    ids: Sequence[int] | None = None,
    journal: str | None = None,
    since: date | None = None,
    until: date | None = None,
    source: tuple[str, int] | None = None,
    words: str = "",
    size: int = 50,
) -> list[EntryRow]:
    """List entries, the newest first; `before` is the last id of the page before.

    Those up to a day are reached at once `by_day`; `beyond` is then day and id of the last one of the page before.
    """
    kind, number = source or (None, None)
    if words and ids is None:
        ids = [int(words)] if is_id(words) else found_ids("ledger_entry", ctx.company_id, words, [Way("text")])
        words = "" if ids is not None else words
    return select(
        EntryRow,
        f"""SELECT e.id, e.journal, e.on_date, e.text, e.source_kind, e.source_id, e.thread_id, e.posted_at, l.amount,
                  u.name
           FROM ledger_entry e
           LEFT JOIN LATERAL (SELECT coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS amount
                              FROM ledger_entry_line WHERE entry_id = e.id) l ON true
           LEFT JOIN platform_operation o ON o.id = e.operation_id LEFT JOIN platform_user u ON u.id = o.actor_id
           WHERE e.company_id = %(company)s AND (%(before)s::bigint IS NULL OR e.id < %(before)s)
             AND (%(day)s::date IS NULL OR (e.on_date, e.id) < (%(day)s::date, %(last)s::bigint))
             AND (%(ids)s::bigint[] IS NULL OR e.id = ANY(%(ids)s))
             AND (%(journal)s::text IS NULL OR e.journal = %(journal)s)
             AND (%(since)s::date IS NULL OR e.on_date >= %(since)s)
             AND (%(until)s::date IS NULL OR e.on_date <= %(until)s)
             AND (%(kind)s::text IS NULL OR (e.source_kind = %(kind)s AND e.source_id = %(number)s::bigint))
             AND (%(words)s = '' OR lower(e.text) LIKE lower(%(words)s) || '%%')
           ORDER BY {"e.on_date DESC, " if by_day else ""}e.id DESC LIMIT %(size)s""",
        {"company": ctx.company_id, "before": before, "day": beyond[0] if beyond else None,
         "last": beyond[1] if beyond else None, "ids": None if ids is None else list(ids), "journal": journal,
         "since": since, "until": until, "kind": kind, "number": number, "words": words, "size": size},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class EntryLineRow:
    """A line of an entry: debit positive, credit negative."""

    id: int
    account_id: int
    account_code: str
    account_name: str
    amount: Decimal
    currency: str
    amount_currency: Decimal
    party: str | None

    @property
    def debit(self) -> Decimal | None:
        """The amount where it is a debit."""
        return self.amount if self.amount > 0 else None

    @property
    def credit(self) -> Decimal | None:
        """The amount where it is a credit."""
        return -self.amount if self.amount < 0 else None


def entry_lines(ctx: Ctx, entry_id: int) -> list[EntryLineRow]:
    """List the lines of an entry, debits first."""
    return select(
        EntryLineRow,
        """SELECT l.id, l.account_id, a.code, a.name, l.amount, l.currency, l.amount_currency, p.name
           FROM ledger_entry_line l JOIN ledger_account a ON a.id = l.account_id
           LEFT JOIN parties_party p ON p.id = l.party_id
           WHERE l.company_id = %s AND l.entry_id = %s ORDER BY l.amount < 0, a.code, l.id""",
        [ctx.company_id, entry_id],
    )


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A line of an account with its entry."""

    id: int
    entry_id: int
    journal: str
    on_date: date
    text: str
    source_kind: str
    source_id: int
    party: str | None
    amount: Decimal

    @property
    def debit(self) -> Decimal | None:
        """The amount where it is a debit."""
        return self.amount if self.amount > 0 else None

    @property
    def credit(self) -> Decimal | None:
        """The amount where it is a credit."""
        return -self.amount if self.amount < 0 else None


def account_lines(
    ctx: Ctx,
    account_id: int,
    *,
    before: tuple[date, int] | None = None,
    since: date | None = None,
    until: date | None = None,
    size: int = 50,
) -> list[AccountLine]:
    """List the lines of an account, the newest first; `before` is date and id of the last line of the page before."""
    return select(
        AccountLine,
        """SELECT l.id, l.entry_id, e.journal, l.on_date, e.text, e.source_kind, e.source_id, p.name, l.amount
           FROM ledger_entry_line l JOIN ledger_entry e ON e.id = l.entry_id
           LEFT JOIN parties_party p ON p.id = l.party_id
           WHERE l.company_id = %(company)s AND l.account_id = %(account)s
             AND (%(day)s::date IS NULL OR (l.on_date, l.id) < (%(day)s::date, %(id)s::bigint))
             AND (%(since)s::date IS NULL OR l.on_date >= %(since)s)
             AND (%(until)s::date IS NULL OR l.on_date <= %(until)s)
           ORDER BY l.on_date DESC, l.id DESC LIMIT %(size)s""",
        {"company": ctx.company_id, "account": account_id, "day": before[0] if before else None,
         "id": before[1] if before else None, "since": since, "until": until, "size": size},
    )  # fmt: skip


def closed_months(ctx: Ctx) -> list[date]:
    """List the months whose books are closed, the latest first."""
    found = rows(
        "SELECT month FROM ledger_period WHERE company_id = %s AND state = 'closed' ORDER BY month DESC LIMIT 12",
        [ctx.company_id],
    )
    return [month for (month,) in found]


def known_entries(ids: Sequence[int]) -> list[int]:
    """Give those ids that name an entry."""
    return [number for (number,) in rows("SELECT id FROM ledger_entry WHERE id = ANY(%s)", [list(ids)])]


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A month of the books and whether it is open or closed; a month that is not listed is open."""

    month: date
    state: str


def periods(ctx: Ctx) -> list[PeriodRow]:
    """List the months whose state was ever set, the latest first, ten years at most."""
    return select(
        PeriodRow,
        "SELECT month, state FROM ledger_period WHERE company_id = %s ORDER BY month DESC LIMIT 120",
        [ctx.company_id],
    )
