"""How other systems call records, and which record a name is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from throughline.kernel.refs import DocumentRef
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class ExternalFacts:
    """How a system calls a record."""

    source: str
    kind: str
    external_id: str
    document_id: int


_FACTS = "SELECT source, kind, external_id, document_id FROM integrations_external_id WHERE company_id = %s AND "


def external_ids(ctx: Ctx, kind: str, ids: Iterable[str], source: str) -> dict[str, int]:
    """Give what a system's names of a kind are; unknown ones are left out."""
    found = rows(
        """SELECT external_id, document_id FROM integrations_external_id
           WHERE company_id = %s AND source = %s AND kind = %s AND external_id = ANY(%s)""",
        [ctx.company_id, source, kind, sorted(set(ids))],
    )
    return dict(found)


def names_of(ctx: Ctx, records: Sequence[DocumentRef]) -> list[ExternalFacts]:
    """Give how other systems call records of one kind."""
    if not records:
        return []
    return select(
        ExternalFacts,
        _FACTS + "kind = %s AND document_id = ANY(%s) ORDER BY source, external_id LIMIT 500",
        [ctx.company_id, records[0].kind, [one.id for one in records]],
    )


def called(ctx: Ctx, external: Sequence[str], kind: str = "", source: str = "") -> list[ExternalFacts]:
    """Give the records that systems call so, of one kind or system where one is named."""
    return select(
        ExternalFacts,
        _FACTS
        + """external_id = ANY(%s) AND (%s = '' OR kind = %s) AND (%s = '' OR source = %s)
             ORDER BY kind, document_id LIMIT 500""",
        [ctx.company_id, list(external), kind, kind, source, source],
    )
