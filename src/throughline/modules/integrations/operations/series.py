"""What the series share: reading the file of an import, its loader, and cutting lines into transactions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from throughline.modules.documents.public import file
from throughline.modules.integrations.domain.kinds import KINDS
from throughline.modules.integrations.domain.reading import Line, read_lines
from throughline.modules.integrations.domain.sheets import Table, read_table
from throughline.modules.integrations.operations.loaders import LOADERS, Loader, Options, Planned
from throughline.modules.integrations.operations.note_progress import NotedRow
from throughline.modules.integrations.queries.imports import ImportFacts, import_by_id
from throughline.platform.operations import Ctx, reading

#: Lines that one transaction holds at most.
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Opened:
    """An import with its file read anew: what stands in the database is never asked for it."""

    facts: ImportFacts
    loader: Loader
    options: Options
    table: Table
    lines: Sequence[Line]


def opened(ctx: Ctx, number: int) -> Opened:
    """Read the file of an import by its mapping."""
    with reading(ctx):
        facts = import_by_id(ctx, number)
        content = bytes(file(ctx, facts.file_id).content)
    table = read_table(facts.file_name, content)
    options = Options(**facts.options)
    lines = read_lines(KINDS[facts.kind], table, facts.mapping, decimal=options.decimal, dates=options.dates)
    return Opened(facts, LOADERS[facts.kind], options, table, lines)


def chunks(loader: Loader, lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Cut lines into transactions, in the order of the file, never within a group that follows on itself."""
    if not any(loader.group(line) for line in lines[:1]):
        yield from (list(lines[start : start + CHUNK]) for start in range(0, len(lines), CHUNK))
        return
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(loader.group(line), []).append(line)
    part: list[Line] = []
    for group in groups.values():
        if part and len(part) + len(group) > CHUNK:
            yield part
            part = []
        part += group
    if part:
        yield part


def noted(planned: Sequence[Planned]) -> list[NotedRow]:
    """Give plans as they are kept."""
    return [NotedRow(one.line, one.key, one.verdict, one.field_name, one.message, one.old, one.new) for one in planned]
