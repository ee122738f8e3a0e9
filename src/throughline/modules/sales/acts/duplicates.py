"""Orders that may have come twice: the customer's number stands on another order already."""

from collections.abc import Mapping
from datetime import datetime

from throughline.governance.public import Finding, Policies, Severity
from throughline.modules.parties.public import customers
from throughline.modules.sales.locks import LockedOrder
from throughline.modules.sales.policies import DUPLICATES
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx


def duplicate_findings(ctx: Ctx, orders: Mapping[int, LockedOrder], policies: Policies) -> dict[int, Finding]:
    """Find the orders whose customer's number another confirmed order has; nothing is asked where none has a number.

    Case and blanks around do not count. The order named is the latest; two of one set find each other once one of
    them is confirmed.
    """
    numbered = [order for order in orders.values() if order.customer_po.strip()]
    if not numbered:
        return {}
    found = rows(
        """SELECT DISTINCT ON (u.id) u.id, o.number, o.confirmed_at
           FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS u(id, party_id, customer_po)
           JOIN sales_order o ON o.company_id = %s AND o.party_id = u.party_id AND o.id <> u.id
             AND upper(o.customer_po) COLLATE "C" = u.customer_po AND o.customer_po <> ''
           WHERE o.state IN ('confirmed', 'closed') ORDER BY u.id, o.id DESC""",
        [
            [order.id for order in numbered],
            [order.party_id for order in numbered],
            [order.customer_po.strip().upper() for order in numbered],
            ctx.company_id,
        ],
    )
    if not found:
        return {}
    groups = {number: one.group for number, one in customers(ctx, {order.party_id for order in numbered}).items()}
    findings = {}
    for number, twin, confirmed_at in found:
        order = orders[number]
        decision = policies.ask(
            DUPLICATES,
            customer=order.party_id,
            customer_group=groups.get(order.party_id, ""),
            service_class=order.service_class,
            channel=order.channel,
            site=order.site_id,
        )
        if decision.answer.same_number == "hold" and _recent(ctx, confirmed_at, decision.answer.days):
            told = f"{twin} has the customer's number {order.customer_po} too; the order may have come twice."
            facts = {"twin": twin, "customer_po": order.customer_po, "policy": decision.rule_name}
            findings[number] = Finding("duplicate_order", Severity.BLOCK, told, facts, "order entry")
    return findings


def _recent(ctx: Ctx, confirmed_at: datetime | None, days: int) -> bool:
    return confirmed_at is not None and (ctx.now - confirmed_at).days < days
