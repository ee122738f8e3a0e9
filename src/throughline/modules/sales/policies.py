"""Questions that sales asks of policies."""

from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import declare, declare_vocabulary
from throughline.kernel.policy import ORDER_FACTS, Kind, Parameter
from throughline.kernel.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class MarginFloor:
    """The lowest margin in percent of the net price; none where empty."""

    percent: Decimal | None = None


MARGIN_FLOOR = declare(
    Kind(
        "sales.margin_floor",
        "The lowest margin at which a line may be sold",
        MarginFloor,
        MarginFloor(),
        about={
            "percent": Parameter(
                "Price less cost, in percent of the price; empty asks for none",
                unit="%",
                least=Decimal(-100),
                most=Decimal("99.99"),
            )
        },
        asked_by=("Confirming or amending an order, for each line; quoting shows it beforehand",),
    )
)


@dataclass(frozen=True, slots=True)
class DiscountLimit:
    """The highest discount in percent that a person may give without approval."""

    percent: Decimal = Decimal(100)


DISCOUNT_LIMIT = declare(
    Kind(
        "sales.discount_limit",
        "The discount a person may give alone",
        DiscountLimit,
        DiscountLimit(),
        about={
            "percent": Parameter("Off the price that was found", unit="%", least=Decimal(0), most=Decimal(100)),
        },
        asked_by=("Confirming or amending an order, for each line; quoting shows it beforehand",),
    )
)


@dataclass(frozen=True, slots=True)
class SupplyRule:
    """What happens to an order that stock and known supplies do not cover: `backorder` or `block`."""

    unsupplied: str = "backorder"


SUPPLY = declare(
    Kind(
        "sales.supply",
        "Whether what is not in sight may be promised as a backorder",
        SupplyRule,
        SupplyRule(),
        about={
            "unsupplied": Parameter(
                "What becomes of an order that is not covered",
                choices={"backorder": "confirmed, the rest as backorder", "block": "held until it is covered"},
            )
        },
        asked_by=("Confirming or amending an order",),
        facts=ORDER_FACTS,
    )
)


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What becomes of an order whose customer's number stands on another not long ago: `hold` or `allow`."""

    same_number: str = "hold"
    days: int = 180


DUPLICATES = declare(
    Kind(
        "sales.duplicates",
        "Whether a customer's order number may stand on two orders",
        Duplicates,
        Duplicates(),
        about={
            "same_number": Parameter(
                "What becomes of the second order",
                choices={"hold": "held until somebody says that it is another one", "allow": "allowed"},
            ),
            "days": Parameter("How long ago the first may be", unit="days", least=1, most=3650),
        },
        asked_by=("Confirming an order that has the customer's number",),
        facts=ORDER_FACTS,
    )
)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The place in line of a service class: lower is served first."""

    rank: int = 50


RANKING = declare(
    Kind(
        "sales.ranking",
        "Who is served first when goods are scarce",
        Ranking,
        Ranking(),
        about={"rank": Parameter("The place in line: lower is served first", least=0, most=999)},
        asked_by=("Confirming or amending an order", "Promising and allocating, by the rank that confirmation gave"),
        facts=ORDER_FACTS,
    )
)


@dataclass(frozen=True, slots=True)
class Transport:
    """How many working days goods are under way to the customer, where their carrier service does not say."""

    days: int = 0


TRANSPORT = declare(
    Kind(
        "sales.transport_time",
        "Days from dispatch to delivery",
        Transport,
        Transport(),
        about={"days": Parameter("Time under way to the customer", unit="working days", least=0, most=365)},
        asked_by=("Confirming or amending an order, for the promised dates",),
        facts=ORDER_FACTS,
    )
)


@dataclass(frozen=True, slots=True)
class CarrierChoice:
    """The code of the carrier service that takes an order; none where empty."""

    service: str = ""


CARRIER = declare(
    Kind(
        "sales.carrier",
        "Which carrier service takes an order",
        CarrierChoice,
        CarrierChoice(),
        about={"service": Parameter("Code of the carrier service; empty names none")},
        asked_by=("Quoting, for the order as a whole; whoever enters it may name another",),
        facts=(*ORDER_FACTS, "country"),
    )
)


@dataclass(frozen=True, slots=True)
class QuoteValidity:
    """How many days a quote holds after it was made."""

    days: int = 30


QUOTE_VALIDITY = declare(
    Kind(
        "sales.quote_validity",
        "How long a quote holds",
        QuoteValidity,
        QuoteValidity(),
        about={"days": Parameter("How long it holds after it was made", unit="days", least=0, most=365)},
        asked_by=("The quotation, for the day until which it holds",),
        facts=("customer", "customer_group", "service_class", "site"),
    )
)

CHANNELS = declare_vocabulary(
    Vocabulary(
        "sales.channels",
        "channel",
        (
            ("desk", "Sales desk"),
            ("phone", "Phone"),
            ("email", "Email"),
            ("visit", "Visit"),
            ("api", "API"),
            ("edi", "EDI"),
            ("portal", "Portal"),
            ("shop", "Web shop"),
            ("import", "Import"),
            ("replay", "Replay"),
        ),
    ),
    "Channels of our own through which orders come",
    asked_by=("Capturing a quote, for its channel",),
)
