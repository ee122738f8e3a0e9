"""Control totals: what the file says against what the books say, and every difference with its cause."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from throughline.cli.replaying import rules
from throughline.cli.replaying.company import Company
from throughline.cli.replaying.credits import REASON
from throughline.cli.replaying.reading import CREDIT, SALE, Book, Document
from throughline.modules.ledger.public import balance_of
from throughline.platform.operations import reading

ZERO = Decimal(0)
GOODS, FEES = "REV", "REVF"
KINDS = {
    (GOODS, SALE): "goods sold",
    (GOODS, CREDIT): "goods credited",
    (FEES, SALE): "freight and fees",
    (FEES, CREDIT): "freight and fees credited",
}


class Difference(NamedTuple):
    """What a document of the file says beyond what was booked of it, and why."""

    document: str
    row: int | None
    file: Decimal
    booked: Decimal
    cause: str

    @property
    def amount(self) -> Decimal:
        """What the books lack."""
        return self.file - self.booked


@dataclass(slots=True)
class Control:
    """File and ledger side by side; `explained` says whether the listed differences make up all of it."""

    file: dict[str, Decimal]
    left_out: Decimal
    booked: dict[str, Decimal]
    ledger: dict[str, Decimal]
    differences: list[Difference] = field(default_factory=list)

    @property
    def difference(self) -> Decimal:
        """What the file says beyond the ledger."""
        return sum(self.file.values(), ZERO) - sum(self.ledger.values(), ZERO)

    @property
    def explained(self) -> bool:
        """Say whether ledger and billing agree, and the differences listed are all there are."""
        listed = sum((one.amount for one in self.differences), ZERO)
        return self.difference == listed and sum(self.booked.values(), ZERO) == sum(self.ledger.values(), ZERO)

    def causes(self) -> dict[str, tuple[int, Decimal]]:
        """Give how many differences there are of each cause, and what they come to."""
        sums: dict[str, tuple[int, Decimal]] = {}
        for one in self.differences:
            count, amount = sums.get(one.cause, (0, ZERO))
            sums[one.cause] = (count + 1, amount + one.amount)
        return sums


def control(company: Company, book: Book, until: date) -> Control:
    """Hold the file up to a day against the books."""
    documents = [one for day in sorted(book.days) if day <= until for one in book.days[day]]
    with reading(company.reader()):
        ledger = {role: -balance_of(company.reader(), role) for role in (GOODS, FEES)}
    left_out = sum((one.amount for one in book.left_out if one.day and one.day <= until), ZERO)
    found = Control(_file(documents), left_out, _booked(company), ledger)
    found.differences += _orders(company, [one for one in documents if one.kind == SALE])
    found.differences += _credits(company, [one for one in documents if one.kind == CREDIT])
    return found


def _file(documents: Iterable[Document]) -> dict[str, Decimal]:
    sums = dict.fromkeys(KINDS.values(), ZERO)
    for document in documents:
        for line in document.lines:
            if line.amount:
                sums[KINDS[GOODS if rules.is_goods(line.code) else FEES, document.kind]] += line.amount
    return sums


def _booked(company: Company) -> dict[str, Decimal]:
    """Sum what invoices and credit notes say by what earned it or took it back."""
    sums = dict.fromkeys(KINDS.values(), ZERO)
    for role, kind, amount in company.rows(
        """SELECT l.revenue_role, e.kind, sum(e.amount)
           FROM billing_billable_event e JOIN billing_billable_line l ON l.id = e.billable_line_id
           WHERE e.company_id = %s AND e.state = 'billed' GROUP BY 1, 2"""
    ):
        sums[KINDS[role, SALE if kind == "earned" else CREDIT]] += amount
    return sums


def _orders(company: Company, documents: list[Document]) -> list[Difference]:
    known = {
        number: (order, state, held, net, billed)
        for number, order, state, held, net, billed in company.rows(
            """SELECT o.customer_po, o.id, o.state, o.is_held, o.net, coalesce(b.amount, 0)
               FROM sales_order o
               LEFT JOIN (SELECT l.thread_id, sum(e.amount) AS amount
                          FROM billing_billable_event e JOIN billing_billable_line l ON l.id = e.billable_line_id
                          WHERE e.company_id = %s AND e.kind = 'earned' AND e.state = 'billed' GROUP BY 1) b
                 ON b.thread_id = o.thread_id
               WHERE o.company_id = %s""",
            company.id,
        )
    }
    found: list[Difference] = []
    rounded: dict[int, Document] = {}
    for document in documents:
        said = sum((line.amount for line in document.lines), ZERO)
        if document.number not in known:
            found.append(Difference(document.number, None, said, ZERO, "order refused"))
            continue
        order, state, held, net, billed = known[document.number]
        if net != said:
            rounded[order] = document
        if billed != net:
            cause = "order held" if held else "not delivered or billed yet"
            cause = cause if state != "closed" else "rounding of part deliveries"
            found.append(Difference(document.number, None, net, billed, cause))
    return found + _roundings(company, rounded)


def _roundings(company: Company, documents: dict[int, Document]) -> list[Difference]:
    """List the lines whose amount has more than two decimals in the file."""
    nets: dict[int, list[Decimal]] = defaultdict(list)
    for order, net in company.rows(
        "SELECT order_id, net FROM sales_order_line WHERE company_id = %s AND order_id = ANY(%s) ORDER BY line_no",
        list(documents),
    ):
        nets[order].append(net)
    return [
        Difference(document.number, line.row, line.amount, net, "rounded to the cent")
        for order, document in documents.items()
        for line, net in zip(document.lines, nets[order], strict=True)
        if line.amount != net
    ]


def _credits(company: Company, documents: list[Document]) -> list[Difference]:
    booked: dict[str, Decimal] = defaultdict(Decimal)
    for label, amount in _credited(company):
        booked[label] += amount
    found = []
    for document in documents:
        said = sum((line.amount for line in document.lines), ZERO)
        done = booked.get(REASON.format(document.number), ZERO) + booked.get(document.number, ZERO)
        if said != done:
            cause = "taken back on the next day" if not done else "credited otherwise"
            found.append(Difference(document.number, None, said, done, cause))
    return found


def _credited(company: Company) -> list[tuple[Any, ...]]:
    """Give what was credited by reason of the return, or by label of the credit without one."""
    return company.rows(
        """SELECT coalesce(r.reason, e.label), sum(e.amount)
           FROM billing_billable_event e
           LEFT JOIN returns_return r ON e.source_kind = 'returns.return' AND r.id = e.source_id
           WHERE e.company_id = %s AND e.kind = 'taken_back' AND e.state = 'billed' GROUP BY 1"""
    )
