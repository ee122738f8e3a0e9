"""Loading with a scanner: the first unit opens the load of its address, others are stopped, closing sends it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughline.governance.public import sites
from throughline.kernel.digits import is_id
from throughline.kernel.errors import NotReady
from throughline.modules.logistics.public import Load, dispatch_units
from throughline.modules.logistics.queries.lists import (
    LoadUnit,
    ReadyLoad,
    loads_of,
    ready_loads,
    units_by_id,
    units_of_codes,
)
from throughline.modules.warehouse.public import read
from throughline.platform.operations import Ctx, reading
from throughline.platform.ui import Feedback, Scan, ScanAction, ScanRow, ScanScreen, ScanStep, list_url
from throughline.platform.ui.formats import MISSING, day
from throughline.platform.ui.sentences import tell_count

State = Mapping[str, str]
MOST = 12


@dataclass(frozen=True)
class Loading:
    """The load that is open: whose it is, all that is packed for that address, and what is on the lorry."""

    load: ReadyLoad
    units: Sequence[LoadUnit]
    loaded: tuple[int, ...]

    @property
    def left(self) -> list[LoadUnit]:
        """The units that are not on the lorry."""
        return [unit for unit in self.units if unit.id not in self.loaded]

    @property
    def address(self) -> str:
        """Where it goes."""
        return ", ".join(part for part in (self.load.party, self.load.city) if part) or MISSING


def step(ctx: Ctx, state: State) -> ScanStep:
    """Ask for the first handling unit."""
    return _step(ctx, state, _loading(ctx, state), None)


def _site(ctx: Ctx, state: State) -> tuple[int, str]:
    known = sites(ctx)
    if not known:
        raise NotReady("no_site", "The company has no site yet; open one first.")
    asked = state.get("site", "")
    number = int(asked) if is_id(asked) and int(asked) in known else next(iter(known))
    return number, known[number].name


def _loading(ctx: Ctx, state: State) -> Loading | None:
    loaded = tuple(int(part) for part in state.get("units", "").split(",") if is_id(part))
    if not loaded:
        return None
    found = loads_of(ctx, loaded)
    if not found:
        return None
    units = units_by_id(ctx, found[0].units)
    there = {unit.id for unit in units}
    return Loading(found[0], units, tuple(number for number in loaded if number in there))


def _step(ctx: Ctx, state: State, one: Loading | None, feedback: Feedback | None, *, behind: bool = False) -> ScanStep:
    number, name = _site(ctx, state)
    kept = {"site": str(number), "carrier": state.get("carrier", "")}
    if one is None:
        loads = ready_loads(ctx, number)
        rows = [
            ScanRow(
                load.party or MISSING,
                ", ".join(part for part in (load.city, load.carrier) if part),
                tell_count(len(load.units), "{count} unit", "{count} units"),
            )
            for load in loads[:MOST]
        ]
        ask = Feedback("ask", "Scan an SSCC", "The first unit opens the load of its address")
        if not loads:
            ask = Feedback("ok", "All gone", "Nothing is packed and waiting")
        return ScanStep(feedback or ask, "Load", name, rows_label="Ready to leave", rows_count=len(loads), rows=rows,
                        state=kept, back_url=list_url("dispatch"))  # fmt: skip
    kept |= {"units": ",".join(map(str, one.loaded)), "tracking": state.get("tracking", ""),
             "unknown": state.get("unknown", "")}  # fmt: skip
    done = set(one.loaded)
    rows = [
        ScanRow(unit.sscc, unit.kind.capitalize(), "", unit.id in done)
        for unit in sorted(one.units, key=lambda unit: unit.id in done)[:MOST]
    ]
    whole = Feedback("ok", "All of it is loaded", "The lorry may leave")
    ask = whole if not one.left else Feedback("ask", "Scan the next unit", f"{len(one.left)} of this address to go")
    due = ", ".join(
        part for part in (one.load.carrier, f"due {day(one.load.due_on)}" if one.load.due_on else "") if part
    )
    return ScanStep(
        feedback or ask, one.address, due, quantity_label="On the lorry", quantity=str(len(one.loaded)),
        quantity_note=[tell_count(len(one.units), "of {count} unit", "of {count} units"),
                       f"tracking {kept['tracking']}" if kept["tracking"] else ""],
        rows_label="Units of this address", rows=rows, actions=_buttons(state, behind), state=kept,
        back_url=list_url("dispatch"),
    )  # fmt: skip


def _buttons(state: State, behind: bool) -> list[ScanAction]:
    if behind:
        return [ScanAction("go", "Leave without them", "truck", reason=True),
                ScanAction("back", "Load more", "arrow-left")]  # fmt: skip
    note = [ScanAction("tracking", "It is the tracking number", "barcode", reason=True)]
    return [
        *(note if state.get("unknown") else []),
        ScanAction("leave", "Lorry leaves", "truck", primary=True),
        ScanAction("undo", "Undo", "arrow-back-up"),
    ]


def scanned(ctx: Ctx, scan: Scan) -> ScanStep:
    """Answer a scan: a unit goes on the lorry, or is stopped where it is another address's; then the lorry leaves."""
    with reading(ctx):
        one = _loading(ctx, scan.state)
        if scan.action == "undo" and one is not None:
            fewer = {**scan.state, "units": ",".join(map(str, one.loaded[:-1])), "unknown": ""}
            return _step(ctx, fewer, _loading(ctx, fewer), Feedback("ok", "Off the lorry again"))
        if scan.action == "tracking":
            noted = {**scan.state, "tracking": scan.state.get("unknown", "")[:60], "unknown": ""}
            return _step(ctx, noted, one, Feedback("ok", "Tracking number kept", noted["tracking"]))
        if scan.action not in ("leave", "go") or one is None:
            return _read(ctx, scan, one) if scan.code else _step(ctx, {**scan.state, "unknown": ""}, one, None)
        if one.left and scan.action == "leave":
            title = tell_count(len(one.left), "{count} unit stays behind", "{count} units stay behind")
            said = Feedback("short", title, ", ".join(unit.sscc for unit in one.left[:3]))
            return _step(ctx, scan.state, one, said, behind=True)
    load = Load(list(one.loaded), scan.state.get("carrier", ""), scan.state.get("tracking", ""))
    made = dispatch_units(ctx, loads=[load]).only()
    with reading(ctx):
        if made.status != "done":
            return _step(ctx, scan.state, one, Feedback("bad", "It stays here", made.message))
        said = Feedback("ok", f"{made.label} has left", f"{len(one.loaded)} to {one.address}")
        return _step(ctx, {"site": scan.state.get("site", ""), "carrier": scan.state.get("carrier", "")}, None, said)


def _read(ctx: Ctx, scan: Scan, one: Loading | None) -> ScanStep:
    found = read(scan.code)
    code = found.sscc or found.code
    unit = units_of_codes(ctx, [code]).get(code)
    trouble = _trouble(ctx, scan.state, unit, one, code)
    if trouble is not None or unit is None:
        unknown = {"unknown": found.code if unit is None and not found.sscc and one is not None else ""}
        return _step(ctx, {**scan.state, **unknown}, one, trouble)
    units = [*(one.loaded if one else ()), unit.id]
    state = {**scan.state, "units": ",".join(map(str, units)), "unknown": ""}
    loading = _loading(ctx, state)
    left = len(loading.left) if loading else 0
    said = Feedback("ok", f"{len(units)} on the lorry", f"{left} to go" if left else "All of it is loaded")
    return _step(ctx, state, loading, said)


def _trouble(ctx: Ctx, state: State, unit: LoadUnit | None, one: Loading | None, code: str) -> Feedback | None:
    """Say why a unit does not go on this lorry."""
    if unit is None:
        return Feedback("bad", "Not known here", f"You scanned {code}; an SSCC is wanted")
    if unit.shipment_id:
        return Feedback("bad", "It has left already", f"SSCC {code}")
    if unit.is_unpacked:
        return Feedback("bad", "It was unpacked", f"SSCC {code} is empty")
    if unit.site_id != _site(ctx, state)[0]:
        return Feedback("bad", "It stands at another site", f"SSCC {code}")
    if one is None:
        return None
    if unit.id in one.loaded:
        return Feedback("short", "It is on the lorry already", f"SSCC {code}")
    if unit.id not in {other.id for other in one.units}:
        return Feedback("bad", "Wrong lorry, put it back", _elsewhere(code, one))
    return None


def _elsewhere(code: str, one: Loading) -> str:
    """Say of a unit of another load where this lorry goes, and with whom."""
    by = f" with {one.load.carrier}" if one.load.carrier else ""
    return f"SSCC {code} does not go to {one.address}{by}"


SCAN = ScanScreen(slug="scan/load", title="Load", permission="logistics.shipment.dispatch", step=step, scan=scanned,
                  icon="truck", rank=70)  # fmt: skip
