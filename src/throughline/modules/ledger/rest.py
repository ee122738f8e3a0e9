"""What programs ask of the books: balances, entries and their lines."""

from datetime import date

from throughline.modules.ledger.permissions import READ
from throughline.modules.ledger.queries import AccountBalance, trial_balance
from throughline.modules.ledger.queries.entries import (
    EntryLineRow,
    EntryRow,
    PeriodRow,
    entry_lines,
    entry_rows,
    periods,
)
from throughline.platform.operations import Ctx
from throughline.platform.rest import Page, read
from throughline.platform.rest.reads import Limit


@read("ledger.trial_balance", permission=READ)
def balances(ctx: Ctx, *, upto: date | None = None) -> list[AccountBalance]:
    """Give every account with its balance up to a day, debit positive; the balances sum to zero."""
    return trial_balance(ctx, upto)


@read("ledger.entries", permission=READ)
def entries(
    ctx: Ctx,
    *,
    journal: str | None = None,
    since: date | None = None,
    until: date | None = None,
    source_kind: str = "",
    source_id: int | None = None,
    after: int | None = None,
    limit: Limit = 50,
) -> Page[EntryRow]:
    """List entries, the newest first; of a journal, between days, or of the document that they book."""
    source = (source_kind, source_id) if source_kind and source_id is not None else None
    found = entry_rows(ctx, before=after, journal=journal, since=since, until=until, source=source, size=limit + 1)
    return Page.of(found, limit, lambda row: row.id)


@read("ledger.entry_lines", permission=READ)
def lines(ctx: Ctx, *, entry_id: int) -> list[EntryLineRow]:
    """Give the lines of an entry: debit positive, credit negative."""
    return entry_lines(ctx, entry_id)


@read("ledger.periods", permission=READ)
def months(ctx: Ctx) -> list[PeriodRow]:
    """List the months of the books that are or were closed, the latest first; every other month is open."""
    return periods(ctx)
