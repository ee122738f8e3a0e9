"""The Now of an order or a line in one status, the worst first: hold, then exception, then progress."""

from datetime import date

from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.sales.ui.progress import LineProgress, Progress
from throughline.modules.sales.ui.words import exception_word, held_word
from throughline.platform.ui import Status, disc, half, octagon, ring, triangle
from throughline.platform.ui.formats import day, percent


def now_of(progress: Progress, today: date) -> Status:
    """Say how an order stands."""
    order = progress.order
    if order.state in ("lost", "cancelled"):
        return ring(order.state.capitalize())
    if progress.holds:
        return octagon(held_word(progress.holds[0]))
    if progress.exceptions:
        return triangle(exception_word(progress.exceptions[0]))
    if order.state == "quoted":
        return ring("Quoted")
    return _money(progress, today) or _goods(progress, today)


def _money(progress: Progress, today: date) -> Status | None:
    """Say how the money stands, once everything is billed."""
    if progress.total <= ZERO or progress.closed < progress.total:
        return None
    if progress.paid >= progress.billed:
        return disc("Closed")
    if any(item.disputed for item in progress.items.values()):
        return triangle("Disputed")
    due = progress.due_on
    if due is not None and due < today:
        return triangle(f"Overdue {(today - due).days} d")
    if progress.paid > ZERO:
        return half("Partly paid")
    return half(f"Billed, due {day(due, weekday=False)}" if due else "Billed")


def _goods(progress: Progress, today: date) -> Status:
    """Say how the goods stand."""
    total = progress.goods_total
    gone, delivered = progress.amount("gone"), progress.amount("delivered")
    promised = progress.order.promised_on
    if promised is not None and promised < today and gone < total:
        return triangle(f"Late {(today - promised).days} d")
    if total > ZERO and delivered >= total:
        return half("Delivered")
    if gone > ZERO:
        return half("Shipped" if gone >= total else "Part shipped")
    picked, allocated = progress.amount("picked"), progress.amount("allocated")
    if total > ZERO and allocated > ZERO:
        if picked >= total:
            return half("Picked")
        return half(f"Released, {percent(picked / total, 0)} picked" if picked else "Released")
    if progress.amount("backorder") > ZERO:
        return half("Part backorder" if progress.amount("backorder") < total else "Backorder")
    return ring("Confirmed")


def line_now(one: LineProgress, progress: Progress, today: date) -> Status:
    """Say how one line stands."""
    line, order = one.line, progress.order
    if one.wanted == 0:
        return ring("Cancelled")
    if order.state in ("quoted", "lost"):
        hold = next((h for h in progress.holds if h.facts.get("line") in (line.line_no, None)), None)
        return octagon(held_word(hold)) if hold else ring(order.state.capitalize())
    subject = ("sales.order_line", line.id)
    trouble = next((e for e in progress.exceptions if (e.subject_kind, e.subject_id) == subject), None)
    if trouble:
        return triangle(exception_word(trouble))
    if one.closed >= one.wanted:
        return half("Billed") if one.billed else disc("Never billed" if one.waived else "Taken back")
    return _line_goods(one, today) if line.is_stocked else ring("Confirmed")


def _line_goods(one: LineProgress, today: date) -> Status:
    """Say how the goods of one line stand, the farthest station first, what is missing before what is done."""
    if one.delivered >= one.wanted:
        return half("Delivered")
    if one.backorder > ZERO:
        when = one.demand.expected_on if one.demand else None
        quantity = trimmed(one.backorder)
        return half(f"{quantity} follow {day(when, weekday=False)}" if when else f"{quantity} without date")
    if one.gone < one.wanted and one.line.promised is not None and one.line.promised < today:
        return triangle("Late")
    steps = (
        (one.gone >= one.wanted, "Shipped"),
        (one.gone > ZERO, "Part shipped"),
        (one.picked >= one.wanted, "Picked"),
        (one.allocated >= one.wanted, "Released"),
        (one.allocated > ZERO, "Part released"),
    )
    word = next((word for reached, word in steps if reached), "")
    return half(word) if word else ring("Confirmed")
