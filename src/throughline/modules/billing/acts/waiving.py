"""Closing what was earned without billing it: the line no longer waits for it, its cost is cost of sales."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.errors import NotFound, RuleViolation
from throughline.kernel.money import ZERO, share
from throughline.kernel.refs import DocumentRef
from throughline.modules.billing import locks
from throughline.modules.billing.locks import LockedLine, WaivableEvent
from throughline.modules.billing.models import BillableEvent, BillableLine
from throughline.modules.inventory.public import Part, recognise_cost
from throughline.modules.settlement.public import change_committed, lock_credit
from throughline.platform.database import writes
from throughline.platform.operations import Ctx

KIND = "billing.waiver"


@dataclass(frozen=True, slots=True)
class Waivable:
    """An earned event with its line and what took it back before it was billed: both go together."""

    event: WaivableEvent
    line: LockedLine
    undone: Sequence[WaivableEvent]

    @property
    def quantity(self) -> Decimal:
        """What of it is still to be billed."""
        return self.event.quantity + sum((one.quantity for one in self.undone), ZERO)

    @property
    def amount(self) -> Decimal:
        """What it would be billed at, net."""
        return self.event.amount + sum((one.amount for one in self.undone), ZERO)

    @property
    def ids(self) -> list[int]:
        """Every event that is closed with it."""
        return [self.event.id, *(one.id for one in self.undone)]


@dataclass(frozen=True, slots=True)
class Found:
    """Events as locked, their lines, and by event what takes it back."""

    events: Mapping[int, WaivableEvent]
    lines: Mapping[int, LockedLine]
    undone: Mapping[int, Sequence[WaivableEvent]]

    def waivable(self, number: int, state: str) -> Waivable:
        """Give an earned event in a state, or refuse what is another."""
        event = self.events.get(number)
        if event is None:
            raise NotFound("event_unknown", f"There is no billable event {number} in this company.", event=number)
        if event.kind != "earned":
            told = f"{event.label} takes back what was earned: it is the customer's, and cannot be waived."
            raise RuleViolation("not_earned", told, event=number)
        if event.state != state:
            words = {"billed": "is billed already; credit it", "waived": "is waived already",
                     "held": "waits for a decision already", "open": "waits for no decision",
                     "netted": "was taken back whole"}  # fmt: skip
            raise RuleViolation(f"event_{event.state}", f"{event.label} {words[event.state]}.", event=number)
        undone = self.undone.get(number, ())
        if any(one.id not in self.events for one in undone):
            told = f"Goods of {event.label} came back just now; look at it again."
            raise RuleViolation("changed_since", told, event=number)
        return Waivable(event, self.lines[event.line_id], undone)


def find(ctx: Ctx, event_ids: Sequence[int]) -> Found:
    """Lock events with what takes them back, then their lines; read in the next statement whether more came to it."""
    events = locks.events_and_undoings(ctx, event_ids)
    lines = locks.lines(ctx, {event.line_id for event in events.values()})
    undone: dict[int, list[WaivableEvent]] = {}
    for one in locks.undoings(ctx, event_ids):
        undone.setdefault(one.origin_id or 0, []).append(one)
    return Found(events, lines, undone)


@dataclass(frozen=True, slots=True)
class Closing:
    """What a waiver closes."""

    waiver_id: int
    number: str
    reason: str
    parts: Sequence[Waivable]


def close(ctx: Ctx, closings: Sequence[Closing]) -> None:
    """Close events as waived: off the customers' credit, their deferred cost recognised like that of what is billed."""
    lock_credit(ctx, sorted({part.line.party_id for one in closings for part in one.parts}))
    marks = [(n, f"{one.number}: {one.reason}") for one in closings for part in one.parts for n in part.ids]
    writes.update(BillableEvent, "id", ("reason",), marks, constants={"state": "waived"})
    sums: dict[int, list[Decimal]] = {}
    freed: dict[int, Decimal] = {}
    for part in (part for one in closings for part in one.parts):
        line, whole = part.line, part.event.quantity
        have = sums.setdefault(line.id, [ZERO, ZERO, ZERO])
        weight = share(line.committed + have[2], whole, line.weighing - have[0] - have[1])
        have[0] += part.quantity
        have[1] += whole - part.quantity
        have[2] -= weight
        freed[line.party_id] = freed.get(line.party_id, ZERO) - weight
    columns = ("quantity_waived", "quantity_netted", "committed")
    writes.update(BillableLine, "id", (), [(n, *parts) for n, parts in sorted(sums.items())], add=columns)
    change_committed(ctx, freed)
    costs = [
        Part(part.event.issue_id, part.quantity, DocumentRef(KIND, one.waiver_id))
        for one in closings
        for part in one.parts
        if part.event.issue_id is not None and part.quantity > 0
    ]
    if costs:
        recognise_cost(ctx, costs, "Cost of goods waived")
