"""Reading the books."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """An account with its balance, debit positive."""

    account_id: int
    code: str
    name: str
    kind: str
    role: str | None
    balance: Decimal


def trial_balance(ctx: Ctx, upto: date | None = None) -> list[AccountBalance]:
    """Give every account with its balance up to a day; the balances sum to zero."""
    return select(
        AccountBalance,
        """SELECT a.id, a.code, a.name, a.kind, a.role, coalesce(sum(l.amount), 0)
           FROM ledger_account a LEFT JOIN ledger_entry_line l ON l.account_id = a.id AND l.company_id = a.company_id
                AND (%s::date IS NULL OR l.on_date <= %s)
           WHERE a.company_id = %s GROUP BY a.id ORDER BY a.code""",
        [upto, upto, ctx.company_id],
    )


def balance_of(ctx: Ctx, role: str, upto: date | None = None) -> Decimal:
    """Give the balance of the account of a role."""
    ((amount,),) = rows(
        """SELECT coalesce(sum(l.amount), 0) FROM ledger_entry_line l JOIN ledger_account a ON a.id = l.account_id
           WHERE l.company_id = %s AND a.role = %s AND (%s::date IS NULL OR l.on_date <= %s)""",
        [ctx.company_id, role, upto, upto],
    )
    return Decimal(amount)
