"""Goods that left and never came anywhere: claimed from who lost them, or written off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

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
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift


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
    ship: who sends goods does not write them off. An outcome is a shipment.
    """
    shipments = locks.shipments(ctx, (one.shipment_id for one in losses))
    lines = locks.lines_by_shipment(ctx, shipments)
    judged = sift(
        losses, partial(_judged, shipments, lines, set()), lambda one: locks.named(shipments, one.shipment_id)
    )
    states = _record(ctx, list(judged.sound.values())) if judged.sound else {}
    return judged.with_done(
        Outcome(n, number, "done", states[n], f"{number}: recorded as lost.", {}, n)
        for n, number in ((one.shipment.id, one.shipment.number) for one in judged.sound.values())
    )


@dataclass(frozen=True, slots=True)
class _Loss:
    """A loss that can be recorded: the shipment as locked, its lines, and what of which line is lost."""

    given: LossInput
    shipment: LockedShipment
    lines: Sequence[LockedLine]
    ended: Sequence[Ended]

    @property
    def claimed_from(self) -> str:
        """Name who is asked to pay, if anybody."""
        return self.given.claimed_from.strip()[:60]


def _judged(
    shipments: Mapping[int, LockedShipment], lines: Mapping[int, Sequence[LockedLine]], seen: set[int], one: LossInput
) -> _Loss:
    """Say what is lost of a shipment, or refuse it."""
    shipment = locks.one_of(shipments, one.shipment_id)
    ended = _lost(one, shipment, lines[shipment.id])
    locks.once(shipment, seen)
    seen.add(shipment.id)
    return _Loss(one, shipment, lines[shipment.id], ended)


def _record(ctx: Ctx, losses: Sequence[_Loss]) -> dict[int, str]:
    """Take back what was earned, book the cost, write the losses, and tell; give the states of the shipments."""
    ended = [part for one in losses for part in one.ended]
    end_billing(ctx, ended, "logistics.shipment_lost")
    parts = [
        LostPart(
            part.line.issue_id,
            part.quantity,
            DocumentRef("logistics.shipment", one.shipment.id),
            "CLAIM" if one.claimed_from else "WOFF",
        )
        for one in losses
        for part in one.ended
    ]
    _write_losses(ctx, losses, lose_outbound(ctx, parts))
    states = _write_shipments(ctx, losses)
    _report(ctx, losses)
    numbers = [one.shipment.id for one in losses]
    announce_ended(ctx, ShipmentsLost, numbers, ended)
    ctx.running().touched("logistics.shipment", *numbers)
    return states


def _lost(one: LossInput, shipment: LockedShipment, own: Sequence[LockedLine]) -> list[Ended]:
    """Say what of each line is lost, refusing what is not out."""
    if not one.reason.strip():
        raise InvalidInput("reason_missing", "Say how the goods were lost.", field="reason")
    SHIPMENT.target("lose", S(shipment.state), label=shipment.number)
    whole = shipment.state == S.DISPATCHED
    out = {line.id: line.out if whole else line.undecided for line in own}
    parts = chosen(shipment, own, one.quantities, out)
    if not parts:
        raise nothing_out(shipment)
    if whole and {part.line.id: part.quantity for part in parts} != {n: left for n, left in out.items() if left}:
        told = f"{shipment.number} is on its way: record its delivery first, then what of it never came."
        raise RuleViolation("not_yet_proved", told, shipment=shipment.id)
    return parts


def _write_losses(ctx: Ctx, losses: Sequence[_Loss], costs: Sequence[Decimal]) -> None:
    worth = iter(costs)
    records = [
        (
            one.shipment.id,
            part.line.id,
            part.line.thread_id,
            part.quantity,
            next(worth),
            one.given.reason.strip()[:200],
            "claimed" if one.claimed_from else "written_off",
            one.claimed_from,
            one.given.claim_reference.strip()[:60],
        )
        for one in losses
        for part in one.ended
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


def _write_shipments(ctx: Ctx, losses: Sequence[_Loss]) -> dict[int, str]:
    """Write what of the lines is lost; a shipment of which nothing is undecided is at its end. Give the states."""
    records, left, accepted = [], {}, {}
    for one in losses:
        gone = {part.line.id: part.quantity for part in one.ended}
        undecided = ZERO
        for line in one.lines:
            lost = line.lost + gone.get(line.id, ZERO)
            refused = max(line.refused, line.back + lost)
            undecided += refused - line.back - lost
            if line.id in gone:
                records.append((line.id, refused, lost))
        left[one.shipment.id] = undecided
        accepted[one.shipment.id] = sum((line.accepted for line in one.lines), ZERO)
    writes.update(ShipmentLine, "id", ("quantity_refused", "quantity_lost"), records)
    shipments = [one.shipment for one in losses]
    states = {
        n.id: n.state if left[n.id] else S.DELIVERED_SHORT.value if accepted[n.id] else S.LOST.value for n in shipments
    }
    writes.update(Shipment, "id", ("state", "version"), [(n.id, states[n.id], n.version + 1) for n in shipments])
    marks = [(one.shipment.id, ctx.now, "lost", one.given.reason.strip()[:200]) for one in losses]
    constants = {"company_id": ctx.company_id, "operation_id": ctx.operation_id}
    writes.append(Milestone, ("shipment_id", "at", "kind", "note"), marks, constants)
    done = [n.id for n in shipments if not left[n.id]]
    clear_exceptions(ctx, "delivery_refused", "logistics.shipment", done, "recorded as lost")
    return states


def _report(ctx: Ctx, losses: Sequence[_Loss]) -> None:
    """Put every claim before a person until it is settled."""
    raise_exceptions(
        ctx,
        [
            NewException(
                "claim_open",
                "payments",
                "logistics.shipment",
                one.shipment.id,
                f"{one.shipment.number}: claim on {one.claimed_from} is open",
                one.shipment.thread_id,
                {"claimed_from": one.claimed_from, "reference": one.given.claim_reference.strip()[:60]},
                [{"operation": "logistics.settle_claims", "label": "Settle the claim"}],
                site_id=one.shipment.site_id,
                party_id=one.shipment.party_id,
            )
            for one in losses
            if one.claimed_from
        ],
    )
