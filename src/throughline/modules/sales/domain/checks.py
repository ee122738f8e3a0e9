"""What a quote must pass before it becomes an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.governance.findings import Finding, Severity
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line as the checks see it: price per its unit, cost per stock unit, limits that policy sets for it."""

    line_no: int
    item_code: str
    item_state: str
    is_stocked: bool
    quantity: Decimal
    unit_factor: Decimal
    unit_price: Decimal | None
    base_price: Decimal | None
    discount_percent: Decimal
    unit_cost: Decimal | None
    net: Decimal
    margin_floor: Decimal | None
    margin_policy: str
    discount_limit: Decimal
    discount_policy: str
    requested_on: date


@dataclass(frozen=True, slots=True)
class CheckedOrder:
    """An order as the checks see it."""

    number: str
    party_name: str
    party_block: str
    requires_po: bool
    customer_po: str
    minimum_net: Decimal
    net: Decimal
    gross: Decimal
    lines: Sequence[CheckedLine]
    today: date


def document_findings(order: CheckedOrder) -> list[Finding]:
    """Check everything that does not depend on credit or supply."""
    findings = _order_findings(order)
    for line in order.lines:
        findings += _line_findings(line, order.today)
    return findings


def _order_findings(order: CheckedOrder) -> list[Finding]:
    findings = []
    if not order.lines:
        findings.append(_block("no_lines", f"{order.number} has no lines; add what is to be sold."))
    if order.party_block in ("order", "ship", "all"):
        findings.append(_block("customer_blocked", f"{order.party_name} is blocked for orders.", duty="credit"))
    if order.requires_po and not order.customer_po:
        findings.append(_block("customer_po_missing", f"{order.party_name} wants its order number on every order."))
    if order.net < order.minimum_net:
        message = f"{order.net} is below the minimum order of {order.minimum_net} for {order.party_name}."
        facts = {"net": order.net, "minimum": order.minimum_net}
        findings.append(_block("minimum_order", message, facts, duty="pricing"))
    return findings


def _line_findings(line: CheckedLine, today: date) -> list[Finding]:
    findings = []
    if line.item_state in ("draft", "blocked"):
        findings.append(
            _block("item_not_sellable", f"{line.item_code} is {line.item_state} and cannot be sold.", line=line.line_no)
        )
    if line.requested_on < today:
        message = f"{line.item_code} is requested on {line.requested_on}, which has passed."
        findings.append(Finding("date_past", Severity.WARN, message, line=line.line_no))
    if line.unit_price is None:
        findings.append(
            _block("price_missing", f"{line.item_code} has no price; set one or add it to a list.", line=line.line_no)
        )
        return findings
    discount = effective_discount(line)
    if discount > line.discount_limit:
        message = (
            f"{trimmed(_up(discount))} % discount on {line.item_code} is over the limit "
            f"of {trimmed(line.discount_limit)} %."
        )
        facts = {
            "discount": discount,
            "limit": line.discount_limit,
            "net": line.net,
            "policy": line.discount_policy,
        }
        findings.append(_block("discount_over_limit", message, facts, duty="pricing", line=line.line_no))
    return findings + _margin(line)


def effective_discount(line: CheckedLine) -> Decimal:
    """Give what is taken off the price found, in percent, whether entered as a discount or as a lower price."""
    if not line.base_price or line.unit_price is None:
        return line.discount_percent
    taken = (line.base_price - line.unit_price) / line.base_price * 100
    return max(round(taken, 4), ZERO)


def _margin(line: CheckedLine) -> list[Finding]:
    """Check the margin: (price - cost) / price, both per stock unit, against the floor in percent of the price."""
    if line.margin_floor is None or line.unit_cost is None or not line.is_stocked or line.unit_price is None:
        return []
    price = line.unit_price / line.unit_factor
    margin = (price - line.unit_cost) / price * 100 if price > 0 else Decimal(-100)
    if margin >= line.margin_floor:
        return []
    would_pass = line.unit_cost / (1 - line.margin_floor / 100) * line.unit_factor
    message = (
        f"{margin:.2f} % margin on {line.item_code} at {line.unit_price:.2f}, floor {trimmed(line.margin_floor)} %. "
        f"{_up(would_pass)} would pass."
    )
    facts = {
        "margin": round(margin, 4),
        "floor": line.margin_floor,
        "cost": line.unit_cost,
        "would_pass": _up(would_pass),
        "net": line.net,
        "policy": line.margin_policy,
    }
    return [_block("margin_below_floor", message, facts, duty="pricing", line=line.line_no)]


def _up(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), rounding="ROUND_CEILING")


def credit_finding(gross: Decimal, exposure: Decimal, limit: Decimal | None, party_name: str) -> list[Finding]:
    """Check the exposure that the order would lead to: open items, what is committed, and the order itself, gross."""
    total = exposure + gross
    if limit is None or total <= limit or gross <= ZERO:
        return []
    facts = {"limit": limit, "exposure": exposure, "order": gross, "total": total, "over": total - limit}
    message = f"{party_name} would owe {total}, {total - limit} over the limit of {limit}."
    return [_block("credit_limit", message, facts, duty="credit")]


def _block(
    code: str, message: str, facts: Mapping[str, object] | None = None, *, duty: str = "", line: int | None = None
) -> Finding:
    return Finding(code, Severity.BLOCK, message, {**(facts or {}), "line": line}, duty, line)
