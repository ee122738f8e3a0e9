"""The throughline of an order: stations, bands and flags, from the ledgers of everyone on the line."""

from datetime import date
from decimal import Decimal
from typing import Literal

from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory.public import PromiseFacts
from throughline.modules.sales.ui.progress import Measure, Progress
from throughline.modules.sales.ui.sentence import sentence_of
from throughline.modules.sales.ui.words import (
    STATION_OF_STAGE,
    cause,
    exception_detail,
    exception_station,
    exception_word,
    who_decides,
)
from throughline.platform.ui import STATIONS, Flag, Leg, Station, Throughline, record_url
from throughline.platform.ui.formats import day
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.spoken import spoken

QUOTED, CONFIRMED, ALLOCATED, PICKED, SHIPPED, DELIVERED, BILLED, PAID = range(8)
WHOLE = Decimal("0.9999")
#: Exceptions about documents that hang their own flag on the line, which says more.
SHOWN_BY_ITSELF = ("waiver_waits",)


def line_of(progress: Progress, today: date, pieces: list[PromiseFacts] | None = None) -> Throughline:
    """Give the throughline of an order; `pieces` name what backorders wait for, where the reader sees flags."""
    amounts = _amounts(progress)
    shares = [_share(progress, place, amounts[place]) for place in range(8)]
    flags = _flags(progress, pieces or [])
    held = {STATION_OF_STAGE.get(hold.stage, CONFIRMED) for hold in progress.holds}
    late = {exception_station(found) for found in progress.exceptions}
    dates = _dates(progress)
    ended = progress.order.state in ("lost", "cancelled")
    stations = []
    for place, name in enumerate(STATIONS):
        share = shares[place]
        skipped = ALLOCATED <= place <= DELIVERED and not progress.has_goods
        skipped = skipped or (place == PAID and _is_free(progress))
        state = "skip" if skipped else "done" if share >= WHOLE else "part" if share > 0 else "none"
        if place in held and state != "done":
            state = "held"
        legs = [] if place == PAID or ended else _legs(progress, place, shares, held, late)
        url = _url(progress, place)
        amount = amounts[place] if place < 2 or share > 0 or progress.order.state != "quoted" else None
        stations.append(
            Station(name, state, float(share), amount, dates[place], url, legs, flags.get(place, []))  # type: ignore[arg-type]
        )
    sentence, shape, tail = sentence_of(progress, today)
    return Throughline(sentence, shape, tail, stations, progress.order.number, progress.order.currency)


def _amounts(progress: Progress) -> list[Decimal]:
    """Give the money that reached each station."""
    order = progress.order
    total = progress.total if order.state != "cancelled" else ZERO
    confirmed = total if order.state in ("confirmed", "closed") else ZERO
    reached_goods: list[Measure] = ["allocated", "picked", "gone", "delivered"]
    measures = [progress.amount(of) for of in reached_goods]
    reached = [total or order.net, confirmed, *measures, progress.billed, progress.paid]
    return [amount.quantize(Decimal("0.01")) for amount in reached]


def _share(progress: Progress, place: int, amount: Decimal) -> Decimal:
    whole = progress.goods_total if ALLOCATED <= place <= DELIVERED else progress.total
    if place == BILLED:
        amount = progress.closed
    if place == PAID:
        whole -= progress.closed - progress.billed
    if place == QUOTED:
        return Decimal(1)
    if ALLOCATED <= place <= DELIVERED and not progress.has_goods:
        return Decimal(1) if progress.order.state in ("confirmed", "closed") else ZERO
    if whole <= ZERO:
        return ZERO
    return min(Decimal(1), amount / whole)


def _is_free(progress: Progress) -> bool:
    """Say whether everything is closed and nothing of it was billed, so that there is nothing to be paid."""
    return progress.total > ZERO and progress.billed <= ZERO and progress.closed >= progress.total


def _legs(progress: Progress, place: int, shares: list[Decimal], held: set[int], late: set[int]) -> list[Leg]:
    """Account for the whole of what reached a station: what went on, and why the rest has not."""
    if place == BILLED and progress.closed > progress.billed:
        return _billed_legs(progress, shares[place], held, late)
    went, rest = min(shares[place], shares[place + 1]), max(ZERO, shares[place] - shares[place + 1])
    legs = [Leg("pass", float(went))]
    if rest <= 0 or (place == QUOTED and CONFIRMED not in held):
        return legs
    if place + 1 in held:
        return [*legs, Leg("held", float(rest))]
    if place + 1 in late:
        return [*legs, Leg("late", float(rest))]
    if place == CONFIRMED and progress.goods_total > ZERO:
        branch = min(rest, progress.amount("backorder") / progress.goods_total)
        return [*legs, Leg("off", float(branch)), Leg("wait", float(rest - branch))]
    return [*legs, Leg("wait", float(rest))]


def _billed_legs(progress: Progress, share: Decimal, held: set[int], late: set[int]) -> list[Leg]:
    """Account for what is closed: paid, left on a branch because it is never billed, and still to be paid."""
    paid, off = (one / progress.total for one in (progress.paid, progress.closed - progress.billed))
    kind: Literal["held", "late", "wait"] = "held" if PAID in held else "late" if PAID in late else "wait"
    return [Leg("pass", float(paid)), Leg("off", float(off)), Leg(kind, float(max(ZERO, share - paid - off)))]


def _dates(progress: Progress) -> list[date | str | None]:
    order, sent = progress.order, progress.shipments
    shipped = max((shipment.dispatched_on for shipment in sent), default=None)
    arrived = max((shipment.delivered_at.date() for shipment in sent if shipment.delivered_at), default=None)
    billed = max((invoice.on_date for invoice in progress.invoices), default=None)
    paid = progress.billed > 0 and progress.paid >= progress.billed
    due = None if paid or progress.due_on is None else f"due {day(progress.due_on, weekday=False)}"
    expected = (
        f"due {day(order.promised_on, weekday=False)}" if order.state == "confirmed" and order.promised_on else None
    )
    confirmed = order.confirmed_at.date() if order.confirmed_at else None
    return [order.quoted_at.date(), confirmed, None, None, shipped, arrived or expected, billed, due]


def _url(progress: Progress, place: int) -> str:
    """Give where a station leads: its document, or nothing where there is none or several without a list."""
    if place in (SHIPPED, DELIVERED) and len(progress.shipments) == 1:
        return record_url("shipments", progress.shipments[0].id)
    if place in (BILLED, PAID) and len(progress.invoices) == 1:
        return record_url("invoices", progress.invoices[0].invoice_id)
    if place in (SHIPPED, DELIVERED) and progress.shipments:
        return "#documents"
    if place in (BILLED, PAID) and (progress.invoices or progress.waived):
        return "#documents"
    return ""


def _flags(progress: Progress, pieces: list[PromiseFacts]) -> dict[int, list[Flag]]:
    """Hang holds, exceptions, backorders and goods that came back under the station they concern."""
    flags: dict[int, list[Flag]] = {}
    for hold in progress.holds:
        place = STATION_OF_STAGE.get(hold.stage, CONFIRMED)
        flags.setdefault(place, []).append(
            Flag("stop", cause(hold), [_brief(spoken(hold.message)), who_decides(hold)], "#findings")
        )
    for found in progress.exceptions:
        if found.kind in SHOWN_BY_ITSELF:
            continue
        lines = [exception_detail(found), f"{said(found.queue.capitalize())}, {said(_since(found.opened_at.date()))}"]
        flag = Flag("warn", exception_word(found), lines, record_url("exceptions", found.id))
        flags.setdefault(exception_station(found), []).append(flag)
    for place, flag in progress.flags:
        flags.setdefault(place, []).append(flag)
    branch = _backorder(progress, pieces)
    if branch:
        flags.setdefault(ALLOCATED, []).insert(0, branch)
    back, lost = progress.sums.back, progress.sums.lost
    if back > 0:
        flags.setdefault(DELIVERED, []).append(
            Flag("back", tell("{quantity} came back", quantity=trimmed(back)), ["refused, in stock again"])
        )
    if lost > 0:
        flags.setdefault(DELIVERED, []).append(
            Flag("warn", tell("{quantity} lost", quantity=trimmed(lost)), ["on the way, not billed"])
        )
    return flags


def _since(opened: date) -> str:
    return f"since {day(opened, weekday=False)}"


def _brief(message: str) -> str:
    return message if len(message) <= 60 else message.split(", ", 1)[-1].rstrip(".")


def _backorder(progress: Progress, pieces: list[PromiseFacts]) -> Flag | None:
    waiting = [one for one in progress.goods if one.backorder > ZERO]
    if not waiting:
        return None
    when = max((one.demand.expected_on for one in waiting if one.demand and one.demand.expected_on), default=None)
    total = sum((one.backorder for one in waiting), ZERO)
    unit = waiting[0].line.unit if len(waiting) == 1 and waiting[0].line.unit_factor == 1 else ""
    title = f"Backorder {trimmed(total)} {unit}".strip() if len(waiting) == 1 else f"Backorder, {len(waiting)} lines"
    labels = sorted({piece.supply_label for piece in pieces if piece.supply_label})
    source = f"from {', '.join(labels[:2])}" if labels else "no supply known"
    return Flag("branch", title, [f"promised {day(when)}" if when else "no date yet", source])
