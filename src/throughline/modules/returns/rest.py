"""What programs ask of returns: the lines of returns."""

from collections.abc import Sequence

from throughline.modules.returns.permissions import READ
from throughline.modules.returns.queries import ReturnFacts, ReturnLineFacts, lines_of, returns
from throughline.platform.operations import Ctx
from throughline.platform.rest import read


@read("returns.returns", permission=READ)
def known(ctx: Ctx, *, ids: Sequence[int]) -> list[ReturnFacts]:
    """Give returns by id."""
    return list(returns(ctx, ids).values())


@read("returns.return_lines", permission=READ)
def lines(ctx: Ctx, *, return_ids: Sequence[int]) -> list[ReturnLineFacts]:
    """Give the lines of returns, in stock units."""
    return lines_of(ctx, return_ids)
