"""Picking with a scanner: one task at a time, one thing asked at a time, a wrong scan counts nothing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from throughline.kernel.errors import InvalidInput
from throughline.kernel.money import ZERO
from throughline.modules.catalog.public import ItemMatch, resolve
from throughline.modules.inventory.public import bins
from throughline.modules.warehouse.domain.reading import Read, read
from throughline.modules.warehouse.public import PickDone, confirm_picks
from throughline.modules.warehouse.queries.lists import WorkTask, walk
from throughline.modules.warehouse.ui.codes import pieces_of
from throughline.modules.warehouse.ui.sites import documents, site_of
from throughline.platform.operations import Ctx, reading
from throughline.platform.ui import Feedback, Scan, ScanAction, ScanScreen, ScanStep
from throughline.platform.ui.formats import MISSING, day, quantity

REASONS = {"not found": "Not found", "bin empty": "Bin empty", "damaged": "Damaged"}
MOST = 60
DONE = ScanAction("done", "Confirm pick", "check", primary=True)


def step(ctx: Ctx, state: Mapping[str, str]) -> ScanStep:
    """Ask for the next bin."""
    return _step(ctx, state, None)


def _tasks(ctx: Ctx, state: Mapping[str, str]) -> tuple[int, list[WorkTask]]:
    """Give the site and its picks in walking order; what was skipped stands at the end."""
    site, _ = site_of(ctx, state.get("site"))
    skipped = [int(part) for part in state.get("skipped", "").split(",") if part.isdigit()]
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
    ask = Feedback("ask", "Scan the item") if at_bin else Feedback("ask", "Scan the bin", "then the item")
    left = f", {len(tasks)} to go" if len(tasks) < MOST else ""
    return ScanStep(
        feedback or ask,
        f"{order.label if order else 'Pick'}{left}",
        current.party or "",
        "Go to bin",
        current.place or MISSING,
        None,
        current.item_code,
        current.item_name,
        _detail(current),
        current.unit,
        "Short" if short else "Take",
        quantity(current.quantity - counted),
        _notes(current, counted),
        counting=quantity(counted) if at_bin else None,
        next_place=following.place or "" if following else "",
        next_text=following.item_code if following else "",
        next_quantity=quantity(following.quantity, following.unit) if following else "",
        actions=_buttons(at_bin=at_bin, counted=counted, short=short),
        state=kept,
        back_url="/picking/",
    )  # fmt: skip


def _detail(task: WorkTask) -> str:
    parts = [f"GTIN {task.gtin}" if task.gtin else "", f"Lot {task.lot_code}" if task.lot_code else ""]
    return " · ".join(part for part in parts if part)


def _notes(task: WorkTask, counted: Decimal) -> Sequence[str]:
    done = (
        f"more, {quantity(counted)} of {quantity(task.quantity)} done"
        if counted
        else f"of {quantity(task.quantity, task.unit)}"
    )
    return [done, f"to {task.to_place}"] if task.to_place else [done]


def _buttons(*, at_bin: bool, counted: Decimal, short: bool) -> list[ScanAction]:
    if short:
        return [*(ScanAction(f"short:{code}", label, reason=True) for code, label in REASONS.items()),
                ScanAction("back", "Back", "arrow-left")]  # fmt: skip
    others = [ScanAction("short", "Short", "alert-triangle"), ScanAction("skip", "Skip", "player-pause")]
    return [DONE, *others] if at_bin and counted else others


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
        if scan.action in ("short", "back"):
            short = scan.action == "short"
            said = (
                Feedback("short", f"Short by {quantity(task.quantity - counted)}", "Why is it less?") if short else None
            )
            return _step(ctx, scan.state, said, counted=counted, at_bin=at_bin, short=short)
        if not scan.action and scan.code:
            answer = _read(ctx, scan, task, at_bin, counted)
            if isinstance(answer, ScanStep):
                return answer
            counted = answer
        elif not scan.action:
            return _step(ctx, scan.state, None, counted=counted, at_bin=at_bin)
    return _confirm(ctx, scan, task, counted)


def _counted(scan: Scan, task: WorkTask) -> Decimal:
    """Give what is counted so far: the figure between minus and plus where it stands, else the kept one."""
    try:
        counted = Decimal((scan.quantity or scan.state.get("counted") or "0").replace(",", ""))
    except InvalidOperation:
        raise InvalidInput("quantity_unreadable", f"{scan.quantity} is not a number.", field="quantity") from None
    if not ZERO <= counted <= task.quantity:
        raise InvalidInput(
            "quantity_not_asked", f"{quantity(counted)} counted, {quantity(task.quantity)} asked.", field="quantity"
        )
    return counted


def _read(ctx: Ctx, scan: Scan, task: WorkTask, at_bin: bool, counted: Decimal) -> ScanStep | Decimal:
    """Judge a code that was read: the next question, or the whole count when it completes the task.

    What is not wanted counts nothing, and the answer says what was wanted and what was read.
    """
    if task.place and scan.code.upper() == task.place.upper():
        said = Feedback("ok", f"Right bin, {task.place}", "Scan the item, or count and confirm")
        return _step(ctx, scan.state, said, counted=counted, at_bin=True)
    found = read(scan.code)
    match = resolve([found.key]).get(found.key)
    wrong = _wrong(ctx, task, found, match, at_bin)
    if wrong:
        return _step(ctx, scan.state, wrong, counted=counted, at_bin=at_bin)
    assert match is not None
    pieces = pieces_of(match, found)
    if counted + pieces > task.quantity:
        left = quantity(task.quantity - counted, task.unit)
        said = Feedback(
            "bad", f"{quantity(pieces, task.unit)} are too many", f"{left} wanted, you scanned {found.spoken}"
        )
        return _step(ctx, scan.state, said, counted=counted, at_bin=at_bin)
    if counted + pieces == task.quantity:
        return task.quantity
    left = quantity(task.quantity - counted - pieces, task.unit)
    said = Feedback("ok", f"Right item, {quantity(counted + pieces)} counted", f"{left} to go, keep scanning")
    return _step(ctx, scan.state, said, counted=counted + pieces, at_bin=True)


def _wrong(ctx: Ctx, task: WorkTask, found: Read, match: ItemMatch | None, at_bin: bool) -> Feedback | None:
    """Say what is wrong with what was read, if anything."""
    if not match or match.item_id != task.item_id:
        title = "Wrong item, put it back" if match else "Not known here"
        if found.sscc:
            title = "That is a handling unit"
        elif any(code.upper() == found.code.upper() for code in bins(ctx, task.site_id)):
            title = "Wrong bin"
        wanted = f"{task.item_code} is wanted" if at_bin else f"Bin {task.place} is wanted"
        return Feedback("bad", title, f"You scanned {found.spoken}; {wanted}")
    if not at_bin and task.place:
        return Feedback("bad", "Scan the bin first", f"You scanned {found.spoken}; bin {task.place} is wanted")
    if found.lot and task.lot_code and found.lot.upper() != task.lot_code.upper():
        return Feedback("bad", "Wrong lot, put it back", f"You scanned lot {found.lot}; lot {task.lot_code} is wanted")
    if found.expires and found.expires < ctx.today:
        return Feedback("bad", "Out of date, put it back", f"You scanned {found.spoken}; today is {day(ctx.today)}")
    if found.expires and task.expires_on and found.expires != task.expires_on:
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
    confirm_picks(ctx, picks=[PickDone(task.id, counted, reason if counted < task.quantity else "")])
    with reading(ctx):
        if counted < task.quantity:
            short = quantity(task.quantity - counted)
            said = Feedback("short", f"Short by {short}", "Another bin is searched, sales is told")
        else:
            said = Feedback("ok", f"{quantity(counted, task.unit)} of {task.item_code} picked", "On to the next bin")
        return _step(ctx, {**scan.state, "task": "", "bin": "", "counted": ""}, said)


SCAN = ScanScreen(slug="scan/pick", title="Pick", permission="warehouse.pick", step=step, scan=scanned)
