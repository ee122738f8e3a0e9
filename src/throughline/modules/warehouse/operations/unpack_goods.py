"""Unpacking handling units that have not left."""

from collections.abc import Sequence

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput
from throughline.modules.warehouse import locks
from throughline.modules.warehouse.events import GoodsUnpacked
from throughline.modules.warehouse.models import HandlingUnit
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("warehouse.unpack_goods", permission="warehouse.pack", duty=Duty.SHIPPING)
def unpack_goods(ctx: Ctx, *, units: Sequence[int], reason: str) -> Outcomes:
    """Take goods out of handling units before they leave; they lie picked at the stage and can be packed anew.

    A unit that has left, was unpacked before or is unknown is refused and stops no other. Its SSCC is not used again.
    """
    if not units:
        raise InvalidInput("nothing_unpacked", "Name at least one handling unit.", field="units")
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why it is unpacked: wrong goods, damaged carton.", field="reason")
    contents = locks.waiting_contents(ctx, units)
    found = {part.handling_unit_id: part.sscc for part in contents}
    records = [(number, reason.strip()[:80]) for number in sorted(found)]
    constants = {"unpacked_at": ctx.now, "unpacked_by": ctx.actor_id}
    writes.update(HandlingUnit, "id", ("unpacked_reason",), records, constants=constants)
    for kind in sorted({part.ref_kind for part in contents}):
        for chunk in chunks(sorted({part.ref_id for part in contents if part.ref_kind == kind})):
            announce(ctx, GoodsUnpacked(kind, chunk))
    ctx.running().touched("warehouse.handling_unit", *found)
    return Outcomes(_outcome(number, found) for number in dict.fromkeys(units))


def _outcome(number: int, found: dict[int, str]) -> Outcome:
    if number not in found:
        told = "It has left, was unpacked already or is unknown."
        return Outcome(number, f"unit {number}", "refused", "unit_gone", told)
    return Outcome(number, found[number], "done", "unpacked", f"{found[number]} is empty; pack its goods anew.")
