"""A filtered list as a file: CSV for programs and people, XLSX with types for spreadsheets.

Rows are read page by page by key and written as they come into a file beside the server, so that a million of them take
no more memory than a thousand, and all are of one moment. The file is sent when it is whole, with its length: what
breaks while it is written is an answer of its own, and what breaks on the way is seen, as bytes are missing. Sent while
it is written it could not say so: the server ends the body of a page that broke as it ends any other (tried).
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from throughline.platform.operations import Ctx
from throughline.platform.ui import formats
from throughline.platform.ui.line import MiniLine
from throughline.platform.ui.lists import ListPage, ListRequest
from throughline.platform.ui.values import Column, Item, Measured, Status, read

PAGE = 1_000
#: A smaller file stays in memory.
IN_MEMORY = 1_000_000
#: A sheet of a workbook holds no more; the next rows go on the next one.
ROWS_OF_A_SHEET = 1_048_575
#: The rows whose texts say how wide the columns of a workbook are.
MEASURED = 200
#: What a spreadsheet would take for a formula; a quote before it keeps it text (CSV injection).
#: The last four are the wide forms of the first.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def all_rows(query: Callable[[Ctx, ListRequest], ListPage], ctx: Ctx, asked: ListRequest) -> Iterator[Any]:
    """Read the whole filtered list, page by page by its key."""
    request = replace(asked, cursor=None, size=PAGE)
    while True:
        found = query(ctx, request)
        yield from found.rows
        if found.next_cursor is None or found.next_cursor == request.cursor:
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


def write_csv(title: str, columns: Sequence[Column], rows: Iterator[Any]) -> IO[bytes]:
    """Write rows as CSV in UTF-8 with a byte order mark, so that spreadsheets read the letters."""
    kept = exported(columns)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    out = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(out)
    writer.writerow(heads(kept))
    for row in rows:
        writer.writerow([_harmless(cell) for cell in _cells(kept, row)])
    out.flush()
    out.detach()
    file.seek(0)
    return file


def _harmless(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell


def write_xlsx(title: str, columns: Sequence[Column], rows: Iterator[Any]) -> IO[bytes]:
    """Write rows as a workbook: numbers as numbers, dates as dates, a frozen head and a filter; row by row."""
    kept = exported(columns)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    workbook = _Book(book, title, heads(kept))
    for row in rows:
        workbook.add(_cells(kept, row))
    workbook.finish()
    book.close()
    file.seek(0)
    return file


class _Book:
    """A workbook being written: the sheet at work, its next row, and how wide its columns have to be."""

    def __init__(self, book: xlsxwriter.Workbook, title: str, names: Sequence[str]) -> None:
        self.book, self.title, self.names = book, title, names
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.widths = [len(name) for name in names]
        self.sheets = 0
        self._begin()

    def _begin(self) -> None:
        self.sheets += 1
        name = self.title[:31] if self.sheets == 1 else f"{self.title[:27]} {self.sheets}"
        self.sheet = self.book.add_worksheet(name)
        self.sheet.freeze_panes(1, 0)
        self.sheet.write_row(0, 0, self.names, self.bold)
        self.row = 0

    def add(self, cells: Sequence[Any]) -> None:
        """Write one row."""
        if self.row == ROWS_OF_A_SHEET:
            self.finish()
            self._begin()
        self.row += 1
        if self.sheets == 1 and self.row <= MEASURED:
            self.widths = [max(width, len(str(cell or ""))) for width, cell in zip(self.widths, cells, strict=True)]
        for position, cell in enumerate(cells):
            if isinstance(cell, datetime):
                self.sheet.write_datetime(self.row, position, cell, self.moment)
            elif isinstance(cell, date):
                midnight = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
                self.sheet.write_datetime(self.row, position, midnight, self.day)
            elif isinstance(cell, Decimal):
                self.sheet.write_number(self.row, position, float(cell))
            else:
                self.sheet.write(self.row, position, cell)

    def finish(self) -> None:
        """Give the sheet its filter and its widths."""
        self.sheet.autofilter(0, 0, max(self.row, 1), len(self.names) - 1)
        for position, width in enumerate(self.widths):
            self.sheet.set_column(position, position, min(60, width + 2))
