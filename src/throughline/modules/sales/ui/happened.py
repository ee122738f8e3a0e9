"""What happened to an order, newest first, and the documents of its thread."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from throughline.governance.public import decisions_on, deeds_on, names_of
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory.public import PromiseFacts
from throughline.modules.parties.public import addresses
from throughline.modules.sales.queries.orders import AmendmentFacts, amendments_of, promise_changes
from throughline.modules.sales.ui.progress import INVOICE, Progress
from throughline.modules.sales.ui.words import CAUSES, cause, exception_said
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.ui import Document, Documents, Entry, Status, Timeline, disc, half, ring, triangle
from throughline.platform.ui.formats import day, money
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.slots import thread_documents
from throughline.platform.ui.spoken import spoken

SHIPMENT = "logistics.shipment"
DEEDS = {
    "sales.confirm_orders": ("Confirmed", "check", ""),
    "sales.cancel_lines": ("Lines cancelled", "x", "warn"),
    "sales.change_quote": ("Quote changed", "pencil", ""),
}
SHIPPED: dict[str, Status] = {
    "dispatched": half("Dispatched"),
    "delivered": disc("Delivered"),
    "delivered_short": triangle("Delivered short"),
    "failed": triangle("Failed"),
    "back": ring("Back"),
}


def happened_on(ctx: Ctx, progress: Progress, people: Mapping[int, str]) -> Timeline:
    """Tell the order's history from the audit trail and the ledgers."""
    order = progress.order
    lines = [one.line.id for one in progress.lines]
    entries: list[tuple[datetime, Entry]] = [
        (
            order.quoted_at,
            Entry(
                order.quoted_at,
                f"Quoted, {money(order.net, order.currency)}",
                people.get(order.quoted_by, ""),
                "file-text",
            ),
        )
    ]
    for deed in deeds_on(ctx, DocumentRef("sales.order", order.id), DEEDS):
        tried = deed.name == "sales.confirm_orders" and deed.at != order.confirmed_at
        if not tried:
            text, icon, tone = DEEDS[deed.name]
            told = f"{text}: {deed.reason}" if deed.reason else text
            entries.append((deed.at, Entry(deed.at, told, deed.actor, icon, tone)))
    entries += _amended(ctx, order.id)
    for hold in [*progress.holds, *progress.asked]:
        entries.append(
            (
                hold.placed_at,
                Entry(hold.placed_at, f"{said(cause(hold))}: {spoken(hold.message)}", "", "hand-stop", "stop"),
            )
        )
    for found in progress.exceptions:
        entries.append((found.opened_at, Entry(found.opened_at, exception_said(found), "", "alert-triangle", "warn")))
    for decision in decisions_on(ctx, "sales.order", [order.id]):
        what = ", ".join(str(said(f"{CAUSES.get(code, code)} hold")) for code in decision.codes)
        released = decision.decision == "approved"
        told = tell(
            "{what} released: {reason}" if released else "{what} refused: {reason}", what=what, reason=decision.reason
        )
        entries.append((decision.decided_at, Entry(decision.decided_at, told, decision.actor, "gavel")))
    moves: dict[tuple[date | None, date | None, str, datetime], int] = {}
    for _, before, after, reason, at in promise_changes(ctx, lines):
        moves[before, after, reason, at] = moves.get((before, after, reason, at), 0) + 1
    for (before, after, reason, at), count in moves.items():
        which = f" of {count} lines" if count > 1 else ""
        told = f"Promise{which} moved from {day(before)} to {day(after)}: {reason}"
        entries.append((at, Entry(at, told, "", "calendar-time", "warn")))
    entries += _goods(progress)
    return Timeline("What happened", [entry for _, entry in reversed(sorted(entries, key=lambda pair: pair[0]))])


AMENDED = {
    "done": ("Amended", "pencil", ""),
    "waiting": ("Amendment waits", "clock", "warn"),
    "refused": ("Amendment refused", "x", "warn"),
    "withdrawn": ("Amendment withdrawn", "x", ""),
}


def _amended(ctx: Ctx, order: int) -> list[tuple[datetime, Entry]]:
    """Tell how the order was changed, and what waits; what another amendment took the place of is left out."""
    found = [one for one in amendments_of(ctx, [order]) if one.state in AMENDED]
    people = names_of(one.asked_by for one in found)
    places = address_names(found)
    entries = []
    for one in found:
        word, icon, tone = AMENDED[one.state]
        changes = "; ".join(change_said(change, places) for change in one.changes)
        at = one.ended_at or one.asked_at
        entries.append((at, Entry(at, f"{word}: {one.reason}. {changes}", people.get(one.asked_by, ""), icon, tone)))
    return entries


def address_names(found: Sequence[AmendmentFacts]) -> Mapping[str, str]:
    """Give the names of the addresses that amendments name, by their id as text."""
    told = [one[side] for each in found for one in each.changes if one["what"] == "Ship to" for side in SIDES]
    known = addresses([int(number) for number in told if number])
    return {str(number): place.name for number, place in known.items()}


SIDES = ("before", "after")


def change_said(change: Mapping[str, str], places: Mapping[str, str]) -> str:
    """Say a change: "Line 10 P-1: 20 ea to 30 ea"."""
    known = places if change["what"] == "Ship to" else {}
    before, after = (known.get(change[side]) or _spoken(change[side]) for side in SIDES)
    return f"{change['what']}: {before} to {after}" if before else f"{change['what']}: {after}"


def _spoken(text: str) -> str:
    """Write a day as the reader does; anything else as it stands."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _goods(progress: Progress) -> list[tuple[datetime, Entry]]:
    entries = []
    for shipment in progress.shipments:
        by = f" with {shipment.carrier}" if shipment.carrier else ""
        text = f"{shipment.number} dispatched{by}"
        entries.append((shipment.dispatched_at, Entry(shipment.dispatched_at, text, "", "truck")))
        if shipment.delivered_at:
            refused = sum(line.refused for line in progress.shipment_lines if line.shipment_id == shipment.id)
            told = f"{shipment.number} delivered" + (f", {refused.normalize():f} refused" if refused else "")
            entries.append((shipment.delivered_at, Entry(shipment.delivered_at, told, "", "truck-delivery")))
    for invoice in progress.invoices:
        at = datetime.combine(invoice.on_date, time(23, 59), UTC)
        word = "Credited" if invoice.kind != "invoice" else "Billed"
        told = f"{word} {money(invoice.net)} net: {invoice.number}"
        entries.append((at, Entry(invoice.on_date, told, "", "receipt")))
    return entries


def documents_of(ctx: Ctx, progress: Progress, pieces: list[PromiseFacts], today: date) -> Documents:
    """List the documents of the thread with how each stands."""
    order = progress.order
    wanted = [DocumentRef(SHIPMENT, shipment.id) for shipment in progress.shipments]
    wanted += [DocumentRef(INVOICE, invoice.invoice_id) for invoice in progress.invoices]
    shown = refs.resolve(wanted)
    won = disc("Won") if order.confirmed_at else ring("Lost") if order.state == "lost" else ring("Quoted")
    rows = [Document(order.number, "", f"Quote, {day(order.quoted_at, weekday=False)}", won, order.net)]
    for shipment in progress.shipments:
        ref = shown[DocumentRef(SHIPMENT, shipment.id)]
        status = SHIPPED.get(shipment.state, half(shipment.state.replace("_", " ").capitalize()))
        what = f"Shipment, {shipment.carrier}" if shipment.carrier else "Shipment"
        rows.append(Document(shipment.number, ref.url, what, status, shipment.dispatched_on))
    for label in sorted({piece.supply_label or "" for piece in pieces} - {""}):
        due: Any = min(piece.supply_due_on for piece in pieces if piece.supply_label == label and piece.supply_due_on)
        rows.append(Document(label, "", "Purchase, pegged", half("Confirmed"), due))
    for invoice in progress.invoices:
        ref = shown[DocumentRef(INVOICE, invoice.invoice_id)]
        what = "Credit note" if invoice.kind != "invoice" else f"Invoice, due {day(invoice.due_on, weekday=False)}"
        rows.append(
            Document(invoice.number, ref.url, what, _paid(progress, invoice.invoice_id, today), invoice.document_gross)
        )
    for answer in thread_documents.answers():
        rows += answer(ctx, order.thread_id)
    return Documents("Documents of this thread", rows)


def _paid(progress: Progress, invoice: int, today: date) -> Status:
    item = progress.items.get(invoice)
    if item is None:
        return half("Open")
    if item.balance == 0:
        return disc("Paid")
    if item.disputed:
        return triangle("Disputed")
    if item.due_on < today:
        return triangle("Overdue")
    return half("Partly paid" if item.balance != item.amount else "Open")
