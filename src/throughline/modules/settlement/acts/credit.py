"""Locking and changing credit accounts."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from throughline.modules.settlement import locks
from throughline.modules.settlement.domain.credit import Credit
from throughline.platform.database.statements import defer
from throughline.platform.operations import Ctx, act

TABLE = "settlement_credit_account"


@act
def lock_credit(ctx: Ctx, party_ids: Iterable[int]) -> dict[int, Credit]:
    """Lock the credit accounts of parties until commit and give what stands on them; one statement.

    Whatever raises exposure comes through here first. A party without an account gets one, without a limit.
    """
    wanted = sorted(set(party_ids))
    return locks.credit_accounts(ctx, wanted) if wanted else {}


@act
def change_committed(ctx: Ctx, deltas: Mapping[int, Decimal]) -> None:
    """Change what parties are committed to, in gross company currency by party; one statement, put off.

    Confirming raises it, billing and cancelling lower it. The database refuses what falls below zero.
    """
    more = {party_id: delta for party_id, delta in deltas.items() if delta > 0}
    less = {party_id: delta for party_id, delta in deltas.items() if delta < 0}
    if more:
        _raise(ctx, "committed", more)
    if less:
        defer(
            TABLE,
            """UPDATE settlement_credit_account a SET committed = a.committed + u.delta
               FROM unnest(%s::bigint[], %s::numeric[]) AS u(party_id, delta)
               WHERE a.company_id = %s AND a.party_id = u.party_id""",
            [*_arrays(less), ctx.company_id],
        )


def change_receivable(ctx: Ctx, deltas: Mapping[int, Decimal]) -> None:
    """Change what parties owe by the change of their open items; one statement, put off."""
    changes = {party_id: delta for party_id, delta in deltas.items() if delta}
    if changes:
        _raise(ctx, "receivable", changes)


def _raise(ctx: Ctx, column: str, deltas: Mapping[int, Decimal]) -> None:
    """Add to a sum, making the accounts that are missing; the rows are taken in the order of the parties."""
    other = "committed" if column == "receivable" else "receivable"
    defer(
        TABLE,
        f"""INSERT INTO settlement_credit_account AS a (company_id, party_id, {column}, {other})
            SELECT %s, u.party_id, u.delta, 0 FROM unnest(%s::bigint[], %s::numeric[]) AS u(party_id, delta)
            ORDER BY u.party_id
            ON CONFLICT (company_id, party_id) DO UPDATE SET {column} = a.{column} + excluded.{column}""",
        [ctx.company_id, *_arrays(deltas)],
    )


def _arrays(deltas: Mapping[int, Decimal]) -> list[list[int] | list[Decimal]]:
    parties = sorted(deltas)
    return [parties, [deltas[party_id] for party_id in parties]]
