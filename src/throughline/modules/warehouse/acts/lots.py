"""Which lot is picked: items kept by lot name it, another than the allocated one needs a reason, no old one goes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from throughline.governance.public import load
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.modules.catalog.public import items
from throughline.modules.inventory.public import ALLOCATING, KEEPING, LotFacts, LotSwap, keeping_of, lots_of, swap_lots
from throughline.modules.warehouse.locks import LockedTask
from throughline.modules.warehouse.models import Task
from throughline.modules.warehouse.permissions import SHORTER
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

    Asked only where a task names a lot: two statements then, six more where lots are swapped.
    """
    by_lot = [pick for pick in picks if tasks[pick.task_id].lot_id is not None and pick.quantity > 0]
    if not by_lot:
        return
    wanted = {tasks[pick.task_id].item_id for pick in by_lot}
    known = lots_of(ctx, wanted)
    tracked = {number for number, item in items(wanted).items() if item.lot_tracked}
    swaps, moved, other = [], [], list[tuple[LockedTask, LotFacts, LotFacts]]()
    for pick in by_lot:
        task = tasks[pick.task_id]
        allocated = known[task.lot_id or 0]
        lot = _read(pick, task, allocated, known, task.item_id in tracked)
        if lot.expires_on is not None and lot.expires_on < ctx.today:
            told = f"Lot {lot.code} expired on {lot.expires_on}: it cannot go. Report it short."
            raise RuleViolation("lot_expired", told, task=task.id)
        if lot.id != allocated.id:
            other.append((task, lot, allocated))
            swaps.append(LotSwap(task.allocation_id or 0, lot.id, lot.code, allocated.code, pick.lot_reason.strip()))
            moved.append((task.id, lot.id))
    if swaps:
        _check_keeping(ctx, other)
        swap_lots(ctx, sorted({task.demand_id for task in tasks.values() if task.demand_id is not None}), swaps)
        writes.update(Task, "id", ("lot_id",), moved)


def _check_keeping(ctx: Ctx, swapped: Sequence[tuple[LockedTask, LotFacts, LotFacts]]) -> None:
    """Refuse lots that keep shorter than the customer asks; by policy who has the right may let them go."""
    wanted = [task.demand_id for task, _, _ in swapped if task.demand_id is not None]
    keeps = keeping_of(ctx, wanted, load(ctx, ALLOCATING, KEEPING))
    for task, lot, allocated in swapped:
        asked = keeps.get(task.demand_id or 0)
        if asked is None or lot.expires_on is None or lot.expires_on >= asked.until:
            continue
        if asked.by_reason:
            ctx.demand(SHORTER)
            continue
        raise RuleViolation(
            "lot_keeps_short",
            f"Lot {lot.code} keeps until {lot.expires_on}; {asked.rule} asks for {asked.until}. "
            f"Pick lot {allocated.code}.",
            task=task.id,
        )


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
