"""Putting back with a scanner: cancelled goods from the stage to their bins; the bin that is read frees them."""

from collections.abc import Mapping, Sequence

from throughline.governance.public import site_asked
from throughline.modules.catalog.public import resolve
from throughline.modules.inventory.public import place_coded
from throughline.modules.warehouse.domain.reading import read
from throughline.modules.warehouse.public import confirm_put_backs
from throughline.modules.warehouse.queries.lists import WorkTask, rounds
from throughline.modules.warehouse.ui.sites import documents
from throughline.platform.operations import Ctx, reading
from throughline.platform.ui import Feedback, Scan, ScanAction, ScanRow, ScanScreen, ScanStep, list_url
from throughline.platform.ui.formats import MISSING, quantity
from throughline.platform.ui.sentences import said as said_here
from throughline.platform.ui.sentences import tell

State = Mapping[str, str]
MOST = 8


def step(ctx: Ctx, state: State) -> ScanStep:
    """Ask for the goods that are to go back."""
    return _step(ctx, state, None)


def _tasks(ctx: Ctx, state: State) -> tuple[int, str, list[WorkTask]]:
    site, _ = site_asked(ctx, state.get("site"))
    return site.id, site.name, rounds(ctx, "put_back", site.id)


def _current(tasks: Sequence[WorkTask], state: State) -> WorkTask | None:
    return next((task for task in tasks if str(task.id) == state.get("task")), None)


def _step(ctx: Ctx, state: State, feedback: Feedback | None) -> ScanStep:
    site_id, name, tasks = _tasks(ctx, state)
    kept, back = {"site": str(site_id)}, list_url("picking", view="put_back")
    task = _current(tasks, state)
    if task is None:
        ask = Feedback("ask", "Scan the item", "that goes back to its bin")
        if not tasks:
            ask = Feedback("ok", "All put back", "Nothing waits at this site")
        rows = [ScanRow(one.item_code, f"to {one.to_place or MISSING}", quantity(one.quantity, one.unit))
                for one in tasks[:MOST]]  # fmt: skip
        return ScanStep(feedback or ask, "Put back", name, rows_label="To put back", rows_count=len(tasks), rows=rows,
                        state=kept, back_url=back)  # fmt: skip
    order = documents({(task.root_kind, task.root_id)}).get((task.root_kind, task.root_id))
    kept |= {"task": str(task.id), "other": state.get("other", "")}
    ask = Feedback("ask", f"Put it to {task.to_place}" if task.to_place else "Scan a bin", "Scan the bin")
    lot = f"Lot {task.lot_code}" if task.lot_code else ""
    return ScanStep(
        feedback or ask, order.label if order else "Put back", task.party or "", "Put to bin",
        task.to_place or str(said_here("Any")),
        item_code=task.item_code, item_name=task.item_name, item_detail=lot, unit=task.unit, quantity_label="All of",
        quantity=quantity(task.quantity), quantity_note=[f"from {task.place or MISSING}"],
        actions=[ScanAction("again", "Other item", "arrow-left")], state=kept, back_url=back,
    )  # fmt: skip


def scanned(ctx: Ctx, scan: Scan) -> ScanStep:
    """Answer a scan: the item, then its bin. Another bin than the proposed one is scanned twice."""
    with reading(ctx):
        state = dict(scan.state)
        site_id, _, tasks = _tasks(ctx, state)
        task = _current(tasks, state)
        if scan.action == "again" or not scan.code:
            return _step(ctx, {**state, "task": "" if scan.action else state.get("task", "")}, None)
        found = read(scan.code)
        if task is None:
            return _item(ctx, state, tasks, scan)
        place, code = place_coded(ctx, site_id, found.code), found.code.upper()
        if place is None:
            said = Feedback("bad", "That is no bin here", f"You scanned {found.spoken}; a bin is wanted")
            return _step(ctx, state, said)
        if task.to_place and code != task.to_place.upper() and state.get("other") != code:
            said = Feedback(
                "short", f"{code} is not {task.to_place}", f"Scan {code} again to put it there all the same"
            )
            return _step(ctx, {**state, "other": code}, said)
    confirm_put_backs(ctx, tasks=[task.id], places={task.id: place.id}).only()
    with reading(ctx):
        said = Feedback(
            "ok",
            tell("{amount} of {item} free again", amount=quantity(task.quantity, task.unit), item=task.item_code),
            tell("It is at {place}", place=code),
        )
        return _step(ctx, {"site": str(site_id)}, said)


def _item(ctx: Ctx, state: State, tasks: Sequence[WorkTask], scan: Scan) -> ScanStep:
    found = read(scan.code)
    match = resolve([found.key]).get(found.key)
    mine = [task for task in tasks if match and task.item_id == match.item_id]
    if found.lot:
        mine = [task for task in mine if (task.lot_code or found.lot).upper() == found.lot.upper()]
    if not mine:
        title = "It does not go back" if match else "Not known here"
        wanted = ", ".join(task.item_code for task in tasks[:3]) or "nothing"
        return _step(ctx, state, Feedback("bad", title, f"You scanned {found.spoken}; {wanted} waits to go back"))
    said = Feedback("ok", mine[0].item_code, f"Take it to {mine[0].to_place or 'a bin'}")
    return _step(ctx, {**state, "task": str(mine[0].id), "other": ""}, said)


SCAN = ScanScreen(slug="scan/putback", title="Put back", permission="warehouse.pick", step=step, scan=scanned,
                  icon="arrow-back-up", rank=60)  # fmt: skip
