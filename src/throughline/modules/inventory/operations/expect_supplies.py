"""Announcing and moving expected arrivals, until purchasing does it."""

from collections.abc import Sequence
from dataclasses import replace

from throughline.governance.public import Duty
from throughline.modules.inventory.acts.supply import NewSupply, expect
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, operation

#: What an arrival without a document is kept as, and where its numbers come from: the table's own sequence.
OWN, NUMBERS = "inventory.supply", "inventory_supply_id_seq"


@operation("inventory.expect_supplies", permission="inventory.supply.change", duty=Duty.PURCHASING)
def expect_supplies(ctx: Ctx, *, supplies: Sequence[NewSupply]) -> int:
    """Make expected arrivals known or move them; promises on them follow and who is moved is told.

    An arrival with no document behind it (`ref_id` 0) becomes one of its own, with a number of its own.
    """
    fresh = sum(not supply.ref_id for supply in supplies)
    own = iter(draw(NUMBERS, fresh) if fresh else ())
    expect(ctx, [one if one.ref_id else replace(one, ref_kind=OWN, ref_id=next(own)) for one in supplies])
    return len(supplies)
