"""Checking an import: what every line would become, tried by the operations themselves and rolled back."""

from decimal import Decimal

from throughline.modules.integrations.operations.note_progress import move_import, note_checked, note_part
from throughline.modules.integrations.operations.series import chunks, noted, opened, refuse_meddling, with_own_codes
from throughline.modules.integrations.permissions import RUN
from throughline.platform.operations import Ctx, reading, series


@series("integrations.check_import", permission=RUN)
def check_import(ctx: Ctx, number: int) -> dict[str, int]:
    """Say of every line whether it is new, changed, the same or refused; give the counts. Nothing is changed.

    Works through the file in parts, each a read, a dry run of the operations and a note of the result.
    """
    refuse_meddling(ctx, number)
    work = opened(ctx, number)
    counts = {"rows": len(work.lines), "blank": work.table.blank, "new": 0, "changed": 0, "same": 0, "refused": 0}
    sums: dict[str, Decimal] = {}
    good: dict[str, Decimal] = {}
    first = True
    for part in chunks(work.loader, work.lines):
        with reading(ctx):
            with_own_codes(ctx, work, part)
            planned = work.loader.plan(ctx, part, work.options)
        for line, fault in work.loader.foresee(ctx, planned, work.options).items():
            next(one for one in planned if one.line == line).refuse(fault.message, fault.field_name)
        note_checked(ctx, number=number, rows=noted(planned), first=first)
        first = False
        for one in planned:
            counts[one.verdict] += 1
            for name, amount in one.amounts.items():
                sums[name] = sums.get(name, Decimal(0)) + amount
                if one.verdict != "refused":
                    good[name] = good.get(name, Decimal(0)) + amount
        if not note_part(ctx, number=number, rows_past=len(part)):
            return counts
    move_import(ctx, number=number, state="checked", counts=counts, sums={"file": sums, "accepted": good})
    return counts
