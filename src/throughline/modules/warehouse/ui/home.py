"""What the warehouse shows on home: the work that waits on the floor."""

from collections.abc import Sequence

from throughline.modules.warehouse.permissions import READ_RELEASE, READ_TASKS
from throughline.modules.warehouse.queries.lists import WAITING_MOST, floor_counts
from throughline.platform.operations import Ctx
from throughline.platform.ui import Tile, list_url
from throughline.platform.ui.formats import number


def tiles(ctx: Ctx) -> Sequence[Tile]:
    """Give the figures of the floor that this reader may see; each is a door to the rows behind it."""
    if not (ctx.may(READ_RELEASE) or ctx.may(READ_TASKS)):
        return []
    counts = floor_counts(ctx)
    found = []
    if ctx.may(READ_RELEASE):
        found.append(Tile("Lines to release", _bounded(counts.to_release), list_url("release")))
    if ctx.may(READ_TASKS):
        found.append(Tile("Picks to do", _bounded(counts.to_pick), list_url("picking")))
        found.append(Tile("Units to send", _bounded(counts.to_send), list_url("packing")))
    return found


def _bounded(count: int) -> str:
    return f"{number(WAITING_MOST)}+" if count > WAITING_MOST else number(count)
