"""Keeping the numbers that customers use for items."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.governance.public import Duty
from throughline.kernel.errors import NotFound
from throughline.kernel.letters import capitals
from throughline.modules.catalog.domain.inputs import check_text
from throughline.modules.catalog.models import CustomerItem
from throughline.modules.catalog.queries import items as known_items
from throughline.modules.parties.public import party_names
from throughline.platform.database import writes
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation
from throughline.platform.operations.masters import judge


@dataclass(frozen=True, slots=True)
class CustomerItemInput:
    """The number that a party uses for an item."""

    party_id: int
    number: str
    item_id: int


@operation("catalog.save_customer_items", permission="catalog.item.change", duty=Duty.MASTER_DATA)
def save_customer_items(ctx: Ctx, *, customer_items: Sequence[CustomerItemInput]) -> Outcomes:
    """Let numbers of customers name items; a number that is known names the new item from now on."""
    judged = judge(customer_items, lambda given: check_text(given.number, "number", 40), _key)
    parties = party_names(given.party_id for given in judged.passed.values())
    items = known_items(given.item_id for given in judged.passed.values())
    for place, given in list(judged.passed.items()):
        if given.party_id not in parties:
            error = NotFound("party_unknown", f"There is no party {given.party_id} for number {given.number}.")
            judged.refuse(place, error)
        elif given.item_id not in items:
            error = NotFound("item_unknown", f"There is no item {given.item_id} for number {given.number}.")
            judged.refuse(place, error)
    ids = _write(judged.kept)
    ctx.running().touched("catalog.customer_item", *ids.values())
    return judged.outcomes(ids)


@operation("catalog.remove_customer_items", permission="catalog.item.change", duty=Duty.MASTER_DATA)
def remove_customer_items(ctx: Ctx, *, ids: Sequence[int]) -> Outcomes:
    """Let numbers of customers name no item any more; documents that came by them keep their items."""
    found = {
        number: label
        for number, label in rows("SELECT id, number FROM catalog_customer_item WHERE id = ANY(%s)", [list(ids)])
    }
    writes.delete(CustomerItem, sorted(found))
    ctx.running().touched("catalog.customer_item", *found)
    return Outcomes(
        Outcome(number, found[number], "done", document=number) if number in found else _unknown(number)
        for number in ids
    )


def _unknown(number: int) -> Outcome:
    error = NotFound("number_unknown", f"There is no customer's number {number}.")
    return Outcome.refusal(number, str(number), error)


def _key(given: CustomerItemInput) -> str:
    return f"{given.party_id} {given.number}"


def _write(kept: Sequence[CustomerItemInput]) -> dict[str, int]:
    if not kept:
        return {}
    saved = rows(
        """INSERT INTO catalog_customer_item (party_id, number, item_id)
           SELECT u.* FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS u ORDER BY 1, 2
           ON CONFLICT (party_id, upper(number) COLLATE "C")
           DO UPDATE SET item_id = excluded.item_id, number = excluded.number
           RETURNING party_id, number, id""",
        [
            [given.party_id for given in kept],
            [given.number for given in kept],
            [given.item_id for given in kept],
        ],
    )
    return {capitals(f"{party} {number}"): saved_id for party, number, saved_id in saved}
