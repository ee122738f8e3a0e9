"""What customers may owe and owe."""

from collections.abc import Iterable

from throughline.kernel.money import ZERO
from throughline.modules.settlement.domain.credit import Credit, Overdue
from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


def credit_facts(ctx: Ctx, party_ids: Iterable[int]) -> dict[int, Credit]:
    """Give the credit accounts of parties without locking; who has none owes nothing and has no limit."""
    wanted = set(party_ids)
    found = select(
        Credit,
        """SELECT party_id, credit_limit, receivable, committed FROM settlement_credit_account
           WHERE company_id = %s AND party_id = ANY(%s)""",
        [ctx.company_id, list(wanted)],
    )
    nothing = {party_id: Credit(party_id, None, ZERO, ZERO) for party_id in wanted}
    return nothing | {credit.party_id: credit for credit in found}


def overdue_of(ctx: Ctx, party_ids: Iterable[int]) -> dict[int, Overdue]:
    """Give what parties have overdue today, disputes left out; who has nothing overdue is not there."""
    found = select(
        Overdue,
        """SELECT party_id, min(due_on), sum(balance) FROM settlement_open_item
           WHERE company_id = %s AND party_id = ANY(%s) AND balance > 0 AND NOT disputed AND due_on < %s
           GROUP BY party_id""",
        [ctx.company_id, sorted(set(party_ids)), ctx.today],
    )
    return {one.party_id: one for one in found}
