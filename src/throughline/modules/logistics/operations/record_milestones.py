"""Recording what happened to shipments on their way, as a carrier or a driver tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.vocabulary import OneOf
from throughline.modules.logistics import locks
from throughline.modules.logistics.acts.late import Late, tell_late
from throughline.modules.logistics.lifecycle import SHIPMENT, S
from throughline.modules.logistics.models import Milestone
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift

#: What may happen on the way, and the words for it.
ON_THE_WAY = {
    "collected": "Collected by the carrier",
    "at_hub": "At a hub",
    "customs": "In customs",
    "out_for_delivery": "Out for delivery",
    "attempted": "Nobody there",
    "delayed": "Delayed",
}


@dataclass(frozen=True, slots=True)
class MilestoneInput:
    """Something that happened to a shipment, when (now unless said), with a remark."""

    shipment_id: int
    kind: Annotated[str, OneOf(tuple(ON_THE_WAY))]
    at: datetime | None = None
    note: str = ""


@operation("logistics.record_milestones", permission="logistics.shipment.track", duty=Duty.SHIPPING)
def record_milestones(ctx: Ctx, *, milestones: Sequence[MilestoneInput]) -> Outcomes:
    """Note what happened to shipments on their way; an outcome is a milestone.

    Delivery is proved, not noted. Nothing happens before a shipment left, or in the future. A delay is told to
    transport at once, and stands until the delivery is proved.
    """
    shipments = locks.shipments(ctx, [one.shipment_id for one in milestones])
    judged = sift(milestones, partial(_judged, ctx, shipments), lambda one: locks.named(shipments, one.shipment_id))
    noted = list(judged.sound.values())
    records = [(one.shipment_id, one.at or ctx.now, one.kind, one.note.strip()[:200]) for one in noted]
    constants = {"company_id": ctx.company_id, "operation_id": ctx.operation_id}
    writes.append(Milestone, ("shipment_id", "at", "kind", "note"), records, constants)
    tell_late(ctx, [_delayed(shipments[one.shipment_id], one) for one in noted if one.kind == "delayed"])
    ctx.running().touched("logistics.shipment", *(one.shipment_id for one in noted))
    return judged.with_done(
        Outcome(n, shipments[n].number, "done", one.kind, f"{ON_THE_WAY[one.kind]}.", {}, n)
        for one in noted
        for n in (one.shipment_id,)
    )


def _judged(ctx: Ctx, shipments: Mapping[int, locks.LockedShipment], one: MilestoneInput) -> MilestoneInput:
    """Give a milestone that can be noted, or refuse it."""
    shipment = locks.one_of(shipments, one.shipment_id)
    if one.kind not in ON_THE_WAY:
        told = f"“{one.kind[:40]}” is no milestone; use {', '.join(ON_THE_WAY)}."
        raise InvalidInput("milestone_unknown", told, field="kind")
    if S(shipment.state) not in SHIPMENT.move("track").sources:
        raise RuleViolation("not_on_the_way", f"{shipment.number} is not on its way any more.")
    if one.at is not None and one.at > ctx.now:
        raise InvalidInput("in_the_future", "That moment has not come yet.", field="at")
    return one


def _delayed(shipment: locks.LockedShipment, one: MilestoneInput) -> Late:
    note = one.note.strip()
    title = f"{shipment.number} is delayed{f': {note}' if note else ''}"
    facts = {"note": note[:200]}
    return Late(shipment.id, shipment.thread_id, title, facts, shipment.site_id, shipment.party_id)
