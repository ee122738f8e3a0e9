"""One expected arrival: what is to come where and when, and who was promised it."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.governance.public import sites
from throughline.modules.inventory.permissions import READ
from throughline.modules.inventory.queries.claims import demands_by_id
from throughline.modules.inventory.queries.expected import SupplyRow, pegged_demands
from throughline.modules.inventory.ui.supplies import known, standing
from throughline.modules.inventory.ui.waiting import waiting_grid
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Subject
from throughline.platform.ui import Action, Fact, Measured, Part, RecordScreen, Section, Status, record_url


@dataclass(frozen=True)
class Arrival:
    """An expected arrival as its page shows it."""

    facts: SupplyRow
    site: str
    now: Status


def load(ctx: Ctx, number: int) -> Arrival:
    """Read an expected arrival."""
    one = known(ctx, number)
    return Arrival(one, sites(ctx)[one.site_id].name, standing(ctx, one))


def data(ctx: Ctx, arrival: Arrival) -> SupplyRow:
    """Give an expected arrival as data."""
    return arrival.facts


def _sections(ctx: Ctx, arrival: Arrival) -> Sequence[Section]:
    demands = demands_by_id(ctx, pegged_demands(ctx, arrival.facts.id)).values()
    return [waiting_grid(ctx, "Promised to", demands, "Nobody is promised any of it.")]


def _actions(ctx: Ctx, arrival: Arrival) -> list[Action]:
    change = Action("Change", form="supplies/move", query={"supply": arrival.facts.id})
    if not arrival.facts.quantity:
        return [change]
    query = {"supply": arrival.facts.id}
    return [Action("Receive goods", form="receipts/new", query=query, primary=True, dialog=False), change]


def _facts(ctx: Ctx, arrival: Arrival) -> list[Fact]:
    one = arrival.facts
    return [
        Fact("Due", one.due_on, "date"),
        Fact("Expected", Measured(one.quantity, one.unit), "quantity"),
        Fact("Promised", Measured(one.pegged, one.unit), "quantity"),
    ]


RECORD = RecordScreen(
    subject=Subject("inventory.supply"),
    slug="supplies",
    parent="supplies",
    permission=READ,
    load=load,
    data=data,
    title=lambda arrival: arrival.facts.item_name,
    code="facts.label",
    status=lambda arrival: arrival.now,
    subtitle=lambda arrival: [
        Part(arrival.facts.label, code=True),
        Part(arrival.facts.item_code, code=True, url=record_url("items", arrival.facts.item_id)),
        arrival.site,
    ],
    facts=_facts,
    actions=_actions,
    sections=_sections,
)
