"""Making bins of a site, and changing how they are picked."""

from collections.abc import Sequence

from throughline.governance.public import Duty, site
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.modules.inventory.domain.bin_ranges import NewBin
from throughline.modules.inventory.models import Location
from throughline.modules.inventory.operations.set_up_site import SPECIAL, VIRTUAL
from throughline.modules.inventory.queries.places import forget_places
from throughline.platform.database import writes
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Ctx, operation


@operation("inventory.make_bins", permission="inventory.location.change", duty=Duty.MASTER_DATA)
def make_bins(ctx: Ctx, *, site_id: int, bins: Sequence[NewBin], pickable: bool = True) -> int:
    """Make the bins that a site lacks, and its special places where it has none; give how many bins were made.

    Bins that are there stay as they are.
    """
    site(ctx, site_id)
    for one in bins:
        if not one.code.strip() or len(one.code) > 40:
            raise InvalidInput("bin_invalid", f"“{one.code}” is no code of 1 to 40 signs.", field="bins")
    known = {
        (where, code)
        for where, code in rows("SELECT site_id, code FROM inventory_location WHERE company_id = %s", [ctx.company_id])
    }
    wanted: list[tuple[int | None, str, str, int, bool]] = [(None, kind.upper(), kind, 0, False) for kind in VIRTUAL]
    wanted += [(site_id, code, kind, 0, False) for code, kind in SPECIAL]
    made = [one for one in {one.code: one for one in bins}.values() if (site_id, one.code) not in known]
    wanted += [(site_id, one.code, "bin", one.pick_sequence, pickable) for one in made]
    records = [record for record in wanted if (record[0], record[1]) not in known]
    columns = ("site_id", "code", "kind", "pick_sequence", "is_pickable")
    writes.append(Location, columns, records, {"company_id": ctx.company_id})
    forget_places(ctx)
    ctx.running().touched("governance.site", site_id)
    return len(made)


@operation("inventory.change_bins", permission="inventory.location.change", duty=Duty.MASTER_DATA)
def change_bins(ctx: Ctx, *, bins: Sequence[int], pickable: bool, pick_sequence: int | None = None) -> int:
    """Change whether bins are picked from, and where one stands in the order; stock in them stays where it is."""
    changed = execute(
        """UPDATE inventory_location SET is_pickable = %s, pick_sequence = coalesce(%s, pick_sequence)
           WHERE company_id = %s AND id = ANY(%s) AND kind = 'bin'""",
        [pickable, pick_sequence, ctx.company_id, list(bins)],
    )
    if changed < len(set(bins)):
        raise NotFound("bin_unknown", "Some of the bins are not there, or are no bins.", bins=list(bins))
    return changed
