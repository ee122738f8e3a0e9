"""What accounts come to: closed months from their kept totals, the days between them from the lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.kernel.money import ZERO
from throughline.modules.ledger.domain.spans import spans_between
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account with its sums between two days, debit positive."""

    id: int
    code: str
    name: str
    kind: str
    role: str | None
    debit: Decimal
    credit: Decimal

    @property
    def balance(self) -> Decimal:
        """What the debits exceed the credits by."""
        return self.debit - self.credit


#: An account of which nothing is asked costs no look at its lines: each stretch of days is one of the index.
_ACCOUNTS = """SELECT a.id, a.code, a.name, a.kind, a.role,
        coalesce(sum(l.amount) FILTER (WHERE l.amount > 0), 0) + coalesce(k.debit, 0),
        coalesce(-sum(l.amount) FILTER (WHERE l.amount < 0), 0) + coalesce(k.credit, 0)
    FROM ledger_account a
    LEFT JOIN unnest(%(accounts)s::bigint[], %(debits)s::numeric[], %(credits)s::numeric[])
         AS k(account_id, debit, credit) ON k.account_id = a.id
    LEFT JOIN unnest(%(begins)s::date[], %(ends)s::date[]) AS span(begins, ends) ON true
    LEFT JOIN ledger_entry_line l ON l.company_id = a.company_id AND l.account_id = a.id
         AND l.on_date >= span.begins AND l.on_date <= span.ends
    WHERE a.company_id = %(company)s AND (%(account)s::bigint IS NULL OR a.id = %(account)s)
      AND (%(role)s::text IS NULL OR a.role = %(role)s)
    GROUP BY a.id, k.debit, k.credit ORDER BY a.code"""


def accounts(
    ctx: Ctx,
    since: date | None = None,
    until: date | None = None,
    *,
    account_id: int | None = None,
    role: str | None = None,
) -> list[AccountRow]:
    """Give every account (or one) with its debits and credits between two days; the balances of all sum to zero."""
    months, kept = _kept(ctx, since, until)
    spans = spans_between(months, since, until)
    return select(
        AccountRow,
        _ACCOUNTS,
        {
            "company": ctx.company_id,
            "account": account_id,
            "role": role,
            "accounts": [number for number, _, _ in kept],
            "debits": [debit for _, debit, _ in kept],
            "credits": [credit for _, _, credit in kept],
            "begins": [begin for begin, _ in spans],
            "ends": [end for _, end in spans],
        },
    )


def _kept(
    ctx: Ctx, since: date | None, until: date | None
) -> tuple[Sequence[date], list[tuple[int, Decimal, Decimal]]]:
    """Give the closed months that lie whole between two days, and what they come to by account.

    One statement, so that a month that is opened meanwhile is either summed or read.
    """
    found = rows(
        """WITH closed AS MATERIALIZED (
               SELECT month FROM ledger_period WHERE company_id = %(company)s AND state = 'closed'
                 AND (%(since)s::date IS NULL OR month >= %(since)s)
                 AND (%(until)s::date IS NULL OR month + interval '1 month' <= %(until)s::date + 1))
           SELECT (SELECT array_agg(month) FROM closed), account_id, sum(debit), sum(credit) FROM ledger_total
           WHERE company_id = %(company)s AND month IN (SELECT month FROM closed) GROUP BY account_id""",
        {"company": ctx.company_id, "since": since, "until": until},
    )
    return (found[0][0] if found else []), [(number, debit, credit) for _, number, debit, credit in found]


def chart(ctx: Ctx) -> list[tuple[int, str, str]]:
    """Give id, code and name of every account; no line is looked at."""
    return [
        (number, code, name)
        for number, code, name in rows(
            "SELECT id, code, name FROM ledger_account WHERE company_id = %s ORDER BY code", [ctx.company_id]
        )
    ]


def account(ctx: Ctx, account_id: int) -> AccountRow | None:
    """Give one account with its sums, or nothing."""
    found = accounts(ctx, account_id=account_id)
    return found[0] if found else None


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
    found = accounts(ctx, until=upto)
    return [AccountBalance(one.id, one.code, one.name, one.kind, one.role, one.balance) for one in found]


def balance_of(ctx: Ctx, role: str, upto: date | None = None) -> Decimal:
    """Give the balance of the account of a role."""
    found = accounts(ctx, until=upto, role=role)
    return found[0].balance if found else ZERO
