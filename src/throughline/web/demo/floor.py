"""What the warehouse and the drivers of the demo company do: release, pick, pack, dispatch, deliver."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from throughline.modules.inventory.public import demands_by_id, open_demands
from throughline.modules.logistics.public import Load, ProofInput, dispatch_units, lines_of, prove_deliveries
from throughline.modules.warehouse.public import (
    PackLine,
    PackUnit,
    PickDone,
    confirm_picks,
    pack_goods,
    ready_tasks,
    release_demands,
    waiting_to_pack,
    waiting_units,
)
from throughline.platform.operations import Ctx, reading
from throughline.web.demo.stage import Stage

D = Decimal
#: The stages at which goods of a kept order have not left.
EARLY = ("confirmed", "released", "picked", "packed")


class Floor:
    """The floor at work; `out` are the shipments on their way, with the day they left."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.out: list[tuple[int, date]] = []

    def fulfil(self, day: date, *, short: bool = False) -> None:
        """Release, pick, pack and dispatch what is due, but for what the story keeps."""
        for site in self.stage.masters.sites:
            self._release(site, day)
            self._pick(site, short=short or self.stage.chance.random() < 0.08)
            self._pack(site)
            self._dispatch(site, day)

    def _waits(self, order: int | None, *stages: str) -> bool:
        return order is not None and self.stage.kept.get(order) in stages

    def _release(self, site: int, day: date) -> None:
        ctx = self.stage.staff["lead"]
        with reading(ctx):
            due = open_demands(ctx, site, day + timedelta(days=2), limit=400)
        demands = [d.id for d in due if d.promised > 0 and not self._waits(d.group_id, "confirmed")]
        if demands:
            self.stage.clock.on(5)
            release_demands(ctx, demands=demands)
            self.stage.react()

    def _pick(self, site: int, *, short: bool) -> None:
        ctx = self.stage.staff["picker"]
        with reading(ctx):
            waiting = ready_tasks(ctx, site_id=site, kind="pick")
        tasks = [task for task in waiting if not self._waits(task.group_id, "confirmed", "released")]
        if not tasks:
            return
        self.stage.clock.on(35)
        missed = self.stage.chance.choice(tasks).id if short else None
        picks = [
            PickDone(
                t.id, D(int(t.quantity / 2)) if t.id == missed else t.quantity, "not found" if t.id == missed else ""
            )
            for t in tasks
        ]
        confirm_picks(ctx, picks=picks).unrefused()
        self.stage.react()

    def _pack(self, site: int) -> None:
        ctx = self.stage.staff["picker"]
        with reading(ctx):
            waiting = waiting_to_pack(ctx, site)
        by_order: dict[int | None, list[PackLine]] = defaultdict(list)
        for row in waiting:
            if not self._waits(row.group_id, "confirmed", "released", "picked"):
                by_order[row.group_id].append(PackLine(row.demand_id, row.picked - row.packed))
        if by_order:
            self.stage.clock.on(15)
            pack_goods(ctx, units=[PackUnit(lines) for lines in by_order.values()]).unrefused()

    def _dispatch(self, site: int, day: date) -> None:
        ctx = self.stage.staff["transport"]
        with reading(ctx):
            contents = waiting_units(ctx, site)
            orders = {d.id: d.group_id for d in demands_by_id(ctx, {row.demand_id for row in contents}).values()}
        units = sorted({row.handling_unit_id for row in contents if not self._waits(orders[row.demand_id], *EARLY)})
        if not units:
            return
        self.stage.clock.on(40)
        takes = ("", "", "Own van", "")  # a quarter goes with the own van, whatever the orders say
        loads = [Load([unit], self.stage.chance.choice(takes), f"TRK{900000 + unit}") for unit in units]
        self.out += [(number, day) for number in dispatch_units(ctx, loads=loads).documents()]
        self.stage.react()

    def prove_due(self, day: date) -> None:
        """Record proof of what left before a day."""
        ctx = self.stage.staff["transport"]
        arrived = [number for number, left in self.out if left < day]
        self.out = [(number, left) for number, left in self.out if left >= day]
        if not arrived:
            return
        self.prove(ctx, arrived, refuse=self.stage.chance.random() < 0.12)

    def prove(self, ctx: Ctx, shipments: Iterable[int], *, refuse: bool) -> None:
        """Record proof of delivery, with part of one line refused where wanted."""
        arrived = list(shipments)
        with reading(ctx):
            lines = lines_of(ctx, arrived)
        back = self.stage.chance.choice(lines) if refuse else None
        proofs = [
            ProofInput(
                number,
                signer=self.stage.chance.choice(("J. Berg", "M. Laurent", "A. Smith", "K. de Groot")),
                note="Packaging damaged" if back and back.shipment_id == number else "",
                refused={back.id: max(D(1), D(int(back.quantity / 3)))} if back and back.shipment_id == number else {},
            )
            for number in arrived
        ]
        prove_deliveries(ctx, proofs=proofs).unrefused()
        self.stage.react()
