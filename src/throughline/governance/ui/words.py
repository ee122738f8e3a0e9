"""The words of governance for holds and exceptions."""

from throughline.governance.watch import ExceptionFacts, HoldFacts
from throughline.platform.ui import Status, half, octagon, triangle
from throughline.platform.ui.sentences import Told, said, tell
from throughline.platform.ui.spoken import spoken

KINDS = {
    "promise_at_risk": "Promise at risk",
    "short_pick": "Short pick",
    "stock_expired": "Expired stock",
    "delivery_refused": "Delivered short",
}


def hold_status(hold: HoldFacts) -> Status:
    """Give the stop sign of a hold with its cause."""
    return octagon(
        tell("{cause}, {stage}", cause=said(hold.code.replace("_", " ").capitalize()), stage=said(hold.stage))
    )


def title_of_hold(hold: HoldFacts) -> str:
    """Give the sentence of a hold without its full stop."""
    return spoken(hold.message).rstrip(".")


def for_whom(told: str, party: str) -> str:
    """Begin a sentence with whom it is about, where it does not name them itself."""
    return Told(f"{party}: {told}") if party and party not in told else told


def kind_word(kind: str) -> str:
    """Name a kind of exception."""
    return KINDS.get(kind, kind.replace("_", " ").capitalize())


def exception_status(found: ExceptionFacts) -> Status:
    """Say whether somebody has taken an exception; the kind is its word while nobody has."""
    return half("Assigned") if found.owner_id is not None else triangle(kind_word(found.kind))
