"""Packing with a scanner: the first item opens its order, each scan goes into the unit, closing gives it its SSCC."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from throughline.governance.public import site_asked
from throughline.kernel.digits import is_id
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.catalog.public import resolve
from throughline.modules.warehouse.domain.reading import Read, read
from throughline.modules.warehouse.public import PackLine, PackUnit, pack_goods, unpack_goods
from throughline.modules.warehouse.queries.lists import ToPack, to_pack
from throughline.modules.warehouse.ui.codes import figure, pieces_of
from throughline.modules.warehouse.ui.packing import by_order
from throughline.modules.warehouse.ui.papers import labels
from throughline.modules.warehouse.ui.sites import documents
from throughline.platform.operations import Ctx, reading
from throughline.platform.ui import Feedback, Scan, ScanAction, ScanRow, ScanScreen, ScanStep, list_url
from throughline.platform.ui.formats import entered, quantity
from throughline.platform.ui.sentences import tell, tell_count

State = Mapping[str, str]
#: What a picker did by mistake is undone for this reason.
SCANNED_WRONGLY = "Packed by mistake"
MOST = 8


@dataclass(frozen=True)
class Packing:
    """The order being packed: what of it is picked and not packed, and the scans that went into the open unit."""

    lines: Sequence[ToPack]
    scans: tuple[tuple[int, Decimal], ...] = ()

    def within(self, demand: int) -> Decimal:
        """Give what of a demand is in the open unit."""
        return sum((amount for number, amount in self.scans if number == demand), ZERO)

    def left(self, line: ToPack) -> Decimal:
        """Give what of a line is still to be put in."""
        return line.left - self.within(line.demand_id)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is in the open unit."""
        return not any(self.within(line.demand_id) for line in self.lines)

    @property
    def is_whole(self) -> bool:
        """Say whether all of the order is in the open unit."""
        return all(self.left(line) <= 0 for line in self.lines)

    def text(self) -> str:
        """Give what was scanned as it is carried from step to step."""
        return ",".join(f"{number}:{trimmed(amount)}" for number, amount in self.scans)


def step(ctx: Ctx, state: State) -> ScanStep:
    """Ask for the first item, or go on with the order that the address names."""
    return _step(ctx, state, _packing(ctx, state), None)


def _packing(ctx: Ctx, state: State) -> Packing | None:
    demand = int(state["demand"]) if is_id(state.get("demand", "")) else 0
    if not demand:
        return None
    for lines in by_order(to_pack(ctx, beside=demand)).values():
        if any(line.demand_id == demand for line in lines):
            mine = {line.demand_id for line in lines}
            scans = tuple(one for one in _scans(state.get("scans", "")) if one[0] in mine)
            return Packing(lines, scans)
    return None


def _scans(text: str) -> list[tuple[int, Decimal]]:
    pairs = [part.partition(":") for part in text.split(",") if ":" in part]
    return [(int(number), Decimal(amount)) for number, _, amount in pairs if is_id(number) and _number(amount)]


def _number(text: str) -> bool:
    return text.isascii() and text.lstrip("-").replace(".", "", 1).isdigit()


def _step(ctx: Ctx, state: State, packing: Packing | None, feedback: Feedback | None) -> ScanStep:
    site, _ = site_asked(ctx, state.get("site"))
    kept = {"site": str(site.id), "closed": state.get("closed", ""), "was": state.get("was", "")}
    if packing is None:
        return _waiting(ctx, site.id, site.name, kept, feedback)
    first = packing.lines[0]
    last = next((n for n, _ in reversed(packing.scans)), 0)
    now = next((line for line in packing.lines if line.demand_id == last), None)
    wanted = next((line for line in packing.lines if packing.left(line) > 0), None)
    order = documents({(first.root_kind, first.root_id)}).get((first.root_kind, first.root_id))
    kept |= {"demand": str(first.demand_id), "scans": packing.text(), "last": str(last), "closed": ""}
    whole = Feedback("ok", "All of it is in", "Close the unit")
    ask = whole if packing.is_whole else Feedback("ask", "Scan the item", "Each scan goes into the unit")
    where = ", ".join(part for part in (first.party, first.city) if part)
    shown = now or wanted or first
    rows = [
        ScanRow(line.item_code, line.item_name, tell("{amount} of {wanted}",
                amount=quantity(packing.within(line.demand_id)), wanted=quantity(line.left, line.unit)),
                packing.left(line) <= 0)
        for line in sorted(packing.lines, key=lambda one: packing.left(one) <= 0)[:MOST]
    ]  # fmt: skip
    hidden = len(packing.lines) - MOST
    return ScanStep(
        feedback or ask, order.label if order else "Pack", where, item_code=shown.item_code,
        item_name=shown.item_name, unit=shown.unit, quantity_label="Still to pack",
        quantity=quantity(max(packing.left(shown), ZERO)),
        quantity_note=[tell("of {wanted}", wanted=quantity(shown.left, shown.unit))],
        counting=entered(packing.within(now.demand_id)) if now else None,
        rows_label="In this unit", rows=rows, rows_count=len(packing.lines) if hidden > 0 else None,
        actions=_buttons(packing), state=kept, back_url="/packing/",
    )  # fmt: skip


def _buttons(packing: Packing) -> list[ScanAction]:
    if packing.is_empty:
        return [ScanAction("other", "Other order", "arrow-left")]
    return [
        ScanAction("close:carton", "Close carton", "package", primary=True),
        ScanAction("close:pallet", "Pallet", "packages"),
        ScanAction("undo", "Undo", "arrow-back-up"),
    ]


def _waiting(ctx: Ctx, site_id: int, site: str, kept: dict[str, str], feedback: Feedback | None) -> ScanStep:
    """Ask for an item of any order; after closing a unit, offer its label and to take it back."""
    groups = list(by_order(to_pack(ctx, site_id=site_id)).values())
    names = documents({(lines[0].root_kind, lines[0].root_id) for lines in groups[:MOST]})
    rows = []
    for lines in groups[:MOST]:
        shown = names.get((lines[0].root_kind, lines[0].root_id))
        amount = tell_count(len(lines), "{count} line", "{count} lines")
        rows.append(ScanRow(shown.label if shown else lines[0].item_code, lines[0].party or "", amount))
    actions = []
    if is_id(kept["closed"]):
        label = labels.LABEL_PDF.address(int(kept["closed"]))
        actions = [ScanAction("", "Label", "printer", url=label, opens=True),
                   ScanAction("unpack", "Undo", "arrow-back-up")]  # fmt: skip
    ask = Feedback("ask", "Scan an item", "It opens the order that waits for it")
    if not groups:
        ask = Feedback("ok", "All packed", "Nothing is picked and not packed")
    return ScanStep(
        feedback or ask, "Pack", site, rows_label="To pack", rows_count=len(groups), rows=rows, actions=actions,
        state=kept, back_url=list_url("packing"),
    )  # fmt: skip


def scanned(ctx: Ctx, scan: Scan) -> ScanStep:
    """Answer a scan: an item goes into the unit, a button closes it or takes back what was done last."""
    if scan.action == "unpack":
        return _unpack(ctx, scan)
    with reading(ctx):
        packing = _packing(ctx, scan.state)
        if packing is not None:
            packing = _typed(packing, scan)
        if scan.action == "other":
            return _step(ctx, {**scan.state, "demand": ""}, None, None)
        if scan.action == "undo" and packing is not None:
            return _step(ctx, scan.state, replace(packing, scans=packing.scans[:-1]), Feedback("ok", "Taken out again"))
        if not scan.action.startswith("close:") or packing is None:
            return _read(ctx, scan, packing) if scan.code else _step(ctx, scan.state, packing, None)
        if packing.is_empty:
            return _step(ctx, scan.state, packing, Feedback("bad", "The unit is empty", "Scan what goes into it"))
    amounts = [(line.demand_id, packing.within(line.demand_id)) for line in packing.lines]
    unit = PackUnit([PackLine(n, amount) for n, amount in amounts if amount > 0], scan.action.partition(":")[2])
    made = pack_goods(ctx, units=[unit]).only()
    with reading(ctx):
        rest = "" if packing.is_whole else scan.state.get("demand", "")
        state = {"site": scan.state.get("site", ""), "closed": str(made.document), "was": rest}
        return _step(ctx, state, None, Feedback("ok", "Closed, stick the label on", f"SSCC {made.label}"))


def _typed(packing: Packing, scan: Scan) -> Packing:
    """Take over the figure between minus and plus, where it was changed by hand."""
    last = int(scan.state["last"]) if is_id(scan.state.get("last", "")) else 0
    line = next((one for one in packing.lines if one.demand_id == last), None)
    if line is None or not scan.quantity or scan.action == "undo":
        return packing
    wanted = figure(scan.quantity)
    change = min(wanted, line.left) - packing.within(last)
    return replace(packing, scans=(*packing.scans, (last, change))) if change else packing


def _read(ctx: Ctx, scan: Scan, packing: Packing | None) -> ScanStep:
    found = read(scan.code)
    match = resolve([found.key]).get(found.key)
    if match is None:
        title = "That is a handling unit" if found.sscc else "Not known here"
        return _step(ctx, scan.state, packing, Feedback("bad", title, f"You scanned {found.spoken}; an item is wanted"))
    if packing is None:
        packing = _opened(ctx, scan.state, match.item_id)
        if packing is None:
            said = Feedback("bad", "Nobody waits for it here", f"You scanned {found.spoken}; it is not picked")
            return _step(ctx, scan.state, None, said)
    return _put_in(ctx, scan, packing, match.item_id, pieces_of(match, found), found)


def _opened(ctx: Ctx, state: State, item_id: int) -> Packing | None:
    """Give the order that waits longest for an item; the one that was begun goes first."""
    site, _ = site_asked(ctx, state.get("site"))
    groups = list(by_order(to_pack(ctx, site_id=site.id)).values())
    begun = state.get("was", "")
    groups.sort(key=lambda lines: not any(str(line.demand_id) == begun for line in lines))
    return next((Packing(lines) for lines in groups if any(line.item_id == item_id for line in lines)), None)


def _put_in(ctx: Ctx, scan: Scan, packing: Packing, item_id: int, pieces: Decimal, found: Read) -> ScanStep:
    mine = [line for line in packing.lines if line.item_id == item_id]
    if not mine:
        wanted = ", ".join(line.item_code for line in packing.lines if packing.left(line) > 0)[:80] or "nothing more"
        said = Feedback("bad", "Not of this order", f"You scanned {found.spoken}; {wanted} is wanted")
        return _step(ctx, scan.state, packing, said)
    room = sum((packing.left(line) for line in mine), ZERO)
    if pieces > room:
        title = f"{quantity(pieces, mine[0].unit)} are too many" if room else "All of it is in already"
        said = Feedback("bad", title, f"You scanned {found.spoken}; {quantity(room, mine[0].unit)} may go in")
        return _step(ctx, scan.state, packing, said)
    for line in mine:
        part = min(packing.left(line), pieces)
        if part > 0:
            packing, pieces = replace(packing, scans=(*packing.scans, (line.demand_id, part))), pieces - part
    inside = quantity(sum((packing.within(line.demand_id) for line in mine), ZERO), mine[0].unit)
    said = Feedback("ok", tell("{amount} of {item} in", amount=inside, item=mine[0].item_code),
                    "All of it is in, close the unit" if packing.is_whole else "Keep scanning")  # fmt: skip
    return _step(ctx, scan.state, packing, said)


def _unpack(ctx: Ctx, scan: Scan) -> ScanStep:
    """Take back the unit that was closed last."""
    unit = int(scan.state["closed"]) if is_id(scan.state.get("closed", "")) else 0
    done = unpack_goods(ctx, units=[unit], reason=SCANNED_WRONGLY).only()
    with reading(ctx):
        said = Feedback("ok", "Unpacked again", done.message)
        return _step(ctx, {**scan.state, "closed": ""}, None, said)


SCAN = ScanScreen(slug="scan/pack", title="Pack", permission="warehouse.pack", step=step, scan=scanned,
                  icon="package", rank=50)  # fmt: skip
