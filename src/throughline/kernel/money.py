"""Rounding and sharing of amounts. Amounts are Decimals in the currency's digits; no float anywhere."""

from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
CENT = Decimal("0.01")

#: Currencies whose minor unit is not a hundredth (ISO 4217).
_DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "VND": 0, "BHD": 3, "KWD": 3, "TND": 3, "JOD": 3}


def quantum(currency: str) -> Decimal:
    """Give the smallest amount of a currency: 0.01 for EUR, 1 for JPY."""
    return Decimal(1).scaleb(-_DIGITS.get(currency, 2))


def rounded(amount: Decimal, unit: Decimal = CENT) -> Decimal:
    """Round half up to a multiple of `unit` (a power of ten): 2.345 -> 2.35, -2.345 -> -2.35."""
    return amount.quantize(unit, rounding=ROUND_HALF_UP)


def share(value: Decimal, quantity: Decimal, whole: Decimal, unit: Decimal = CENT) -> Decimal:
    """Give the value of `quantity` out of `whole`; the last piece takes the rest, so parts sum to the whole.

    Running remainders use this: value left x taken / quantity left.
    """
    if quantity >= whole:
        return value
    return rounded(value * quantity / whole, unit)
