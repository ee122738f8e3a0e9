"""What came back of a commitment, on the line of its thread and among its documents."""

from collections.abc import Mapping, Sequence

from throughline.kernel.quantity import trimmed
from throughline.modules.returns.permissions import READ
from throughline.modules.returns.queries.threads import Back, back_on_threads
from throughline.platform.operations import Ctx
from throughline.platform.ui import Document, Flag, half, record_url
from throughline.platform.ui.formats import day

DELIVERED = 5


def flags(ctx: Ctx, threads: Sequence[int]) -> Mapping[int, Sequence[tuple[int, Flag]]]:
    """Hang returns under Delivered, against the flow."""
    found: dict[int, list[tuple[int, Flag]]] = {}
    for back in back_on_threads(ctx, threads):
        lines = [f"{back.number}, {back.reason}", day(back.on_date)]
        flag = Flag("back", f"Return {trimmed(back.quantity)}", lines, _url(back))
        found.setdefault(back.thread_id, []).append((DELIVERED, flag))
    return found


def documents(ctx: Ctx, thread_id: int) -> Sequence[Document]:
    """List the returns of a thread."""
    if not ctx.may(READ):
        return []
    return [
        Document(back.number, _url(back), f"Return, {back.reason}", half("Received"), back.on_date)
        for back in back_on_threads(ctx, [thread_id])
    ]


def _url(back: Back) -> str:
    return record_url("returns", back.return_id)
