"""Promising: registering demands and claiming stock or named supplies for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from itertools import chain
from operator import attrgetter

from psycopg.types.json import Jsonb

from throughline.governance.public import Policies, sites
from throughline.kernel.money import ZERO
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.lead_times import lead_times
from throughline.modules.inventory.acts.leaving import hours_of, leavings
from throughline.modules.inventory.acts.positions import change_positions
from throughline.modules.inventory.domain.lasting import Lasting
from throughline.modules.inventory.domain.promising import Arrival, Need, Piece, plan
from throughline.modules.inventory.locks import Key, LockedPosition, SiteHours
from throughline.modules.inventory.models import Demand, Promise, Supply
from throughline.modules.inventory.queries.availability import Arriving, free_and_supplies
from throughline.modules.inventory.queries.keeping import keep_until
from throughline.modules.inventory.queries.lasting import lasting
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class NewDemand:
    """A need to register: what, where, by when it is wanted, for whom, and how it is served.

    Where a carrier takes it: by which service, until when goods of a day leave with it (`cut_off`, by the clock of the
    site), and on which day they must leave to be there in time (`ship_on`). Until when its goods must keep
    (`keeps_until`) is for policy to say, when it is promised.
    """

    ref_kind: str
    ref_id: int
    site_id: int
    item_id: int
    quantity: Decimal
    due_on: date
    thread_id: int | None = None
    party_id: int | None = None
    ship_to_id: int | None = None
    group_id: int | None = None
    service_class: str = "standard"
    rank: int = 50
    ship_complete: bool = False
    unit_value: Decimal = ZERO
    customer_group: str = ""
    carrier_service_id: int | None = None
    ship_on: date | None = None
    cut_off: time | None = None
    keeps_until: date | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """A registered demand with the pieces it was promised."""

    demand_id: int
    ref_id: int
    pieces: tuple[Piece, ...]

    @property
    def unsupplied(self) -> Decimal:
        """What neither stock nor a known supply covers."""
        return sum((piece.quantity for piece in self.pieces if piece.source == "none"), ZERO)


@act
def promise(
    ctx: Ctx, demands: Sequence[NewDemand], policies: Policies, *, all_or_nothing: frozenset[int] = frozenset()
) -> list[Promised]:
    """Register demands and promise each in turn, in the order given; six statements, however many demands, and up to
    three more where policy asks goods to keep.

    What nothing covers is promised from nowhere (`none`), dated by the policy's lead time or not at all. Demands of a
    group stand together; groups in `all_or_nothing` are left out whole where anything of them would be promised from
    nowhere, and are not in the answer.
    """
    keys = sorted({(demand.site_id, demand.item_id) for demand in demands})
    if not keys:
        return []
    positions = locks.positions(ctx, keys)
    arriving = [key for key, position in positions.items() if position.incoming > 0]
    supplies = locks.supplies_of(ctx, arriving) if arriving else []
    free = {key: position.free for key, position in positions.items()}
    demands = with_keeping(ctx, demands, policies)
    there = There(free, supplies, hours_of(positions.values()), lots_for(ctx, demands))
    demands, pieces = _covered(ctx, demands, there, policies, all_or_nothing)
    if not demands:
        return []
    ids = _register(ctx, demands)
    claim_pieces(ctx, list(zip(demands, ids, pieces, strict=True)), positions)
    return [
        Promised(number, demand.ref_id, tuple(parts))
        for demand, number, parts in zip(demands, ids, pieces, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class There:
    """What a promise is made of: free stock, open supplies, the hours of sites, and how long goods keep where asked."""

    free: Mapping[Key, Decimal]
    supplies: Sequence[Arriving]
    hours: Mapping[int, SiteHours]
    lots: Mapping[Key, Lasting]


def with_keeping(ctx: Ctx, demands: Sequence[NewDemand], policies: Policies) -> list[NewDemand]:
    """Let each demand know until when its goods must keep."""
    return [
        replace(demand, keeps_until=until) if until else demand
        for demand, until in zip(demands, keep_until(ctx, demands, policies), strict=True)
    ]


def lots_for(ctx: Ctx, demands: Iterable[NewDemand]) -> dict[Key, Lasting]:
    """Read how long goods keep of what is asked to keep."""
    return lasting(ctx, {(one.site_id, one.item_id) for one in demands if one.keeps_until})


def _covered(
    ctx: Ctx,
    demands: Sequence[NewDemand],
    there: There,
    policies: Policies,
    all_or_nothing: frozenset[int],
) -> tuple[Sequence[NewDemand], list[list[Piece]]]:
    """Plan, leaving out the groups that must be covered and are not; what they leave serves those behind them."""
    strict = [one.group_id if one.group_id in all_or_nothing else None for one in demands]
    pieces = planned(ctx, demands, there, policies, strict)
    covered = [place for place, parts in enumerate(pieces) if parts or strict[place] is None]
    return [demands[place] for place in covered], [pieces[place] for place in covered]


def preview(ctx: Ctx, demands: Sequence[NewDemand], policies: Policies) -> list[list[Piece]]:
    """Say what would be promised now, claiming nothing: the same plan over unlocked figures."""
    free, supplies = free_and_supplies(ctx, sorted({(d.site_id, d.item_id) for d in demands}))
    hours = {number: SiteHours(one.timezone, one.cut_off, one.dispatch_days) for number, one in sites(ctx).items()}
    demands = with_keeping(ctx, demands, policies)
    return planned(ctx, demands, There(free, supplies, hours, lots_for(ctx, demands)), policies)


def planned(
    ctx: Ctx, demands: Sequence[NewDemand], there: There, policies: Policies, strict: Sequence[int | None] = ()
) -> list[list[Piece]]:
    """Plan what each would be promised of what is there, from the day on which goods can leave its site.

    `strict` is as `plan` has it.
    """
    starts = leavings(ctx, demands, policies, there.hours)
    needs = [
        Need((d.site_id, d.item_id), d.quantity, d.due_on, d.ship_complete, starts.get(place), d.keeps_until)
        for place, d in enumerate(demands)
    ]
    fallback = lead_times(ctx, demands, policies, starts)
    return plan(needs, there.free, arrivals(ctx, there.supplies), ctx.today, fallback.get, there.lots, strict)


def arrivals(ctx: Ctx, supplies: Sequence[Arriving]) -> dict[Key, list[Arrival]]:
    """Say what of each supply is not pegged and when it can leave, by the site's calendar."""
    if not supplies:
        return {}
    known = sites(ctx)
    by_key: dict[Key, list[Arrival]] = {}
    for supply in supplies:
        if supply.quantity > supply.pegged:
            place = known[supply.site_id]
            handling = place.receiving_days + place.dispatch_days
            ready = place.calendar.plus(supply.due_on, handling) if handling else supply.due_on
            arrival = Arrival(supply.id, supply.label, supply.quantity - supply.pegged, ready)
            by_key.setdefault((supply.site_id, supply.item_id), []).append(arrival)
    return by_key


def _register(ctx: Ctx, demands: Sequence[NewDemand]) -> list[int]:
    columns = (
        "ref_kind",
        "ref_id",
        "site_id",
        "item_id",
        "quantity",
        "due_on",
        "thread_id",
        "party_id",
        "ship_to_id",
        "group_id",
        "service_class",
        "rank",
        "ship_complete",
        "unit_value",
        "carrier_service_id",
        "ship_on",
        "keeps_until",
    )
    none = dict.fromkeys(("quantity_cancelled", "quantity_allocated", "quantity_picked", "quantity_issued"), ZERO)
    return writes.insert(
        Demand, columns, list(map(attrgetter(*columns), demands)), {"company_id": ctx.company_id, **none}
    )


def claim_pieces(
    ctx: Ctx, promised: Sequence[tuple[NewDemand, int, list[Piece]]], positions: dict[Key, LockedPosition]
) -> None:
    """Write the pieces promised to demands, and raise positions and pegs by them."""
    write_promises(ctx, [(number, piece) for _, number, pieces in promised for piece in pieces])
    change_positions(
        positions,
        (
            ((demand.site_id, demand.item_id), (ZERO, piece.quantity, ZERO))
            for demand, _, pieces in promised
            for piece in pieces
            if piece.source == "stock"
        ),
    )
    change_pegs(chain.from_iterable(pieces for _, _, pieces in promised))


def write_promises(ctx: Ctx, promised: Sequence[tuple[int, Piece]]) -> None:
    """Write the pieces promised to demands."""
    records = [
        (number, piece.source, piece.supply_id, piece.quantity, piece.expected_on, Jsonb(dict(piece.why)))
        for number, piece in promised
    ]
    columns = ("demand_id", "source", "supply_id", "quantity", "expected_on", "why")
    writes.append(Promise, columns, records, {"company_id": ctx.company_id})


def change_pegs(pieces: Iterable[Piece], sign: int = 1) -> None:
    """Raise (or with -1 lower) what is pegged on supplies by the pieces promised from them."""
    sums: dict[int, Decimal] = {}
    for piece in pieces:
        if piece.supply_id is not None:
            sums[piece.supply_id] = sums.get(piece.supply_id, ZERO) + sign * piece.quantity
    writes.update(Supply, "id", (), sorted(sums.items()), add=("pegged",))
