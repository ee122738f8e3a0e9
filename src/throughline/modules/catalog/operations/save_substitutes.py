"""Keeping which items may be delivered for which."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.kernel.letters import capitals
from throughline.modules.catalog.models import Substitute
from throughline.modules.catalog.queries import items as known_items
from throughline.platform.database import writes
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, Outcomes, operation
from throughline.platform.operations.masters import judge


@dataclass(frozen=True, slots=True)
class SubstituteInput:
    """An item that may be delivered for another; with `keeps_price` at the price of the item that was asked for."""

    item_id: int
    substitute_id: int
    keeps_price: bool = True
    rank: int = 50
    remark: str = ""


@operation("catalog.save_substitutes", permission="catalog.item.change", duty=Duty.MASTER_DATA)
def save_substitutes(ctx: Ctx, *, substitutes: Sequence[SubstituteInput]) -> Outcomes:
    """Let items be delivered for others, one for one; a pair that is known is changed. Both count the same unit."""
    judged = judge(substitutes, _check, _key)
    items = known_items({n for given in judged.passed.values() for n in (given.item_id, given.substitute_id)})
    for place, given in list(judged.passed.items()):
        missing = [number for number in (given.item_id, given.substitute_id) if number not in items]
        if missing:
            error = NotFound("item_unknown", f"There is no item {missing[0]}.", field="substitute_id")
            judged.refuse(place, error)
        elif items[given.item_id].stock_unit != items[given.substitute_id].stock_unit:
            ours, theirs = items[given.item_id], items[given.substitute_id]
            told = (
                f"{theirs.code} counts {theirs.stock_unit}, {ours.code} {ours.stock_unit}; only like counts for like."
            )
            judged.refuse(place, InvalidInput("unit_differs", told, field="substitute_id"))
    ids = _write(judged.kept)
    ctx.running().touched("catalog.item", *{given.item_id for given in judged.kept})
    return judged.outcomes(ids)


@operation("catalog.remove_substitutes", permission="catalog.item.change", duty=Duty.MASTER_DATA)
def remove_substitutes(ctx: Ctx, *, item_id: int, substitute_ids: Sequence[int]) -> int:
    """Let items be delivered for another no more; orders that have them keep them. Gives how many were removed."""
    found = rows(
        "SELECT id FROM catalog_substitute WHERE item_id = %s AND substitute_id = ANY(%s)",
        [item_id, list(substitute_ids)],
    )
    writes.delete(Substitute, [number for (number,) in found])
    ctx.running().touched("catalog.item", item_id)
    return len(found)


def _check(given: SubstituteInput) -> None:
    if given.item_id == given.substitute_id:
        raise InvalidInput("same_item", "An item is no substitute for itself.", field="substitute_id")
    if not 0 <= given.rank <= 100:
        raise InvalidInput("rank_invalid", f"{given.rank} is no rank; use 0 (first) to 100.", field="rank")
    if len(given.remark) > 200:
        raise InvalidInput("remark_too_long", "A remark has at most 200 characters.", field="remark")


def _key(given: SubstituteInput) -> str:
    return f"{given.item_id} {given.substitute_id}"


def _write(kept: Sequence[SubstituteInput]) -> dict[str, int]:
    if not kept:
        return {}
    saved = rows(
        """INSERT INTO catalog_substitute (item_id, substitute_id, rank, keeps_price, remark)
           SELECT u.* FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[], %s::boolean[], %s::text[]) AS u
           ORDER BY 1, 2 ON CONFLICT (item_id, substitute_id) DO UPDATE
               SET rank = excluded.rank, keeps_price = excluded.keeps_price, remark = excluded.remark
           RETURNING item_id, substitute_id, id""",
        [
            [given.item_id for given in kept],
            [given.substitute_id for given in kept],
            [given.rank for given in kept],
            [given.keeps_price for given in kept],
            [given.remark.strip() for given in kept],
        ],
    )
    return {capitals(f"{item} {substitute}"): number for item, substitute, number in saved}
