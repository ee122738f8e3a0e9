"""Why this price, this date, these bins: the answers behind the values of an order's lines."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.kernel.errors import NotFound
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory.public import PromiseFacts, allocated_of, demands_of, promises_of
from throughline.modules.sales.permissions import READ
from throughline.modules.sales.queries.orders import OrderLineFacts, lines_by_id, promise_changes
from throughline.modules.sales.ui.carriers import explain_carrier
from throughline.platform.operations import Ctx
from throughline.platform.ui import Candidate, Why, WhyAnswer
from throughline.platform.ui.formats import day, price, quantity
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.spoken import spoken
from throughline.platform.ui.why import Foot

LINE = "sales.order_line"
SOURCES = {"stock": "From stock", "supply": "From a supply", "none": "Nothing in sight"}


def _rule(winner: Mapping[str, Any]) -> str:
    """Say which price of a list or contract won; what was kept as a phrase once is shown as it was."""
    priced = winner.get("priced")
    if priced is None:
        return str(said(winner.get("rule", "")))
    told = {"price": price(Decimal(priced["price"])), "unit": said(priced["unit"])}
    if "from" not in priced:
        return tell("{price} per {unit}", **told)
    start = quantity(Decimal(priced["from"]))
    return tell("{price} per {unit} from {quantity} {same}", quantity=start, same=told["unit"], **told)


def _line(ctx: Ctx, id: int) -> OrderLineFacts:
    found = lines_by_id(ctx, [id])
    if id not in found:
        raise NotFound("line_unknown", f"There is no order line {id}.", line=id)
    return found[id]


def explain_price(ctx: Ctx, id: int) -> WhyAnswer:
    """Say where the price of a line comes from and what else was weighed."""
    line = _line(ctx, id)
    why = line.price_why
    winner = why.get("winner")
    value = price(line.unit_price)
    sentences, candidates = [], []
    if line.price_source == "manual":
        sentences.append(f"The price was entered by hand: {price(line.entered_price)} per {line.unit}.")
        candidates.append(Candidate(True, price(line.entered_price), "Entered by hand"))
    if winner:
        values = {"name": said(winner["name"]), "rule": _rule(winner)}
        sentences.append(
            tell("{name} gives {rule} until {until}.", until=spoken(winner["until"]), **values)
            if winner.get("until")
            else tell("{name} gives {rule}.", **values)
        )
        name = winner["name"]
        by_hand = line.price_source == "manual"
        detail = "replaced by hand" if by_hand else _rule(winner)
        candidates.append(Candidate(not by_hand, spoken(winner["value"]), name, detail))
    if line.discount_percent:
        sentences.append(f"{trimmed(line.discount_percent)} % discount on {price(line.entered_price)} makes {value}.")
    candidates += [
        Candidate(False, spoken(one["value"]), one["name"], one["reason"]) for one in why.get("rejected", [])
    ]
    if not sentences:
        sentences.append("No list or contract prices this item for this customer.")
    count = why.get("candidates", 0)
    return WhyAnswer(
        "Why is the price",
        sentences,
        candidates,
        Foot(f"{count} prices were weighed when the line was priced"),
        value=value,
    )


def explain_promise(ctx: Ctx, id: int) -> WhyAnswer:
    """Say from what a line is promised, for when, and how the date moved."""
    line = _line(ctx, id)
    value = day(line.promised)
    demand = demands_of(ctx, LINE, [id]).get(id)
    if demand is None:
        text = (
            "Services are promised for the day they are wanted."
            if not line.is_stocked
            else "Nothing is promised before the quote is confirmed."
        )
        return WhyAnswer("Why is the promise", [text], value=value)
    pieces = promises_of(ctx, [demand.id])
    sentences = []
    if demand.issued or demand.allocated:
        sentences.append(
            f"{trimmed(demand.allocated + demand.issued)} of {trimmed(demand.quantity)} are allocated or gone already."
        )
    for piece in pieces:
        if piece.source == "stock":
            sentences.append(
                f"{trimmed(piece.quantity)} are promised from stock; {piece.why.get('free', '?')} were free then."
            )
            sentences += _short_lots(piece.why) + _later(piece.why)
        elif piece.source == "supply":
            sentences.append(
                f"{trimmed(piece.quantity)} are pegged to {piece.supply_label}, due {day(piece.supply_due_on)}."
            )
            sentences += _short_lots(piece.why)
        else:
            sentences += [_uncovered(piece), *_short_lots(piece.why)]
    candidates = [
        Candidate(
            True, f"{trimmed(p.quantity)}, {day(p.expected_on)}", p.supply_label or SOURCES[p.source], SOURCES[p.source]
        )
        for p in pieces
    ]
    for _, before, after, reason, at in promise_changes(ctx, [id]):
        candidates.append(Candidate(False, day(before), f"until {day(at)}", f"moved to {day(after)}: {reason}"))
    foot = f"requested {day(line.requested_on)}, first promise {day(line.promised_original)}"
    return WhyAnswer("Why is the promise", sentences or ["The line is complete."], candidates, Foot(foot), value=value)


def _uncovered(piece: PromiseFacts) -> str:
    """Say that nothing is in sight, and where the date comes from all the same."""
    what, days = trimmed(piece.quantity), piece.why.get("lead_time_days")
    if piece.expected_on is None:
        return tell("Nothing known covers {quantity}, and no policy gives a lead time: it has no date.", quantity=what)
    if days is None:
        return f"Nothing known covers {what}; the lead time of policy sets the date."
    return tell(
        "Nothing known covers {quantity}; {policy} gives {days} working days from {day}.",
        quantity=what,
        policy=said(piece.why["policy"]),
        days=days,
        day=day(date.fromisoformat(piece.why["from"])),
    )


def _short_lots(why: Mapping[str, Any]) -> list[str]:
    """Say what of the free goods could not be promised because its lots keep too short for the customer."""
    short = Decimal(why.get("keeps_short", "0"))
    if not short:
        return []
    until = day(date.fromisoformat(why["keeps_until"]))
    return [f"Of what was free, {trimmed(short)} would not keep until {until}, as is asked for here."]


def _later(why: Mapping[str, Any]) -> list[str]:
    """Say what made goods leave later than on the day of the order."""
    told = []
    if "cut_off" in why:
        told.append(f"It was ordered after the cut-off of {why['cut_off']}, so it counts from the next working day.")
    if "handling_days" in why:
        told.append(f"The site needs {why['handling_days']} working days to send it.")
    return told


def _in_line(rank: int, due: str, why: Mapping[str, Any]) -> str:
    """Say where a line stood: by rank and date, or by when its goods leave with their carrier."""
    if not why:
        return f"Rank {rank}, due {due}: who is first in line is served first."
    leaves = f"it leaves on {day(date.fromisoformat(why['ship_on']))} by {why['cut_off']}"
    if why["line"] == "cut_off":
        return f"Policy serves first what leaves first, whatever its rank: {leaves}."
    return f"Rank {rank}: among equals in rank policy serves first what leaves first, and {leaves}."


def explain_allocation(ctx: Ctx, id: int) -> WhyAnswer:
    """Say which bins and lots a line was given, and why those."""
    line = _line(ctx, id)
    demand = demands_of(ctx, LINE, [id]).get(id)
    if demand is None:
        return WhyAnswer("Why these bins", ["Nothing is allocated for this line."])
    parts = allocated_of(ctx, [demand.id])
    sentences = [_in_line(demand.rank, day(demand.due_on), next((p.why for p in parts if p.why.get("line")), {}))]
    if demand.issued:
        sentences.append(f"{trimmed(demand.issued)} have left already.")
    candidates = [
        Candidate(
            not part.is_cancelled,
            trimmed(part.quantity),
            f"{part.location_code}{f', lot {part.lot_code}' if part.lot_code else ''}",
            "cancelled, waits for its put-back"
            if part.is_cancelled
            else "picked"
            if part.is_picked
            else "to be picked",
        )
        for part in parts
    ]
    sentences += [
        f"Lot {part.lot_code} goes instead of lot {part.why['instead_of_lot']}: {part.why.get('because', '')}."
        for part in parts
        if "instead_of_lot" in part.why
    ]
    first = next((part.why for part in parts if part.why), {})
    method = ", ".join(f"{key} {value}" for key, value in first.items() if isinstance(value, str | int | float))
    return WhyAnswer(
        "Why these bins for", sentences, candidates, Foot(method[:200]) if method else None, value=line.item_code
    )


WHYS = [
    Why("order-price", explain_price, READ),
    Why("order-promise", explain_promise, READ),
    Why("order-carrier", explain_carrier, READ),
    Why("order-allocation", explain_allocation, READ),
]
