"""Picking with a scanner: one task at a time, one thing asked at a time, a wrong scan counts nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from throughline.governance.public import site_asked
from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.catalog.public import ItemMatch, resolve
from throughline.modules.inventory.public import place_coded
from throughline.modules.warehouse.domain.reading import Read, read
from throughline.modules.warehouse.public import PickDone, confirm_picks
from throughline.modules.warehouse.queries.lists import WorkTask, walk
from throughline.modules.warehouse.ui.codes import figure, pieces_of
from throughline.modules.warehouse.ui.codes import kept as kept_figure
from throughline.modules.warehouse.ui.sites import documents
from throughline.platform.operations import Ctx, reading
from throughline.platform.ui import Feedback, Scan, ScanAction, ScanScreen, ScanStep
from throughline.platform.ui.formats import MISSING, day, entered, quantity
from throughline.platform.ui.sentences import said, tell

REASONS = {"not found": "Not found", "bin empty": "Bin empty", "damaged": "Damaged"}
OTHER_LOT = {"lot not found": "Other lot: not there", "lot damaged": "Other lot: damaged"}
#: What is carried from scan to scan of one task: the lot that was read, why it is another, and what waits for a lot.
OF_TASK = ("lot", "lot_reason", "offered", "pending", "before")
MOST = 60
DONE = ScanAction("done", "Confirm pick", "check", primary=True)


def step(ctx: Ctx, state: Mapping[str, str]) -> ScanStep:
    """Ask for the next bin."""
    return _step(ctx, state, None)


def _tasks(ctx: Ctx, state: Mapping[str, str]) -> tuple[int, list[WorkTask]]:
    """Give the site and its picks in walking order; what was skipped stands at the end."""
    site, _ = site_asked(ctx, state.get("site"))
    skipped = [int(part) for part in state.get("skipped", "").split(",") if is_id(part)]
    found = walk(ctx, site.id, MOST)
    return site.id, [t for t in found if t.id not in skipped] + [t for t in found if t.id in skipped]


def _step(
    ctx: Ctx,
    state: Mapping[str, str],
    feedback: Feedback | None,
    *,
    counted: Decimal = ZERO,
    at_bin: bool = False,
    short: bool = False,
) -> ScanStep:
    site_id, tasks = _tasks(ctx, state)
    kept = {"site": str(site_id), "skipped": state.get("skipped", "")}
    current = next((task for task in tasks if str(task.id) == state.get("task")), tasks[0] if tasks else None)
    if current is None:
        done = feedback or Feedback("ok", "All picked", "Nothing waits at this site")
        return ScanStep(done, "Picking", "No task waits", state=kept, back_url="/picking/")
    order = documents({(current.root_kind, current.root_id)}).get((current.root_kind, current.root_id))
    following = next((task for task in tasks if task.id != current.id), None)
    kept |= {
        "task": str(current.id),
        "bin": "1" if at_bin else "",
        "counted": str(counted),
        "short": "1" if short else "",
    }
    if state.get("task") == kept["task"]:
        kept |= {name: state.get(name, "") for name in OF_TASK}
    ask = Feedback("ask", "Scan the item") if at_bin else Feedback("ask", "Scan the bin", "then the item")
    if kept.get("pending"):
        ask = Feedback("ask", "Scan or type the lot", f"Lot {current.lot_code} is wanted")
    title = order.label if order else str(said("Pick"))
    title = tell("{order}, {count} to go", order=title, count=len(tasks)) if len(tasks) < MOST else title
    return ScanStep(
        feedback or ask,
        title,
        current.party or "",
        "Go to bin",
        current.place or MISSING,
        None,
        current.item_code,
        current.item_name,
        _detail(current),
        current.unit,
        "Short" if short else "Take from here",
        quantity(current.quantity - counted),
        _notes(current, counted, short=short),
        counting=entered(counted) if at_bin else None,
        next_place=following.place or "" if following else "",
        next_text=following.item_code if following else "",
        next_quantity=quantity(following.quantity, following.unit) if following else "",
        actions=_buttons(kept, at_bin=at_bin, counted=counted, short=short),
        state=kept,
        back_url="/picking/",
    )  # fmt: skip


def _detail(task: WorkTask) -> str:
    parts = [f"GTIN {task.gtin}" if task.gtin else "", tell("Lot {lot}", lot=task.lot_code) if task.lot_code else ""]
    parts.append(tell("expires {day}", day=day(task.expires_on)) if task.expires_on else "")
    return " · ".join(part for part in parts if part)


def _notes(task: WorkTask, counted: Decimal, *, short: bool) -> Sequence[str]:
    if short:  # the figure is what is not there; what is there goes on
        gone = [tell("{counted} to {place}", counted=quantity(counted), place=task.to_place)] if counted else []
        return [tell("of {wanted}", wanted=quantity(task.quantity, task.unit)), *gone]
    done = (
        tell("more, {counted} of {wanted} done", counted=quantity(counted), wanted=quantity(task.quantity))
        if counted
        else tell("of {wanted}", wanted=quantity(task.quantity, task.unit))
    )
    return [done, tell("to {place}", place=task.to_place)] if task.to_place else [done]


def _buttons(state: Mapping[str, str], *, at_bin: bool, counted: Decimal, short: bool) -> list[ScanAction]:
    if state.get("offered"):
        return [*(ScanAction(f"lot:{code}", label, reason=True) for code, label in OTHER_LOT.items()),
                ScanAction("back", "Back", "arrow-left")]  # fmt: skip
    if short:
        return [*(ScanAction(f"short:{code}", label, reason=True) for code, label in REASONS.items()),
                ScanAction("back", "Back", "arrow-left")]  # fmt: skip
    others = [ScanAction("short", "Short", "alert-triangle"), ScanAction("skip", "Skip", "player-pause")]
    undo = [ScanAction("undo", "Undo", "arrow-back-up")] if state.get("before") else []
    return [DONE, *undo, *others] if at_bin and counted else others


def scanned(ctx: Ctx, scan: Scan) -> ScanStep:
    """Answer a scan: bin first, then item by item or the counted quantity; a full count confirms the task."""
    with reading(ctx):
        _, tasks = _tasks(ctx, scan.state)
        task = next((one for one in tasks if str(one.id) == scan.state.get("task")), None)
        if task is None:
            return _step(ctx, scan.state, None if tasks else Feedback("ok", "All picked", "Nothing waits at this site"))
        at_bin, counted = bool(scan.state.get("bin")), _counted(scan, task)
        if scan.action == "skip":
            skipped = ",".join(filter(None, [scan.state.get("skipped", ""), str(task.id)]))
            return _step(
                ctx, {**scan.state, "skipped": skipped, "task": ""}, Feedback("ask", "Skipped", "It stands at the end")
            )
        if scan.action in ("undo", "short", "back") or scan.action.startswith("lot:"):
            return _pressed(ctx, scan, task, at_bin, counted)
        if not scan.action and scan.code:
            answer = _read(ctx, scan, task, at_bin, counted)
            if isinstance(answer, ScanStep):
                return answer
            counted, scan = task.quantity, replace(scan, state=answer)
        elif not scan.action:
            return _step(ctx, scan.state, None, counted=counted, at_bin=at_bin)
    return _confirm(ctx, scan, task, counted)


def _pressed(ctx: Ctx, scan: Scan, task: WorkTask, at_bin: bool, counted: Decimal) -> ScanStep:
    """Answer a button that asks or takes back: undo, short, back, or why another lot goes."""
    said = None
    if scan.action == "undo":
        counted = kept_figure(scan.state.get("before") or "0")
        said = Feedback("ok", "Last scan taken back", f"{quantity(counted)} counted")
        return _step(ctx, {**scan.state, "before": ""}, said, counted=counted, at_bin=at_bin)
    kept = {**scan.state, "offered": "", "pending": ""}
    if scan.action.startswith("lot:"):
        kept |= {"lot": scan.state.get("offered", ""), "lot_reason": scan.action.partition(":")[2]}
        return _step(ctx, kept, Feedback("ok", f"Lot {kept['lot']} goes", "Scan all of it"), at_bin=True)
    if scan.action == "short":
        said = Feedback("short", f"Short by {quantity(task.quantity - counted)}", "Why is it less?")
    return _step(ctx, kept, said, counted=counted, at_bin=at_bin, short=said is not None)


def _counted(scan: Scan, task: WorkTask) -> Decimal:
    """Give what is counted so far: the figure between minus and plus where it stands, else the kept one."""
    counted = figure(scan.quantity) if scan.quantity else kept_figure(scan.state.get("counted") or "0")
    if counted > task.quantity:
        raise InvalidInput(
            "quantity_not_asked", f"{quantity(counted)} counted, {quantity(task.quantity)} asked.", field="quantity"
        )
    return counted


def _read(ctx: Ctx, scan: Scan, task: WorkTask, at_bin: bool, counted: Decimal) -> ScanStep | Mapping[str, str]:
    """Judge a code that was read: the next question, or what is known of the task when the code completes it.

    What is not wanted counts nothing, and the answer says what was wanted and what was read.
    """
    if task.place and scan.code.upper() == task.place.upper():
        said = Feedback("ok", f"Right bin, {task.place}", "Scan the item, or count and confirm")
        return _step(ctx, scan.state, said, counted=counted, at_bin=True)
    found = read(scan.code)
    match = resolve([found.key]).get(found.key)
    state, pieces = dict(scan.state), ZERO
    if state.get("pending") and match is None and not found.sscc:
        found, pieces = Read(found.code, lot=found.code), kept_figure(state["pending"])
    else:
        wrong = _wrong(ctx, task, found, match, at_bin)
        if wrong:
            return _step(ctx, state, wrong, counted=counted, at_bin=at_bin)
        assert match is not None
        pieces = pieces_of(match, found)
    lot = _lot(state, task, found)
    if isinstance(lot, Feedback):
        offered = {**state, "offered": found.lot, "pending": state.get("pending") or trimmed(pieces)}
        return _step(ctx, offered, lot, counted=counted, at_bin=True)
    if not lot and task.lot_tracked and task.lot_code:
        return _step(ctx, {**state, "pending": trimmed(pieces)}, None, counted=counted, at_bin=True)
    state |= {"lot": lot, "pending": "", "before": trimmed(counted)}
    if not pieces:
        said = Feedback("ok", f"Right lot, {lot}", "Confirm the pick")
        return _step(ctx, state, said, counted=counted, at_bin=True)
    if counted + pieces > task.quantity:
        left = quantity(task.quantity - counted, task.unit)
        said = Feedback(
            "bad", f"{quantity(pieces, task.unit)} are too many", f"{left} wanted, you scanned {found.spoken}"
        )
        return _step(ctx, {**state, "before": scan.state.get("before", "")}, said, counted=counted, at_bin=at_bin)
    if counted + pieces == task.quantity:
        return state
    left = quantity(task.quantity - counted - pieces, task.unit)
    said = Feedback("ok", f"Right item, {quantity(counted + pieces)} counted", f"{left} to go, keep scanning")
    return _step(ctx, state, said, counted=counted + pieces, at_bin=True)


def _lot(state: Mapping[str, str], task: WorkTask, found: Read) -> str | Feedback:
    """Give the lot that is being picked, nothing where none was read, or say that it is another."""
    chosen = state.get("lot") or task.lot_code or ""
    if not found.lot:
        return state.get("lot", "")
    if not task.lot_code or found.lot.upper() == chosen.upper():
        return chosen if task.lot_code else ""
    until = f", expires {day(task.expires_on)}" if task.expires_on else ""
    told = f"You scanned lot {found.lot}; lot {chosen} is wanted{until}"
    return Feedback("bad", "Wrong lot, put it back", told)


def _wrong(ctx: Ctx, task: WorkTask, found: Read, match: ItemMatch | None, at_bin: bool) -> Feedback | None:
    """Say what is wrong with what was read, if anything."""
    if not match or match.item_id != task.item_id:
        title = "Wrong item, put it back" if match else "Not known here"
        if found.sscc:
            title = "That is a handling unit"
        elif place_coded(ctx, task.site_id, found.code):
            title = "Wrong bin"
        wanted = f"{task.item_code} is wanted" if at_bin else f"Bin {task.place} is wanted"
        return Feedback("bad", title, f"You scanned {found.spoken}; {wanted}")
    if not at_bin and task.place:
        return Feedback("bad", "Scan the bin first", f"You scanned {found.spoken}; bin {task.place} is wanted")
    if found.expires and found.expires < ctx.today:
        return Feedback("bad", "Out of date, put it back", f"You scanned {found.spoken}; today is {day(ctx.today)}")
    same = not found.lot or (task.lot_code or "").upper() == found.lot.upper()
    if same and found.expires and task.expires_on and found.expires != task.expires_on:
        wanted = f"{day(task.expires_on)} is wanted"
        return Feedback("bad", "Wrong expiry, put it back", f"You scanned {found.spoken}; {wanted}")
    return None


def _confirm(ctx: Ctx, scan: Scan, task: WorkTask, counted: Decimal) -> ScanStep:
    """Confirm the task: whole, or short for a reason, which searches another bin at once."""
    reason = scan.action.partition(":")[2] if scan.action.startswith("short:") else ""
    counted = min(counted, task.quantity)
    if counted < task.quantity and not reason:
        with reading(ctx):
            said = Feedback("short", f"Short by {quantity(task.quantity - counted)}", "Why is it less?")
            return _step(ctx, scan.state, said, counted=counted, at_bin=True, short=True)
    lot = scan.state.get("lot", "")
    if counted and task.lot_tracked and task.lot_code and not lot:
        with reading(ctx):
            return _step(ctx, {**scan.state, "pending": "0"}, None, counted=counted, at_bin=True)
    short = reason if counted < task.quantity else ""
    confirm_picks(ctx, picks=[PickDone(task.id, counted, short, lot, scan.state.get("lot_reason", ""))]).only()
    with reading(ctx):
        if counted < task.quantity:
            said = Feedback(
                "short", f"Short by {quantity(task.quantity - counted)}", "Another bin is searched, sales is told"
            )
        else:
            said = Feedback(
                "ok",
                tell("{amount} of {item} picked", amount=quantity(counted, task.unit), item=task.item_code),
                "On to the next bin" if _tasks(ctx, scan.state)[1] else "All picked",
            )
        return _step(ctx, {**scan.state, "task": "", "bin": "", "counted": ""}, said)


SCAN = ScanScreen(slug="scan/pick", title="Pick", permission="warehouse.pick", step=step, scan=scanned,
                  icon="list-check", rank=40)  # fmt: skip
