"""Finding places by what they are for."""

from dataclasses import dataclass

from throughline.kernel.errors import NotFound
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Places:
    """The special places of a company: those of each site by (site, kind), the virtual ones by kind."""

    company_id: int
    by_site: dict[tuple[int, str], int]
    virtual: dict[str, int]

    def at(self, site_id: int, kind: str) -> int:
        """Give the place of a kind at a site: stage, dock, outbound. A site opened since is looked up."""
        if (site_id, kind) not in self.by_site:
            self.by_site.update(_read(self.company_id).by_site)
        if (site_id, kind) not in self.by_site:
            raise NotFound("place_missing", f"The site has no {kind}; set the site up first.", site=site_id, kind=kind)
        return self.by_site[site_id, kind]


#: Special places by company: they are made once and never moved or taken away.
_known: dict[int, Places] = {}


def places(ctx: Ctx) -> Places:
    """Give the special places of the company; read once by a process, and again when a site is new."""
    if ctx.company_id not in _known:
        _known[ctx.company_id] = _read(ctx.company_id)
    return _known[ctx.company_id]


def forget_places(ctx: Ctx) -> None:
    """Read the special places again: a site got new ones."""
    _known.pop(ctx.company_id, None)


def _read(company_id: int) -> Places:
    found = rows(
        """SELECT site_id, kind, min(id) FROM inventory_location WHERE company_id = %s AND kind <> 'bin'
           GROUP BY site_id, kind""",
        [company_id],
    )
    return Places(
        company_id,
        {(site, kind): number for site, kind, number in found if site is not None},
        {kind: number for site, kind, number in found if site is None},
    )


def bins(ctx: Ctx, site_id: int) -> dict[str, int]:
    """Give the places of a site by code."""
    found = rows(
        "SELECT code, id FROM inventory_location WHERE company_id = %s AND site_id = %s", [ctx.company_id, site_id]
    )
    return dict(found)


@dataclass(frozen=True, slots=True)
class BinFacts:
    """A bin of a site with what is on hand in it."""

    id: int
    site_id: int
    code: str
    kind: str
    pick_sequence: int
    is_pickable: bool
    items: int


def bin_page(
    ctx: Ctx, *, site_id: int | None = None, search: str = "", after: tuple[int, int] | None = None, limit: int = 50
) -> list[BinFacts]:
    """List bins in the order of picking, a page at a time by key."""
    sequence, number = after or (-1, 0)
    return select(
        BinFacts,
        """SELECT l.id, l.site_id, l.code, l.kind, l.pick_sequence, l.is_pickable,
                  (SELECT count(DISTINCT b.item_id) FROM inventory_balance b
                   WHERE b.company_id = l.company_id AND b.location_id = l.id AND b.on_hand <> 0)
           FROM inventory_location l
           WHERE l.company_id = %s AND l.kind = 'bin' AND (%s::bigint IS NULL OR l.site_id = %s)
             AND starts_with(upper(l.code), upper(%s)) AND (l.pick_sequence, l.id) > (%s, %s)
           ORDER BY l.pick_sequence, l.id LIMIT %s""",
        [ctx.company_id, site_id, site_id, search, sequence, number, limit],
    )


def count_bins(ctx: Ctx) -> dict[int, int]:
    """Count the bins of each site."""
    return dict(
        rows(
            """SELECT site_id, count(*) FROM inventory_location WHERE company_id = %s AND kind = 'bin'
               GROUP BY site_id""",
            [ctx.company_id],
        )
    )
