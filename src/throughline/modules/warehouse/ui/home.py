"""What the warehouse puts on homes: for who releases, who picks, and who receives."""

from collections.abc import Sequence

from throughline.governance.public import sites
from throughline.modules.inventory.public import Lying, lying
from throughline.modules.warehouse.permissions import READ_RELEASE, READ_TASKS
from throughline.modules.warehouse.queries.home import late_picks, picked
from throughline.modules.warehouse.queries.lists import WAITING_MOST, WorkOrder, floor_counts, work_orders
from throughline.modules.warehouse.ui.putaway import AT_THE_DOOR, state_of
from throughline.modules.warehouse.ui.sites import documents
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    QueueGroup,
    QueueRow,
    Tile,
    disc,
    form_url,
    list_url,
    record_url,
    ring,
    triangle,
)
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.formats import MISSING, day, number, quantity
from throughline.platform.ui.homes import HomePart
from throughline.platform.ui.sentences import tell, tell_count

RELEASE, PICK, RECEIVE = "warehouse.release", "warehouse.pick", "warehouse.receive"
SHOWN = 6


def _bounded(count: int) -> str:
    return f"{number(WAITING_MOST)}+" if count > WAITING_MOST else number(count)


def _to_pick(ctx: Ctx, count: int) -> Tile:
    late = late_picks(ctx, WAITING_MOST + 1)
    verdict = triangle(f"{_bounded(late)} late") if late else disc("none is late")
    return Tile("Picks to do", _bounded(count), list_url("picking"), verdict=verdict)


def floor(ctx: Ctx) -> Sequence[Tile]:
    """Tell the lead what waits to be released, picked and sent, and how quick the floor is."""
    counts, done = floor_counts(ctx), picked(ctx)
    return [
        Tile("Lines to release", _bounded(counts.to_release), list_url("release")),
        _to_pick(ctx, counts.to_pick),
        Tile("Picked in 8 hours", number(done.last_shift), list_url("releases"), unit=plural("line", done.last_shift),
             detail=f"{number(done.last_hour)} in the last hour"),
        Tile("Units to send", _bounded(counts.to_send), list_url("packing")),
    ]  # fmt: skip


def picks(ctx: Ctx) -> Sequence[Tile]:
    """Tell a picker what is to be done, and what was done."""
    counts, done = floor_counts(ctx), picked(ctx)
    return [
        _to_pick(ctx, counts.to_pick),
        Tile("Picked by me in 8 hours", number(done.own), list_url("releases"), unit=plural("line", done.own),
             detail=f"{number(done.last_shift)} by all of us"),
        Tile("Units to send", _bounded(counts.to_send), list_url("packing")),
    ]  # fmt: skip


def next_picks(ctx: Ctx) -> Sequence[QueueGroup]:
    """Give the orders that are picked next, urgent ones first."""
    found = work_orders(ctx, "pick", size=SHOWN + 1)
    names = documents({(work.root_kind, work.root_id) for work in found})
    rows = [_pick(ctx, work, names.get((work.root_kind, work.root_id))) for work in found[:SHOWN]]
    more = len(found) > SHOWN
    return [QueueGroup("Next to pick", rows, "", "All of picking" if more else "", list_url("picking") if more else "")]


def _pick(ctx: Ctx, work: WorkOrder, document: object) -> QueueRow:
    late = work.due_on is not None and work.due_on < ctx.today
    return QueueRow(
        triangle("Late") if late else ring("To do"),
        tell_count(
            work.tasks,
            "{party}: {count} pick, {places}",
            "{party}: {count} picks, {places}",
            party=work.party or MISSING,
            places=work.places,
        ),
        tell("{site}, due {day}", site=work.site, day=day(work.due_on)) if work.due_on else work.site,
        getattr(document, "label", ""),
        record_url("picking", work.id),
        actions=[
            Action("Confirm picks", form="picking/confirm", query={"task": work.id}, primary=late, dialog=False),
            Action("Open", url=record_url("picking", work.id)),
        ],
    )


def at_the_dock(ctx: Ctx) -> Sequence[QueueGroup]:
    """Give what is not in its bin, what came first ahead."""
    found = list[tuple[str, Lying]]()
    for site in sites(ctx).values():
        if len(found) <= SHOWN:
            found += [(site.name, one) for one in lying(ctx, site.id, kinds=AT_THE_DOOR, limit=SHOWN + 1)]
    rows = [
        QueueRow(
            state_of(ctx, one),
            tell("{amount} of {item}", amount=quantity(one.free, one.unit), item=f"{one.item_code} {one.item_name}"),
            f"lies at {one.place}, {site}" + (f", lot {one.lot}" if one.lot else ""),
            "",
            form_url("putaway/move", balance=one.balance_id),
            None,
            one.received_on,
            actions=[Action("Put away", form="putaway/move", query={"balance": one.balance_id}, primary=True)],
        )
        for site, one in found[:SHOWN]
    ]
    more = len(found) > SHOWN
    return [QueueGroup("To put away", rows, "", "All of it" if more else "", list_url("putaway") if more else "")]


SCAN = Action("Pick with scanner", url="/scan/pick/", icon="barcode", primary=True)
PARTS = (
    HomePart(READ_RELEASE, (RELEASE,), rank=20, figures=floor),
    HomePart(READ_RELEASE, rank=20, overview=True, figures=lambda ctx: floor(ctx)[:1]),
    HomePart(READ_TASKS, (PICK,), unless=RELEASE, rank=21, figures=picks),
    HomePart(READ_TASKS, (PICK,), rank=20, work=next_picks),
    HomePart(READ_TASKS, (RECEIVE,), rank=22, work=at_the_dock),
    HomePart(READ_RELEASE, (RELEASE,), rank=20,
             starts=lambda ctx: [Action("Release orders", url=list_url("release"), primary=True)]),
    HomePart(READ_TASKS, (PICK,), unless=RELEASE, rank=21, starts=lambda ctx: [SCAN]),
    HomePart(RECEIVE, (RECEIVE,), rank=22, starts=lambda ctx: [
        Action("Receive goods", form="receipts/new", key="N", dialog=False, primary=True),
        Action("Receive with scanner", url="/scan/receive/", icon="barcode"),
        Action("Put away with scanner", url="/scan/putaway/", icon="barcode")]),
)  # fmt: skip
