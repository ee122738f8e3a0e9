"""Open items, payments and limits for tests; what billing does stands in an operation of its own."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from throughline.governance.public import Duty
from throughline.kernel.refs import DocumentRef
from throughline.modules.ledger.public import NewEntry, NewLine, post
from throughline.modules.settlement.public import (
    Credit,
    NewOpenItem,
    PaymentInput,
    change_committed,
    lock_credit,
    open_items,
    register_payments,
    set_credit_limits,
)
from throughline.platform.operations import Ctx, Outcome, operation

_numbers = count(1)


@operation("settlement.testing.bill", permission="settlement.testing")
def bill(ctx: Ctx, *, items: list[NewOpenItem]) -> list[int]:
    """Open items and book receivables against revenue, as billing does."""
    lock_credit(ctx, [item.party_id for item in items])
    ids = open_items(ctx, items)
    entries = [
        NewEntry(
            "sales",
            item.on_date,
            item.number,
            item.document,
            [NewLine("AR", item.amount, party_id=item.party_id), NewLine("REV", -item.amount)],
        )
        for item in items
    ]
    post(ctx, entries, currency="EUR")
    return ids


@operation("settlement.testing.commit", permission="settlement.testing")
def commit(ctx: Ctx, *, deltas: Mapping[int, Decimal]) -> dict[int, Credit]:
    """Change what parties are committed to, as confirming orders does; give their credit as it was under lock."""
    credit = lock_credit(ctx, deltas)
    change_committed(ctx, deltas)
    return credit


def item(party_id: int, amount: Decimal | int | str, on: date, *, days: int = 30, **more: Any) -> NewOpenItem:
    """Describe an invoice, or a credit note where the amount is below zero, due in so many days."""
    number = next(_numbers)
    kind = "invoice" if Decimal(amount) >= 0 else "credit_note"
    more.setdefault("number", f"{'RE' if kind == 'invoice' else 'GS'}-{number}")
    return NewOpenItem(
        party_id,
        kind,
        document=DocumentRef("billing.invoice", number),
        on_date=on,
        due_on=on + timedelta(days),
        currency="EUR",
        amount=Decimal(amount),
        **more,
    )


def invoice(ctx: Ctx, party_id: int, amount: Decimal | int | str, *, on: date | None = None, **more: Any) -> int:
    """Have an open invoice, or credit note where the amount is below zero, and give its open item."""
    (number,) = bill(_clerk(ctx), items=[item(party_id, amount, on or ctx.today, **more)])
    return number


def payment(ctx: Ctx, party_id: int, amount: Decimal | int | str, *, on: date | None = None, **more: Any) -> Outcome:
    """Have a payment, matched automatically unless said otherwise."""
    given = PaymentInput(party_id, Decimal(amount), on or ctx.today, **more)
    return register_payments(_clerk(ctx), payments=[given]).only()


def credit_limit(ctx: Ctx, party_id: int, limit: Decimal | int | str | None) -> None:
    """Have a credit limit."""
    set_credit_limits(_clerk(ctx), limits={party_id: None if limit is None else Decimal(limit)}).only()


def _clerk(ctx: Ctx) -> Ctx:
    """Act as whoever keeps receivables."""
    duties = frozenset({str(Duty.PAYMENT), str(Duty.CREDIT)})
    return replace(ctx, permissions=frozenset({"*"}), duties=duties, idempotency_key=None)
