"""Open items and their matches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class OpenItemFacts:
    """An open item: what a party owes (+) or is owed (-) for a document."""

    id: int
    party_id: int
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
    discount_percent: Decimal
    discount_until: date | None
    disputed: bool
    dispute_reason: str
    state: str


@dataclass(frozen=True, slots=True)
class MatchFacts:
    """An amount of a credit item that was set against a debit item."""

    id: int
    debit_item_id: int
    debit_number: str
    credit_item_id: int
    credit_number: str
    on_date: date
    amount: Decimal
    discount: Decimal
    written_off: Decimal
    at: datetime


_SELECT = """SELECT id, party_id, kind, document_kind, document_id, number, thread_id, on_date, due_on, currency,
    amount, balance, discount_percent, discount_until, disputed, dispute_reason, state FROM settlement_open_item """


def open_items_of(ctx: Ctx, party_id: int, *, settled: bool = False) -> list[OpenItemFacts]:
    """Give the open items of a party by due date, with the settled ones if asked for."""
    states = ["open", "settled"] if settled else ["open"]
    return select(
        OpenItemFacts,
        _SELECT + "WHERE company_id = %s AND party_id = %s AND state = ANY(%s) ORDER BY due_on, id",
        [ctx.company_id, party_id, states],
    )


def open_items_for(ctx: Ctx, document_kind: str, document_ids: Sequence[int]) -> dict[int, OpenItemFacts]:
    """Give the open items of documents of one kind, by document id."""
    found = select(
        OpenItemFacts,
        _SELECT + "WHERE company_id = %s AND document_kind = %s AND document_id = ANY(%s)",
        [ctx.company_id, document_kind, list(document_ids)],
    )
    return {item.document_id: item for item in found}


def open_items_by_id(ctx: Ctx, ids: Iterable[int]) -> list[OpenItemFacts]:
    """Give open items by id, settled ones too."""
    wanted = list(set(ids))
    return select(OpenItemFacts, _SELECT + "WHERE company_id = %s AND id = ANY(%s)", [ctx.company_id, wanted])


def matches_of(ctx: Ctx, item_ids: Iterable[int]) -> list[MatchFacts]:
    """Give the matches of open items, on either side, in their order."""
    wanted = list(set(item_ids))
    return select(
        MatchFacts,
        """SELECT m.id, m.debit_item_id, d.number, m.credit_item_id, c.number, m.on_date, m.amount, m.discount,
                  m.written_off, m.at
           FROM settlement_match m
           JOIN settlement_open_item d ON d.id = m.debit_item_id AND d.company_id = m.company_id
           JOIN settlement_open_item c ON c.id = m.credit_item_id AND c.company_id = m.company_id
           WHERE m.company_id = %s AND (m.debit_item_id = ANY(%s) OR m.credit_item_id = ANY(%s)) ORDER BY m.id""",
        [ctx.company_id, wanted, wanted],
    )
