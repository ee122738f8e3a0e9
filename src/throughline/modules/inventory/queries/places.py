"""Finding places by what they are for."""

from dataclasses import dataclass

from throughline.kernel.errors import NotFound
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Places:
    """The special places of a company: those of each site by (site, kind), the virtual ones by kind."""

    by_site: dict[tuple[int, str], int]
    virtual: dict[str, int]

    def at(self, site_id: int, kind: str) -> int:
        """Give the place of a kind at a site: stage, dock, outbound."""
        if (site_id, kind) not in self.by_site:
            raise NotFound("place_missing", f"The site has no {kind}; set the site up first.", site=site_id, kind=kind)
        return self.by_site[site_id, kind]


def places(ctx: Ctx) -> Places:
    """Give the special places of the company; one statement."""
    found = rows(
        """SELECT site_id, kind, min(id) FROM inventory_location WHERE company_id = %s AND kind <> 'bin'
           GROUP BY site_id, kind""",
        [ctx.company_id],
    )
    return Places(
        {(site, kind): number for site, kind, number in found if site is not None},
        {kind: number for site, kind, number in found if site is None},
    )


def bins(ctx: Ctx, site_id: int) -> dict[str, int]:
    """Give the places of a site by code."""
    found = rows(
        "SELECT code, id FROM inventory_location WHERE company_id = %s AND site_id = %s", [ctx.company_id, site_id]
    )
    return dict(found)
