"""Forms of an import: upload, map and check, commit, undo."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from throughline.governance.public import sites
from throughline.kernel.digits import is_id
from throughline.kernel.errors import DomainError, InvalidInput
from throughline.modules.documents.public import file
from throughline.modules.integrations.domain.kinds import KINDS, ImportColumn
from throughline.modules.integrations.domain.reading import check_mapping, read_lines
from throughline.modules.integrations.domain.sheets import Table, read_table
from throughline.modules.integrations.domain.values import text_of
from throughline.modules.integrations.permissions import RUN
from throughline.modules.integrations.public import (
    ask_import,
    do_wanted,
    import_by_id,
    map_import,
    start_import,
)
from throughline.modules.integrations.queries.imports import ImportFacts
from throughline.modules.integrations.ui.words import kind_label, sentence
from throughline.modules.parties.public import payment_terms
from throughline.modules.pricing.public import price_lists
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Column,
    Done,
    Field,
    Finding,
    Grid,
    OperationForm,
    Preview,
    Upload,
    form_url,
    record_url,
)
from throughline.platform.ui.sentences import said


def _start(ctx: Ctx, *, kind: str, file: Upload) -> int:
    return start_import(ctx, kind=kind, name=file.name, content=file.content)


NEW = OperationForm(
    slug="imports/new",
    title="New import",
    text="The file is read and nothing is changed: its headings are mapped next, then every row is checked.",
    operation=_start,
    calls="integrations.start_import",
    permission=RUN,
    submit_label="Upload",
    parent="imports",
    fields=[
        Field(
            "kind", "What the file holds", "select", required=True, choices=[(k.name, k.label) for k in KINDS.values()]
        ),
        Field(
            "file",
            "File",
            "file",
            required=True,
            accept=".csv,.txt,.tsv,.xlsx",
            help="CSV (comma, semicolon, tab; UTF-8 or Windows) or XLSX, with a row of headings. At most 25 MB.",
        ),
    ],
    on_done=lambda ctx, result, values: Done(form_url("imports/map", number=result)),
)


def _import(ctx: Ctx, asked: Mapping[str, Any]) -> ImportFacts:
    number = str(asked.get("number") or "0")
    return import_by_id(ctx, int(number) if is_id(number) else 0)


def _table(ctx: Ctx, found: ImportFacts) -> Table:
    return read_table(found.file_name, bytes(file(ctx, found.file_id).content))


def _help(column: ImportColumn) -> str:
    """Say what a column means, and how one looks; each said apart, as they are sentences of their own."""
    example = f"Such as {column.example}" if column.example else ""
    return ". ".join(str(said(part)) for part in (column.meaning, example) if part)


def _fields(ctx: Ctx, asked: Mapping[str, str]) -> Sequence[Field]:
    found = _import(ctx, asked)
    kind = KINDS[found.kind]
    headings = [(heading, heading) for heading in _table(ctx, found).headings if heading]
    columns = [
        Field(
            f"to_{column.name}",
            f"{said(column.label)} *" if column.required else column.label,
            "select",
            choices=headings,
            help=_help(column),
        )
        for column in kind.columns
    ]
    return [Field("number", kind="hidden", parse=int, required=True), *columns, *_options(ctx, found.kind)]


def _options(ctx: Ctx, kind: str) -> list[Field]:
    found = []
    if kind in ("items", "prices"):
        lists = [(one.code, f"{one.code}, {one.name}") for one in price_lists(ctx)]
        found.append(Field("price_list", "Price list for the file", "select", choices=lists))
    if kind in ("stock", "orders"):
        places = [(one.code, f"{one.code}, {one.name}") for one in sites(ctx).values()]
        found.append(Field("site", "Site for the file", "select", choices=places))
    if kind == "customers":
        terms = [(one.code, f"{one.code}, {one.name}") for one in payment_terms()]
        found.append(Field("payment_terms", "Payment terms where none are given", "select", choices=terms))
    if kind == "receivables":
        found.append(Field("booked_on", "Booked on", "date", help="Day of the entry in the books; empty: today"))
    signs = [("point", "1,234.50 (point)"), ("comma", "1.234,50 (comma)")]
    orders = [("day", "31/12/2026 (day first)"), ("month", "12/31/2026 (month first)")]
    return [
        *found,
        Field("decimal", "Decimals are written", "select", choices=signs, help="Empty: as the file shows"),
        Field("dates", "Dates are written", "select", choices=orders, help="Empty: as the file shows"),
        Field("source", "System the file comes from", help="External ids are of a system. Empty: import"),
        Field("keep_as", "Keep this mapping as", help="A name: the next file with these headings takes it by itself"),
    ]


OPTIONS = ("price_list", "site", "payment_terms", "booked_on", "decimal", "dates", "source")


def _initial(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    found = _import(ctx, query)
    mapped = {f"to_{name}": heading for name, heading in found.mapping.items()}
    only = {"price_list": [one.code for one in price_lists(ctx)], "site": [one.code for one in sites(ctx).values()]}
    chosen = {name: codes[0] for name, codes in only.items() if len(codes) == 1}
    return {"number": found.id, **mapped, **chosen, **found.options}


def _given(values: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    mapping = {name[3:]: str(value) for name, value in values.items() if name.startswith("to_") and value}
    options = {name: str(values[name]) for name in OPTIONS if values.get(name)}
    return mapping, options


def _preview(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    found = _import(ctx, values)
    kind, table = KINDS[found.kind], _table(ctx, found)
    mapping, options = _given(values)
    try:
        check_mapping(kind, mapping, table.headings)
    except InvalidInput as error:
        return Preview(findings=[Finding("block", error.message)])
    read = read_lines(kind, table, mapping, decimal=options.get("decimal", ""), dates=options.get("dates", ""))
    bad = [line for line in read if line.fault]
    findings = [
        Finding(
            "warn" if bad else "info",
            f"{len(read) - len(bad):,} of {len(read):,} rows can be read",
            "; ".join(f"line {line.number}: {line.fault[1].rstrip('.')}" for line in bad[:3] if line.fault),
        )
    ]
    if "price" in mapping and found.kind == "items" and not options.get("price_list"):
        findings.insert(0, Finding("block", "Choose the price list that the prices go into."))
    unused = [heading for heading in table.headings if heading and heading not in mapping.values()]
    if unused:
        findings.append(Finding("info", f"{len(unused)} columns are left out", ", ".join(unused[:12])))
    shown = [
        {
            "field": said(column.label),
            **{f"line{n}": text_of(line.values.get(column.name, "")) for n, line in enumerate(read[:2])},
        }
        for column in kind.columns
        if column.name in mapping
    ]
    columns = [Column("field", "Field", priority=1, width=84)]
    columns += [Column(f"line{n}", f"Line {line.number}", priority=2, width=118) for n, line in enumerate(read[:2])]
    return Preview(findings=findings, sections=[Grid("As it is read", shown, columns, card=True, count=len(read))])


def _map(ctx: Ctx, *, number: int, mapping: Mapping[str, str], options: Mapping[str, str], keep_as: str) -> int:
    """Map, then have a worker check."""
    plainly = replace(ctx, idempotency_key=None)
    try:
        map_import(plainly, number=number, mapping=mapping, options=options, keep_as=keep_as)
        ask_import(plainly, number=number, wanted="check")
    except DomainError as error:
        named = str(error.facts.get("field") or "")
        if isinstance(error, InvalidInput) and named in mapping:
            raise InvalidInput(error.code, error.message, field=f"to_{named}") from error
        raise
    return number


def _arguments(ctx: Ctx, values: dict[str, Any]) -> Mapping[str, Any]:
    mapping, options = _given(values)
    return {"number": values["number"], "mapping": mapping, "options": options, "keep_as": values.get("keep_as") or ""}


MAP = OperationForm(
    slug="imports/map",
    title=lambda ctx, values: f"{kind_label(_import(ctx, values).kind)}: what do the headings mean?",
    text="Choose the heading of the file for each field; empty cells and fields without a heading change nothing.",
    operation=_map,
    calls="integrations.map_import",
    permission=RUN,
    submit_label="Check rows",
    parent="imports",
    fields=_fields,
    initial=_initial,
    arguments=_arguments,
    preview=_preview,
    on_done=lambda ctx, result, values: Done(record_url("imports", result)),
)


def _ask(wanted: str) -> Callable[..., int]:
    def ask(ctx: Ctx, *, number: int) -> int:
        return ask_import(ctx, number=number, wanted=wanted)

    return ask


def _here(ctx: Ctx, *, number: int) -> int:
    """Do what is wanted within this request, as no worker would."""
    do_wanted(ctx.company_id, number)
    return number


def _back(ctx: Ctx, result: int, values: Mapping[str, Any]) -> Done:
    return Done(record_url("imports", values["number"]))


def _deed(**more: Any) -> OperationForm:
    """Give the form of a deed on the import that its address names, which leads back to it."""
    about = Field("number", kind="hidden", parse=int, required=True)
    return OperationForm(parent="imports", permission=RUN, fields=[about], on_done=_back, **more)


COMMIT = _deed(
    slug="imports/commit",
    title=lambda ctx, values: f"Import {_import(ctx, values).file_name}?",
    text=lambda ctx, values: sentence(_import(ctx, values)) + " What is refused stays out.",
    operation=_ask("commit"),
    calls="integrations.ask_import",
    submit_label="Import rows",
)

UNDO = _deed(
    slug="imports/undo",
    title=lambda ctx, values: f"Undo {_import(ctx, values).file_name}?",
    text="Changed rows get back what they were, new ones are taken away or blocked. What was used since stays.",
    operation=_ask("undo"),
    calls="integrations.ask_import",
    submit_label="Undo import",
    danger=True,
)

STOP = _deed(
    slug="imports/stop",
    title=lambda ctx, values: f"Stop {_import(ctx, values).file_name}?",
    text="It stops after the part that is under way. What is done stays, and it can go on where it was.",
    operation="integrations.stop_import",
    submit_label="Stop",
)

HERE = _deed(
    slug="imports/here",
    title=lambda ctx, values: f"Work on {_import(ctx, values).file_name} without a worker?",
    text="It is done while this page waits: a minute for a large file. A worker that starts meanwhile leaves it alone.",
    operation=_here,
    calls="integrations.ask_import",
    submit_label="Do it now",
)
