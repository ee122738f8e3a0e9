"""A filtered list as a file: CSV for programs and people, XLSX with types for spreadsheets."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from throughline.platform.operations import Ctx
from throughline.platform.ui import formats
from throughline.platform.ui.line import MiniLine
from throughline.platform.ui.lists import ListPage, ListRequest
from throughline.platform.ui.values import Column, Item, Measured, Status, read

MOST_ROWS = 50_000
PAGE = 1_000
#: What a spreadsheet would take for a formula; a quote before it keeps it text (CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def all_rows(query: Callable[[Ctx, ListRequest], ListPage], ctx: Ctx, asked: ListRequest) -> Iterator[Any]:
    """Read the whole filtered list page by page, up to 50,000 rows."""
    given = 0
    request = replace(asked, cursor=None, size=PAGE)
    while given < MOST_ROWS:
        found = query(ctx, request)
        yield from found.rows
        given += len(found.rows)
        if found.next_cursor is None:
            return
        request = replace(request, cursor=found.next_cursor)


def plain(column: Column, row: Any) -> Any:
    """Give the value behind a cell: number, date or text, without formatting."""
    value = read(row, column.value or column.name)
    if isinstance(value, Status | MiniLine):
        return value.label
    if isinstance(value, Item):
        return value.code
    if isinstance(value, Measured):
        return value.amount
    if isinstance(value, datetime):
        return formats.local(value).replace(tzinfo=None)
    if value is None or isinstance(value, int | Decimal | date | str):
        return value
    return "" if column.kind == "mini" else str(value)


def exported(columns: Sequence[Column]) -> list[Column]:
    """Give the columns that make sense in a file."""
    return [column for column in columns if column.kind != "mini"]


def heads(columns: Sequence[Column]) -> list[str]:
    """Give the heads of the file; a unit that differs by row gets a column of its own."""
    names = []
    for column in columns:
        names.append(column.label)
        if column.unit:
            names.append(f"{column.label}, unit")
    return names


def _cells(columns: Sequence[Column], row: Any) -> list[Any]:
    cells = []
    for column in columns:
        cells.append(plain(column, row))
        if column.unit:
            cells.append(read(row, column.unit))
    return cells


def as_csv(columns: Sequence[Column], rows: Iterator[Any]) -> bytes:
    """Write rows as CSV in UTF-8 with a byte order mark, so that spreadsheets read the letters."""
    kept = exported(columns)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heads(kept))
    for row in rows:
        writer.writerow([_harmless(cell) for cell in _cells(kept, row)])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell


def as_xlsx(title: str, columns: Sequence[Column], rows: Iterator[Any]) -> bytes:
    """Write rows as a workbook: numbers as numbers, dates as dates, a frozen head and a filter."""
    kept = exported(columns)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet(title[:31])
    names = heads(kept)
    sheet.write_row(0, 0, names, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for position, cell in enumerate(_cells(kept, row)):
            if isinstance(cell, datetime):
                sheet.write_datetime(last, position, cell, moment)
            elif isinstance(cell, date):
                sheet.write_datetime(last, position, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
            elif isinstance(cell, Decimal):
                sheet.write_number(last, position, float(cell))
            else:
                sheet.write(last, position, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(names) - 1)
    sheet.autofit()
    book.close()
    return out.getvalue()
