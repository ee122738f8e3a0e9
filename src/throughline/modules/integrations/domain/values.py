"""From cells to values: numbers with a point or comma, dates in the usual forms, yes and no, codes and texts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from throughline.modules.integrations.domain.sheets import FAULTS

YES = frozenset({"1", "y", "yes", "true", "t", "x", "j", "ja", "wahr", "oui", "si", "sí"})
NO = frozenset({"0", "n", "no", "false", "f", "", "-", "nein", "falsch", "non"})
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
OTHER_MONTHS = {"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12}
_PARTS = re.compile(r"^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:[ T].*)?$")
_WORDS = re.compile(r"^(\d{1,2})[. -]+([A-Za-zäÄ]{3})[a-zA-Zä]*[. -]+(\d{2,4})$")
_BESIDE = re.compile("[\\s'\u2019€$£%]|^[A-Z]{3}(?=[\\s\\d-])|(?<=[\\s\\d])[A-Z]{3}$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")


class Unreadable(ValueError):
    """A cell cannot be read; the message says with which value and what would be right."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a file writes numbers and dates: the decimal sign, and whether the day comes before the month."""

    decimal: str = "."
    day_first: bool = True


def text_of(cell: Any) -> str:
    """Give a cell as text; whole numbers of a workbook without a fraction, dates as in ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell)


def check_cell(cell: Any) -> None:
    """Refuse formulas that were saved without their value, and values that a spreadsheet could not compute."""
    if isinstance(cell, str) and cell[:1] in ("=", "#"):
        if cell.startswith("=") and len(cell) > 1:
            raise Unreadable(f"“{cell[:40]}” is a formula; give its value instead.")
        if cell.upper() in FAULTS:
            raise Unreadable(f"“{cell}” is a fault of the spreadsheet; mend the formula.")


def decimal_of(cell: Any, style: Style) -> Decimal:
    """Read a number: 1234.5, 1,234.50, 1.234,50, 1 234,50, -5, 5-, (5), with a currency (€, EUR) or percent beside."""
    if isinstance(cell, bool | date):
        raise Unreadable(f"“{text_of(cell)}” is not a number.")
    if isinstance(cell, int | float):
        return Decimal(repr(cell))
    text = _BESIDE.sub("", str(cell).replace("\u2212", "-"))
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    elif text.endswith("-"):
        text = f"-{text[:-1]}"
    group = "," if style.decimal == "." else "."
    head, sign, tail = text.rpartition(style.decimal)
    if sign and group in tail:
        raise Unreadable(f"“{cell}” is not a number with “{style.decimal}” for its decimals; choose the other sign.")
    text = f"{head.replace(group, '')}.{tail}" if sign else text.replace(group, "")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Unreadable(f"“{cell}” is not a number.") from None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 15:
        raise Unreadable(f"“{cell}” is out of range.")
    return value


def whole_of(cell: Any, style: Style) -> int:
    """Read a whole number."""
    value = decimal_of(cell, style)
    if value != value.to_integral_value():
        raise Unreadable(f"“{cell}” is not a whole number.")
    return int(value)


def date_of(cell: Any, style: Style) -> date:
    """Read a date: of a workbook, 2026-11-18 (with a time or not), 18.11.2026, 18/11/26, 18 Nov 2026, 20261118."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return _date(str(cell).strip(), style.day_first)


@lru_cache(maxsize=4096)
def _date(text: str, day_first: bool) -> date:
    for read in (_compact, _in_words):
        found = read(text)
        if found:
            return found
    parts = _PARTS.match(text)
    if parts is None:
        raise Unreadable(f"“{text}” is not a date; 2026-11-18 is understood everywhere.")
    first, second, third = (int(part) for part in parts.groups())
    if len(parts.group(1)) == 4:
        return _made(text, first, second, third)
    if "." in text or day_first:
        return _made(text, _century(third), second, first)
    return _made(text, _century(third), first, second)


def _compact(text: str) -> date | None:
    found = _COMPACT.match(text)
    return _made(text, *(int(part) for part in found.groups())) if found else None


def _in_words(text: str) -> date | None:
    found = _WORDS.match(text)
    if found is None:
        return None
    word = found.group(2).lower()
    month = MONTHS.index(word) + 1 if word in MONTHS else OTHER_MONTHS.get(word, 0)
    return _made(text, _century(int(found.group(3))), month, int(found.group(1)))


def _century(year: int) -> int:
    return year if year >= 100 else (2000 + year if year < 70 else 1900 + year)


def _made(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(f"“{text}” is no day of the calendar.") from None


def flag_of(cell: Any) -> bool:
    """Read yes or no."""
    word = text_of(cell).strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Unreadable(f"“{cell}” is neither yes nor no.")


def code_of(cell: Any) -> str:
    """Read a code; what a spreadsheet made a number (17850.0) is the code again."""
    text = text_of(cell).strip()
    return text[:-2] if re.fullmatch(r"\d+\.0", text) else text


def guess_style(
    numbers: Iterable[Sequence[Any]], dates: Iterable[Sequence[Any]], *, separator: str, decimal: str, order: str
) -> Style:
    """See how a file writes numbers and dates, where it was not said."""
    return Style(
        {"point": ".", "comma": ","}.get(decimal) or _decimal_sign(numbers, separator),
        order != "month" if order in ("day", "month") else not _month_first(dates),
    )


def _decimal_sign(columns: Iterable[Sequence[Any]], separator: str) -> str:
    """Take the sign that cannot be grouping; where nothing tells, the one that the separator leaves."""
    for column in columns:
        for cell in column:
            if not isinstance(cell, str):
                continue
            comma, point = cell.rfind(","), cell.rfind(".")
            if comma >= 0 and point >= 0:
                return "," if comma > point else "."
            if comma >= 0 and (len(cell) - comma - 1 != 3 or cell.lstrip("-").startswith("0,")):
                return ","
            if point >= 0 and (len(cell) - point - 1 != 3 or cell.lstrip("-").startswith("0.")):
                return "."
    return "," if separator == ";" else "."


def _month_first(columns: Iterable[Sequence[Any]]) -> bool:
    for column in columns:
        for cell in column:
            parts = _PARTS.match(cell) if isinstance(cell, str) and "." not in cell else None
            if parts and len(parts.group(1)) < 4:
                if int(parts.group(1)) > 12:
                    return False
                if int(parts.group(2)) > 12:
                    return True
    return False
