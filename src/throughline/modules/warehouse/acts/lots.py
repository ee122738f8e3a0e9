"""Which lot is picked: items kept by lot name it, another than the allocated one needs a reason, no old one goes."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Protocol, TypeVar

from throughline.governance.public import load
from throughline.kernel.errors import DomainError, InvalidInput, NotFound, RuleViolation
from throughline.kernel.quantity import trimmed
from throughline.modules.catalog.public import items
from throughline.modules.inventory.public import (
    ALLOCATING,
    KEEPING,
    Claims,
    Keeps,
    LotFacts,
    LotSwap,
    keeping_of,
    lots_of,
    swap_lots,
)
from throughline.modules.warehouse.locks import LockedTask
from throughline.modules.warehouse.models import Task
from throughline.modules.warehouse.permissions import SHORTER
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, Sifted


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


P = TypeVar("P", bound=Picked)
Named = Callable[[Picked], tuple[int, str]]


@dataclass(frozen=True, slots=True)
class _Lots:
    """The lots of the items that are picked, and which of the items are kept by lot."""

    tasks: Mapping[int, LockedTask]
    known: Mapping[int, LotFacts]
    tracked: Collection[int]

    def allocated(self, pick: Picked) -> LotFacts:
        """Give the lot that is allocated."""
        return self.known[self.tasks[pick.task_id].lot_id or 0]

    def picked(self, pick: Picked) -> LotFacts | None:
        """Give the lot that goes, if the task names one and anything goes; refuse what cannot."""
        task = self.tasks[pick.task_id]
        if task.lot_id is None or not pick.quantity:
            return None
        return _read(pick, task, self.allocated(pick), self.known, task.item_id in self.tracked)

    def is_other(self, pick: Picked) -> bool:
        """Whether another lot goes than the allocated one."""
        lot = self.picked(pick)
        return lot is not None and lot.id != self.allocated(pick).id


def settle_lots(
    ctx: Ctx, judged: Sifted[P], tasks: Mapping[int, LockedTask], claims: Claims, named: Named
) -> tuple[Sifted[P], Claims]:
    """Judge the lots that were read, and let the claims stand on those that go instead of the allocated ones.

    Asked only where a task names a lot: two statements then, six more where lots are swapped. Comes last of all that
    may refuse a pick. Gives the picks that go, and the claims as they stand then.
    """
    wanted = {task.item_id for pick in judged.sound.values() for task in [tasks[pick.task_id]]
              if task.lot_id is not None and pick.quantity > 0}  # fmt: skip
    if not wanted:
        return judged, claims
    known = lots_of(ctx, wanted)
    lots = _Lots(tasks, known, {number for number, item in items(wanted).items() if item.lot_tracked})
    judged = judged.again(partial(_in_date, ctx, lots), named)
    if not any(lots.is_other(pick) for pick in judged.sound.values()):
        return judged, claims
    other = [tasks[pick.task_id].demand_id or 0 for pick in judged.sound.values() if lots.is_other(pick)]
    keeps = keeping_of(ctx, other, load(ctx, ALLOCATING, KEEPING))
    judged = judged.again(partial(_keeping, ctx, lots, keeps), named)
    swaps = {
        pick.task_id: LotSwap(tasks[pick.task_id].allocation_id or 0, lot.id, lot.code, lots.allocated(pick).code,
                              pick.lot_reason.strip())
        for pick in judged.sound.values()
        if lots.is_other(pick) and (lot := lots.picked(pick)) is not None
    }  # fmt: skip
    if not swaps:
        return judged, claims
    swapped = swap_lots(ctx, claims, list(swaps.values()))
    judged = judged.again(partial(_free, tasks, swapped.refused), named)
    moved = [(task, swap.lot_id) for task, swap in swaps.items() if swap.allocation_id not in swapped.refused]
    writes.update(Task, "id", ("lot_id",), moved)
    return judged, swapped.claims


def _in_date(ctx: Ctx, lots: _Lots, pick: P) -> P:
    """Refuse a lot that is not there, not the allocated one without a reason, or too old."""
    lot = lots.picked(pick)
    if lot is not None and lot.expires_on is not None and lot.expires_on < ctx.today:
        told = f"Lot {lot.code} expired on {lot.expires_on}: it cannot go. Report it short."
        raise RuleViolation("lot_expired", told, field="lot_code", task=pick.task_id)
    return pick


def _keeping(ctx: Ctx, lots: _Lots, keeps: Mapping[int, Keeps], pick: P) -> P:
    """Refuse a lot that keeps shorter than the customer asks; by policy who has the right may let it go."""
    if not lots.is_other(pick):
        return pick
    lot, asked = lots.picked(pick), keeps.get(lots.tasks[pick.task_id].demand_id or 0)
    if asked is None or lot is None or lot.expires_on is None or lot.expires_on >= asked.until:
        return pick
    if asked.by_reason:
        ctx.demand(SHORTER)
        return pick
    raise RuleViolation(
        "lot_keeps_short",
        f"Lot {lot.code} keeps until {lot.expires_on}; {asked.rule} asks for {asked.until}. "
        f"Pick lot {lots.allocated(pick).code}.",
        field="lot_code",
        task=pick.task_id,
    )


def _free(tasks: Mapping[int, LockedTask], refused: Mapping[int, DomainError], pick: P) -> P:
    trouble = refused.get(tasks[pick.task_id].allocation_id or 0)
    if trouble is not None:
        raise trouble
    return pick


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
            field="lot_code",
            task=task.id,
        )
    if pick.quantity < task.quantity:
        told = (
            f"Another lot goes for all of a pick or for none of it: pick {trimmed(task.quantity)} of lot {code[:60]}."
        )
        raise RuleViolation("lot_in_part", told, field="lot_code", task=task.id)
    found = next((lot for lot in known.values() if lot.item_id == task.item_id and lot.code.upper() == code.upper()),
                 None)  # fmt: skip
    if found is None:
        raise NotFound("lot_unknown", f"The item has no lot {code[:60]}; pick lot {allocated.code}.", field="lot_code")
    return found
