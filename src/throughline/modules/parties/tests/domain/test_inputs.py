from decimal import Decimal

import pytest

from throughline.kernel.errors import InvalidInput
from throughline.modules.parties.domain import inputs


@pytest.mark.parametrize(
    ("value", "code"), [("", "missing"), ("  ", "missing"), ("x" * 31, "too_long"), (" x", "blanks_around")]
)
def test_a_text_names_its_field_and_what_is_wrong(value: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        inputs.check_text(value, "code", 30)
    assert (refused.value.code, refused.value.field) == (code, "code")


def test_an_optional_text_may_be_missing() -> None:
    inputs.check_text("", "group", 30, needed=False)


@pytest.mark.parametrize("value", ["de", "DEU", "D1", ""])
def test_a_country_is_two_capital_letters(value: str) -> None:
    with pytest.raises(InvalidInput, match="two letters such as DE"):
        inputs.check_country(value)


@pytest.mark.parametrize("value", ["eur", "EURO", "€"])
def test_a_currency_is_three_capital_letters(value: str) -> None:
    with pytest.raises(InvalidInput, match="use three letters such as EUR"):
        inputs.check_currency(value)


@pytest.mark.parametrize("value", ["-0.01", "1.001", "NaN", "Infinity", "1e17"])
def test_an_amount_is_not_below_zero_nor_finer_than_a_cent(value: str) -> None:
    with pytest.raises(InvalidInput):
        inputs.check_amount(Decimal(value), "minimum_order_net")


def test_a_choice_lists_what_can_be_chosen() -> None:
    with pytest.raises(InvalidInput, match="none, order, ship, invoice, all"):
        inputs.check_choice("some", "block", inputs.BLOCKS)
