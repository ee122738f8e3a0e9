"""Saying which heading of a file fills which field."""

from collections.abc import Mapping
from dataclasses import fields

from psycopg.types.json import Jsonb

from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.modules.documents.public import file
from throughline.modules.integrations.domain.kinds import KINDS
from throughline.modules.integrations.domain.reading import check_mapping
from throughline.modules.integrations.domain.sheets import read_table
from throughline.modules.integrations.operations.loaders import Options
from throughline.modules.integrations.permissions import RUN
from throughline.modules.integrations.queries.imports import import_by_id
from throughline.platform.database.statements import execute
from throughline.platform.operations import Ctx, operation

CHOICES = {"decimal": ("", "point", "comma"), "dates": ("", "day", "month")}


@operation("integrations.map_import", permission=RUN)
def map_import(
    ctx: Ctx,
    *,
    number: int,
    mapping: Mapping[str, str],
    options: Mapping[str, str] | None = None,
    keep_as: str = "",
) -> int:
    """Set the mapping and options of an import that has not begun to write; keep them by a name for the next file."""
    found = import_by_id(ctx, number)
    if found.state not in ("uploaded", "mapped", "checked"):
        raise RuleViolation("import_begun", f"Import {number} is {found.state}; upload the file anew to map it anew.")
    kind = KINDS[found.kind]
    kept = {name: heading for name, heading in mapping.items() if heading}
    given = {name: value for name, value in (options or {}).items() if value}
    table = read_table(found.file_name, bytes(file(ctx, found.file_id).content))
    check_mapping(kind, kept, table.headings)
    for name, value in given.items():
        if name not in {one.name for one in fields(Options)} or value not in CHOICES.get(name, (value,)):
            raise InvalidInput("option_unknown", f"{name} {value} is no option of an import.", field=name)
    execute(
        """UPDATE integrations_import SET mapping = %s, options = %s, state = 'mapped', version = version + 1
           WHERE company_id = %s AND id = %s""",
        [Jsonb(kept), Jsonb(given), ctx.company_id, number],
    )
    if keep_as.strip():
        execute(
            """INSERT INTO integrations_import_mapping (company_id, kind, name, mapping, options)
               VALUES (%s, %s, %s, %s, %s) ON CONFLICT (company_id, kind, name)
               DO UPDATE SET mapping = excluded.mapping, options = excluded.options""",
            [ctx.company_id, found.kind, keep_as.strip()[:80], Jsonb(kept), Jsonb(given)],
        )
    ctx.running().touched("integrations.import", number)
    return number
