"""What may be said of an item: its code, name, units, packagings and weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from throughline.kernel.errors import InvalidInput
from throughline.kernel.vocabulary import OneOf
from throughline.modules.catalog.domain.gtin import check_gtin

KINDS = ("stocked", "service", "kit")
STATES = ("draft", "active", "phase_out", "blocked")
TAX_CATEGORIES = ("standard", "reduced", "zero")
LARGEST = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class PackagingInput:
    """A packaging of an item as it should be: `factor` stock units in one, `level` 1 for the innermost."""

    code: str
    factor: Decimal
    gtin: str = ""
    level: int = 1
    weight_kg: Decimal | None = None
    sellable: bool = True
    purchasable: bool = True


@dataclass(frozen=True, slots=True)
class ItemInput:
    """An item as it should be, named by its code.

    `state` (draft or active) counts for new items only. Packagings that are not named stay as they are. `version`
    refuses a change of what was changed meanwhile; 0 says that there is no such item yet.
    """

    code: str
    name: str
    family: str = ""
    stock_unit: str = "ea"
    unit_decimals: int = 0
    kind: Annotated[str, OneOf(KINDS)] = "stocked"
    state: Annotated[str, OneOf(STATES)] = "active"
    tax_category: Annotated[str, OneOf(TAX_CATEGORIES)] = "standard"
    gtin: str = ""
    weight_kg: Decimal | None = None
    lot_tracked: bool = False
    packagings: tuple[PackagingInput, ...] = ()
    version: int | None = None

    def gtins(self) -> list[str]:
        """Give the numbers of the item and its packagings."""
        return [given for given in (self.gtin, *(packaging.gtin for packaging in self.packagings)) if given]


def check_item(given: ItemInput) -> None:
    """Refuse an item that cannot be, with the field that is wrong."""
    check_text(given.code, "code", 40)
    check_text(given.name, "name", 200)
    check_text(given.stock_unit, "stock_unit", 10)
    _choice(given.kind, "kind", KINDS)
    _choice(given.state, "state", ("draft", "active"))
    _choice(given.tax_category, "tax_category", TAX_CATEGORIES)
    if not 0 <= given.unit_decimals <= 6:
        raise InvalidInput(
            "decimals_invalid",
            f"{given.unit_decimals} in unit decimals must be from 0 (whole pieces) to 6.",
            field="unit_decimals",
        )
    check_gtin(given.gtin)
    _weight(given.weight_kg)
    _check_packagings(given)


def check_text(value: str, field: str, longest: int) -> None:
    """Refuse a text that is missing, too long or framed by blanks."""
    spoken = field.replace("_", " ").capitalize()
    if not value.strip():
        raise InvalidInput("missing", f"{spoken} is missing; give one.", field=field)
    if len(value) > longest:
        raise InvalidInput(
            "too_long",
            f"{spoken} “{value[:40]}...” has {len(value)} characters; shorten it to {longest}.",
            field=field,
        )
    if not value.isprintable():
        raise InvalidInput(
            "not_printable", f"{spoken} holds a line break or a control character; leave it out.", field=field
        )
    if value != value.strip():
        raise InvalidInput("blanks_around", f"{spoken} “{value}” begins or ends with a blank; remove it.", field=field)


def _check_packagings(given: ItemInput) -> None:
    seen = {given.stock_unit}
    for packaging in given.packagings:
        _check_packaging(packaging, given.unit_decimals, given.stock_unit)
        if packaging.code in seen:
            raise InvalidInput(
                "packaging_twice",
                f"Packaging “{packaging.code}” of {given.code} stands twice or is its stock unit; name it otherwise.",
                field="packagings",
            )
        seen.add(packaging.code)
    if not given.gtins():
        return
    numbers = [number.rjust(14, "0") for number in given.gtins()]
    if len(set(numbers)) != len(numbers):
        raise InvalidInput(
            "gtin_twice", f"A GTIN stands on two units of {given.code}; each has one of its own.", field="gtin"
        )


def _check_packaging(packaging: PackagingInput, decimals: int, stock_unit: str) -> None:
    check_text(packaging.code, "packaging", 10)
    factor = packaging.factor
    step = Decimal(1).scaleb(-decimals)
    if not factor.is_finite() or not 0 < factor < LARGEST or factor != factor.quantize(step):
        raise InvalidInput(
            "factor_invalid",
            f"Factor {factor} of packaging “{packaging.code}” must be above 0 and a multiple of {step} {stock_unit}.",
            field="factor",
        )
    if not 0 <= packaging.level <= 99:
        raise InvalidInput("level_invalid", f"Level {packaging.level} must be from 0 to 99.", field="level")
    check_gtin(packaging.gtin)
    _weight(packaging.weight_kg)


def _weight(value: Decimal | None) -> None:
    if value is not None and not (value.is_finite() and 0 <= value < LARGEST):
        raise InvalidInput("weight_invalid", f"Weight {value} must be at least 0 kg.", field="weight_kg")


def _choice(value: str, field: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise InvalidInput(
            "unknown_choice",
            f"{field.replace('_', ' ').capitalize()} “{value}” is unknown; use {', '.join(choices)}.",
            field=field,
        )
