"""Which lot is picked: items kept by lot name it, another than the allocated one needs a reason, no old one goes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.modules.catalog.public import items
from throughline.modules.inventory.public import LotFacts, LotSwap, lots_of, swap_lots
from throughline.modules.warehouse.locks import LockedTask
from throughline.modules.warehouse.models import Task
from throughline.platform.database import writes
from throughline.platform.operations import Ctx


class Picked(Protocol):
    """What is told of a pick."""

    @property
    def task_id(self) -> int:
        """The task."""

    @property
    def quantity(self) -> Decimal:
        """How much was picked."""

    @property
    def lot_code(self) -> str:
        """The lot that was read."""

    @property
    def lot_reason(self) -> str:
        """Why another lot goes."""


def settle_lots(ctx: Ctx, picks: Sequence[Picked], tasks: Mapping[int, LockedTask]) -> None:
    """Check the lots that were read, and let the claims stand on those that go instead of the allocated ones.

    Asked only where a task names a lot: two statements then, five more where lots are swapped.
    """
    by_lot = [pick for pick in picks if tasks[pick.task_id].lot_id is not None and pick.quantity > 0]
    if not by_lot:
        return
    wanted = {tasks[pick.task_id].item_id for pick in by_lot}
    known = lots_of(ctx, wanted)
    tracked = {number for number, item in items(wanted).items() if item.lot_tracked}
    swaps, moved = [], []
    for pick in by_lot:
        task = tasks[pick.task_id]
        allocated = known[task.lot_id or 0]
        lot = _read(pick, task, allocated, known, task.item_id in tracked)
        if lot.expires_on is not None and lot.expires_on < ctx.today:
            told = f"Lot {lot.code} expired on {lot.expires_on}: it cannot go. Report it short."
            raise RuleViolation("lot_expired", told, task=task.id)
        if lot.id != allocated.id:
            swaps.append(LotSwap(task.allocation_id or 0, lot.id, lot.code, allocated.code, pick.lot_reason.strip()))
            moved.append((task.id, lot.id))
    if swaps:
        swap_lots(ctx, sorted({task.demand_id for task in tasks.values() if task.demand_id is not None}), swaps)
        writes.update(Task, "id", ("lot_id",), moved)


def _read(
    pick: Picked, task: LockedTask, allocated: LotFacts, known: Mapping[int, LotFacts], is_tracked: bool
) -> LotFacts:
    """Give the lot that was picked."""
    code = pick.lot_code.strip()
    if not code and not is_tracked:
        return allocated
    if not code:
        raise InvalidInput("lot_missing", f"Scan or type the lot; lot {allocated.code} is allocated.", field="lot_code")
    if code.upper() == allocated.code.upper():
        return allocated
    if not pick.lot_reason.strip():
        raise RuleViolation(
            "other_lot",
            f"Lot {allocated.code} is allocated, lot {code[:60]} was read. Pick lot {allocated.code}, or say why the "
            "other one goes.",
            task=task.id,
        )
    if pick.quantity < task.quantity:
        raise RuleViolation("lot_in_part", "Another lot goes for all of a pick or for none of it.", task=task.id)
    found = next((lot for lot in known.values() if lot.item_id == task.item_id and lot.code.upper() == code.upper()),
                 None)  # fmt: skip
    if found is None:
        raise NotFound("lot_unknown", f"The item has no lot {code[:60]}.", field="lot_code")
    return found
