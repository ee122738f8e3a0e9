"""What programs ask about how other systems call records."""

from collections.abc import Sequence

from throughline.kernel.refs import DocumentRef
from throughline.modules.integrations.permissions import NAMES
from throughline.modules.integrations.queries.external import ExternalFacts, called, names_of
from throughline.platform.operations import Ctx
from throughline.platform.rest import read


@read("integrations.records_called", permission=NAMES)
def records_called(ctx: Ctx, *, external_ids: Sequence[str], kind: str = "", source: str = "") -> list[ExternalFacts]:
    """Find records by how other systems call them; unknown names are left out."""
    return called(ctx, external_ids, kind, source)


@read("integrations.names_of", permission=NAMES)
def names(ctx: Ctx, *, kind: str, document_ids: Sequence[int]) -> list[ExternalFacts]:
    """Say how other systems call records of a kind, such as catalog.item."""
    return names_of(ctx, [DocumentRef(kind, number) for number in document_ids])
