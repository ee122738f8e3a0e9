"""What homes of the floor tell: what is late, and how much was picked lately; each up to a bound."""

from dataclasses import dataclass
from datetime import timedelta

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

#: The releases among whose tasks the picks of the day are counted, and how many of those.
RELEASES, PICKS = 40, 5_000


@dataclass(frozen=True, slots=True)
class Picked:
    """Picks confirmed in the last hour and in the last eight; those of one person among the latter."""

    last_hour: int
    last_shift: int
    own: int


def picked(ctx: Ctx) -> Picked:
    """Count the picks that were confirmed lately, of the newest releases."""
    (found,) = select(
        Picked,
        """SELECT count(*) FILTER (WHERE done_at > %(hour)s), count(*), count(*) FILTER (WHERE done_by = %(reader)s)
           FROM (SELECT t.done_at, t.done_by
                 FROM (SELECT id FROM warehouse_release WHERE company_id = %(company)s AND at > %(since)s
                       ORDER BY id DESC LIMIT %(releases)s) r
                 JOIN warehouse_task t ON t.release_id = r.id
                 WHERE t.kind = 'pick' AND t.done_at > %(shift)s LIMIT %(picks)s) done""",
        {
            "company": ctx.company_id,
            "reader": ctx.actor_id,
            "hour": ctx.now - timedelta(hours=1),
            "shift": ctx.now - timedelta(hours=8),
            "since": ctx.now - timedelta(days=3),
            "releases": RELEASES,
            "picks": PICKS,
        },
    )
    return found


def late_picks(ctx: Ctx, most: int) -> int:
    """Count the picks that should have been done before today, up to a bound."""
    ((count,),) = rows(
        """SELECT count(*) FROM (SELECT 1 FROM warehouse_task WHERE company_id = %s AND state = 'ready'
             AND kind = 'pick' AND due_on < %s LIMIT %s) late""",
        [ctx.company_id, ctx.today, most],
    )
    return int(count)
