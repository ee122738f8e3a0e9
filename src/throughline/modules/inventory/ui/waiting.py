"""Who waits for goods: the demands on an item or on something expected, by the documents behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.governance.public import sites
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory.queries.claims import DemandFacts
from throughline.modules.parties.public import party_names
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.ui import Column, Grid, Section, Status, disc, half, triangle


@dataclass(frozen=True, slots=True)
class Waiting:
    """A demand that waits, as the grid shows it."""

    document: str
    url: str
    party: str
    site: str
    rank: int
    due_on: date
    open: Decimal
    expected_on: date | None
    now: Status


def waiting_grid(ctx: Ctx, title: str, demands: Iterable[DemandFacts], empty: str) -> Section:
    """List demands by the documents behind them, with what each is promised."""
    found, places = list(demands), sites(ctx)
    shown = refs.resolve(DocumentRef(one.ref_kind, one.ref_id) for one in found)
    names = party_names(one.party_id for one in found if one.party_id is not None)
    rows = []
    for one in found:
        document = shown[DocumentRef(one.ref_kind, one.ref_id)]
        now = (
            disc("From stock")
            if one.promised >= one.open
            else half("Pegged")
            if one.pegged
            else triangle("Nothing in sight")
        )
        party = names.get(one.party_id or 0, "")
        site = places[one.site_id].name
        rows.append(
            Waiting(document.label, document.url, party, site, one.rank, one.due_on, one.open, one.expected_on, now)
        )
    columns = [
        Column("document", "Document", "code", priority=1, url=lambda row: row.url or None),
        Column("party", "For", priority=2),
        Column("site", "Site"),
        Column("rank", "Rank", "number", dim=True),
        Column("due_on", "Due", "date", priority=2),
        Column("open", "Open", "quantity", priority=2),
        Column("expected_on", "Expected", "date"),
        Column("now", "Promise", "status", priority=2),
    ]
    return Grid(title, rows, columns, empty=empty)
