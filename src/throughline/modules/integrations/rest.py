"""What programs ask about imports and about how other systems call records."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.kernel.errors import NotFound
from throughline.kernel.refs import DocumentRef
from throughline.modules.integrations.domain.kinds import KINDS, ImportColumn
from throughline.modules.integrations.permissions import NAMES, READ
from throughline.modules.integrations.queries.external import ExternalFacts, called, names_of
from throughline.modules.integrations.queries.imports import RowFacts, import_by_id, import_rows
from throughline.platform.operations import Ctx
from throughline.platform.rest import Page, read
from throughline.platform.rest.reads import Limit


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: the heading that is guessed by itself, and what goes into it."""

    name: str
    heading: str
    type: str
    required: bool
    meaning: str
    example: str

    @classmethod
    def of(cls, column: ImportColumn) -> "Column":
        """Show a column of a kind of import."""
        c = column
        return cls(c.name, c.label, c.type, c.required, c.meaning, c.example)


@read("integrations.import_columns", permission=READ)
def columns(ctx: Ctx, *, kind: str) -> list[Column]:
    """Say which columns a file of a kind may have: items, customers, stock ...; what its template says."""
    if kind not in KINDS:
        told = f"There is nothing called {kind[:40]} to import; there are {', '.join(KINDS)}."
        raise NotFound("kind_unknown", told, field="kind")
    return [Column.of(column) for column in KINDS[kind].columns]


@read("integrations.import_rows", permission=READ)
def lines(
    ctx: Ctx, *, import_id: int, refused: bool = False, after: int | None = None, limit: Limit = 200
) -> Page[RowFacts]:
    """List the rows of an import by line: what each would become or became, and what is wrong; all or the refused.

    A refused row keeps its verdict where the check refused it, its state where committing did.
    """
    import_by_id(ctx, import_id)
    found = import_rows(ctx, import_id, refused=refused, after=after or 0, limit=limit + 1)
    return Page.of(found, limit, lambda row: row.line)


@read("integrations.records_called", permission=NAMES)
def records_called(ctx: Ctx, *, external_ids: Sequence[str], kind: str = "", source: str = "") -> list[ExternalFacts]:
    """Find records by how other systems call them; unknown names are left out."""
    return called(ctx, external_ids, kind, source)


@read("integrations.names_of", permission=NAMES)
def names(ctx: Ctx, *, kind: str, document_ids: Sequence[int]) -> list[ExternalFacts]:
    """Say how other systems call records of a kind, such as catalog.item."""
    return names_of(ctx, [DocumentRef(kind, number) for number in document_ids])
