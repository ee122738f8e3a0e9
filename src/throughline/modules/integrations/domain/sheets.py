"""From the bytes of a file to a table: CSV in the usual encodings and separators, XLSX by its first filled sheet."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import python_calamine

from throughline.kernel.errors import InvalidInput

LARGEST_ROWS = 200_000
#: What a workbook may hold unpacked, and how many cells between its first and its last: a small file can name billions.
MEGABYTE = 1024 * 1024
LARGEST_UNPACKED = 400 * MEGABYTE
LARGEST_CELLS = 20_000_000
SEPARATORS = (",", ";", "\t", "|")
ZIP = b"PK\x03\x04"
FAULTS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")


@dataclass(frozen=True, slots=True)
class Table:
    """The headings of a file and its rows, each with the number of its line; blank rows are counted and left out."""

    headings: Sequence[str]
    rows: Sequence[tuple[int, Sequence[Any]]]
    blank: int
    format: str
    encoding: str = ""
    separator: str = ""


def read_table(name: str, content: bytes) -> Table:
    """Read a file by its content; the name only words refusals."""
    if not content.strip():
        raise InvalidInput("file_empty", f"{name} is empty; choose a file with a row of headings.", field="file")
    if content.startswith(ZIP):
        return _workbook(name, content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise InvalidInput("file_format", f"{name} is an old .xls; save it as .xlsx or CSV.", field="file")
    return _csv(name, content)


def _workbook(name: str, content: bytes) -> Table:
    _refuse_bomb(name, content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(one) for one in book.sheet_names]
        filled = [sheet for sheet in sheets if sheet.total_height]
        rows = filled[0].to_python(skip_empty_area=False) if filled else []
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise InvalidInput("file_format", f"{name} is no workbook that can be read: {error}.", field="file") from error
    return _table(name, enumerate(rows, start=1), "xlsx")


def _refuse_bomb(name: str, content: bytes) -> None:
    """Refuse a workbook that would fill the memory once it is unpacked, or whose last cell lies too far off."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > LARGEST_UNPACKED:
                raise InvalidInput(
                    "file_too_large",
                    f"{name} holds {unpacked // MEGABYTE:,} MB unpacked; {LARGEST_UNPACKED // MEGABYTE} at most are "
                    "read. Save it as CSV, or cut it into parts.",
                    field="file",
                )
            sheets = [packed.read(part) for part in parts if part.filename.startswith("xl/worksheets/")]
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise InvalidInput("file_format", f"{name} is no workbook that can be read: {error}.", field="file") from error
    if any(_cells_between(sheet) > LARGEST_CELLS for sheet in sheets):
        raise InvalidInput(
            "file_too_long",
            f"{name} reaches to a cell so far off that more than {LARGEST_CELLS:,} lie between; delete what is beyond "
            "the table.",
            field="file",
        )


_PLACE = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"')


def _cells_between(sheet: bytes) -> int:
    """Count the cells from the first to the last one that a sheet names: readers make room for all of them."""
    last_row = last_column = 0
    for letters, row in _PLACE.findall(sheet):
        last_row = max(last_row, int(row))
        last_column = max(last_column, sum((letter - 64) * 26**place for place, letter in enumerate(letters[::-1])))
    return last_row * last_column


def _csv(name: str, content: bytes) -> Table:
    text, encoding = _decoded(name, content)
    if "\0" in text:
        raise InvalidInput("file_format", f"{name} is neither CSV nor XLSX; save it as one of them.", field="file")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=lambda sign: (_outside_quotes(first, sign), -SEPARATORS.index(sign)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        table = _table(name, _numbered(reader), "csv")
    except csv.Error as error:
        raise InvalidInput(
            "file_format", f"{name}, line {reader.line_num}: {error}; mind the quotes.", field="file"
        ) from error
    return Table(table.headings, table.rows, table.blank, "csv", encoding, separator)


def _numbered(reader: Any) -> Iterator[tuple[int, Sequence[str]]]:
    """Number rows by the line they begin on, as an editor shows it."""
    before = 0
    for row in reader:
        yield before + 1, row
        before = reader.line_num


def _decoded(name: str, content: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise InvalidInput(
                    "file_encoding", f"{name} breaks its own encoding {encoding}.", field="file"
                ) from error
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def _table(name: str, rows: Any, kind: str) -> Table:
    headings: list[str] = []
    kept: list[tuple[int, Sequence[Any]]] = []
    blank = 0
    for number, row in rows:
        cells = [value.strip() if type(value) is str else _cell(value) for value in row]
        if not any(cells) and all(cell == "" for cell in cells):
            blank += bool(headings)
        elif not headings:
            headings = [str(cell) for cell in cells]
        else:
            kept.append((number, cells))
        if len(kept) > LARGEST_ROWS:
            raise InvalidInput(
                "file_too_long", f"{name} has more than {LARGEST_ROWS:,} rows; cut it into parts.", field="file"
            )
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise InvalidInput("file_empty", f"{name} has no row of headings.", field="file")
    twice = {one for one in headings if one and headings.count(one) > 1}
    if twice:
        raise InvalidInput("heading_twice", f"Heading “{min(twice)}” stands twice in {name}; rename one.", field="file")
    return Table(headings, kept, blank, kind)


def _cell(value: Any) -> Any:
    """Give text without blanks around it; numbers and dates of a workbook stay what they are."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool | int | date | datetime | time):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return "" if value is None else str(value)
