"""How old what parties owe is."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Ageing:
    """What a party owes by days overdue, in company currency; `on_account` is what it is owed (negative)."""

    party_id: int
    name: str
    not_due: Decimal
    days_1_30: Decimal
    days_31_60: Decimal
    days_61_90: Decimal
    over_90: Decimal
    on_account: Decimal
    total: Decimal


def receivables_ageing(ctx: Ctx, as_of: date) -> list[Ageing]:
    """Give what every party owed at the end of a day by age, the most first; the totals sum to the AR account.

    Past days are recomputed from the items and matches dated until then.
    """
    return select(
        Ageing,
        """WITH used AS (
               SELECT side.item_id, sum(side.used) AS used
               FROM settlement_match m, LATERAL (VALUES
                   (m.debit_item_id, m.amount + m.discount + m.written_off),
                   (m.credit_item_id, -m.amount)) AS side(item_id, used)
               WHERE m.company_id = %(company)s AND m.on_date <= %(on)s GROUP BY side.item_id),
           owed AS (
               SELECT i.party_id, %(on)s - i.due_on AS late, i.amount - coalesce(used.used, 0) AS balance
               FROM settlement_open_item i LEFT JOIN used ON used.item_id = i.id
               WHERE i.company_id = %(company)s AND i.on_date <= %(on)s)
           SELECT o.party_id, p.name,
                  coalesce(sum(balance) FILTER (WHERE balance > 0 AND late <= 0), 0),
                  coalesce(sum(balance) FILTER (WHERE balance > 0 AND late BETWEEN 1 AND 30), 0),
                  coalesce(sum(balance) FILTER (WHERE balance > 0 AND late BETWEEN 31 AND 60), 0),
                  coalesce(sum(balance) FILTER (WHERE balance > 0 AND late BETWEEN 61 AND 90), 0),
                  coalesce(sum(balance) FILTER (WHERE balance > 0 AND late > 90), 0),
                  coalesce(sum(balance) FILTER (WHERE balance < 0), 0),
                  sum(balance)
           FROM owed o JOIN parties_party p ON p.id = o.party_id
           WHERE balance <> 0 GROUP BY o.party_id, p.name ORDER BY sum(balance) DESC, o.party_id""",
        {"company": ctx.company_id, "on": as_of},
    )
