"""Receiving with a scanner against what is expected: what arrived, its lot and expiry, how many, where it is put."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from throughline.governance.public import site_asked
from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.catalog.public import ItemFacts, items, resolve
from throughline.modules.inventory.public import Expected, expected, lots_named, place_coded
from throughline.modules.warehouse.domain.reading import Read, read
from throughline.modules.warehouse.domain.receiving import split
from throughline.modules.warehouse.public import ReceiptInput, ReceiptLineInput, receive_goods
from throughline.modules.warehouse.ui.codes import figure, pieces_of
from throughline.modules.warehouse.ui.codes import kept as kept_figure
from throughline.platform.operations import Ctx, reading
from throughline.platform.ui import Feedback, Scan, ScanAction, ScanRow, ScanScreen, ScanStep, list_url
from throughline.platform.ui.formats import day, entered, quantity
from throughline.platform.ui.sentences import tell

State = Mapping[str, str]
DOCK = "dock"
NO_EXPIRY = "none"
MOST = 8


@dataclass(frozen=True)
class Arrival:
    """Goods in hand: the item, what is expected of it, and what is known of lot, expiry and count so far."""

    item: ItemFacts
    open: Sequence[Expected]
    lot: str
    expires: date | None
    dated: bool
    counted: Decimal

    @property
    def wanted(self) -> Decimal:
        """What is still expected of the item."""
        return sum((one.quantity for one in self.open), ZERO)

    @property
    def lacks(self) -> str:
        """Say what must be known before it is counted: `lot`, `expiry` or nothing."""
        if not self.item.lot_tracked:
            return ""
        return "lot" if not self.lot else "" if self.dated else "expiry"


def step(ctx: Ctx, state: State) -> ScanStep:
    """Ask for what arrived, or go on with the goods in hand."""
    return _step(ctx, state, None)


def _arrival(ctx: Ctx, state: State, site_id: int) -> Arrival | None:
    number = int(state["item"]) if is_id(state.get("item", "")) else 0
    item = items({number}).get(number) if number else None
    if item is None:
        return None
    lot, expires = state.get("lot", ""), _day(state.get("expires", ""))
    dated = bool(state.get("expires")) or bool(lot and (number, lot) in lots_named(ctx, [number]))
    return Arrival(
        item, expected(ctx, site_id, items=[number]), lot, expires, dated, kept_figure(state.get("counted", "0"))
    )


def _day(text: str) -> date | None:
    """Read a day as people and labels write it: 31.12.2027, 2027-12-31, 271231; 12.2027 is the month's last day."""
    typed = text.strip()
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%y%m%d", "%d/%m/%Y", "%m.%Y", "%m/%Y"):
        try:
            found = datetime.strptime(typed, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        return found if "%d" in form else found.replace(day=monthrange(found.year, found.month)[1])
    return None


def _step(ctx: Ctx, state: State, feedback: Feedback | None) -> ScanStep:
    site, _ = site_asked(ctx, state.get("site"))
    kept = {"site": str(site.id), "note": state.get("note", "")}
    note = f"Delivery note {kept['note']}" if kept["note"] else site.name
    one = _arrival(ctx, state, site.id)
    if one is None:
        return _waiting(ctx, site.id, note, kept, state, feedback)
    kept |= {
        "item": str(one.item.id),
        "lot": one.lot,
        "expires": state.get("expires", ""),
        "counted": trimmed(one.counted),
        "before": state.get("before", ""),
        "asked": state.get("asked", ""),
    }
    ask, actions = _question(one, state)
    detail = " · ".join(
        part for part in (f"Lot {one.lot}" if one.lot else "", f"Expires {day(one.expires)}" if one.expires else "")
        if part
    )  # fmt: skip
    rows = [ScanRow(p.label, f"due {day(p.due_on)}", quantity(p.quantity, p.unit)) for p in one.open[:MOST]]
    return ScanStep(
        feedback or ask, "Receive", note, item_code=one.item.code, item_name=one.item.name, item_detail=detail,
        unit=one.item.stock_unit, quantity_label="Expected", quantity=quantity(one.wanted),
        quantity_note=["not counted yet" if not one.counted else f"{quantity(one.counted)} counted"],
        rows_label="Expected of it", rows=rows,
        counting=None if one.lacks or state.get("asked") else entered(one.counted), actions=actions, state=kept,
        back_url=list_url("receipts"),
    )  # fmt: skip


def _question(one: Arrival, state: State) -> tuple[Feedback, list[ScanAction]]:
    """Give what is asked of the goods in hand, and the buttons that answer it."""
    other = ScanAction("other", "Other item", "arrow-left")
    if one.lacks == "lot":
        return Feedback("ask", "Scan or type the lot", "The item is kept by lot"), [other]
    if one.lacks == "expiry":
        none = ScanAction("no-expiry", "Has none", "calendar")
        return Feedback("ask", "Type the expiry date", "As it is printed: 31.12.2027"), [none, other]
    if state.get("asked"):
        take = ScanAction("take", "Take it all in", "check", reason=True)
        return over(one), [take, ScanAction("recount", "Count again", "arrow-back-up")]
    ask = Feedback("ask", "Count, then scan the bin", "Scan each piece, or type how many")
    to_dock = ScanAction("dock", "To the dock", "package-import", primary=True)
    return ask, [*([to_dock] if one.counted else []), *([ScanAction("undo", "Undo", "arrow-back-up")]
                 if one.counted else []), other]  # fmt: skip


def over(one: Arrival) -> Feedback:
    """Say that more came than is expected, or that nobody expects it."""
    if not one.wanted:
        return Feedback("short", "Nobody expects it", f"{quantity(one.counted, one.item.stock_unit)} counted")
    more = quantity(one.counted - one.wanted, one.item.stock_unit)
    return Feedback(
        "short",
        tell("{amount} too many", amount=more),
        f"{quantity(one.wanted)} expected, {quantity(one.counted)} counted",
    )


def _waiting(
    ctx: Ctx, site_id: int, note: str, kept: dict[str, str], state: State, feedback: Feedback | None
) -> ScanStep:
    due = expected(ctx, site_id, limit=MOST)
    rows = [ScanRow(one.item_code, f"{one.label}, {day(one.due_on)}", quantity(one.quantity, one.unit)) for one in due]
    actions = []
    if state.get("unknown"):
        kept["unknown"] = state["unknown"]
        actions = [ScanAction("note", "It is the delivery note", "file-text", reason=True)]
    ask = Feedback("ask", "Scan what arrived", "An item, or the SSCC of its pallet first")
    return ScanStep(feedback or ask, "Receive", note, rows_label="Expected next", rows=rows, actions=actions,
                    state=kept, back_url=list_url("receipts"))  # fmt: skip


def scanned(ctx: Ctx, scan: Scan) -> ScanStep:
    """Answer a scan: goods, lot, expiry, count, and the bin, which takes them in."""
    with reading(ctx):
        state = dict(scan.state)
        site, _ = site_asked(ctx, state.get("site"))
        one = _arrival(ctx, state, site.id)
        if one is None:
            return _goods(ctx, state, scan)
        if not one.lacks and not state.get("asked") and scan.quantity and scan.action != "undo":
            state["counted"] = trimmed(figure(scan.quantity))
            one = _arrival(ctx, state, site.id) or one
        answer = _answer(ctx, state, scan, one)
        if isinstance(answer, ScanStep):
            return answer
        if one.counted > one.wanted and scan.action != "take":
            return _step(ctx, {**state, "asked": answer}, over(one))
        place = None if answer == DOCK else place_coded(ctx, site.id, answer)
        lines = _lines(one, place.id if place else None)
    done = receive_goods(ctx, receipts=[ReceiptInput(site.id, lines, reference=state.get("note", ""))]).only()
    with reading(ctx):
        amount = quantity(one.counted, one.item.stock_unit)
        short = max(one.wanted - one.counted, ZERO)
        rest = f"{quantity(short)} still expected" if short else "All of it arrived"
        said = Feedback(
            "ok", tell("{amount} of {item} taken in", amount=amount, item=one.item.code), f"{done.label} · {rest}"
        )
        return _step(ctx, {"site": str(site.id), "note": state.get("note", "")}, said)


def _goods(ctx: Ctx, state: dict[str, str], scan: Scan) -> ScanStep:
    """Take the goods that were read, or what stands on the delivery."""
    if scan.action == "note":
        said = Feedback("ok", "Delivery note kept", "Scan what arrived")
        return _step(ctx, {**state, "note": state.get("unknown", "")[:60], "unknown": ""}, said)
    if not scan.code:
        return _step(ctx, state, None)
    found = read(scan.code)
    if found.sscc and not found.gtin:
        return _step(ctx, {**state, "note": found.sscc}, Feedback("ok", "Pallet kept", f"SSCC {found.sscc}"))
    match = resolve([found.key]).get(found.key)
    if match is None:
        said = Feedback("bad", "Not known here", f"You scanned {found.spoken}; an item is wanted")
        return _step(ctx, {**state, "unknown": found.code[:60]}, said)
    item = items({match.item_id})[match.item_id]
    if item.kind != "stocked":
        return _step(ctx, state, Feedback("bad", f"{item.code} is not kept in stock", f"It is a {item.kind}"))
    known = {**state, "item": str(item.id), "lot": found.lot if item.lot_tracked or found.lot else "",
             "expires": found.expires.isoformat() if found.expires else "",
             "counted": trimmed(pieces_of(match, found))}  # fmt: skip
    return _step(ctx, known, _trouble(ctx, found))


def _trouble(ctx: Ctx, found: Read) -> Feedback | None:
    if found.expires and found.expires < ctx.today:
        return Feedback("short", "Out of date", f"It expired {day(found.expires)}; take it to returns instead")
    return None


def _answer(ctx: Ctx, state: dict[str, str], scan: Scan, one: Arrival) -> ScanStep | str:
    """Give the next question, or the bin that the goods in hand go to."""
    if scan.action == "other":
        return _step(ctx, {"site": state.get("site", ""), "note": state.get("note", "")}, None)
    if scan.action == "recount":
        return _step(ctx, {**state, "asked": "", "counted": "0"}, None)
    if scan.action == "take" and state.get("asked"):
        return state["asked"]
    if scan.action == "no-expiry":
        return _step(ctx, {**state, "expires": NO_EXPIRY}, None)
    if scan.action == "undo":
        return _step(ctx, {**state, "counted": state.get("before") or "0"}, Feedback("ok", "Last scan taken back"))
    if scan.action == "dock" and not one.lacks:
        return DOCK if one.counted else _step(ctx, state, Feedback("bad", "Nothing is counted", "Count it first"))
    if not scan.code:
        return _step(ctx, state, None)
    found = read(scan.code)
    if one.lacks == "expiry":
        found_day = found.expires or _day(scan.code)
        if found_day is None:
            raise InvalidInput("day_unreadable", f"{scan.code[:20]} is no day; write 31.12.2027.", field="code")
        return _step(ctx, {**state, "expires": found_day.isoformat()}, None)
    return _code(ctx, state, found, one)


def _code(ctx: Ctx, state: dict[str, str], found: Read, one: Arrival) -> ScanStep | str:
    """Judge a code read with goods in hand: their lot, one more of them, or the bin."""
    site, _ = site_asked(ctx, state.get("site"))
    match = resolve([found.key]).get(found.key)
    if match is not None and match.item_id == one.item.id:
        if found.lot and one.lot and found.lot != one.lot:
            said = Feedback("bad", "Another lot", f"You scanned lot {found.lot}; put lot {one.lot} away first")
            return _step(ctx, state, said)
        pieces = pieces_of(match, found)
        # The label of the goods in hand, scanned for the lot that was asked, is no second piece.
        counted = max(one.counted, pieces) if one.lacks and found.lot else one.counted + pieces
        more = {"lot": found.lot or one.lot, "counted": trimmed(counted), "before": trimmed(one.counted),
                "expires": found.expires.isoformat() if found.expires else state.get("expires", "")}  # fmt: skip
        asks = one.lacks and not found.lot
        said = Feedback("ok", f"{quantity(counted)} counted", "Now its lot" if asks else "Keep scanning")
        return _step(ctx, {**state, **more}, said)
    if one.lacks == "lot":
        lot = found.lot or found.code
        return _step(ctx, {**state, "lot": lot[:60]}, Feedback("ok", f"Lot {lot[:60]}", "Count it"))
    place = place_coded(ctx, site.id, found.code)
    if place is None:
        title = "Other item, finish this one first" if match else "That is no bin here"
        said = Feedback("bad", title, f"You scanned {found.spoken}; {one.item.code} is in hand")
        return _step(ctx, state, said)
    if not one.counted:
        return _step(ctx, state, Feedback("bad", "Nothing is counted", f"Count {one.item.code} before its bin"))
    return place.code


def _lines(one: Arrival, place: int | None) -> list[ReceiptLineInput]:
    """Give the receipt's lines: what is expected first. What they cost says their order, else the average."""
    parts = split(one.counted, [(p.ref_kind, p.ref_id, p.quantity) for p in one.open])
    expires = one.expires
    return [
        ReceiptLineInput(one.item.id, amount, None, one.item.stock_unit, place, one.lot, expires, supply)
        for supply, amount in parts
    ]


SCAN = ScanScreen(slug="scan/receive", title="Receive", permission="warehouse.receive", step=step, scan=scanned,
                  icon="package-import", rank=10)  # fmt: skip
