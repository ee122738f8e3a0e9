"""The line through the product's operations, from quote to posted invoice."""

from collections import defaultdict

from throughline.cli.benching.company import Stage
from throughline.cli.benching.figures import Figures
from throughline.governance.public import Duty
from throughline.modules.billing.public import events_of_threads, run_billing
from throughline.modules.inventory.public import DemandFacts, demands_of
from throughline.modules.logistics.public import Load, ProofInput, dispatch_units, prove_deliveries
from throughline.modules.sales.public import confirm_orders, lines_of, quote_orders
from throughline.modules.warehouse.public import (
    PackLine,
    PackUnit,
    PickDone,
    confirm_picks,
    pack_goods,
    ready_tasks,
    release_demands,
)
from throughline.platform.operations import Versioned, reading

STEPS = ("quote", "confirm", "release", "pick", "pack", "dispatch", "prove", "bill")


def run(stage: Stage, figures: Figures) -> None:
    """Take a set of orders the whole way, a step an operation; what lies between is reading and not counted."""
    desk, floor, clerk = (stage.as_(duty) for duty in (Duty.ORDER_ENTRY, Duty.SHIPPING, Duty.BILLING))
    quotes = stage.quotes(figures.orders)
    with figures.step("quote"):
        orders = quote_orders(desk, quotes=quotes).documents()
    with figures.step("confirm"):
        confirmed = confirm_orders(desk, orders=[Versioned(order) for order in orders])
    assert len(confirmed.done) == figures.orders, "an order of the bench was not confirmed"
    with reading(floor):
        lines = lines_of(floor, orders)
        demands = list(demands_of(floor, "sales.order_line", [line.id for line in lines]).values())
    with figures.step("release"):
        release_demands(floor, demands=[demand.id for demand in demands])
    with reading(floor):
        tasks = ready_tasks(floor, demands=[demand.id for demand in demands], limit=len(demands) * 2)
    with figures.step("pick"):
        confirm_picks(floor, picks=[PickDone(task.id, task.quantity) for task in tasks]).unrefused()
    units = _cartons(demands)
    with figures.step("pack"):
        packed = pack_goods(floor, units=units).unrefused().documents()
    with figures.step("dispatch"):
        shipments = dispatch_units(floor, loads=[Load([unit]) for unit in packed]).documents()
    with figures.step("prove"):
        prove_deliveries(floor, proofs=[ProofInput(shipment) for shipment in shipments]).unrefused()
    with reading(clerk):
        due = events_of_threads(clerk, sorted({demand.thread_id or 0 for demand in demands}))
    with figures.step("bill"):
        billed = run_billing(clerk, events=due)
    assert len(billed.done) == figures.orders, "an order of the bench was not billed"


def _cartons(demands: list[DemandFacts]) -> list[PackUnit]:
    by_order: dict[int | None, list[PackLine]] = defaultdict(list)
    for demand in demands:
        by_order[demand.group_id].append(PackLine(demand.id, demand.quantity))
    return [PackUnit(lines) for lines in by_order.values()]
