"""Opening items, and setting them against each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.kernel.money import ZERO
from throughline.kernel.refs import DocumentRef
from throughline.modules.settlement.acts.credit import change_receivable
from throughline.modules.settlement.domain.matching import Item, Matched
from throughline.modules.settlement.events import OpenItemsSettled
from throughline.platform.database.statements import defer, rows
from throughline.platform.events import LARGEST, announce
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class NewOpenItem:
    """An item to open for a document: what the party owes (+) or is owed (-), in company currency.

    `kind` is invoice, credit_note or payment; `thread_id` stands where the document serves exactly one thread. `tax`
    is what of the amount is tax.
    """

    party_id: int
    kind: str
    document: DocumentRef
    number: str
    on_date: date
    due_on: date
    currency: str
    amount: Decimal
    thread_id: int | None = None
    discount_percent: Decimal = ZERO
    discount_until: date | None = None
    matched: Decimal = ZERO
    tax: Decimal = ZERO


@act
def open_items(ctx: Ctx, items: Sequence[NewOpenItem]) -> list[int]:
    """Open items and raise what the parties owe; give the ids in order. Two statements, the second put off.

    An item of zero is settled at once. `matched` (signed as the amount) is for matches written in the same act.
    """
    deltas: defaultdict[int, Decimal] = defaultdict(Decimal)
    for item in items:
        deltas[item.party_id] += item.amount - item.matched
    ids = write_items(ctx, items)
    change_receivable(ctx, deltas)
    return ids


@act
def open_documents(ctx: Ctx, items: Sequence[NewOpenItem]) -> None:
    """Open the items of documents and raise what the parties owe, where nobody needs the ids: both put off."""
    deltas: defaultdict[int, Decimal] = defaultdict(Decimal)
    for item in items:
        deltas[item.party_id] += item.amount
    if items:
        defer("settlement_open_item", *_insert(ctx, items))
    change_receivable(ctx, deltas)


def write_items(ctx: Ctx, items: Sequence[NewOpenItem]) -> list[int]:
    """Write open items and give their ids in order; what the parties owe is the caller's to change."""
    return [number for (number,) in rows(*_insert(ctx, items, "RETURNING id"))] if items else []


def _insert(ctx: Ctx, items: Sequence[NewOpenItem], returning: str = "") -> tuple[str, list[object]]:
    return (
        f"""INSERT INTO settlement_open_item (company_id, disputed, dispute_reason, state,
               party_id, kind, document_kind, document_id, number, thread_id, on_date, due_on, currency, amount,
               balance, discount_percent, discount_until, tax)
           SELECT %s, false, '', CASE WHEN u.balance = 0 THEN 'settled' ELSE 'open' END, u.*
           FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::bigint[], %s::date[],
                %s::date[], %s::text[], %s::numeric[], %s::numeric[], %s::numeric[], %s::date[], %s::numeric[])
                AS u(party_id, kind, document_kind, document_id, number, thread_id, on_date, due_on, currency,
                     amount, balance, discount_percent, discount_until, tax) {returning}""",
        [
            ctx.company_id,
            [item.party_id for item in items],
            [item.kind for item in items],
            [item.document.kind for item in items],
            [item.document.id for item in items],
            [item.number for item in items],
            [item.thread_id for item in items],
            [item.on_date for item in items],
            [item.due_on for item in items],
            [item.currency for item in items],
            [item.amount for item in items],
            [item.amount - item.matched for item in items],
            [item.discount_percent for item in items],
            [item.discount_until for item in items],
            [item.tax for item in items],
        ],
    )


def write_matches(ctx: Ctx, matches: Sequence[tuple[Matched, date]]) -> None:
    """Write matches with their dates; one statement, put off."""
    if not matches:
        return
    defer(
        "settlement_match",
        """INSERT INTO settlement_match
               (company_id, at, operation_id, debit_item_id, credit_item_id, amount, discount, written_off,
                tax, on_date)
           SELECT %s, %s, %s, u.*
           FROM unnest(%s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[],
                %s::date[]) AS u""",
        [
            ctx.company_id,
            ctx.now,
            ctx.operation_id,
            [match.debit_item_id for match, _ in matches],
            [match.credit_item_id for match, _ in matches],
            [match.amount for match, _ in matches],
            [match.discount for match, _ in matches],
            [match.written_off for match, _ in matches],
            [match.tax for match, _ in matches],
            [on for _, on in matches],
        ],
    )


def lower_balances(ctx: Ctx, used: Mapping[int, Decimal], items: Mapping[int, Item]) -> list[Item]:
    """Take what was matched off locked items (signed as they are) and give those that reached zero; put off.

    What the parties owe is the caller's to change: a match between two items of a party changes nothing there.
    """
    if not used:
        return []
    defer(
        "settlement_open_item",
        """UPDATE settlement_open_item i SET balance = i.balance - u.used,
               state = CASE WHEN i.balance = u.used THEN 'settled' ELSE 'open' END,
               disputed = i.disputed AND i.balance <> u.used
           FROM unnest(%s::bigint[], %s::numeric[]) AS u(id, used) WHERE i.company_id = %s AND i.id = u.id""",
        [list(used), list(used.values()), ctx.company_id],
    )
    return [items[number] for number, amount in used.items() if items[number].balance == amount]


def announce_settled(ctx: Ctx, settled: Iterable[Item]) -> None:
    """Announce items that reached zero, in events of bounded size."""
    ordered = sorted(settled, key=lambda item: item.id)
    for start in range(0, len(ordered), LARGEST):
        part = ordered[start : start + LARGEST]
        announce(
            ctx,
            OpenItemsSettled(
                tuple(item.id for item in part),
                tuple(DocumentRef(item.document_kind, item.document_id) for item in part),
                tuple(sorted({item.thread_id for item in part if item.thread_id is not None})),
            ),
        )
