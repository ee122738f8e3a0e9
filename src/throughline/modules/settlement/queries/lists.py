"""Reading for the screens of settlement: open items, ageing as it stands now, payments; keyset pages, no counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.modules.parties.public import parties_named
from throughline.platform.database.found import Way, found_ids
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An open item with the name of who owes it."""

    id: int
    party_id: int
    party: str
    kind: str
    document_kind: str
    document_id: int
    number: str
    thread_id: int | None
    on_date: date
    due_on: date
    currency: str
    amount: Decimal
    balance: Decimal
    disputed: bool
    dispute_reason: str
    state: str


_ITEMS = """SELECT o.id, o.party_id, p.name, o.kind, o.document_kind, o.document_id, o.number, o.thread_id, o.on_date,
        o.due_on, o.currency, o.amount, o.balance, o.disputed, o.dispute_reason, o.state
    FROM settlement_open_item o JOIN parties_party p ON p.id = o.party_id WHERE o.company_id = %(company)s """

_OPEN = "state = 'open'"

#: Days overdue by the name that a filter gives them; None has no bound.
AGES: dict[str, tuple[int | None, int | None]] = {
    "not_due": (None, 0),
    "1_30": (1, 30),
    "31_60": (31, 60),
    "61_90": (61, 90),
    "over_90": (91, None),
}


def item_rows(
    ctx: Ctx,
    *,
    ids: Sequence[int] | None = None,
    after: tuple[date, int] | None = None,
    party_id: int | None = None,
    age: str | None = None,
    kind: str | None = None,
    disputed: bool | None = None,
    words: str = "",
    size: int = 50,
) -> list[ItemRow]:
    """List what is open, the longest overdue first; `after` is due date and id of the last row of the page before."""
    low, high = AGES.get(age or "", (None, None))
    if words and ids is None:
        named = ("party_id", parties_named(words))
        ids = found_ids("settlement_open_item", ctx.company_id, words, [Way("number")], under=named, condition=_OPEN)
        words = "" if ids is not None else words
    return select(
        ItemRow,
        _ITEMS
        + """AND o.state = 'open' AND (%(ids)s::bigint[] IS NULL OR o.id = ANY(%(ids)s)) 
             AND (%(party)s::bigint IS NULL OR o.party_id = %(party)s) AND (%(kind)s::text IS NULL OR o.kind = %(kind)s)
             AND (%(low)s::int IS NULL OR o.due_on <= %(today)s::date - %(low)s::int)
             AND (%(high)s::int IS NULL OR o.due_on >= %(today)s::date - %(high)s::int)
             AND (%(aged)s = false OR o.balance > 0)
             AND (%(disputed)s::boolean IS NULL OR o.disputed = %(disputed)s)
             AND (%(day)s::date IS NULL OR (o.due_on, o.id) > (%(day)s::date, %(id)s::bigint))
             AND (%(words)s = '' OR upper(o.number) LIKE upper(%(words)s) || '%%'
                  OR lower(p.name) LIKE lower(%(words)s) || '%%')
             ORDER BY o.due_on, o.id LIMIT %(size)s""",
        {"company": ctx.company_id, "party": party_id, "kind": kind, "low": low, "high": high, "today": ctx.today,
         "ids": None if ids is None else list(ids), "aged": age is not None, "disputed": disputed,
         "day": after[0] if after else None, "id": after[1] if after else None, "words": words, "size": size},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgeSum:
    """What is owed by one party, or by all, by days overdue; `on_account` is what is owed to them (negative)."""

    not_due: Decimal
    days_1_30: Decimal
    days_31_60: Decimal
    days_61_90: Decimal
    over_90: Decimal
    on_account: Decimal
    disputed: Decimal
    total: Decimal


def age_sums(ctx: Ctx, party_id: int | None = None) -> AgeSum:
    """Sum the open items by age as they stand now; bounded by what is open."""
    (found,) = select(
        AgeSum,
        """SELECT coalesce(sum(balance) FILTER (WHERE balance > 0 AND late <= 0), 0),
                  coalesce(sum(balance) FILTER (WHERE balance > 0 AND late BETWEEN 1 AND 30), 0),
                  coalesce(sum(balance) FILTER (WHERE balance > 0 AND late BETWEEN 31 AND 60), 0),
                  coalesce(sum(balance) FILTER (WHERE balance > 0 AND late BETWEEN 61 AND 90), 0),
                  coalesce(sum(balance) FILTER (WHERE balance > 0 AND late > 90), 0),
                  coalesce(sum(balance) FILTER (WHERE balance < 0), 0),
                  coalesce(sum(balance) FILTER (WHERE disputed), 0), coalesce(sum(balance), 0)
           FROM (SELECT balance, disputed, %(today)s::date - due_on AS late FROM settlement_open_item
                 WHERE company_id = %(company)s AND state = 'open'
                   AND (%(party)s::bigint IS NULL OR party_id = %(party)s)) o""",
        {"company": ctx.company_id, "today": ctx.today, "party": party_id},
    )
    return found


@dataclass(frozen=True, slots=True)
class PartyBalance:
    """What one party owes, with the part that is overdue."""

    party_id: int
    party: str
    balance: Decimal
    overdue: Decimal
    oldest: date | None


def party_balances(ctx: Ctx, limit: int = 12) -> list[PartyBalance]:
    """List who owes the most."""
    return select(
        PartyBalance,
        """SELECT o.party_id, p.name, sum(o.balance),
                  coalesce(sum(o.balance) FILTER (WHERE o.balance > 0 AND o.due_on < %s), 0),
                  min(o.due_on) FILTER (WHERE o.balance > 0)
           FROM settlement_open_item o JOIN parties_party p ON p.id = o.party_id
           WHERE o.company_id = %s AND o.state = 'open' GROUP BY o.party_id, p.name
           ORDER BY sum(o.balance) DESC LIMIT %s""",
        [ctx.today, ctx.company_id, limit],
    )


def party_items(ctx: Ctx, party_id: int, *, settled: bool, limit: int = 100) -> list[ItemRow]:
    """List the open items of a party by due date, or the last of its settled ones."""
    tail = "AND o.state = 'settled' ORDER BY o.id DESC" if settled else "AND o.state = 'open' ORDER BY o.due_on, o.id"
    return select(
        ItemRow,
        _ITEMS + "AND o.party_id = %(party)s " + tail + " LIMIT %(limit)s",
        {"company": ctx.company_id, "party": party_id, "limit": limit},
    )


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """Money received, with what of it settles nothing yet."""

    id: int
    number: str
    party_id: int
    party: str
    on_date: date
    amount: Decimal
    currency: str
    bank_reference: str
    item_id: int
    unapplied: Decimal


def payment_rows(
    ctx: Ctx,
    *,
    before: int | None = None,
    ids: Sequence[int] | None = None,
    party_id: int | None = None,
    unmatched: bool = False,
    since: date | None = None,
    words: str = "",
    size: int = 50,
) -> list[PaymentRow]:
    """List payments, the newest first; `before` is the last id of the page before.

    Those that settle nothing yet are found by their open items.
    """
    if words and ids is None:
        ways, named = [Way("number"), Way("bank_reference", whole=True)], ("party_id", parties_named(words))
        ids = found_ids("settlement_payment", ctx.company_id, words, ways, under=named)
        words = "" if ids is not None else words
    return select(
        PaymentRow,
        """SELECT y.id, y.number, y.party_id, p.name, y.on_date, y.amount, y.currency, y.bank_reference,
                  o.id, -o.balance
           FROM settlement_payment y JOIN parties_party p ON p.id = y.party_id
           JOIN settlement_open_item o ON o.company_id = y.company_id AND o.document_kind = 'settlement.payment'
                AND o.document_id = y.id
           WHERE y.company_id = %(company)s AND (%(before)s::bigint IS NULL OR y.id < %(before)s)
             AND (%(ids)s::bigint[] IS NULL OR y.id = ANY(%(ids)s))
             AND (%(party)s::bigint IS NULL OR y.party_id = %(party)s)
             AND (%(unmatched)s = false OR o.state = 'open')
             AND (%(since)s::date IS NULL OR y.on_date >= %(since)s)
             AND (%(words)s = '' OR upper(y.number) LIKE upper(%(words)s) || '%%' OR y.bank_reference = %(words)s
                  OR lower(p.name) LIKE lower(%(words)s) || '%%')
           ORDER BY y.id DESC LIMIT %(size)s""",
        {"company": ctx.company_id, "before": before, "ids": None if ids is None else list(ids), "party": party_id,
         "unmatched": unmatched, "since": since, "words": words, "size": size},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applied:
    """What a payment settles."""

    document_kind: str
    document_id: int
    number: str
    thread_id: int | None
    on_date: date
    due_on: date
    amount: Decimal
    discount: Decimal
    written_off: Decimal


def applied(ctx: Ctx, item_id: int) -> list[Applied]:
    """List what a payment's item was set against."""
    return select(
        Applied,
        """SELECT o.document_kind, o.document_id, o.number, o.thread_id, m.on_date, o.due_on, m.amount, m.discount,
                  m.written_off
           FROM settlement_match m JOIN settlement_open_item o ON o.company_id = m.company_id AND o.id = m.debit_item_id
           WHERE m.company_id = %s AND m.credit_item_id = %s ORDER BY m.id""",
        [ctx.company_id, item_id],
    )


def payment_entry(ctx: Ctx, payment_id: int) -> int | None:
    """Give the ledger entry that books a payment."""
    found = rows(
        """SELECT id FROM ledger_entry
           WHERE company_id = %s AND source_kind = 'settlement.payment' AND source_id = %s ORDER BY id LIMIT 1""",
        [ctx.company_id, payment_id],
    )
    return int(found[0][0]) if found else None


def payment_numbers(ids: Sequence[int]) -> dict[int, str]:
    """Give the numbers of payments by id."""
    return dict(rows("SELECT id, number FROM settlement_payment WHERE id = ANY(%s)", [list(ids)]))
