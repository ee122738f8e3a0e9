"""What programs ask of transfers: what is on its way between sites, and what of it arrived or is missing."""

from collections.abc import Sequence

from throughline.modules.transfers.permissions import READ
from throughline.modules.transfers.queries.lists import (
    LineFacts,
    TransferFacts,
    WriteOffRow,
    line_facts,
    transfer_facts,
)
from throughline.modules.transfers.queries.lists import write_offs as write_off_rows
from throughline.platform.operations import Ctx
from throughline.platform.rest import read
from throughline.platform.rest.reads import Limit


@read("transfers.transfers", permission=READ)
def transfers(
    ctx: Ctx,
    *,
    ids: Sequence[int] | None = None,
    state: str | None = None,
    site_id: int | None = None,
    limit: Limit = 50,
) -> list[TransferFacts]:
    """List transfers, the newest first: in transit or arrived, from or to a site."""
    return transfer_facts(ctx, ids=ids, state=state, site_id=site_id, limit=limit)


@read("transfers.lines", permission=READ)
def lines(ctx: Ctx, *, transfer_ids: Sequence[int]) -> list[LineFacts]:
    """List the lines of transfers: sent, arrived, written off, and what is still on its way."""
    return line_facts(ctx, transfer_ids)


@read("transfers.write_offs", permission=READ)
def write_offs(
    ctx: Ctx, *, transfer_id: int | None = None, state: str | None = None, limit: Limit = 50
) -> list[WriteOffRow]:
    """List what was asked to be written off of transfers, the newest first: waiting, booked, refused or void."""
    return write_off_rows(ctx, transfer_id=transfer_id, state=state, limit=limit)
