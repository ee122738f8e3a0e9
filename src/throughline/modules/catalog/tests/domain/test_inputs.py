from decimal import Decimal

import pytest

from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.modules.catalog.domain.gtin import check_gtin, padded
from throughline.modules.catalog.domain.inputs import ItemInput, PackagingInput, check_item
from throughline.modules.catalog.lifecycle import ITEM, State


@pytest.mark.parametrize("number", ["", "73513537", "036000291452", "4006381333931", "14006381333938"])
def test_a_gtin_has_a_last_digit_that_checks_the_others(number: str) -> None:
    check_gtin(number)


@pytest.mark.parametrize("number", ["4006381333930", "123", "40063813339AB", "4006381-333931", " 4006381333931"])
def test_what_is_no_gtin_is_refused(number: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_gtin(number)
    assert refused.value.code == "gtin_invalid"


def test_gtins_of_different_length_compare() -> None:
    assert padded("4006381333931") == "04006381333931"


def box(code: str = "box", factor: str = "12", gtin: str = "") -> PackagingInput:
    return PackagingInput(code, Decimal(factor), gtin)


@pytest.mark.parametrize(
    ("packagings", "code"),
    [
        ((box(), box()), "packaging_twice"),
        ((box("ea"),), "packaging_twice"),
        ((box(factor="0"),), "factor_invalid"),
        ((box(factor="0.5"),), "factor_invalid"),
        ((box(factor="NaN"),), "factor_invalid"),
        ((box(gtin="4006381333931"), box("case", "24", "4006381333931")), "gtin_twice"),
    ],
)
def test_packagings_that_cannot_be_are_refused(packagings: tuple[PackagingInput, ...], code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_item(ItemInput("A", "Item", packagings=packagings))
    assert refused.value.code == code


def test_a_factor_may_be_as_fine_as_the_stock_unit() -> None:
    check_item(ItemInput("A", "Wire", stock_unit="m", unit_decimals=2, packagings=(box("reel", "12.25"),)))


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (ItemInput("", "Item"), "code"),
        (ItemInput("A", "x" * 201), "name"),
        (ItemInput("A", "Item", kind="thing"), "kind"),
        (ItemInput("A", "Item", state="blocked"), "state"),
        (ItemInput("A", "Item", tax_category="luxury"), "tax_category"),
        (ItemInput("A", "Item", unit_decimals=7), "unit_decimals"),
        (ItemInput("A", "Item", weight_kg=Decimal(-1)), "weight_kg"),
    ],
)
def test_a_refusal_names_the_field(item: ItemInput, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_item(item)
    assert refused.value.field == field


def test_an_item_never_goes_back_to_draft() -> None:
    assert State.DRAFT not in {move.target for move in ITEM.moves}
    with pytest.raises(RuleViolation, match="is draft; to phase out it must be active, blocked"):
        ITEM.target("phase_out", State.DRAFT)
