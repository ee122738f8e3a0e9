"""The zones of sites: the one that a bin names, else the first part of its code."""

from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx

MOST = 200


def zones_of(ctx: Ctx, site_id: int | None = None) -> list[str]:
    """List the zones of a site's bins, or of all sites."""
    found = rows(
        """SELECT DISTINCT coalesce(nullif(zone, ''), split_part(code, '-', 1)) FROM inventory_location
           WHERE company_id = %(company)s AND kind = 'bin' AND (%(site)s::bigint IS NULL OR site_id = %(site)s)
           ORDER BY 1 LIMIT %(most)s""",
        {"company": ctx.company_id, "site": site_id, "most": MOST},
    )
    return [zone for (zone,) in found]
