"""Tax of a document: by rate, line amounts rounded first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.money import CENT, ZERO, rounded


@dataclass(frozen=True, slots=True)
class TaxedLine:
    """A net amount with its tax category and rate in percent."""

    net: Decimal
    category: str
    rate: Decimal


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """Base and tax of a document at one rate."""

    category: str
    rate: Decimal
    base: Decimal
    tax: Decimal


def tax_of(lines: Sequence[TaxedLine], per: str, unit: Decimal = CENT) -> list[TaxTotal]:
    """Compute tax by category and rate: rounded once on the sum of the lines, or on each line."""
    groups: dict[tuple[str, Decimal], list[Decimal]] = {}
    for line in lines:
        groups.setdefault((line.category, line.rate), []).append(line.net)
    totals = []
    for (category, rate), nets in sorted(groups.items()):
        base = sum(nets, ZERO)
        if per == "line":
            tax = sum((rounded(net * rate / 100, unit) for net in nets), ZERO)
        else:
            tax = rounded(base * rate / 100, unit)
        totals.append(TaxTotal(category, rate, base, tax))
    return totals


@dataclass(frozen=True, slots=True)
class Credited:
    """Base and tax of an invoice at one rate, and how much of both was credited before."""

    base: Decimal
    tax: Decimal
    credited_base: Decimal = ZERO
    credited_tax: Decimal = ZERO


def tax_back(
    totals: Sequence[TaxTotal], origin: Mapping[tuple[str, Decimal], Credited], unit: Decimal = CENT
) -> list[TaxTotal]:
    """Compute the tax of a credit note cumulatively against the invoice that it corrects, by rate.

    So that crediting an invoice piece by piece gives back exactly the tax it charged.
    """
    back = []
    for total in totals:
        known = origin.get((total.category, total.rate))
        if known is None or known.base == 0:
            back.append(total)
            continue
        done = known.credited_base + total.base
        whole = known.tax if done == known.base else rounded(known.tax * done / known.base, unit)
        back.append(TaxTotal(total.category, total.rate, total.base, whole - known.credited_tax))
    return back
