"""Moving goods with a scanner: from where, what, to where; the bin that is read last moves them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from throughline.governance.public import site_asked
from throughline.kernel.quantity import trimmed
from throughline.modules.catalog.public import resolve
from throughline.modules.inventory.public import Lying, StockMove, lying, move_stock, place_coded
from throughline.modules.warehouse.domain.reading import Read, read
from throughline.modules.warehouse.ui.codes import figure
from throughline.modules.warehouse.ui.codes import kept as kept_figure
from throughline.modules.warehouse.ui.putaway import AT_THE_DOOR, proposals
from throughline.platform.operations import Ctx, reading
from throughline.platform.ui import Feedback, Scan, ScanAction, ScanScreen, ScanStep
from throughline.platform.ui.formats import entered, quantity
from throughline.platform.ui.sentences import said as said_here
from throughline.platform.ui.sentences import tell

State = Mapping[str, str]


def put_away(ctx: Ctx, state: State) -> ScanStep:
    """Begin at the dock: the item is asked first."""
    return _step(ctx, {**state, "door": "1"}, None)


def move(ctx: Ctx, state: State) -> ScanStep:
    """Begin with the bin that goods are taken from."""
    return _step(ctx, state, None)


def _goods(ctx: Ctx, state: State) -> list[Lying]:
    site, _ = site_asked(ctx, state.get("site"))
    if state.get("door"):
        return lying(ctx, site.id, kinds=AT_THE_DOOR)
    return lying(ctx, site.id, place=state["from"]) if state.get("from") else []


def _current(goods: Sequence[Lying], state: State) -> Lying | None:
    return next((one for one in goods if str(one.balance_id) == state.get("goods")), None)


def _step(ctx: Ctx, state: State, feedback: Feedback | None) -> ScanStep:
    site, _ = site_asked(ctx, state.get("site"))
    goods = _goods(ctx, state)
    door = bool(state.get("door"))
    kept = {"site": str(site.id), "door": state.get("door", ""), "from": state.get("from", "")}
    title, back = ("Put away" if door else "Move"), "/putaway/"
    one = _current(goods, state)
    if one is not None:
        proposed = proposals(ctx, site.id, [one])[one.balance_id].place if door else ""
        kept |= {"goods": str(one.balance_id), "proposed": proposed, "other": state.get("other", "")}
        ask = Feedback("ask", f"Put it to {proposed}" if proposed else "Scan the bin it goes to", "Scan the bin")
        counted = state.get("counted") or entered(one.free)
        return ScanStep(
            feedback or ask, title, f"From {one.place}", "Put to bin", proposed or str(said_here("Any")), None,
            one.item_code, one.item_name, _detail(one), one.unit, "Of", quantity(one.free),
            [tell("from {place}", place=one.place)], counting=counted,
            actions=[ScanAction("again", "Other item", "arrow-left")], state=kept, back_url=back,
        )  # fmt: skip
    if not door and not state.get("from"):
        ask = Feedback("ask", "Scan the bin", "that you take from")
        return ScanStep(feedback or ask, title, site.name, state=kept, back_url=back)
    kept["moved"] = state.get("moved", "")
    undo = [ScanAction("undo", "Undo", "arrow-back-up")] if kept["moved"] else []
    if not goods:
        done = Feedback("ok", "Nothing lies here", "All of it is put away" if door else "Scan another bin")
        kept["from"] = ""
        return ScanStep(feedback or done, title, site.name, actions=undo, state=kept, back_url=back)
    first = goods[0]
    where, count = state.get("from", ""), len(goods)
    lie = (
        tell("{count} lie at the dock", count=count)
        if door
        else tell("{count} lie at {place}", count=count, place=where)
    )
    return ScanStep(
        feedback or Feedback("ask", "Scan the item", lie),
        title, tell("At {place}", place=where) if not door else str(said_here("At the dock")),
        next_place=first.place, next_text=first.item_code, next_quantity=quantity(first.free, first.unit),
        actions=[*undo, *([] if door else [ScanAction("from", "Other bin", "arrow-left")])], state=kept, back_url=back,
    )  # fmt: skip


def _detail(one: Lying) -> str:
    return " · ".join(part for part in (f"GTIN {one.gtin}" if one.gtin else "", f"Lot {one.lot}" if one.lot else "")
                      if part)  # fmt: skip


def scanned(ctx: Ctx, scan: Scan) -> ScanStep:
    """Answer a scan: the bin, then the item, then the bin it goes to. What is not wanted moves nothing."""
    if scan.action == "undo":
        return _undo(ctx, scan)
    with reading(ctx):
        state = dict(scan.state)
        if scan.action == "again":
            return _step(ctx, {**state, "goods": ""}, None)
        if scan.action == "from":
            return _step(ctx, {**state, "goods": "", "from": ""}, None)
        if not scan.code:
            return _step(ctx, {**state, "counted": scan.quantity}, None)
        site, _ = site_asked(ctx, state.get("site"))
        goods, found = _goods(ctx, state), read(scan.code)
        one, target = _current(goods, state), place_coded(ctx, site.id, found.code)
        if one is None:
            return _item(ctx, state, goods, found, is_place=target is not None)
        if target is None:
            no_bin = Feedback("bad", "That is no bin here", f"You scanned {found.spoken}; a bin is wanted")
            return _step(ctx, {**state, "counted": scan.quantity}, no_bin)
        proposed, code = state.get("proposed", ""), found.code.upper()
        if proposed and code != proposed.upper() and state.get("other") != code:
            said = Feedback("short", f"{code} is not {proposed}", f"Scan {code} again to put it there all the same")
            return _step(ctx, {**state, "other": code, "counted": scan.quantity}, said)
        amount = _amount(scan, one)
    move_stock(ctx, moves=[StockMove(one.balance_id, target.id, amount)]).only()
    with reading(ctx):
        said = Feedback(
            "ok",
            tell("{amount} of {item} at {place}", amount=quantity(amount, one.unit), item=one.item_code, place=code),
            "Scan the next item",
        )
        back = [str(one.item_id), one.lot or "", code, one.place, trimmed(amount)]
        moved = "" if one.kind == "stage" else "|".join(back)  # the stage takes picked goods only
        return _step(ctx, {**state, "goods": "", "counted": "", "other": "", "moved": moved}, said)


def _undo(ctx: Ctx, scan: Scan) -> ScanStep:
    """Move what was moved last back to where it came from, as far as nobody has claimed it since."""
    item, lot, there, origin, amount = (scan.state.get("moved", "").split("|") + [""] * 5)[:5]
    state = {**scan.state, "moved": "", "goods": "", "counted": "", "other": ""}
    with reading(ctx):
        site, _ = site_asked(ctx, state.get("site"))
        goods = lying(ctx, site.id, place=there or "-")
        one = next((g for g in goods if str(g.item_id) == item and (g.lot or "") == lot), None)
        target = place_coded(ctx, site.id, origin)
        if one is None or target is None or one.free < kept_figure(amount):
            return _step(ctx, state, Feedback("bad", "It cannot be moved back", "Others have claimed it by now"))
    move_stock(ctx, moves=[StockMove(one.balance_id, target.id, kept_figure(amount))]).only()
    with reading(ctx):
        return _step(ctx, state, Feedback("ok", f"Back at {origin}", f"{one.item_code}, {amount}"))


def _item(ctx: Ctx, state: dict[str, Any], goods: Sequence[Lying], found: Read, *, is_place: bool) -> ScanStep:
    """Take the bin that goods are taken from, or the goods that were read."""
    if is_place and not state.get("door"):
        code = found.code.upper()
        return _step(ctx, {**state, "from": code}, Feedback("ok", f"From {code}", "Scan the item"))
    if not state.get("door") and not state.get("from"):
        said = f"You scanned {found.spoken}; a bin is wanted"
        return _step(ctx, state, Feedback("bad", "That is no bin here", said))
    match = resolve([found.key]).get(found.key)
    mine = [one for one in goods if match and one.item_id == match.item_id]
    if found.lot:
        mine = [one for one in mine if (one.lot or "").upper() == found.lot.upper()]
    if not mine:
        where = "at the dock" if state.get("door") else f"in {state.get('from')}"
        title = f"None of it lies {where}" if match else "Not known here"
        if is_place:
            title = "That is a bin, scan the item first"
        wanted = ", ".join(one.item_code for one in goods[:3]) or "nothing"
        return _step(ctx, state, Feedback("bad", title, f"You scanned {found.spoken}; {wanted} lies {where}"))
    chosen = {**state, "goods": str(mine[0].balance_id), "counted": "", "other": ""}
    return _step(ctx, chosen, Feedback("ok", f"{mine[0].item_code}", "Scan the bin it goes to"))


def _amount(scan: Scan, one: Lying) -> Decimal:
    """Give how much is moved: the figure between minus and plus, else all that lies there."""
    return figure(scan.quantity) if scan.quantity else one.free


PUT_AWAY = ScanScreen(slug="scan/putaway", title="Put away", permission="inventory.stock.move", step=put_away,
                      scan=scanned, icon="forklift", rank=20)  # fmt: skip
MOVE = ScanScreen(slug="scan/move", title="Move goods", permission="inventory.stock.move", step=move, scan=scanned,
                  icon="arrows-exchange", rank=30)  # fmt: skip
