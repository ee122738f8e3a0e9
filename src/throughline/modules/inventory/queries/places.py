"""Finding places by what they are for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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
            told = f"The site has no {kind}; set the site up first."
            raise NotFound("place_missing", told, field="site_id", site=site_id, kind=kind)
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


def places_by_code(ctx: Ctx, site_id: int) -> dict[str, int]:
    """Give all places of a site by code: docks, stages and bins."""
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


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place: which site it belongs to, its code, what it is for."""

    id: int
    site_id: int | None
    code: str
    kind: str


_PLACE = "SELECT id, site_id, code, kind FROM inventory_location WHERE company_id = %s AND {}"


def places_by_id(ctx: Ctx, ids: Iterable[int]) -> dict[int, PlaceFacts]:
    """Give places by id."""
    found = select(PlaceFacts, _PLACE.format("id = ANY(%s)"), [ctx.company_id, sorted(set(ids))])
    return {place.id: place for place in found}


def find_places(ctx: Ctx, site_id: int, words: str, limit: int = 20) -> list[PlaceFacts]:
    """Find places of a site by the beginning of their code, in any case."""
    condition = "site_id = %s AND starts_with(upper(code), upper(%s)) ORDER BY code LIMIT %s"
    return select(PlaceFacts, _PLACE.format(condition), [ctx.company_id, site_id, words, limit])


def place_coded(ctx: Ctx, site_id: int, code: str) -> PlaceFacts | None:
    """Give the place of a site that a typed or scanned code names, in any case."""
    condition = "site_id = %s AND upper(code) = upper(%s) ORDER BY code LIMIT 1"
    return next(iter(select(PlaceFacts, _PLACE.format(condition), [ctx.company_id, site_id, code])), None)


@dataclass(frozen=True, slots=True)
class Lying:
    """Goods that lie at a place and are allocated to nobody, and where the item lies otherwise, most first."""

    balance_id: int
    site_id: int
    location_id: int
    place: str
    kind: str
    item_id: int
    item_code: str
    item_name: str
    gtin: str
    unit: str
    lot: str | None
    expires_on: date | None
    status: str
    free: Decimal
    received_on: date
    homes: list[str]


def lying(
    ctx: Ctx,
    site_id: int | None = None,
    *,
    kinds: tuple[str, ...] = ("dock", "returns", "stage", "bin"),
    place: str | None = None,
    words: str = "",
    balance_ids: Sequence[int] | None = None,
    limit: int = 200,
) -> list[Lying]:
    """List goods that can be moved, what came first ahead: those of a site, of a place of it, or of named balances.

    On the stage these are goods that were picked and are nobody's any more, because what claimed them was broken.
    """
    return select(
        Lying,
        """SELECT b.id, b.site_id, l.id, l.code, l.kind, b.item_id, i.code, i.name, i.gtin, i.stock_unit, t.code,
                  t.expires_on, b.status, b.on_hand - b.reserved, b.received_on,
                  ARRAY(SELECT h.code FROM inventory_balance x JOIN inventory_location h ON h.id = x.location_id
                        WHERE x.company_id = b.company_id AND x.site_id = b.site_id AND x.item_id = b.item_id
                          AND h.kind = 'bin' AND h.id <> l.id AND x.on_hand > 0
                        ORDER BY (x.lot_id IS NOT DISTINCT FROM b.lot_id) DESC, x.on_hand DESC, h.code LIMIT 5)
           FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id
           JOIN catalog_item i ON i.id = b.item_id LEFT JOIN inventory_lot t ON t.id = b.lot_id
           WHERE b.company_id = %(company)s AND (%(site)s::bigint IS NULL OR b.site_id = %(site)s)
             AND l.kind = ANY(%(kinds)s)
             AND b.on_hand > b.reserved AND b.owner_id IS NULL
             AND (%(place)s::text IS NULL OR upper(l.code) = upper(%(place)s))
             AND (%(balances)s::bigint[] IS NULL OR b.id = ANY(%(balances)s))
             AND (%(words)s = '' OR upper(i.code) LIKE upper(%(words)s) || '%%'
                  OR lower(i.name) LIKE lower(%(words)s) || '%%' OR upper(l.code) LIKE upper(%(words)s) || '%%')
           ORDER BY l.kind <> 'dock', b.received_on, l.pick_sequence, i.code, b.id LIMIT %(limit)s""",
        {"company": ctx.company_id, "site": site_id, "kinds": list(kinds), "place": place,
         "balances": None if balance_ids is None else list(balance_ids), "words": words, "limit": limit},
    )  # fmt: skip


def empty_bins(ctx: Ctx, site_id: int, limit: int = 50) -> list[str]:
    """List bins of a site in which nothing lies, in walking order."""
    found = rows(
        """SELECT l.code FROM inventory_location l WHERE l.company_id = %s AND l.site_id = %s AND l.kind = 'bin'
             AND NOT EXISTS (SELECT 1 FROM inventory_balance b WHERE b.location_id = l.id AND b.on_hand <> 0)
           ORDER BY l.pick_sequence, l.code LIMIT %s""",
        [ctx.company_id, site_id, limit],
    )
    return [code for (code,) in found]
