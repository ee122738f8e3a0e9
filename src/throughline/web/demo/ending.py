"""The last day of the demo company: what is found on the desks today, one of every state."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from throughline.modules.inventory.public import (
    Adjustment,
    adjust_stock,
    balances_of,
    demands_of,
    expect_supplies,
    places_by_code,
)
from throughline.modules.logistics.public import BackInput, LossInput, bring_back, record_losses, shipments
from throughline.modules.logistics.public import lines_of as lines_of_shipments
from throughline.modules.parties.public import block_customer
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns
from throughline.modules.sales.public import LineInput, QuoteInput, cancel_lines, lines_of, quote_orders
from throughline.modules.settlement.public import open_items_of, set_disputes
from throughline.modules.warehouse.public import (
    WaveInput,
    confirm_put_backs,
    plan_waves,
    ready_tasks,
    release_waves,
)
from throughline.platform.operations import reading
from throughline.web.demo.days import Days
from throughline.web.demo.names import NAMES

D = Decimal
STAGES = ("confirmed", "released", "picked", "packed", "dispatched")


def tell_ending(days: Days, today: date) -> None:
    """Leave orders at every stage, and everything that stops one."""
    _stages(days, today)
    _held(days, today)
    _slipped(days, today)
    days.floor.fulfil(today, short=True)
    _cancelled(days)
    _refused(days)
    _returned(days)
    _counted(days)
    _money(days)
    _waved(days, today)


def _stages(days: Days, today: date) -> None:
    """Take orders that stop at each stage, and leave some as quotes."""
    for place in range(10):
        chosen = days.chance.sample(days.masters.items, 3)
        lines = [LineInput(item.id, D(max(1, item.usual // 12))) for item in chosen]
        party = days.masters.customers[NAMES[20 + place]]
        quote = QuoteInput(party, days.masters.sites[0], lines, today + timedelta(days=1), f"PO{4400 + place}")
        (number,) = quote_orders(days.staff["desk"], quotes=[quote]).documents()
        if place < 2 * len(STAGES):
            days.kept[number] = STAGES[place % len(STAGES)]
            days.confirm([number])
    for place in range(4):
        item = days.masters.items[place * 9]
        party = days.masters.customers[NAMES[30 + place]]
        quote = QuoteInput(
            party, days.masters.sites[0], [days.line(item)], today + timedelta(days=4), f"RFQ {88 + place}"
        )
        quote_orders(days.staff["desk"], quotes=[quote])


def _held(days: Days, today: date) -> None:
    """Run into every check: credit, margin, discount, customer PO."""
    motor = next(item for item in days.masters.items if item.code == "GM-110-56")
    belt = next(item for item in days.masters.items if item.code == "SPA-1800")
    tries = (
        (NAMES[2], LineInput(motor.id, D(9)), "P-77131"),
        (NAMES[9], LineInput(motor.id, D(5)), "BC-26-1187"),
        (NAMES[5], LineInput(belt.id, D(24), unit_price=(belt.cost * D("1.08")).quantize(D("0.01"))), "AUB-0921"),
        (NAMES[7], LineInput(belt.id, D(60), discount_percent=D(22)), "30011784"),
        (NAMES[4], LineInput(belt.id, D(12)), ""),
    )
    for name, line, po in tries:
        party = days.masters.customers[name]
        quote = QuoteInput(party, days.masters.sites[0], [line], today + timedelta(days=2), po)
        days.confirm(quote_orders(days.staff["desk"], quotes=[quote]).documents())
        days.clock.on(9)


def _slipped(days: Days, today: date) -> None:
    """Promise from an arrival, then let the supplier be late."""
    site = days.masters.sites[0]
    item = next(one for one in days.masters.items if one.code == "GM-400-56")
    due = today + timedelta(days=6)
    supply = days.supply.expect(site, item, due, D(40))
    expect_supplies(days.staff["buyer"], supplies=[supply])
    days.react()
    for name, quantity in ((NAMES[0], 12), (NAMES[21], 3), (NAMES[23], 2), (NAMES[14], 6)):
        lines = [LineInput(item.id, D(quantity)), days.line(days.masters.items[4])]
        quote = QuoteInput(days.masters.customers[name], site, lines, today + timedelta(days=7), "4500731190")
        days.confirm(quote_orders(days.staff["desk"], quotes=[quote]).documents())
    late = replace(supply, due_on=due + timedelta(days=9))
    expect_supplies(days.staff["buyer"], supplies=[late])
    days.react()


def _cancelled(days: Days) -> None:
    """Cancel parts of orders that are picked: one put back already, one still to do."""
    desk, floor = days.staff["desk"], days.staff["picker"]
    picked = [number for number, stage in days.kept.items() if stage == "picked"]
    for number in picked:
        with reading(desk):
            lines = lines_of(desk, [number])
            demands = demands_of(desk, "sales.order_line", [line.id for line in lines])
        line = next((one for one in lines if one.id in demands and demands[one.id].picked > 0), None)
        if line is None:
            continue
        quantity = max(D(1), D(int(line.quantity_stock / 2)))
        cancel_lines(desk, orders=[number], quantities={line.id: quantity}, reason="Customer reduced the order")
        days.react()
        if number == picked[0]:
            with reading(floor):
                tasks = ready_tasks(floor, kind="put_back", demands=[demands[line.id].id])
            if tasks:
                confirm_put_backs(floor, tasks=[task.id for task in tasks]).unrefused()
                days.react()


def _refused(days: Days) -> None:
    """Deliver some of what left today: one is refused in part, of an earlier one goods are back, one is lost."""
    ctx = days.staff["transport"]
    sent = [number for number, _ in days.floor.out]
    for place, number in enumerate(sent[: len(sent) // 2]):
        days.floor.prove(ctx, [number], refuse=place < 2)
        if place == 1:
            with reading(ctx):
                known = shipments(ctx, [number])
            if known[number].state in ("short", "delivered_short", "failed"):
                bring_back(ctx, goods=[BackInput(number)]).unrefused()
                days.react()
    for number in sent[len(sent) // 2 :][:1]:
        loss = LossInput(number, "Parcel not found", "DHL", "CL-20417")
        record_losses(days.staff["stock"], losses=[loss]).unrefused()
        days.react()


def _returned(days: Days) -> None:
    """Take goods back that were delivered and billed: one to stock, one damaged."""
    ctx = days.staff["dock"]
    with reading(ctx):
        sent = shipments(ctx, range(1, 400))
        known = [one for one in sent.values() if one.state == "delivered"][-30::12]
        lines = lines_of_shipments(ctx, [one.id for one in known])
    for place, shipment in enumerate(known):
        line = next(one for one in lines if one.shipment_id == shipment.id)
        status, reason = ("available", "Ordered too much") if place else ("damaged", "Damaged in transport")
        part = max(D(1), D(int(line.accepted / 3)))
        back = ReturnInput([ReturnLineInput(line.id, part, status=status)], reason)
        receive_returns(ctx, returns=[back]).unrefused()
        days.react()


def _counted(days: Days) -> None:
    """Miss goods in two bins: the few are booked, those worth more than one books alone wait for another person."""
    ctx, site = days.staff["stock"], days.masters.sites[0]
    with reading(ctx):
        places = places_by_code(ctx, site)
        lying = [(item, one) for item in days.masters.items for one in balances_of(ctx, item.id)]
    free = [
        (item, one)
        for item, one in lying
        if one.site_id == site and one.location_code in places and one.status == "available" and not one.reserved
    ]
    for worth in (D(60), D(900)):
        item, found = next((item, one) for item, one in free if one.on_hand * item.cost > 2 * worth > 2 * item.cost)
        missing = Adjustment(site, places[found.location_code], item.id, -D(int(worth / item.cost)))
        adjust_stock(ctx, adjustments=[missing], reason="Not found when the aisle was tidied")
        days.react()


def _money(days: Days) -> None:
    """Dispute an open item, and stop a customer's invoices."""
    ctx = days.staff["credit"]
    for name in NAMES[3:12]:
        with reading(ctx):
            owed = [item for item in open_items_of(ctx, days.masters.customers[name]) if item.balance > 0]
        if owed:
            set_disputes(ctx, items=[owed[0].id], disputed=True, reason="Customer says two boxes were missing")
            break
    party = days.masters.customers[NAMES[12]]
    block_customer(days.staff["masters"], party_id=party, block="invoice", reason="Awaits a new VAT number")


def _waved(days: Days, today: date) -> None:
    """Gather orders of a carrier in two waves: one is on the floor, one waits for tomorrow morning."""
    lead, site, waves = days.staff["lead"], days.masters.sites[0], list[int]()
    for name, first in (("DPD 16:30", 36), ("DPD tomorrow", 39)):
        orders = []
        for place in range(first, first + 3):
            items = days.masters.items[place % 20 : place % 20 + 3]
            lines = [LineInput(item.id, D(max(1, item.usual // 15))) for item in items]
            party, po = days.masters.customers[NAMES[place % len(NAMES)]], f"PO{4600 + place}"
            quote = QuoteInput(party, site, lines, today + timedelta(days=2), po, carrier_service="DPD")
            orders += quote_orders(days.staff["desk"], quotes=[quote]).documents()
        days.confirm(orders)
        with reading(lead):
            refs = [line.id for line in lines_of(lead, orders)]
            demands = [demand.id for demand in demands_of(lead, "sales.order_line", refs).values()]
        cut_off = datetime.combine(today + timedelta(days=len(waves)), time(16, 30), UTC)
        wave = WaveInput(site, name, demands, cut_off=cut_off, carrier="DPD")
        waves += plan_waves(lead, waves=[wave]).documents()
    release_waves(lead, waves=waves[:1])
    days.react()
