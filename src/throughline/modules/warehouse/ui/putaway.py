"""Putting away: what lies at the dock, the bin proposed for it, and moving goods between bins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.governance.public import site_asked, site_choices
from throughline.kernel.errors import NotFound
from throughline.modules.inventory.public import Lying, StockMove, empty_bins, lying, place_coded
from throughline.modules.warehouse.permissions import READ_TASKS
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Field,
    Filter,
    Item,
    ListPage,
    ListRequest,
    ListScreen,
    Measured,
    Nav,
    OperationForm,
    Status,
    View,
    form_url,
    half,
    list_url,
    ring,
    triangle,
)
from throughline.platform.ui.formats import quantity
from throughline.platform.ui.sentences import said, tell

#: Where goods lie that belong into a bin: at the dock, and on the stage once nobody claims them any more.
AT_THE_DOOR = ("dock", "returns", "stage")
MOST = 200
LATE_DAYS = 1


@dataclass(frozen=True)
class Proposal:
    """The bin that goods should go to, and why."""

    place: str
    why: str


def proposals(ctx: Ctx, site_id: int, goods: Sequence[Lying]) -> dict[int, Proposal]:
    """Propose a bin for each of some goods: where the item lies already, else an empty one, each given once."""
    empty: Iterator[str] = iter(())
    if any(not one.homes for one in goods):
        empty = iter(empty_bins(ctx, site_id, len(goods)))
    given: dict[int, Proposal] = {}
    chosen: dict[int, Proposal] = {}
    for one in goods:
        if one.homes:
            given[one.balance_id] = Proposal(one.homes[0], "holds the item already")
            continue
        if one.item_id not in chosen:
            code = next(empty, "")
            chosen[one.item_id] = Proposal(code, "is empty" if code else "no bin is empty")
        given[one.balance_id] = chosen[one.item_id]
    return given


@dataclass(frozen=True)
class Row:
    """Goods at the door with the bin proposed for them."""

    id: int
    goods: Lying
    proposed: str
    why: str
    now: Status

    @property
    def received(self) -> date:
        """The day they came."""
        return self.goods.received_on


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """List what lies at the door of a site, what came first ahead."""
    site, _ = site_asked(ctx, asked.one("site"))
    kinds = ("bin",) if asked.one("where") == "bins" else AT_THE_DOOR
    goods = lying(ctx, site.id, kinds=kinds, words=asked.search, limit=MOST)
    proposed = proposals(ctx, site.id, goods) if kinds == AT_THE_DOOR else {}
    return ListPage([_row(ctx, one, proposed.get(one.balance_id)) for one in goods], None)


def _row(ctx: Ctx, one: Lying, proposal: Proposal | None) -> Row:
    if proposal is None:
        return Row(one.balance_id, one, "", "", ring("In its bin"))
    return Row(one.balance_id, one, proposal.place, proposal.why, state_of(ctx, one))


def state_of(ctx: Ctx, one: Lying) -> Status:
    """Say how goods at the door stand; since when they lie on the stage is not known."""
    if one.kind == "stage":
        return half("Claimed by nobody")
    return triangle("Late") if (ctx.today - one.received_on).days > LATE_DAYS else ring("To do")


LIST = ListScreen(
    slug="putaway",
    title="Put away",
    permission=READ_TASKS,
    nav=Nav("Fulfil", "Put away", "forklift", 52),
    query=page,
    columns=[
        Column("item", "Item", "item", lambda row: Item(row.goods.item_code, row.goods.item_name), priority=1),
        Column("quantity", "Quantity", "quantity", lambda row: Measured(row.goods.free, row.goods.unit), priority=1),
        Column("lot", "Lot", "code", "goods.lot", priority=3),
        Column("status", "Status", value=lambda row: row.goods.status.capitalize(), dim=True, priority=4),
        Column("place", "Lies at", "code", "goods.place", priority=2),
        Column("proposed", "Put to", "code", priority=2),
        Column("why", "Because it", dim=True, priority=3, width=170),
        Column("received", "Came", "date", priority=3),
        Column("now", "Now", "status", priority=2),
    ],
    filters=[Filter("site", "Site", choices=site_choices),
             Filter("where", "Goods", choices=[("door", "At the dock"), ("bins", "In bins")])],
    views=[View("door", "At the dock", {"where": ["door"]}), View("bins", "In bins, to move", {"where": ["bins"]})],
    actions=[Action("With scanner", url="/scan/putaway/", icon="barcode"),
             Action("Move with scanner", url="/scan/move/", icon="arrows-exchange")],
    row_url=lambda row: form_url("putaway/move", balance=row.id),
    empty=Empty("Nothing to put away", "Nothing lies at the dock, and nothing on the stage without a claim.",
                "Goods received to the dock lie here.",
                Action("See receipts", url=list_url("receipts"))),
)  # fmt: skip


def _goods(ctx: Ctx, balance_id: int) -> Lying:
    for one in lying(ctx, balance_ids=[balance_id]):
        return one
    raise NotFound("goods_gone", "These goods are no longer there, or all of them are allocated.", balance=balance_id)


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    one = _goods(ctx, int(query.get("balance") or 0))
    proposed = proposals(ctx, one.site_id, [one])[one.balance_id].place if one.kind in AT_THE_DOOR else ""
    place = place_coded(ctx, one.site_id, proposed)
    return {"balance": one.balance_id, "site": str(one.site_id), "quantity": one.free, "place": place and place.id}


def _text(ctx: Ctx, values: Mapping[str, Any]) -> str:
    one = _goods(ctx, values.get("balance") or 0)
    lot = f", lot {one.lot}" if one.lot else ""
    return tell(
        "{amount} of {item}{lot} at {place} can be moved.",
        amount=quantity(one.free, one.unit),
        item=f"{one.item_code} {one.item_name}",
        lot=said(lot),
        place=one.place,
    )


def _moves(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    return {"moves": [StockMove(values["balance"], values["place"], values["quantity"])]}


MOVE = OperationForm(
    slug="putaway/move",
    parent="putaway",
    title="Move goods",
    text=_text,
    operation="inventory.move_stock",
    submit_label="Move",
    initial=_first,
    arguments=_moves,
    on_done=lambda ctx, result, values: Done(list_url("putaway"), "Moved."),
    fields=[
        Field("balance", kind="hidden", parse=int, required=True),
        Field("site", kind="hidden"),
        Field("quantity", "Quantity", "decimal", required=True, minimum=Decimal(0)),
        Field("place", "To bin", "lookup", lookup="bins", depends=["site"], required=True),
    ],
)
