"""Locking what settlement owns: open items before credit accounts, each by its key."""

from collections.abc import Iterable, Sequence

from throughline.modules.settlement.domain.credit import Credit
from throughline.modules.settlement.domain.matching import Item
from throughline.platform.database.statements import execute, rows, select
from throughline.platform.operations import Ctx


def open_items(ctx: Ctx, ids: Iterable[int], owed_by: Iterable[int] = ()) -> dict[int, Item]:
    """Lock open items by id, and what some parties owe, then read them; two statements."""
    locked = rows(
        """SELECT id FROM settlement_open_item
           WHERE company_id = %s AND (id = ANY(%s) OR (party_id = ANY(%s) AND state = 'open' AND balance > 0))
           ORDER BY id FOR NO KEY UPDATE""",
        [ctx.company_id, list(set(ids)), list(set(owed_by))],
    )
    if not locked:
        return {}
    found = select(
        Item,
        """SELECT i.id, i.party_id, i.kind, i.document_kind, i.document_id, i.number, i.thread_id, i.due_on, i.currency,
                  i.amount, i.balance, i.discount_percent, i.discount_until, i.disputed, i.tax,
                  coalesce(m.discount, 0), coalesce(m.tax, 0)
           FROM settlement_open_item i
           LEFT JOIN LATERAL (SELECT sum(discount) AS discount, sum(tax) AS tax FROM settlement_match
                              WHERE company_id = i.company_id AND debit_item_id = i.id) m ON i.discount_percent > 0
           WHERE i.company_id = %s AND i.id = ANY(%s)""",
        [ctx.company_id, [number for (number,) in locked]],
    )
    return {item.id: item for item in found}


def credit_accounts(ctx: Ctx, party_ids: Sequence[int]) -> dict[int, Credit]:
    """Lock the credit accounts of parties in the order of the parties; one statement, three where some are new."""
    wanted = sorted(set(party_ids))
    found = _locked(ctx, wanted)
    if len(found) < len(wanted):
        execute(
            """INSERT INTO settlement_credit_account (company_id, party_id, receivable, committed)
               SELECT %s, u.party_id, 0, 0 FROM unnest(%s::bigint[]) AS u(party_id) ORDER BY u.party_id
               ON CONFLICT (company_id, party_id) DO NOTHING""",
            [ctx.company_id, wanted],
        )
        found = _locked(ctx, wanted)
    return {credit.party_id: credit for credit in found}


def _locked(ctx: Ctx, wanted: Sequence[int]) -> list[Credit]:
    return select(
        Credit,
        """SELECT party_id, credit_limit, receivable, committed FROM settlement_credit_account
           WHERE company_id = %s AND party_id = ANY(%s) ORDER BY party_id FOR NO KEY UPDATE""",
        [ctx.company_id, wanted],
    )
