"""What became of a claim for lost goods: what was paid, and what is left as a loss."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from throughline.governance.public import Duty, clear_exceptions, currency
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.money import quantum, rounded
from throughline.kernel.refs import DocumentRef
from throughline.modules.ledger.public import NewEntry, NewLine, post
from throughline.modules.logistics import locks
from throughline.modules.logistics.locks import LockedLoss
from throughline.modules.logistics.models import Loss
from throughline.modules.logistics.queries.losses import open_claims
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift

LARGEST = Decimal(10) ** 17


@dataclass(frozen=True, slots=True)
class ClaimSettled:
    """A claimed loss and what was paid for it in company currency; nothing where the claim was refused."""

    loss_id: int
    amount_paid: Decimal


@operation("logistics.settle_claims", permission="logistics.claim.settle", duty=Duty.PAYMENT)
def settle_claims(ctx: Ctx, *, claims: Sequence[ClaimSettled]) -> Outcomes:
    """Close claims with what was paid: money in the bank, what is missing to the cost is written off.

    More than the cost lowers the write-offs. A claim is settled once. An outcome is a claim.
    """
    money = currency(ctx)
    found = locks.losses(ctx, (claim.loss_id for claim in claims))
    judged = sift(claims, partial(_judged, found, set(), quantum(money)), partial(_named, found))
    paid = list(judged.sound.values())
    if paid:
        _settle(ctx, paid, money)
    return judged.with_done(
        Outcome(loss.id, loss.claimed_from, "done", "settled", f"{amount} of {loss.cost} paid.", {}, loss.id)
        for loss, amount in paid
    )


def _named(found: Mapping[int, LockedLoss], claim: ClaimSettled) -> tuple[int, str]:
    number = claim.loss_id
    return number, found[number].claimed_from if number in found else f"loss {number}"


def _judged(
    found: Mapping[int, LockedLoss], seen: set[int], smallest: Decimal, claim: ClaimSettled
) -> tuple[LockedLoss, Decimal]:
    """Give the loss with what was paid for it, or refuse it."""
    loss = found.get(claim.loss_id)
    if loss is None:
        raise NotFound("loss_unknown", f"There is no loss {claim.loss_id} in this company.", field="loss_id")
    if loss.state != "claimed":
        told = f"This loss is {loss.state.replace('_', ' ')}; only an open claim can be settled."
        raise RuleViolation("claim_not_open", told, loss=loss.id)
    if loss.id in seen:
        raise InvalidInput("claim_twice", "A claim stands twice in the set; name it once.", field="claims")
    amount = claim.amount_paid
    if not amount.is_finite() or not 0 <= amount < LARGEST or amount != rounded(amount, smallest):
        told = f"{amount} is not an amount that can be paid; give 0 or more in whole cents."
        raise InvalidInput("amount_invalid", told, field="amount_paid")
    seen.add(loss.id)
    return loss, amount


def _settle(ctx: Ctx, paid: Sequence[tuple[LockedLoss, Decimal]], money: str) -> None:
    """Book what was paid, close the claims, and what was told of shipments that have none left."""
    post(ctx, [_entry(ctx, loss, amount) for loss, amount in paid], currency=money)
    records = [(loss.id, "settled", amount, ctx.now) for loss, amount in paid]
    writes.update(Loss, "id", ("state", "amount_paid", "settled_at"), records)
    shipments = {loss.shipment_id for loss, _ in paid}
    still = open_claims(ctx, shipments)
    clear_exceptions(ctx, "claim_open", "logistics.shipment", sorted(shipments - still), "settled")
    ctx.running().touched("logistics.shipment", *shipments)


def _entry(ctx: Ctx, loss: LockedLoss, paid: Decimal) -> NewEntry:
    lines = [NewLine("BANK", paid), NewLine("WOFF", loss.cost - paid), NewLine("CLAIM", -loss.cost)]
    document = DocumentRef("logistics.shipment", loss.shipment_id)
    return NewEntry("bank", ctx.today, "Claim settled", document, lines, loss.thread_id)
