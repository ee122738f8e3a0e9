"""Questions that inventory asks of policies."""

from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import declare
from throughline.kernel.policy import Kind, Parameter


@dataclass(frozen=True, slots=True)
class CostOfSales:
    """When cost of sales is booked: `at_issue`, or `deferred` until the quantity is billed."""

    recognise: str = "at_issue"


COST_OF_SALES = declare(
    Kind(
        "inventory.cost_of_sales",
        "When the cost of goods shipped becomes cost of sales",
        CostOfSales,
        CostOfSales(),
        about={
            "recognise": Parameter(
                "When the cost is booked",
                choices={"at_issue": "when goods leave", "deferred": "when the quantity is billed"},
            )
        },
        asked_by=("Goods issue, for each shipment",),
        facts=(),
    )
)


_HALF_HOURS = {f"{hour:02}:{half}": f"until {hour:02}:{half}" for hour in range(5, 24) for half in ("00", "30")}


@dataclass(frozen=True, slots=True)
class Promising:
    """How demands are promised: how long goods are under way when no supply is known, until when today counts."""

    lead_time_days: int | None = None
    cut_off: str = ""


PROMISING = declare(
    Kind(
        "inventory.promising",
        "From when goods can leave, and what is promised when none are in sight",
        Promising,
        Promising(),
        about={
            "lead_time_days": Parameter(
                "How long goods are under way when no supply is known; empty promises no date",
                unit="working days",
                least=0,
                most=730,
            ),
            "cut_off": Parameter(
                "Until when orders of today leave today, by the clock of the site; later ones wait a working day",
                choices={
                    "": "as the carrier service says, else the site",
                    "none": "the whole day counts",
                    **_HALF_HOURS,
                },
            ),
        },
        asked_by=("Confirming or amending an order, for each line", "Quoting, for the dates that it offers"),
        facts=("item", "site", "service_class"),
    )
)


#: How stock that is short is shared among what is released together.
METHODS = {
    "rank": "by rank",
    "first_come": "first come, first served",
    "equal": "in equal parts",
    "proportional": "in proportion to what is open",
    "quota": "by quotas",
}


#: What stands in line first at a release.
LINE = {
    "rank": "rank, then the day on which it is wanted",
    "rank_cut_off": "rank, then what leaves first with its carrier",
    "cut_off": "what leaves first with its carrier, then rank",
}


@dataclass(frozen=True, slots=True)
class Allocating:
    """How scarce stock is shared at release, who stands in line first, and the order of bins: `fefo`."""

    method: str = "rank"
    line: str = "rank"
    removal: str = "fefo"
    min_remaining_days: int = 0


ALLOCATING = declare(
    Kind(
        "inventory.allocating",
        "Who gets scarce stock, and which lots go first",
        Allocating,
        Allocating(),
        about={
            "method": Parameter(
                "How stock that is short is shared",
                choices=METHODS,
            ),
            "line": Parameter("Who stands in line first", choices=LINE),
            "removal": Parameter("Which lots go first", choices={"fefo": "what expires first"}),
            "min_remaining_days": Parameter("Days that a lot must still keep", unit="days", least=0, most=3650),
        },
        asked_by=("Release, for all that is released together",),
        facts=(),
    )
)


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many days a lot must still keep with the customer, and whether a shorter one may go for a reason."""

    days: int = 0
    shorter: str = "refuse"


KEEPING = declare(
    Kind(
        "inventory.keeping",
        "How long goods must still keep when the customer gets them",
        Keeping,
        Keeping(),
        about={
            "days": Parameter(
                "Days that a lot must keep from the day on which it is wanted", unit="days", least=0, most=3650
            ),
            "shorter": Parameter(
                "What becomes of a lot that was picked and keeps shorter",
                choices={"refuse": "it is refused", "reason": "who has the right may let it go, with a reason"},
            ),
        },
        asked_by=(
            "Confirming or amending an order, for what it is promised",
            "Release, for each demand",
            "Picking another lot than the allocated one",
        ),
        facts=("item", "customer", "family", "customer_group", "service_class", "site"),
    )
)


@dataclass(frozen=True, slots=True)
class QuotaOf:
    """Which part of stock that is short the demands under one rule may take together, in percent; none without one."""

    percent: Decimal | None = None
    is_limit: bool = False


QUOTA = declare(
    Kind(
        "inventory.quota",
        "Which part of stock that is short a customer, group or class may take",
        QuotaOf,
        QuotaOf(),
        about={
            "percent": Parameter(
                "Part of what is free that all under this rule may take together", unit="%", least=0, most=100
            ),
            "is_limit": Parameter("They get no more even when others leave some"),
        },
        asked_by=("Release, for each demand, where stock is shared by quotas",),
        facts=("item", "customer", "family", "customer_group", "service_class", "site"),
    )
)


@dataclass(frozen=True, slots=True)
class Adjusting:
    """Up to which worth an adjustment of stock is booked without another person, in company currency."""

    limit_without_approval: Decimal | None = None


ADJUSTING = declare(
    Kind(
        "inventory.adjusting",
        "Which adjustments of stock wait for another person",
        Adjusting,
        Adjusting(),
        about={
            "limit_without_approval": Parameter(
                "Worth up to which an adjustment is booked at once, gains and losses added up; empty books every one",
                unit="company currency",
                least=0,
            )
        },
        asked_by=("Adjusting and counting stock, for all that is entered together",),
        facts=("site",),
    )
)
