"""From a table and a mapping to lines: typed values by field, and what cannot be read, each on its field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from throughline.kernel.errors import InvalidInput
from throughline.modules.integrations.domain.kinds import OWN_CODE, ImportColumn, ImportKind
from throughline.modules.integrations.domain.sheets import Table
from throughline.modules.integrations.domain.values import (
    Style,
    Unreadable,
    check_cell,
    code_of,
    date_of,
    decimal_of,
    flag_of,
    guess_style,
    text_of,
    whole_of,
)


@dataclass(slots=True)
class Line:
    """A row of the file: the number of its line, its values by field (empty cells left out), its first fault."""

    number: int
    cells: Sequence[Any]
    values: dict[str, Any] = field(default_factory=dict)
    fault: tuple[str, str] | None = None

    def refuse(self, name: str, message: str) -> None:
        """Note why the line cannot be taken; the first reason stays."""
        if self.fault is None:
            self.fault = (name, message)


def check_mapping(kind: ImportKind, mapping: Mapping[str, str], headings: Sequence[str]) -> None:
    """Refuse a mapping that names what is not there, one heading twice, or leaves out what is needed."""
    used: dict[str, str] = {}
    for name, heading in mapping.items():
        column = kind.column(name)
        if column is None:
            raise InvalidInput("field_unknown", f"{kind.label} have no field {name}.", field=name)
        if heading not in headings:
            raise InvalidInput("heading_unknown", f"The file has no heading “{heading}”.", field=name)
        if heading in used:
            raise InvalidInput(
                "heading_twice", f"“{heading}” fills {used[heading]} already; choose one of both.", field=name
            )
        used[heading] = column.label
    for column in kind.required:
        if column.name == OWN_CODE.get(kind.name, ("",))[0] and "external_id" in mapping:
            continue
        if column.name not in mapping:
            raise InvalidInput(
                "field_missing", f"Choose the heading that holds {column.label.lower()}.", field=column.name
            )


def read_lines(
    kind: ImportKind, table: Table, mapping: Mapping[str, str], *, decimal: str = "", dates: str = ""
) -> list[Line]:
    """Read all rows of a table by a mapping; nothing raises, every fault stands on its line."""
    places = {table.headings.index(heading): kind.column(name) for name, heading in mapping.items()}
    columns = [(place, column) for place, column in sorted(places.items()) if column is not None]
    style = guess_style(
        (_cells(table, place) for place, column in columns if column.type == "decimal"),
        (_cells(table, place) for place, column in columns if column.type == "date"),
        separator=table.separator,
        decimal=decimal,
        order=dates,
    )
    readers = [(place, column, _reader(column, style)) for place, column in columns]
    lines = [_line(number, row, readers) for number, row in table.rows]
    _once(kind, lines)
    return lines


def _cells(table: Table, place: int) -> list[Any]:
    return [row[place] for _, row in table.rows[:2_000] if place < len(row)]


def _reader(column: ImportColumn, style: Style) -> Callable[[Any], Any]:
    readers: dict[str, Callable[[Any], Any]] = {
        "text": text_of,
        "code": code_of,
        "decimal": lambda cell: decimal_of(cell, style),
        "whole": lambda cell: whole_of(cell, style),
        "date": lambda cell: date_of(cell, style),
        "flag": flag_of,
    }
    return readers[column.type]


def _line(number: int, row: Sequence[Any], readers: Sequence[tuple[int, ImportColumn, Callable[[Any], Any]]]) -> Line:
    line = Line(number, row)
    for place, column, reader in readers:
        cell = row[place] if place < len(row) else ""
        if cell == "":
            if column.required:
                line.refuse(column.name, f"{column.label} is missing.")
            continue
        try:
            if isinstance(cell, str):
                check_cell(cell)
            line.values[column.name] = reader(cell)
        except Unreadable as error:
            line.refuse(column.name, f"{column.label}: {error}")
    return line


def _once(kind: ImportKind, lines: Sequence[Line]) -> None:
    """Refuse a second line with the same key, naming the first."""
    seen: dict[tuple[str, ...], int] = {}
    for line in lines:
        key = tuple(text_of(line.values.get(name, "")).upper() for name in kind.key)
        if line.fault or not any(key):
            continue
        first = seen.setdefault(key, line.number)
        if first != line.number:
            named = " ".join(part for part in key if part)
            line.refuse(kind.key[-1], f"{named} stands in line {first} already; leave one of them out.")
