"""What the series share: reading the file of an import, its loader, and cutting lines into transactions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from throughline.kernel.errors import RuleViolation
from throughline.modules.catalog.public import items
from throughline.modules.documents.public import file
from throughline.modules.integrations.domain.kinds import KINDS, NAMING, OWN_CODE
from throughline.modules.integrations.domain.reading import Line, read_lines
from throughline.modules.integrations.domain.sheets import Table, read_table
from throughline.modules.integrations.operations.loaders import LOADERS, Loader, Options, Planned
from throughline.modules.integrations.operations.note_progress import NotedRow
from throughline.modules.integrations.queries.external import external_ids
from throughline.modules.integrations.queries.imports import ImportFacts, import_by_id
from throughline.modules.parties.public import customers
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


def cause_of(number: int) -> str:
    """Name the import as the cause of what a worker does for it."""
    return f"import:{number}"


def refuse_meddling(ctx: Ctx, number: int) -> None:
    """Refuse who would do by hand what a worker is asked to do or does."""
    with reading(ctx):
        facts = import_by_id(ctx, number)
    if facts.wanted and ctx.cause != cause_of(number):
        raise RuleViolation(
            "import_under_way", f"A worker is at import {number} ({facts.wanted}); stop it first.", number=number
        )


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


def with_own_codes(ctx: Ctx, work: Opened, part: Sequence[Line]) -> None:
    """Put our codes where a file names items and customers as its own system calls them.

    A line that names no code of ours, and nothing that is known, is refused.
    """
    kind = work.facts.kind
    fields = {name: record for name, record in NAMING.items() if any(name in line.values for line in part)}
    own, record = OWN_CODE.get(kind, ("", ""))
    if own and any("external_id" in line.values and own not in line.values for line in part):
        fields["external_id"] = record
    for name, record in fields.items():
        named = external_ids(
            ctx, record, [str(line.values[name]) for line in part if name in line.values], work.options.source
        )
        codes = _codes(ctx, record, named.values())
        for line in part:
            code = codes.get(named.get(str(line.values.get(name, "")), 0))
            if code and name == "external_id":
                line.values.setdefault(own, code)
            elif code:
                line.values[name] = code
    for line in part if own else ():
        if own not in line.values:
            line.refuse(own, f"Nothing is called {line.values.get('external_id', 'so')} yet; give our code beside it.")


def _codes(ctx: Ctx, record: str, ids: Iterable[int]) -> dict[int, str]:
    if record == "catalog.item":
        return {number: one.code for number, one in items(ids).items()}
    return {number: one.code for number, one in customers(ctx, ids).items()}


def noted(planned: Sequence[Planned]) -> list[NotedRow]:
    """Give plans as they are kept."""
    return [NotedRow(one.line, one.key, one.verdict, one.field_name, one.message, one.old, one.new) for one in planned]
