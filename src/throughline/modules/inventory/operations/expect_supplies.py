"""Announcing and moving expected arrivals, until purchasing does it."""

from collections.abc import Sequence

from throughline.governance.public import Duty
from throughline.modules.inventory.acts.supply import NewSupply, expect
from throughline.platform.operations import Ctx, operation


@operation("inventory.expect_supplies", permission="inventory.supply.change", duty=Duty.PURCHASING)
def expect_supplies(ctx: Ctx, *, supplies: Sequence[NewSupply]) -> int:
    """Make expected arrivals known or move them; promises on them follow and who is moved is told."""
    expect(ctx, supplies)
    return len(supplies)
