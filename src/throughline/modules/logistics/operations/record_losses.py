"""Goods that left and never came anywhere: claimed from who lost them, or written off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from throughline.governance.public import Duty, NewException, clear_exceptions, raise_exceptions
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory.public import LostPart, lose_outbound
from throughline.modules.logistics import locks
from throughline.modules.logistics.acts.ending import Ended, announce_ended, chosen, end_billing, nothing_out
from throughline.modules.logistics.events import ShipmentsLost
from throughline.modules.logistics.lifecycle import SHIPMENT, S
from throughline.modules.logistics.locks import LockedLine, LockedShipment
from throughline.modules.logistics.models import Loss, Milestone, Shipment, ShipmentLine
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@dataclass(frozen=True, slots=True)
class LossInput:
    """What of a shipment is lost, by line in stock units; everything still out of it unless said.

    `claimed_from` names who is asked to pay (the carrier, an insurer); without a name the goods are written off.
    """

    shipment_id: int
    reason: str
    claimed_from: str = ""
    claim_reference: str = ""
    quantities: Mapping[int, Decimal] = field(default_factory=dict)


@operation("logistics.record_losses", permission="logistics.loss.record", duty=Duty.STOCK_ADJUSTMENT)
def record_losses(ctx: Ctx, *, losses: Sequence[LossInput]) -> Outcomes:
    """Record goods as lost on their way: their cost becomes a claim or a loss, and nobody is billed for them.

    Concerns what was refused and never came back, or the whole of a shipment that arrived nowhere. Not for those who
    ship: who sends goods does not write them off.
    """
    if len({one.shipment_id for one in losses}) < len(losses):
        raise InvalidInput(
            "shipment_twice", "A shipment stands twice in the set; name its lines at once.", field="losses"
        )
    shipments = locks.shipments(ctx, (one.shipment_id for one in losses))
    lines = locks.lines_of(ctx, shipments)
    lost = {one.shipment_id: _lost(one, shipments[one.shipment_id], lines) for one in losses}
    ended = [part for parts in lost.values() for part in parts]
    end_billing(ctx, ended, "logistics.shipment_lost")
    costs = lose_outbound(
        ctx,
        [
            LostPart(
                part.line.issue_id,
                part.quantity,
                DocumentRef("logistics.shipment", one.shipment_id),
                "CLAIM" if one.claimed_from.strip() else "WOFF",
            )
            for one in losses
            for part in lost[one.shipment_id]
        ],
    )
    _write_losses(ctx, losses, lost, costs)
    states = _write_shipments(ctx, losses, shipments, lines, ended)
    _report(ctx, losses, shipments)
    announce_ended(ctx, ShipmentsLost, list(shipments), ended)
    ctx.running().touched("logistics.shipment", *shipments)
    return Outcomes(
        Outcome(n, shipment.number, "done", states[n], f"{shipment.number}: recorded as lost.", {}, n)
        for n, shipment in shipments.items()
    )


def _lost(one: LossInput, shipment: LockedShipment, lines: Sequence[LockedLine]) -> list[Ended]:
    """Say what of each line is lost, refusing what is not out."""
    if not one.reason.strip():
        raise InvalidInput("reason_missing", "Say how the goods were lost.", field="reason")
    SHIPMENT.target("lose", S(shipment.state), label=shipment.number)
    own = [line for line in lines if line.shipment_id == shipment.id]
    whole = shipment.state == S.DISPATCHED
    out = {line.id: line.out if whole else line.undecided for line in own}
    parts = chosen(shipment, own, one.quantities, out)
    if not parts:
        raise nothing_out(shipment)
    if whole and {part.line.id: part.quantity for part in parts} != {n: left for n, left in out.items() if left}:
        told = f"{shipment.number} is on its way: record its delivery first, then what of it never came."
        raise RuleViolation("not_yet_proved", told, shipment=shipment.id)
    return parts


def _write_losses(
    ctx: Ctx, losses: Sequence[LossInput], lost: Mapping[int, Sequence[Ended]], costs: Sequence[Decimal]
) -> None:
    worth = iter(costs)
    records = [
        (
            one.shipment_id,
            part.line.id,
            part.line.thread_id,
            part.quantity,
            next(worth),
            one.reason.strip()[:200],
            "claimed" if one.claimed_from.strip() else "written_off",
            one.claimed_from.strip()[:60],
            one.claim_reference.strip()[:60],
        )
        for one in losses
        for part in lost[one.shipment_id]
    ]
    columns = (
        "shipment_id",
        "line_id",
        "thread_id",
        "quantity",
        "cost",
        "reason",
        "state",
        "claimed_from",
        "claim_reference",
    )
    constants = {"company_id": ctx.company_id, "amount_paid": ZERO, "recorded_at": ctx.now}
    writes.append(Loss, columns, records, constants)


def _write_shipments(
    ctx: Ctx,
    losses: Sequence[LossInput],
    shipments: Mapping[int, LockedShipment],
    lines: Sequence[LockedLine],
    ended: Sequence[Ended],
) -> dict[int, str]:
    """Write what of the lines is lost; a shipment of which nothing is undecided is at its end. Give the states."""
    gone = {part.line.id: part.quantity for part in ended}
    records, left, accepted = [], dict.fromkeys(shipments, ZERO), dict.fromkeys(shipments, ZERO)
    for line in lines:
        accepted[line.shipment_id] += line.accepted
        lost = line.lost + gone.get(line.id, ZERO)
        refused = max(line.refused, line.back + lost)
        left[line.shipment_id] += refused - line.back - lost
        if line.id in gone:
            records.append((line.id, refused, lost))
    writes.update(ShipmentLine, "id", ("quantity_refused", "quantity_lost"), records)
    states = {
        n: shipment.state if left[n] else S.DELIVERED_SHORT.value if accepted[n] else S.LOST.value
        for n, shipment in shipments.items()
    }
    heads = [(n, states[n], shipment.version + 1) for n, shipment in shipments.items()]
    writes.update(Shipment, "id", ("state", "version"), heads)
    marks = [(one.shipment_id, ctx.now, "lost", one.reason.strip()[:200]) for one in losses]
    constants = {"company_id": ctx.company_id, "operation_id": ctx.operation_id}
    writes.append(Milestone, ("shipment_id", "at", "kind", "note"), marks, constants)
    done = [number for number in shipments if not left[number]]
    clear_exceptions(ctx, "delivery_refused", "logistics.shipment", done, "recorded as lost")
    return states


def _report(ctx: Ctx, losses: Sequence[LossInput], shipments: Mapping[int, LockedShipment]) -> None:
    """Put every claim before a person until it is settled."""
    raise_exceptions(
        ctx,
        [
            NewException(
                "claim_open",
                "payments",
                "logistics.shipment",
                one.shipment_id,
                f"{shipments[one.shipment_id].number}: claim on {one.claimed_from.strip()[:60]} is open",
                shipments[one.shipment_id].thread_id,
                {"claimed_from": one.claimed_from.strip()[:60], "reference": one.claim_reference.strip()[:60]},
                [{"operation": "logistics.settle_claims", "label": "Settle the claim"}],
                site_id=shipments[one.shipment_id].site_id,
                party_id=shipments[one.shipment_id].party_id,
            )
            for one in losses
            if one.claimed_from.strip()
        ],
    )
