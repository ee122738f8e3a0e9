"""The words of sales for what stops an order and how far it is, the same in list, record and line."""

from typing import Final

from throughline.governance.public import MANUAL, ExceptionFacts, HoldFacts, word_choices
from throughline.modules.parties.public import SERVICE_CLASSES
from throughline.platform.operations import Ctx
from throughline.platform.ui import formats
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.spoken import spoken

#: What a finding's code is called before the word hold.
CAUSES: Final = {
    MANUAL: "Manual",
    "credit_limit": "Credit",
    "margin_below_floor": "Margin",
    "discount_over_limit": "Discount",
    "price_missing": "Price",
    "customer_po_missing": "Customer PO",
    "duplicate_order": "Duplicate",
    "customer_blocked": "Customer block",
    "minimum_order": "Minimum",
    "item_not_sellable": "Item state",
    "no_supply": "Supply",
    "no_lines": "Lines",
}

#: The station that a hold of a stage keeps from happening.
STATION_OF_STAGE: Final = {"confirm": 1, "allocate": 2, "release": 2, "ship": 4, "bill": 6, "pay": 7}

#: The station at which an exception hangs, and what it is called there.
EXCEPTIONS: Final = {
    "promise_at_risk": (2, "Promise at risk"),
    "short_pick": (3, "Short pick"),
    "delivery_refused": (5, "Refused at the door"),
    "not_billed": (6, "Not billed"),
    "waiver_waits": (6, "Waiver waits"),
}

STATIONS_BY_KIND: Final = {"logistics.shipment": 4, "warehouse.task": 3, "billing.invoice": 7}

STATES: Final = [
    ("quoted", "Quoted"), ("confirmed", "Confirmed"), ("closed", "Closed"), ("lost", "Lost"),
    ("cancelled", "Cancelled"),
]  # fmt: skip


def services(ctx: Ctx) -> list[tuple[str, str]]:
    """Give the service classes that a form offers, the company's own among them."""
    return word_choices(ctx, SERVICE_CLASSES)


def cause(hold: HoldFacts) -> str:
    """Name what a hold stands for: "Credit hold"."""
    return f"{CAUSES.get(hold.code, hold.code.replace('_', ' ').capitalize())} hold"


def may_decide(ctx: Ctx, hold: HoldFacts) -> bool:
    """Say whether a reader with the right duty may decide: not who caused the hold, but who placed it by hand."""
    return hold.placed_by != ctx.actor_id or hold.code == MANUAL


def held_word(hold: HoldFacts) -> str:
    """Name a hold as lists do: cause and stage."""
    return tell("{cause}, {stage}", cause=said(cause(hold)), stage=said(hold.stage))


def who_decides(hold: HoldFacts) -> str:
    """Say who may release a hold and how long it has stood."""
    who = (hold.duty or "the order has to change").capitalize()
    return tell("{who}, {age}", who=said(who), age=formats.age(hold.placed_at))


def exception_word(found: ExceptionFacts) -> str:
    """Name an exception in two or three words."""
    known = EXCEPTIONS.get(found.kind)
    return known[1] if known else found.kind.replace("_", " ").capitalize()


def exception_station(found: ExceptionFacts) -> int:
    """Give the station at which an exception hangs."""
    known = EXCEPTIONS.get(found.kind)
    return known[0] if known else STATIONS_BY_KIND.get(found.subject_kind, 2)


def exception_detail(found: ExceptionFacts) -> str:
    """Give what an exception says beyond its name."""
    head, _, rest = spoken(found.title).partition(": ")
    if found.kind == "delivery_refused" and found.facts.get("refused"):
        return f"{found.facts['refused']}, {head}"
    return rest if rest and found.kind != "delivery_refused" else (spoken(found.title) if rest else head)


def exception_said(found: ExceptionFacts) -> str:
    """Say an exception whole: its name, then its detail."""
    return tell("{kind}: {detail}", kind=said(exception_word(found)), detail=said(exception_detail(found)))


def service(code: str) -> str:
    """Name a service class."""
    return dict(SERVICE_CLASSES.words).get(code, code.capitalize())


def inside(words: str) -> str:
    """Give a word as it stands within a sentence of the reader's language; nouns keep their capital in German."""
    told = str(said(words))
    return words.lower() if told == words else told
