"""Finding places by what they are for."""

from dataclasses import dataclass

from throughline.kernel.errors import NotFound
from throughline.platform.database.statements import rows
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
