"""Quantities: Decimals in an item's stock unit, numeric(18,6), entered in any of its packagings."""

from decimal import Decimal

from throughline.kernel.errors import InvalidInput

LARGEST = Decimal("999999999999")


def in_stock_unit(entered: Decimal, factor: Decimal, decimals: int, *, unit: str, stock_unit: str) -> Decimal:
    """Convert an entered quantity to the stock unit, or refuse what is not a whole number of it.

    `factor` is stock units per entered unit, `decimals` how finely the stock unit may be divided (0: whole pieces).
    """
    quantity = entered * factor
    if quantity != quantity.quantize(Decimal(1).scaleb(-decimals)):
        raise InvalidInput(
            "quantity_not_divisible",
            f"{trimmed(entered)} {unit} is {trimmed(quantity)} {stock_unit}; "
            f"{stock_unit} is counted in steps of {trimmed(Decimal(1).scaleb(-decimals))}.",
            field="quantity",
        )
    if abs(quantity) > LARGEST:
        raise InvalidInput("quantity_too_large", f"{trimmed(quantity)} is more than can be stored.", field="quantity")
    return quantity


def trimmed(quantity: Decimal) -> str:
    """Write a quantity without trailing zeros: 40, 2.5, -3."""
    text = format(quantity.normalize(), "f")
    return "0" if text in ("-0", "") else text
