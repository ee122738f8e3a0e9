"""Withdrawing notes of one's own."""

from collections.abc import Sequence

from throughline.modules.documents.permissions import NOTE
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, operation


@operation("documents.withdraw_notes", permission=NOTE)
def withdraw_notes(ctx: Ctx, *, notes: Sequence[int]) -> int:
    """Withdraw notes of one's own, so that records no longer show them; give how many stood. The trail keeps them."""
    gone = rows(
        """UPDATE documents_note SET withdrawn_at = %s
           WHERE company_id = %s AND written_by = %s AND id = ANY(%s::bigint[]) AND withdrawn_at IS NULL
           RETURNING subject_kind, subject_id""",
        [ctx.now, ctx.company_id, ctx.actor_id, list(notes)],
    )
    for kind, number in gone:
        ctx.running().touched(kind, number)
    return len(gone)
