"""What an administrator's home tells: who can come in, and what was tried at the door."""

from collections.abc import Sequence

from throughline.governance.access.conflicts import conflicts, holdings
from throughline.governance.access.lists import refused_at_the_door, second_factors
from throughline.platform.operations import Ctx
from throughline.platform.ui import Tile, disc, list_url, triangle
from throughline.platform.ui.formats import number
from throughline.platform.ui.homes import HomePart

MOST = 1_000


def figures(ctx: Ctx) -> Sequence[Tile]:
    """Tell how many people there are, who is badly protected, what conflicts, and how often the door stayed shut."""
    found = second_factors(ctx)
    without = found.people - found.protected
    refused = refused_at_the_door(ctx, MOST + 1)
    open_ones = [one for one in conflicts(ctx, holdings(ctx)) if one.exception_id is None]
    return [
        Tile("People", number(found.people), list_url("people"), detail=f"{number(found.here)} at work today"),
        Tile("Without second factor", number(without), list_url("people"),
             verdict=triangle("a password is all") if without else disc("all are protected")),
        Tile("Conflicts of duties", number(len(open_ones)), list_url("duty-conflicts"),
             verdict=triangle("without exception") if open_ones else disc("none without exception")),
        Tile("Refused at sign-in", f"{number(MOST)}+" if refused > MOST else number(refused), list_url("people"),
             detail="in 24 hours"),
    ]  # fmt: skip


PART = HomePart("governance.access.read", ("governance.access.change",), rank=5, figures=figures)
