"""Orders that ship complete: which demands get their goods together, and which of them cannot begin yet."""

from collections.abc import Mapping

from throughline.modules.inventory.locks import LockedDemand
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx


def groups_of(ctx: Ctx, waiting: Mapping[int, LockedDemand]) -> tuple[dict[int, int], frozenset[int]]:
    """Give the group of each waiting demand that ships complete, and the groups of which others wait too.

    A group of which something is allocated or gone has begun: what is left of it is served as it comes. One statement,
    none where nothing ships complete.
    """
    groups = {n: d.group_id for n, d in waiting.items() if d.ship_complete and d.group_id is not None}
    if not groups:
        return {}, frozenset()
    threads = sorted({waiting[number].thread_id or 0 for number in groups})
    found = rows(
        """SELECT group_id, bool_or(quantity_allocated + quantity_issued > 0),
                  bool_or(id <> ALL(%s) AND quantity > quantity_cancelled + quantity_allocated + quantity_issued)
           FROM inventory_demand WHERE company_id = %s AND thread_id = ANY(%s) AND group_id = ANY(%s)
           GROUP BY group_id""",
        [list(waiting), ctx.company_id, threads, sorted(set(groups.values()))],
    )
    begun = {group for group, has_begun, _ in found if has_begun}
    together = {number: group for number, group in groups.items() if group not in begun}
    return together, frozenset(group for group, _, others in found if others and group not in begun)
