"""What became of a claim for lost goods: what was paid, and what is left as a loss."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import Duty, clear_exceptions, currency
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.money import quantum, rounded
from throughline.kernel.refs import DocumentRef
from throughline.modules.ledger.public import NewEntry, NewLine, post
from throughline.modules.logistics import locks
from throughline.modules.logistics.locks import LockedLoss
from throughline.modules.logistics.models import Loss
from throughline.modules.logistics.queries.losses import open_claims
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@dataclass(frozen=True, slots=True)
class ClaimSettled:
    """A claimed loss and what was paid for it in company currency; nothing where the claim was refused."""

    loss_id: int
    amount_paid: Decimal


@operation("logistics.settle_claims", permission="logistics.claim.settle", duty=Duty.PAYMENT)
def settle_claims(ctx: Ctx, *, claims: Sequence[ClaimSettled]) -> Outcomes:
    """Close claims with what was paid: money in the bank, what is missing to the cost is written off.

    More than the cost lowers the write-offs. A claim is settled once.
    """
    money = currency(ctx)
    found = locks.losses(ctx, (claim.loss_id for claim in claims))
    if len(found) < len(claims):
        raise InvalidInput("claim_twice", "A claim stands twice in the set.", field="claims")
    paid = {}
    for claim in claims:
        _check(found[claim.loss_id], claim, quantum(money))
        paid[claim.loss_id] = claim.amount_paid
    post(ctx, [_entry(ctx, loss, paid[loss.id]) for loss in found.values()], currency=money)
    records = [(loss.id, "settled", paid[loss.id], ctx.now) for loss in found.values()]
    writes.update(Loss, "id", ("state", "amount_paid", "settled_at"), records)
    shipments = {loss.shipment_id for loss in found.values()}
    still = open_claims(ctx, shipments)
    clear_exceptions(ctx, "claim_open", "logistics.shipment", sorted(shipments - still), "settled")
    ctx.running().touched("logistics.shipment", *shipments)
    return Outcomes(
        Outcome(loss.id, loss.claimed_from, "done", "settled", f"{paid[loss.id]} of {loss.cost} paid.", {}, loss.id)
        for loss in found.values()
    )


def _check(loss: LockedLoss, claim: ClaimSettled, smallest: Decimal) -> None:
    if loss.state != "claimed":
        told = f"This loss is {loss.state.replace('_', ' ')}; only an open claim can be settled."
        raise RuleViolation("claim_not_open", told, loss=loss.id)
    if claim.amount_paid < 0 or claim.amount_paid != rounded(claim.amount_paid, smallest):
        told = f"{claim.amount_paid} is not an amount that can be paid; give 0 or more in whole cents."
        raise InvalidInput("amount_invalid", told, field="amount_paid")


def _entry(ctx: Ctx, loss: LockedLoss, paid: Decimal) -> NewEntry:
    lines = [NewLine("BANK", paid), NewLine("WOFF", loss.cost - paid), NewLine("CLAIM", -loss.cost)]
    document = DocumentRef("logistics.shipment", loss.shipment_id)
    return NewEntry("bank", ctx.today, "Claim settled", document, lines, loss.thread_id)
