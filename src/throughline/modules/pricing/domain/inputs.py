"""What may be said of prices: lists, contracts, quantity breaks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.kernel.errors import InvalidInput

LARGEST_PRICE = Decimal(10) ** 13
LARGEST_QUANTITY = Decimal(10) ** 12
STEP = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class PriceListInput:
    """A price list as it should be, named by its code; without a customer group it is for everybody.

    `version` refuses a change of what was changed meanwhile; 0 says that there is none yet.
    """

    code: str
    name: str
    currency: str
    customer_group: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class PriceInput:
    """A price per unit (the stock unit or a packaging) from a quantity in that unit on; 0 is the base price."""

    item_id: int
    unit: str
    unit_price: Decimal
    min_quantity: Decimal = Decimal(0)
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class ContractPriceInput:
    """A price of a contract per unit from a quantity in that unit on."""

    item_id: int
    unit: str
    unit_price: Decimal
    min_quantity: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class ContractInput:
    """A contract as it should be, named by its code, with all its prices; no currency means the company's."""

    code: str
    name: str
    party_id: int
    valid_from: date | None = None
    valid_to: date | None = None
    prices: tuple[ContractPriceInput, ...] = ()
    currency: str = ""
    version: int | None = None


def check_list(given: PriceListInput) -> None:
    """Refuse a price list that cannot be."""
    _text(given.code, "code", 30)
    _text(given.name, "name", 120)
    check_currency(given.currency)
    if given.customer_group:
        _text(given.customer_group, "customer_group", 30)
    _dates(given.code, given.valid_from, given.valid_to)


def check_contract(given: ContractInput) -> None:
    """Refuse a contract that cannot be; its prices are checked one by one."""
    _text(given.code, "code", 30)
    _text(given.name, "name", 120)
    if given.currency:
        check_currency(given.currency)
    _dates(given.code, given.valid_from, given.valid_to)


def check_price(given: PriceInput | ContractPriceInput) -> None:
    """Refuse a price or quantity break below zero, too large or too fine to be stored."""
    _number(given.unit_price, "unit_price", LARGEST_PRICE)
    _number(given.min_quantity, "min_quantity", LARGEST_QUANTITY)
    if isinstance(given, PriceInput):
        _dates(f"of item {given.item_id}", given.valid_from, given.valid_to)


def check_currency(value: str) -> None:
    """Refuse what is no ISO 4217 code of three capital letters."""
    if len(value) != 3 or not value.isascii() or not value.isalpha() or not value.isupper():
        raise InvalidInput(
            "currency_invalid", f"Currency “{value}” is no currency; use three letters such as EUR.", field="currency"
        )


def _text(value: str, field: str, longest: int) -> None:
    spoken = field.replace("_", " ").capitalize()
    if not value.strip():
        raise InvalidInput("missing", f"{spoken} is missing; give one.", field=field)
    if len(value) > longest or value != value.strip():
        raise InvalidInput(
            "text_invalid",
            f"{spoken} “{value[:40]}” must have at most {longest} characters and no blanks around it.",
            field=field,
        )


def _number(value: Decimal, field: str, limit: Decimal) -> None:
    if not value.is_finite() or not 0 <= value < limit or value != value.quantize(STEP):
        raise InvalidInput(
            "number_invalid",
            f"{field.replace('_', ' ').capitalize()} {value} must be at least 0, with at most six decimals.",
            field=field,
        )


def _dates(name: str, start: date | None, end: date | None) -> None:
    if start and end and end < start:
        raise InvalidInput(
            "dates_reversed",
            f"{name} would end on {end}, before it begins on {start}; change valid to.",
            field="valid_to",
        )
