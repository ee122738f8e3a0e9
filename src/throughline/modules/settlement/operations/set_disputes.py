"""Marking open items as disputed by the party, and lifting it."""

from collections.abc import Sequence

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput
from throughline.modules.settlement import locks
from throughline.modules.settlement.events import DisputesChanged
from throughline.platform.database.statements import defer
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("settlement.set_disputes", permission="settlement.item.dispute", duty=Duty.CREDIT)
def set_disputes(ctx: Ctx, *, items: Sequence[int], disputed: bool, reason: str) -> Outcomes:
    """Mark open items as disputed with the reason, or lift it; automatic matching and dunning leave them alone."""
    if not reason.strip() or len(reason) > 300:
        raise InvalidInput("reason_missing", "Say in reason why, in at most 300 characters.", field="reason")
    known = locks.open_items(ctx, items)
    outcomes = []
    for number in dict.fromkeys(items):
        item = known.get(number)
        if item is None:
            text = f"There is no open item {number} in this company."
            outcomes.append(Outcome(number, str(number), "refused", "open_item_unknown", text))
        elif not item.balance:
            text = f"{item.number} is settled; only what is open can be disputed."
            outcomes.append(Outcome(number, item.number, "refused", "item_settled", text))
        else:
            outcomes.append(Outcome(number, item.number, "done", document=number))
    ids = [outcome.subject for outcome in outcomes if outcome.status == "done"]
    if ids:
        defer(
            "settlement_open_item",
            """UPDATE settlement_open_item SET disputed = %s, dispute_reason = %s
               WHERE company_id = %s AND id = ANY(%s)""",
            [disputed, reason, ctx.company_id, ids],
        )
        ctx.running().touched("settlement.open_item", *ids)
        for chunk in chunks(ids):
            announce(ctx, DisputesChanged(chunk, disputed, reason))
    return Outcomes(outcomes)
