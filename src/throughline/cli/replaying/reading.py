"""Reading the file: rows become orders, cancellations and stock counts by stated rules, and none gets lost."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from throughline.cli.replaying import rules

COLUMNS = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]
SALE, CREDIT, COUNT = "sale", "credit", "count"
ZERO = Decimal(0)


class Line(NamedTuple):
    """A row of the file, by its number there (the heading is row 1); quantities of credits are below zero."""

    row: int
    code: str
    quantity: int
    price: Decimal

    @property
    def amount(self) -> Decimal:
        """Quantity times price, not rounded."""
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class Document:
    """The rows of one invoice that are of one kind: a sale, a credit, or a stock count."""

    kind: str
    number: str
    at: datetime
    customer: str
    lines: list[Line] = field(default_factory=list)


class LeftOut(NamedTuple):
    """A row that nothing was made of, and why."""

    day: date | None
    row: int
    document: str
    amount: Decimal
    reason: str


class Row(NamedTuple):
    """A row with its values read."""

    line: Line
    number: str
    at: datetime
    customer: str
    country: str
    description: str


@dataclass(slots=True)
class Book:
    """Everything that the file says, ready to be worked day by day."""

    days: dict[date, list[Document]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)
    prices: dict[str, Decimal] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    rows: Counter[date] = field(default_factory=Counter)
    quantity: Counter[date] = field(default_factory=Counter)
    amount: dict[date, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    @property
    def first(self) -> date:
        """The day of the first document."""
        return min(self.days)

    @property
    def last(self) -> date:
        """The day of the last document."""
        return max(self.days)

    def of(self, day: date, kind: str) -> list[Document]:
        """Give the documents of a kind on a day, in the order of the file."""
        return [document for document in self.days.get(day, ()) if document.kind == kind]


def read(path: Path) -> Book:
    """Read the file; what cannot be read at all is left out with its reason."""
    book = Book()
    with path.open(encoding="utf-8", newline="") as file:
        found = csv.reader(file)
        if next(found, None) != COLUMNS:
            raise ValueError(f"{path} is no online-retail file: its heading is not {','.join(COLUMNS)}")
        rows = list(_rows(book, found))
    documents: dict[str, list[Row]] = {}
    for row in rows:
        documents.setdefault(row.number, []).append(row)
    described: dict[str, Counter[str]] = defaultdict(Counter)
    for number, held in documents.items():
        _document(book, number, held)
    for row in rows:
        _masters(book, described, row)
    for code in {row.line.code for row in rows}:
        book.names[code] = _name(code, described.get(code))
    return book


def _rows(book: Book, found: Iterable[list[str]]) -> Iterable[Row]:
    prices: dict[str, Decimal] = {}
    moments: dict[str, datetime] = {}
    codes: dict[str, str] = {}
    for place, values in enumerate(found, start=2):
        try:
            number, raw, description, quantity, moment, price, customer, country = values
            if price not in prices:
                prices[price] = Decimal(price)
            if moment not in moments:
                moments[moment] = datetime.fromisoformat(moment).replace(tzinfo=rules.TIMEZONE)
            if raw not in codes:
                codes[raw] = rules.item_code(raw)
            line = Line(place, codes[raw], int(quantity), prices[price])
        except (ValueError, InvalidOperation):
            book.left_out.append(LeftOut(None, place, values[0] if values else "", ZERO, "row cannot be read"))
            continue
        if codes[raw] != raw:
            book.notes["codes cleaned of blanks or small letters"] += 1
        yield Row(line, number.strip(), moments[moment], customer, country, description.strip())


def _document(book: Book, number: str, rows: list[Row]) -> None:
    """Make the documents of one invoice; it counts for the day of its first row."""
    first = rows[0]
    day = first.at.date()
    customer = rules.customer_code(first.customer, first.country)
    if len({row.at for row in rows}) > 1:
        book.notes["documents with several moments: the first counts"] += 1
    if book.countries.setdefault(customer, first.country) != first.country:
        book.notes["documents of customers in a second country: the first counts"] += 1
    uncharged = not first.customer.strip() and all(row.line.price == 0 for row in rows)
    made: dict[str, Document] = {}
    for row in rows:
        line = row.line
        book.rows[day] += 1
        book.quantity[day] += line.quantity
        book.amount[day] += line.amount
        kind, reason = _kind(number, line, uncharged)
        if kind is None:
            book.left_out.append(LeftOut(day, line.row, number, line.amount, reason))
            continue
        if kind not in made:
            made[kind] = Document(kind, number, first.at, customer)
        made[kind].lines.append(line)
    book.days[day].extend(made.values())


def _kind(number: str, line: Line, uncharged: bool) -> tuple[str | None, str]:
    """Say what a row is of, or why it is left out."""
    goods = rules.is_goods(line.code)
    if not line.code:
        return None, "no item code"
    if line.quantity == 0:
        return None, "quantity of zero"
    if number.startswith("C"):
        return (CREDIT, "") if line.quantity < 0 else (None, "cancellation of a quantity above zero")
    if line.price < 0:
        return (CREDIT, "") if line.quantity > 0 else (None, "quantity and price below zero")
    if line.quantity < 0:
        if line.price:
            return CREDIT, ""
        return (COUNT, "") if goods else (None, "stock written off of a code that is no item")
    if uncharged:
        return (COUNT, "") if goods else (None, "stock found of a code that is no item")
    return SALE, ""


def _masters(book: Book, described: dict[str, Counter[str]], row: Row) -> None:
    """Gather names and first prices. Where a price was asked the text is a description, else it may be a note."""
    code = row.line.code
    if row.line.price > 0:
        book.prices.setdefault(code, row.line.price)
        if row.description:
            described[code][row.description] += 1
    elif row.description and row.description.upper() == row.description and row.description.strip("?"):
        described[code][row.description] += 0
    elif row.description:
        book.notes["descriptions that are notes (check, damaged, ?): not used as names"] += 1
    else:
        book.notes["rows without a description"] += 1


def _name(code: str, described: Counter[str] | None) -> str:
    """Give the description that stands most often with a price, the first by letter of several; else the code."""
    if not described:
        return f"Item {code}"
    most = max(described.values())
    return min(text for text, count in described.items() if count == most)[:200]
