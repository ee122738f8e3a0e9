"""The sentence that stands first on an order: what stops it or how it stands, then what follows elsewhere."""

from datetime import date

from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.sales.ui.progress import Progress
from throughline.modules.sales.ui.words import STATION_OF_STAGE, cause, exception_said, inside
from throughline.platform.ui import STATIONS
from throughline.platform.ui.formats import day, money, occurred, percent
from throughline.platform.ui.sentences import said, tell, tell_count
from throughline.platform.ui.spoken import spoken
from throughline.platform.ui.values import Shape


def sentence_of(progress: Progress, today: date) -> tuple[str, Shape, str]:
    """Give sentence, shape and tail."""
    order, tail = progress.order, _tail(progress)
    if order.state == "lost":
        return "Lost.", "ring", order.closed_reason
    if order.state == "cancelled":
        return "Cancelled.", "ring", order.closed_reason
    if progress.holds:
        hold = progress.holds[0]
        station = STATIONS[STATION_OF_STAGE.get(hold.stage, 1)]
        amount = money(progress.total, order.currency)
        more = f" {tell('{count} more.', count=len(progress.holds) - 1)}" if len(progress.holds) > 1 else ""
        first = tell(
            "Stopped at {station}: {cause}, {amount} waiting since {since}.",
            station=said(station),
            cause=inside(cause(hold)),
            amount=amount,
            since=occurred(hold.placed_at),
        )
        return first, "octagon", f"{spoken(hold.message)}{more}"
    if progress.exceptions:
        found = progress.exceptions[0]
        return f"{exception_said(found)}.", "triangle", tail
    if order.state == "quoted":
        return (
            "Quoted, not confirmed.",
            "ring",
            tell("Wanted for {when}. Nothing is promised yet.", when=day(order.requested_on)),
        )
    return (*_progress(progress, today), tail)


def _progress(progress: Progress, today: date) -> tuple[str, Shape]:
    order, total = progress.order, progress.goods_total
    if progress.total > ZERO and progress.closed >= progress.total:
        return _paid(progress, today)
    gone, delivered = progress.amount("gone"), progress.amount("delivered")
    if order.promised_on and order.promised_on < today and gone < total:
        return f"Late: promised {day(order.promised_on)}, {percent(gone / total, 0)} has left.", "triangle"
    if total > ZERO and delivered >= total:
        return f"Delivered, {money(progress.total - progress.closed, order.currency)} to bill.", "half"
    if gone > ZERO:
        where = "On its way" if gone >= total else f"Part shipped, {percent(gone / total, 0)}"
        return f"{where}: {money(gone - delivered, order.currency)} not yet proved.", "half"
    allocated, picked = progress.amount("allocated"), progress.amount("picked")
    if allocated > ZERO:
        if picked >= total:
            return "Picked, ready to be packed and dispatched.", "half"
        if not picked:
            return "Released, nothing is picked yet.", "half"
        return f"Released: {percent(picked / total, 0)} of it is picked.", "half"
    if total > ZERO and order.promised_on:
        return f"Confirmed, promised for {day(order.promised_on)}.", "ring"
    return "Confirmed, without a date for all of it." if total > ZERO else "Confirmed.", "ring"


def _paid(progress: Progress, today: date) -> tuple[str, Shape]:
    currency = progress.order.currency
    given_up = money(progress.waived, currency)
    if progress.billed <= ZERO:
        told = tell("Never billed: {amount} given up.", amount=given_up)
        return told if progress.waived else "Taken back before it was billed.", "disc"
    if progress.paid >= progress.billed:
        told = tell("Paid in full, {amount} never billed.", amount=given_up)
        return told if progress.waived else "Paid in full.", "disc"
    open_amount = sum((item.balance for item in progress.items.values()), ZERO)
    if any(item.disputed for item in progress.items.values()):
        return f"Billed and disputed: {money(open_amount, currency)} open.", "triangle"
    due = progress.due_on
    if due is not None and due < today:
        return f"Overdue since {day(due)}: {money(open_amount, currency)} open.", "triangle"
    return f"Billed, {money(open_amount, currency)} due {day(due)}.", "half"


def _tail(progress: Progress) -> str:
    waiting = [one for one in progress.goods if one.backorder > ZERO]
    if not waiting:
        return ""
    days = [one.demand.expected_on for one in waiting if one.demand]
    when = max((day_ for day_ in days if day_), default=None) if None not in days else None
    what = (
        f"{trimmed(sum((one.backorder for one in waiting), ZERO))} {waiting[0].line.item_code}"
        if len(waiting) == 1
        else tell_count(len(waiting), "{count} line", "{count} lines")
    )
    if when is None:
        return tell("A supply without date is awaited: {what}.", what=what)
    return tell("The rest follows {when}: {what}.", when=day(when), what=what)
