"""Giving a company and its site the places that goods can be at."""

from collections.abc import Sequence

from throughline.governance.public import Duty, site
from throughline.kernel.errors import InvalidInput
from throughline.modules.inventory.models import Location
from throughline.modules.inventory.queries.places import forget_places
from throughline.platform.database import writes
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, operation

VIRTUAL = ("supplier", "customer", "transit", "adjustment", "scrap", "unrecorded", "production")
SPECIAL = (("DOCK", "dock"), ("STAGE", "stage"), ("OUT", "outbound"), ("RETURNS", "returns"))


@operation("inventory.set_up_site", permission="inventory.location.change", duty=Duty.MASTER_DATA)
def set_up_site(ctx: Ctx, *, site_id: int, bins: Sequence[str]) -> int:
    """Make the special places and bins that a site lacks, picked in the order given; give how many were made."""
    site(ctx, site_id)
    for code in bins:
        if not code.strip() or code != code.strip() or not code.isprintable():
            raise InvalidInput("code_missing", "A bin needs a code without blanks around it.", field="bins")
    known = {
        (at, code)
        for at, code in rows("SELECT site_id, code FROM inventory_location WHERE company_id = %s", [ctx.company_id])
    }
    wanted: list[tuple[int | None, str, str, int, bool]] = [(None, kind.upper(), kind, 0, False) for kind in VIRTUAL]
    wanted += [(site_id, code, kind, 0, False) for code, kind in SPECIAL]
    wanted += [(site_id, code, "bin", place, True) for place, code in enumerate(bins, start=1)]
    records = [record for record in wanted if (record[0], record[1]) not in known]
    writes.append(
        Location,
        ("site_id", "code", "kind", "pick_sequence", "is_pickable"),
        records,
        {"company_id": ctx.company_id},
    )
    forget_places(ctx)
    return len(records)
