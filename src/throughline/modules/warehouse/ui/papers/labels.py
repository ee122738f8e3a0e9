"""The label of a handling unit at its addresses: PDF and ZPL."""

from throughline.modules.warehouse.permissions import READ_TASKS
from throughline.modules.warehouse.public import labels_pdf, labels_zpl
from throughline.platform.operations import Ctx
from throughline.platform.printing import Printed
from throughline.platform.ui.printing import Paper


def _pdf(ctx: Ctx, unit_id: int) -> Printed:
    return labels_pdf(ctx, [unit_id], f"label-{unit_id}")


def _zpl(ctx: Ctx, unit_id: int) -> Printed:
    return labels_zpl(ctx, [unit_id], f"label-{unit_id}")


LABEL_PDF = Paper(slug="units", file="label.pdf", permission=READ_TASKS, make=_pdf)
LABEL_ZPL = Paper(slug="units", file="label.zpl", permission=READ_TASKS, make=_zpl)
