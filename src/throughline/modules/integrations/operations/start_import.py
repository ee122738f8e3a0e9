"""Taking a file in, with a first guess of what its headings mean."""

from typing import Annotated

from psycopg.types.json import Jsonb

from throughline.kernel.errors import InvalidInput
from throughline.kernel.vocabulary import OneOf
from throughline.modules.documents.public import NewFile, store
from throughline.modules.integrations.domain.kinds import KINDS, guess_mapping
from throughline.modules.integrations.domain.sheets import read_table
from throughline.modules.integrations.models import Import
from throughline.modules.integrations.permissions import RUN
from throughline.modules.integrations.queries.imports import mappings_of
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, operation

LARGEST = 25 * 1024 * 1024


@operation("integrations.start_import", permission=RUN)
def start_import(ctx: Ctx, *, kind: Annotated[str, OneOf(tuple(KINDS))], name: str, content: bytes) -> int:
    """Keep a file that is to be imported, and guess which heading fills which field; give the import.

    A kept mapping whose headings are all in the file is taken before the guess.
    """
    known = KINDS.get(kind)
    if known is None:
        raise InvalidInput("kind_unknown", f"There is nothing called {kind} to import.", field="kind")
    if len(content) > LARGEST:
        raise InvalidInput("file_too_large", f"{name} is larger than {LARGEST:,} bytes; cut it.", field="file")
    table = read_table(name, content)
    kept = [one for one in mappings_of(ctx, kind).values() if one[0] and set(one[0].values()) <= set(table.headings)]
    mapping, options = max(kept, key=lambda one: len(one[0])) if kept else (guess_mapping(known, table.headings), {})
    plain_name = name.replace("/", "_").replace("\0", "")[-200:] or "file"
    content_type = "text/csv" if table.format == "csv" else "application/vnd.ms-excel"
    (file_id,) = store(ctx, [NewFile(plain_name, content_type, content)])
    record = (kind, file_id, plain_name, Jsonb(mapping), Jsonb(options))
    constants = {
        "company_id": ctx.company_id,
        "state": "uploaded",
        "counts": Jsonb({"rows": len(table.rows), "blank": table.blank}),
        "sums": Jsonb({}),
        "made_at": ctx.now,
        "made_by": ctx.actor_id,
        "version": 1,
    }
    (number,) = writes.insert(Import, ("kind", "file_id", "file_name", "mapping", "options"), [record], constants)
    ctx.running().touched("integrations.import", number)
    return number
