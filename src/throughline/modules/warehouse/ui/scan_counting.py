"""Counting with a scanner: a bin at a time, blind: it shows nothing of what the books say, and books the whole bin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from throughline.governance.public import site_asked
from throughline.kernel.digits import is_id
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.catalog.public import ItemFacts, items, resolve
from throughline.modules.inventory.public import Kept, kept_at, lots_named, place_coded
from throughline.modules.warehouse.domain.reading import Read, read
from throughline.modules.warehouse.public import BinCount, confirm_counts
from throughline.modules.warehouse.queries.lists import rounds
from throughline.modules.warehouse.ui.codes import figure, pieces_of
from throughline.modules.warehouse.ui.codes import kept as kept_figure
from throughline.platform.operations import Ctx, reading
from throughline.platform.ui import Feedback, Scan, ScanAction, ScanRow, ScanScreen, ScanStep, list_url
from throughline.platform.ui.formats import MISSING, entered, quantity
from throughline.platform.ui.sentences import said as translated

State = Mapping[str, str]
#: item and lot; 0 where there is none
Key = tuple[int, int]
MOST = 10
RECOUNT = "Counted with a scanner"


@dataclass(frozen=True)
class Bin:
    """A bin being counted: its place, and what was counted in it so far, scan by scan."""

    code: str
    place: int
    scans: tuple[tuple[Key, Decimal], ...] = ()
    lotless: int = 0
    pieces: Decimal = ZERO

    def sums(self) -> dict[Key, Decimal]:
        """Give what was counted by item and lot, the last one first."""
        found: dict[Key, Decimal] = {}
        for key, amount in self.scans:
            found[key] = found.get(key, ZERO) + amount
        last = list(dict.fromkeys(key for key, _ in reversed(self.scans)))
        return {key: found[key] for key in last}

    def text(self) -> str:
        """Give what was scanned as it is carried from step to step."""
        return ",".join(f"{item}:{lot}:{trimmed(amount)}" for (item, lot), amount in self.scans)


def step(ctx: Ctx, state: State) -> ScanStep:
    """Ask for the first bin."""
    return _step(ctx, state, _bin(ctx, state), None)


def _bin(ctx: Ctx, state: State) -> Bin | None:
    site, _ = site_asked(ctx, state.get("site"))
    code = state.get("bin", "")
    place = place_coded(ctx, site.id, code) if code else None
    if place is None:
        return None
    scans = []
    for part in state.get("scans", "").split(","):
        item, _, rest = part.partition(":")
        lot, _, amount = rest.partition(":")
        if is_id(item) and is_id(lot) and amount:
            scans.append(((int(item), int(lot)), Decimal(amount)))
    lotless = int(state["lotless"]) if is_id(state.get("lotless", "")) else 0
    return Bin(code.upper(), place.id, tuple(scans), lotless, kept_figure(state.get("pieces", "0")))


def _step(ctx: Ctx, state: State, counted: Bin | None, feedback: Feedback | None, *, rest: bool = False) -> ScanStep:
    site, _ = site_asked(ctx, state.get("site"))
    kept = {"site": str(site.id)}
    if counted is None:
        return _waiting(ctx, site.id, site.name, kept, feedback)
    sums = counted.sums()
    known = items({item for item, _ in sums} | ({counted.lotless} if counted.lotless else set()))
    names = _lot_names(ctx, sums)
    rows = [_row(known[item], names.get(lot, ""), amount) for (item, lot), amount in list(sums.items())[:MOST]]
    kept |= {"bin": counted.code, "scans": counted.text(), "lotless": str(counted.lotless or ""),
             "pieces": trimmed(counted.pieces), "rest": "1" if rest else ""}  # fmt: skip
    shown = known[counted.lotless] if counted.lotless else known[next(iter(sums))[0]] if sums else None
    ask = Feedback("ask", "Scan what lies here", "Every item, then close the bin")
    if counted.lotless:
        ask = Feedback("ask", "Scan or type the lot", "The item is kept by lot")
    typed = None if counted.lotless or rest or not sums else entered(next(iter(sums.values())))
    return ScanStep(
        feedback or ask, "Count", site.name, "Bin", counted.code, item_code=shown.code if shown else "",
        item_name=shown.name if shown else "", unit=shown.stock_unit if shown else "", counting=typed,
        rows_label="Counted here", rows=rows, actions=_buttons(counted, rest), state=kept,
        back_url=list_url("counts"),
    )  # fmt: skip


def _row(item: ItemFacts, lot: str, amount: Decimal) -> ScanRow:
    return ScanRow(item.code, f"Lot {lot}" if lot else item.name, quantity(amount, item.stock_unit))


def _lot_names(ctx: Ctx, sums: Mapping[Key, Decimal]) -> dict[int, str]:
    wanted = {item for item, lot in sums if lot}
    return {number: code for (_, code), number in lots_named(ctx, wanted).items()} if wanted else {}


def _buttons(counted: Bin, rest: bool) -> list[ScanAction]:
    if rest:
        return [ScanAction("nothing-else", "Nothing else lies here", "check", reason=True),
                ScanAction("back", "Count more", "arrow-left")]  # fmt: skip
    undo = [ScanAction("undo", "Undo", "arrow-back-up")] if counted.scans or counted.lotless else []
    return [ScanAction("done", "Bin is counted", "check", primary=True), *undo,
            ScanAction("leave", "Other bin", "arrow-left")]  # fmt: skip


def _waiting(ctx: Ctx, site_id: int, site: str, kept: dict[str, str], feedback: Feedback | None) -> ScanStep:
    tasks = rounds(ctx, "count", site_id)
    rows = [ScanRow(one.place or MISSING, one.item_code, str(translated(one.reason))) for one in tasks[:MOST]]
    return ScanStep(feedback or Feedback("ask", "Scan the bin", "that you count"), "Count", site,
                    rows_label="To count", rows_count=len(tasks), rows=rows, state=kept,
                    back_url=list_url("counts"))  # fmt: skip


def scanned(ctx: Ctx, scan: Scan) -> ScanStep:
    """Answer a scan: the bin, then what lies in it; closing the bin books all of it at once."""
    with reading(ctx):
        counted = _bin(ctx, scan.state)
        if counted is None:
            return _open(ctx, scan)
        counted = _typed(counted, scan)
        if scan.action == "leave":
            return _step(ctx, {"site": scan.state.get("site", "")}, None, Feedback("ask", "Nothing was booked"))
        if scan.action == "undo":
            back = replace(counted, lotless=0) if counted.lotless else replace(counted, scans=counted.scans[:-1])
            return _step(ctx, scan.state, back, Feedback("ok", "Last scan taken back"))
        if scan.action not in ("done", "nothing-else"):
            return _read(ctx, scan, counted) if scan.code else _step(ctx, scan.state, counted, None)
        if counted.lotless:
            return _step(ctx, scan.state, counted, Feedback("bad", "The lot is missing", "Scan or type it, or undo"))
        sums = counted.sums()
        rest = [one for one in kept_at(ctx, counted.place) if (one.item_id, one.lot_id or 0) not in sums]
        if rest and scan.action == "done":
            said = Feedback("short", "The books know of more here", "Look again and count it")
            return _step(ctx, scan.state, counted, said, rest=True)
        if not rest and not sums:
            empty = Feedback("ok", f"{counted.code} is empty", "as the books say")
            return _step(ctx, {"site": scan.state.get("site", "")}, None, empty)
    return _book(ctx, scan, counted, rest)


def _book(ctx: Ctx, scan: Scan, counted: Bin, rest: Sequence[Kept]) -> ScanStep:
    counts = [BinCount(counted.place, item, amount, lot or None) for (item, lot), amount in counted.sums().items()]
    counts += [BinCount(counted.place, one.item_id, ZERO, one.lot_id) for one in rest]
    outcomes = confirm_counts(ctx, counts=counts, reason=RECOUNT).unrefused()
    with reading(ctx):
        said = Feedback("ok", f"{counted.code} is counted", "Scan the next bin")
        if outcomes.held:
            said = Feedback("short", f"{counted.code} is counted", "It differs by so much that another person decides")
        return _step(ctx, {"site": scan.state.get("site", "")}, None, said)


def _open(ctx: Ctx, scan: Scan) -> ScanStep:
    if not scan.code:
        return _step(ctx, scan.state, None, None)
    found = read(scan.code)
    counted = _bin(ctx, {"site": scan.state.get("site", ""), "bin": found.code})
    if counted is None:
        said = Feedback("bad", "That is no bin here", f"You scanned {found.spoken}; a bin is wanted")
        return _step(ctx, scan.state, None, said)
    return _step(ctx, scan.state, counted, Feedback("ok", f"Bin {counted.code}", "Scan what lies here"))


def _typed(counted: Bin, scan: Scan) -> Bin:
    """Take over the figure between minus and plus, where it was changed by hand."""
    sums = counted.sums()
    if not scan.quantity or not sums or counted.lotless or scan.action in ("undo", "leave"):
        return counted
    last, before = next(iter(sums.items()))
    change = figure(scan.quantity) - before
    return replace(counted, scans=(*counted.scans, (last, change))) if change else counted


def _read(ctx: Ctx, scan: Scan, counted: Bin) -> ScanStep:
    found = read(scan.code)
    match = resolve([found.key]).get(found.key)
    if counted.lotless and (match is None or found.lot):
        return _lot(ctx, scan, counted, counted.lotless, counted.pieces, found.lot or found.code)
    if match is None:
        other = _bin(ctx, {"site": scan.state.get("site", ""), "bin": found.code})
        title = "Close this bin first" if other else "That is a handling unit" if found.sscc else "Not known here"
        said = Feedback("bad", title, f"You scanned {found.spoken}; an item in {counted.code} is wanted")
        return _step(ctx, scan.state, counted, said)
    pieces, item = pieces_of(match, found), items({match.item_id})[match.item_id]
    if found.lot:
        return _lot(ctx, scan, counted, item.id, pieces, found.lot)
    if item.lot_tracked:
        return _step(ctx, scan.state, replace(counted, lotless=item.id, pieces=pieces), None)
    return _counted(ctx, scan, counted, (item.id, 0), pieces, found)


def _lot(ctx: Ctx, scan: Scan, counted: Bin, item: int, pieces: Decimal, code: str) -> ScanStep:
    lots = {name.upper(): number for (_, name), number in lots_named(ctx, [item]).items()}
    number = lots.get(code.strip().upper())
    if number is None:
        said = Feedback("bad", f"No lot {code[:30]} was ever received", "Scan another, or put these goods aside")
        return _step(ctx, scan.state, counted, said)
    return _counted(ctx, scan, replace(counted, lotless=0), (item, number), pieces, read(code))


def _counted(ctx: Ctx, scan: Scan, counted: Bin, key: Key, pieces: Decimal, found: Read) -> ScanStep:
    more = replace(counted, scans=(*counted.scans, (key, pieces)))
    said = Feedback("ok", f"{quantity(more.sums()[key])} counted", "Keep scanning, or close the bin")
    return _step(ctx, scan.state, more, said)


SCAN = ScanScreen(slug="scan/count", title="Count", permission="warehouse.count", step=step, scan=scanned,
                  icon="clipboard-list", rank=80)  # fmt: skip
