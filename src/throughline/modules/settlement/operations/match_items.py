"""Setting open items against each other: a credit note against an invoice, money on account against a new one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from throughline.governance.public import Duty, company
from throughline.kernel.errors import DomainError
from throughline.kernel.refs import DocumentRef
from throughline.modules.ledger.public import NewEntry, NewLine, post
from throughline.modules.settlement import locks
from throughline.modules.settlement.acts.credit import change_receivable
from throughline.modules.settlement.acts.items import announce_settled, lower_balances, write_matches
from throughline.modules.settlement.acts.leniency import leniencies
from throughline.modules.settlement.domain.matching import STRICT, Discounts, Item, Matched, MatchInput, decide
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("settlement.match_items", permission="settlement.item.match", duty=Duty.PAYMENT)
def match_items(ctx: Ctx, *, matches: Sequence[MatchInput]) -> Outcomes:
    """Set credit items against debit items of the same party; an outcome names the debit item.

    What the party owes stays the same, but for a cash discount, which is booked.
    """
    wanted = [number for asked in matches for number in (asked.debit_item_id, asked.credit_item_id)]
    items = locks.open_items(ctx, wanted)
    left = {item.id: item.balance for item in items.values()}
    lenient = leniencies(ctx, {item.party_id for item in items.values()})
    discounts = Discounts()
    outcomes: list[Outcome] = []
    decided: list[Matched] = []
    for place, asked in enumerate(matches):
        known = items.get(asked.debit_item_id)
        label = known.number if known else str(asked.debit_item_id)
        try:
            rule = lenient[known.party_id] if known else STRICT
            decided.append(decide(asked, items, left, ctx.today, rule, discounts))
            outcomes.append(Outcome(place, label, "done", document=asked.debit_item_id))
        except DomainError as error:
            outcomes.append(Outcome.refusal(place, label, error))
    if decided:
        _write(ctx, decided, items)
    return Outcomes(outcomes)


def _write(ctx: Ctx, decided: Sequence[Matched], items: Mapping[int, Item]) -> None:
    used: defaultdict[int, Decimal] = defaultdict(Decimal)
    fallen: defaultdict[int, Decimal] = defaultdict(Decimal)
    for match in decided:
        used[match.debit_item_id] += match.amount + match.discount
        used[match.credit_item_id] -= match.amount
        fallen[items[match.debit_item_id].party_id] -= match.discount
    write_matches(ctx, [(match, ctx.today) for match in decided])
    settled = lower_balances(ctx, used, items)
    change_receivable(ctx, fallen)
    discounts = [match for match in decided if match.discount]
    if discounts:
        post(
            ctx, [_entry(ctx, match, items[match.debit_item_id]) for match in discounts], currency=company(ctx).currency
        )
    ctx.running().touched("settlement.open_item", *used)
    announce_settled(ctx, settled)


def _entry(ctx: Ctx, match: Matched, item: Item) -> NewEntry:
    return NewEntry(
        "bank",
        ctx.today,
        f"Cash discount on {item.number}",
        DocumentRef("settlement.open_item", item.id),
        [
            NewLine("SDISC", match.discount - match.tax, party_id=item.party_id),
            NewLine("VATO", match.tax),
            NewLine("AR", -match.discount, party_id=item.party_id),
        ],
        item.thread_id,
    )
