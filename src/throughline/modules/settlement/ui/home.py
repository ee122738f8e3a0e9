"""What settlement puts on homes: who owes too much or too long for credit, money to match for payments."""

from collections.abc import Sequence

from throughline.governance.public import currency
from throughline.modules.settlement.permissions import READ_ITEMS
from throughline.modules.settlement.queries.home import over_limit, unmatched
from throughline.modules.settlement.queries.lists import AgeSum, age_sums
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    QueueGroup,
    QueueRow,
    Tile,
    disc,
    half,
    list_url,
    octagon,
    record_url,
    triangle,
)
from throughline.platform.ui.formats import money, number
from throughline.platform.ui.homes import HomePart
from throughline.platform.ui.sentences import tell

CREDIT, PAYMENT, MATCH = "settlement.credit.change", "settlement.payment.register", "settlement.item.match"
SHOWN = 6


def receivables(ctx: Ctx) -> Tile:
    """Tell what is owed, and what of it is overdue."""
    sums = age_sums(ctx)
    late = _late(sums)
    verdict = triangle(f"{money(late)} overdue") if late else disc("nothing overdue")
    return Tile("Receivables", money(sums.total), list_url("receivables"), currency(ctx), verdict=verdict)


def _late(sums: AgeSum) -> object:
    return sums.days_1_30 + sums.days_31_60 + sums.days_61_90 + sums.over_90


def owed(ctx: Ctx) -> Sequence[Tile]:
    """Tell the credit controller what is owed too long, too much, or disputed."""
    sums, unit = age_sums(ctx), currency(ctx)
    old = sums.days_61_90 + sums.over_90
    oldest = list_url("receivables/items", age="over_90" if sums.over_90 else "61_90")
    above = next(iter(over_limit(ctx, 1)), None)
    return [
        Tile("Overdue", money(_late(sums)), list_url("receivables"), unit, detail=f"of {money(sums.total)} owed"),
        Tile("Overdue over 60 days", money(old), oldest, unit,
             verdict=triangle("to be called for") if old else disc("none")),
        Tile("Disputed", money(sums.disputed), list_url("receivables/items", disputed="1"), unit),
        Tile("Customers over limit", number(above.many if above else 0),
             verdict=octagon("orders are held") if above else disc("all within")),
    ]  # fmt: skip


def above_limit(ctx: Ctx) -> Sequence[QueueGroup]:
    """Give the customers who are furthest above their limit."""
    found = over_limit(ctx, SHOWN)
    rows = [
        QueueRow(
            octagon("Over credit limit"),
            f"{one.party}: {money(one.excess)} above the limit of {money(one.credit_limit)}",
            f"{money(one.receivable)} owed, {money(one.committed)} confirmed and not billed",
            "",
            record_url("receivables/accounts", one.party_id),
            one.excess,
            None,
            None,
            [
                Action("Open account", url=record_url("receivables/accounts", one.party_id)),
                Action("Change limit", form="receivables/limit", query={"customer": one.party_id}),
            ],
        )
        for one in found
    ]
    return [QueueGroup("Over their limit", rows, "new orders of theirs are held")]


def money_figures(ctx: Ctx) -> Sequence[Tile]:
    """Tell the accountant what is owed, what is overdue, and what is paid and settles nothing."""
    sums, unit = age_sums(ctx), currency(ctx)
    verdict = triangle("to be matched") if sums.on_account else disc("all matched")
    return [
        receivables(ctx),
        Tile("On account", money(-sums.on_account), list_url("receivables/items", kind="payment"), unit,
             verdict=verdict),
    ]  # fmt: skip


def to_match(ctx: Ctx) -> Sequence[QueueGroup]:
    """Give the money and credit notes that settle nothing yet."""
    found = unmatched(ctx, SHOWN + 1)
    rows = [
        QueueRow(
            triangle("Unmatched") if one.kind == "payment" else half("Open"),
            tell(
                "{party}: {amount} paid, settles nothing yet"
                if one.kind == "payment"
                else "{party}: {amount} credited, settles nothing yet",
                party=one.party,
                amount=money(one.left),
            ),
            "Payment" if one.kind == "payment" else "Credit note",
            one.number,
            record_url("payments" if one.kind == "payment" else "invoices", one.document_id),
            one.left,
            one.on_date,
            None,
            [Action("Match", form="receivables/match", query={"credit": one.id}, primary=True, dialog=False)],
        )
        for one in found[:SHOWN]
    ]
    more = len(found) > SHOWN
    return [
        QueueGroup(
            "To match", rows, "", "All open items" if more else "", list_url("receivables/items") if more else ""
        )
    ]


PARTS = (
    HomePart(READ_ITEMS, (CREDIT,), rank=10, figures=owed),
    HomePart(READ_ITEMS, (CREDIT,), rank=10, work=above_limit),
    HomePart(READ_ITEMS, (PAYMENT,), rank=20, figures=money_figures),
    HomePart(READ_ITEMS, (MATCH,), rank=20, work=to_match),
    HomePart(READ_ITEMS, rank=40, overview=True, figures=lambda ctx: [receivables(ctx)]),
    HomePart(PAYMENT, (PAYMENT,), rank=20,
             starts=lambda ctx: [Action("Register payment", form="payments/new", key="N", dialog=False)]),
)  # fmt: skip
