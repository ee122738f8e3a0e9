"""What came of the replay: documents, what was left out, control totals, service, proof of the promises, speed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.cli.replaying import rules
from throughline.cli.replaying.company import Company
from throughline.cli.replaying.control import Control, control
from throughline.cli.replaying.progress import Progress
from throughline.cli.replaying.reading import COUNT, Book
from throughline.cli.verify import described
from throughline.platform import verification

ZERO = Decimal(0)
COUNTED = {
    "customers": "parties_customer WHERE company_id = %s",
    "orders": "sales_order WHERE company_id = %s",
    "order lines": "sales_order_line WHERE company_id = %s",
    "orders held": "sales_order WHERE company_id = %s AND is_held",
    "orders closed": "sales_order WHERE company_id = %s AND state = 'closed'",
    "arrivals announced": "inventory_supply WHERE company_id = %s",
    "goods receipts": "warehouse_receipt WHERE company_id = %s",
    "goods receipt lines": "warehouse_receipt_line WHERE company_id = %s",
    "handling units": "warehouse_handling_unit WHERE company_id = %s",
    "shipments": "logistics_shipment WHERE company_id = %s",
    "shipments delivered": "logistics_shipment WHERE company_id = %s AND state = 'delivered'",
    "invoices": "billing_invoice WHERE company_id = %s AND kind = 'invoice' AND state = 'posted'",
    "credit notes": "billing_invoice WHERE company_id = %s AND kind = 'credit_note' AND state = 'posted'",
    "returns": "returns_return WHERE company_id = %s",
    "credits without a delivery": "(SELECT DISTINCT company_id, source_id FROM billing_billable_event "
    "WHERE source_kind = 'billing.credit') c WHERE company_id = %s",
    "payments": "settlement_payment WHERE company_id = %s",
    "exceptions open": "governance_exception WHERE company_id = %s AND cleared_at IS NULL",
    "exceptions": "governance_exception WHERE company_id = %s",
    "ledger entries": "ledger_entry WHERE company_id = %s",
}


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is told at the end."""

    company: str
    until: date
    file: dict[str, Any]
    documents: dict[str, int]
    left_out: dict[str, tuple[int, Decimal]]
    notes: dict[str, int]
    control: Control
    service: dict[str, Any]
    proofs: verification.Report
    orders: int
    lines: int
    seconds: float

    @property
    def ok(self) -> bool:
        """Say whether the books are the file's to the penny, and every promise holds."""
        return self.control.explained and self.proofs.ok


def report(company: Company, book: Book, until: date, progress: Progress) -> Report:
    """Gather the report from the database; the speed is that of this run."""
    days = [day for day in book.rows if day <= until]
    file = {
        "rows": sum(book.rows[day] for day in days),
        "quantity": sum(book.quantity[day] for day in days),
        "amount": sum((book.amount[day] for day in days), ZERO),
    }
    documents = {name: _count(company, table) for name, table in COUNTED.items()}
    return Report(
        company.code,
        until,
        file,
        documents,
        _left_out(company, book, until),
        dict(sorted(book.notes.items())),
        control(company, book, until),
        _service(company),
        verification.run(company.id),
        progress.done - progress.begun_with,
        progress.lines,
        progress.seconds,
    )


def _count(company: Company, table: str) -> int:
    ((count,),) = company.rows(f"SELECT count(*) FROM {table}")
    return int(count)


def _left_out(company: Company, book: Book, until: date) -> dict[str, tuple[int, Decimal]]:
    """Count what was left out by reason: rows with their amount, and stock counts with the quantity not on hand."""
    rows: Counter[str] = Counter()
    amounts: dict[str, Decimal] = {}
    for one in book.left_out:
        if one.day is None or one.day <= until:
            rows[one.reason] += 1
            amounts[one.reason] = amounts.get(one.reason, ZERO) + one.amount
    found = {reason: (count, amounts[reason]) for reason, count in sorted(rows.items())}
    missing = [quantity for quantity in _not_on_hand(company, book, until) if quantity]
    if missing:
        found["written off but not on hand (days and items, quantity)"] = (len(missing), sum(missing, ZERO))
    return found


def _not_on_hand(company: Company, book: Book, until: date) -> Iterator[Decimal]:
    booked = {
        (day, item): quantity
        for day, item, quantity in company.rows(
            """SELECT m.on_date, m.item_id, sum(CASE WHEN f.kind = 'adjustment' THEN m.quantity ELSE -m.quantity END)
               FROM inventory_move m JOIN inventory_location f ON f.id = m.from_location_id
               WHERE m.company_id = %s AND m.kind = 'adjustment' GROUP BY 1, 2"""
        )
    }
    for day in sorted(book.days):
        wanted: Counter[str] = Counter()
        for document in book.of(day, COUNT) if day <= until else ():
            for line in document.lines:
                wanted[line.code] += line.quantity
        for code, quantity in wanted.items():
            yield (booked.get((day, company.items.get(code, 0)), ZERO) - quantity).to_integral_value()


def _service(company: Company) -> dict[str, Any]:
    """Give first-pass fill and what was delivered by the day that was promised first."""
    ((lines, filled, delivered, on_time),) = company.rows(
        """WITH there AS (SELECT s.ref_id, sum(s.quantity_accepted) AS quantity,
                                 max((h.delivered_at AT TIME ZONE %s)::date) AS day
                          FROM logistics_shipment_line s JOIN logistics_shipment h ON h.id = s.shipment_id
                          WHERE s.company_id = %s AND s.ref_kind = 'sales.order_line' GROUP BY s.ref_id)
           SELECT count(*), count(*) FILTER (WHERE l.first_pass >= l.quantity_stock),
                  count(*) FILTER (WHERE d.quantity >= l.quantity_stock),
                  count(*) FILTER (WHERE d.quantity >= l.quantity_stock AND d.day <= l.promised_original)
           FROM sales_order_line l JOIN sales_order o ON o.id = l.order_id LEFT JOIN there d ON d.ref_id = l.id
           WHERE l.company_id = %s AND l.is_stocked AND o.confirmed_at IS NOT NULL""".replace(
            "AT TIME ZONE %s", f"AT TIME ZONE '{rules.TIMEZONE}'"
        ),
        company.id,
    )
    return {
        "lines of goods": lines,
        "first-pass fill": _percent(filled, lines),
        "lines short at first": lines - filled,
        "lines delivered whole": delivered,
        "on time by the first promise": _percent(on_time, delivered),
    }


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "none"


def as_json(report: Report) -> dict[str, Any]:
    """Give the report as plain values; amounts as text, so that nothing is rounded."""
    found = report.control
    return {
        "company": report.company,
        "until": str(report.until),
        "ok": report.ok,
        "file": {name: str(value) for name, value in report.file.items()},
        "documents": report.documents,
        "left_out": {reason: {"rows": n, "amount": str(amount)} for reason, (n, amount) in report.left_out.items()},
        "notes": report.notes,
        "control": {
            "file": _texts(found.file),
            "left_out": str(found.left_out),
            "billed": _texts(found.booked),
            "ledger": _texts(found.ledger),
            "difference": str(found.difference),
            "explained": found.explained,
            "causes": {cause: {"count": n, "amount": str(a)} for cause, (n, a) in found.causes().items()},
            "differences": [
                {
                    "document": one.document,
                    "row": one.row,
                    "file": str(one.file),
                    "booked": str(one.booked),
                    "cause": one.cause,
                }
                for one in found.differences
            ],
        },
        "service": report.service,
        "verify": {
            "seconds": round(sum(check.seconds for check in report.proofs.checks), 3),
            "checks": [described(check) for check in report.proofs.checks],
        },
        "speed": {
            "seconds": round(report.seconds, 1),
            "orders": report.orders,
            "lines": report.lines,
            "orders_per_second": round(report.orders / max(report.seconds, 0.001), 2),
            "lines_per_second": round(report.lines / max(report.seconds, 0.001), 1),
        },
    }


def _texts(amounts: dict[str, Decimal]) -> dict[str, str]:
    return {name: str(amount) for name, amount in amounts.items()}
