"""The door of inventory."""

from throughline.modules.inventory.acts.allocate import Allocated, Allocations, allocate
from throughline.modules.inventory.acts.allocate import Arrived as ArrivedStock
from throughline.modules.inventory.acts.amend import AmendedDemand, amend_demands
from throughline.modules.inventory.acts.count import CountedPlace, settle_counts
from throughline.modules.inventory.acts.cut import Cut, Freed, cut_demands, free_put_back
from throughline.modules.inventory.acts.issue import ISSUE_IDS, Issued, NewIssue, issue
from throughline.modules.inventory.acts.lose import Missing, block_missing
from throughline.modules.inventory.acts.lose_outbound import LostPart, lose_outbound
from throughline.modules.inventory.acts.outbound import (
    BackPart,
    Part,
    deliver,
    recognise_cost,
    take_back,
)
from throughline.modules.inventory.acts.pick import (
    Claims,
    allocations,
    lock_claims,
    lock_demands,
    move_allocated,
)
from throughline.modules.inventory.acts.promise import NewDemand, Promised, preview, promise
from throughline.modules.inventory.acts.rebalance import lock_waiting, rebalance
from throughline.modules.inventory.acts.receive import NewReceipt, receive
from throughline.modules.inventory.acts.supply import (
    NewSupply,
    SupplyArrived,
    check_arrived,
    consume,
    expect,
    lock_supplies,
    sum_incoming,
)
from throughline.modules.inventory.acts.swap import LotSwap, Swapped, swap_lots
from throughline.modules.inventory.acts.transit import Arrived, Sent, arrive, send
from throughline.modules.inventory.domain.bin_ranges import BinRange, NewBin, bins_of
from throughline.modules.inventory.domain.lots_back import LotOut, LotPart, less, lots_back
from throughline.modules.inventory.domain.promising import Piece, dated
from throughline.modules.inventory.domain.statuses import StockStatus, check_status
from throughline.modules.inventory.locks import AllocationFacts, LockedDemand, LockedIssue, LockedSupply
from throughline.modules.inventory.operations.adjust_stock import Adjustment, adjust_stock
from throughline.modules.inventory.operations.change_status import StatusChange, change_status
from throughline.modules.inventory.operations.count_stock import Count, count_stock
from throughline.modules.inventory.operations.decide_adjustments import decide_adjustments, withdraw_adjustments
from throughline.modules.inventory.operations.expect_supplies import expect_supplies
from throughline.modules.inventory.operations.make_bins import change_bins, make_bins
from throughline.modules.inventory.operations.move_stock import StockMove, move_stock
from throughline.modules.inventory.operations.rebalance_items import rebalance_items
from throughline.modules.inventory.operations.set_expired_apart import set_expired_apart
from throughline.modules.inventory.operations.set_up_site import set_up_site
from throughline.modules.inventory.policies import (
    ADJUSTING,
    ALLOCATING,
    COST_OF_SALES,
    KEEPING,
    METHODS,
    PROMISING,
    QUOTA,
)
from throughline.modules.inventory.queries.adjustments import DroppedCount, Kept, dropped_counts, kept_at
from throughline.modules.inventory.queries.availability import (
    Availability,
    BalanceFacts,
    BalancePlace,
    availability,
    average_costs,
    balances_by_id,
    balances_of,
)
from throughline.modules.inventory.queries.claims import (
    Awaiting,
    DemandFacts,
    Progress,
    awaiting,
    demands_by_id,
    demands_of,
    open_demands,
    progress_of,
)
from throughline.modules.inventory.queries.expected import (
    Expected,
    SupplyRow,
    arriving_with,
    expected,
    supply_costs,
    supply_rows,
)
from throughline.modules.inventory.queries.explain import (
    AllocatedFacts,
    PromiseFacts,
    allocated_of,
    promises_of,
)
from throughline.modules.inventory.queries.issued import lots_out, with_customers
from throughline.modules.inventory.queries.keeping import Keeps, keeping_of
from throughline.modules.inventory.queries.opened import LotFacts, booked, items_in_stock, lots_named, lots_of, statuses
from throughline.modules.inventory.queries.places import (
    Lying,
    PlaceFacts,
    Places,
    empty_bins,
    lying,
    place_coded,
    places,
    places_by_code,
    places_by_id,
)
from throughline.modules.inventory.queries.simulate import simulate
from throughline.modules.inventory.queries.worth import Worth, worth

__all__ = [
    "ADJUSTING",
    "ALLOCATING",
    "COST_OF_SALES",
    "ISSUE_IDS",
    "KEEPING",
    "METHODS",
    "PROMISING",
    "QUOTA",
    "Adjustment",
    "Allocated",
    "AllocatedFacts",
    "AllocationFacts",
    "Allocations",
    "AmendedDemand",
    "Arrived",
    "ArrivedStock",
    "Availability",
    "Awaiting",
    "BackPart",
    "BalanceFacts",
    "BalancePlace",
    "BinRange",
    "Claims",
    "Count",
    "CountedPlace",
    "Cut",
    "DemandFacts",
    "DroppedCount",
    "Expected",
    "Freed",
    "Issued",
    "Keeps",
    "Kept",
    "LockedDemand",
    "LockedIssue",
    "LockedSupply",
    "LostPart",
    "LotFacts",
    "LotOut",
    "LotPart",
    "LotSwap",
    "Lying",
    "Missing",
    "NewBin",
    "NewDemand",
    "NewIssue",
    "NewReceipt",
    "NewSupply",
    "Part",
    "Piece",
    "PlaceFacts",
    "Places",
    "Progress",
    "PromiseFacts",
    "Promised",
    "Sent",
    "StatusChange",
    "StockMove",
    "StockStatus",
    "SupplyArrived",
    "SupplyRow",
    "Swapped",
    "Worth",
    "adjust_stock",
    "allocate",
    "allocated_of",
    "allocations",
    "amend_demands",
    "arrive",
    "arriving_with",
    "availability",
    "average_costs",
    "awaiting",
    "balances_by_id",
    "balances_of",
    "bins_of",
    "block_missing",
    "booked",
    "change_bins",
    "change_status",
    "check_arrived",
    "check_status",
    "consume",
    "count_stock",
    "cut_demands",
    "dated",
    "decide_adjustments",
    "deliver",
    "demands_by_id",
    "demands_of",
    "dropped_counts",
    "empty_bins",
    "expect",
    "expect_supplies",
    "expected",
    "free_put_back",
    "issue",
    "items_in_stock",
    "keeping_of",
    "kept_at",
    "less",
    "lock_claims",
    "lock_demands",
    "lock_supplies",
    "lock_waiting",
    "lose_outbound",
    "lots_back",
    "lots_named",
    "lots_of",
    "lots_out",
    "lying",
    "make_bins",
    "move_allocated",
    "move_stock",
    "open_demands",
    "place_coded",
    "places",
    "places_by_code",
    "places_by_id",
    "preview",
    "progress_of",
    "promise",
    "promises_of",
    "rebalance",
    "rebalance_items",
    "receive",
    "recognise_cost",
    "send",
    "set_expired_apart",
    "set_up_site",
    "settle_counts",
    "simulate",
    "statuses",
    "sum_incoming",
    "supply_costs",
    "supply_rows",
    "swap_lots",
    "take_back",
    "with_customers",
    "withdraw_adjustments",
    "worth",
]
