"""Keeping amendments: those carried out, and those that wait for an approval."""

from collections.abc import Mapping, Sequence

from psycopg.types.json import Jsonb

from throughline.kernel.plain import plain, revive
from throughline.modules.sales.acts.amending import Draft
from throughline.modules.sales.acts.asking import AmendmentInput
from throughline.modules.sales.models import Amendment
from throughline.platform.database import writes
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx

KIND, STAGE = "sales.order", "amend"


def keep(ctx: Ctx, drafts: Sequence[Draft], state: str, people: Mapping[int, int] | None = None) -> None:
    """Keep amendments with what was asked and what it changes; one statement, put off.

    `people` names by order who asked where that is not who acts now.
    """
    asked_by = people or {}
    records = [
        (
            draft.before.id,
            draft.asked.reason.strip()[:200],
            Jsonb(plain(draft.asked)),
            Jsonb(plain(draft.changes())),
            draft.net_before,
            draft.net_after,
            asked_by.get(draft.before.id, ctx.actor_id),
        )
        for draft in drafts
    ]
    columns = ("order_id", "reason", "asked", "changes", "net_before", "net_after", "asked_by")
    constants = {
        "company_id": ctx.company_id,
        "state": state,
        "asked_at": ctx.now,
        "ended_at": None if state == "waiting" else ctx.now,
        "operation_id": ctx.operation_id,
    }
    writes.append(Amendment, columns, records, constants)


def end_waiting(ctx: Ctx, orders: Sequence[int], state: str) -> list[int]:
    """End what waits of locked orders: replaced, refused, withdrawn or done; give the orders that had something."""
    found = rows(
        """UPDATE sales_amendment SET state = %s, ended_at = %s
           WHERE company_id = %s AND order_id = ANY(%s) AND state = 'waiting' RETURNING order_id""",
        [state, ctx.now, ctx.company_id, list(orders)],
    )
    return [row[0] for row in found]


def waiting(ctx: Ctx, orders: Sequence[int]) -> dict[int, tuple[AmendmentInput, int]]:
    """Give what waits of orders, by order: what was asked, and by whom."""
    found = rows(
        """SELECT order_id, asked, asked_by FROM sales_amendment
           WHERE company_id = %s AND order_id = ANY(%s) AND state = 'waiting'""",
        [ctx.company_id, list(orders)],
    )
    return {order: (revive(AmendmentInput, asked), person) for order, asked, person in found}
