"""What scanners send, taken apart."""

from datetime import date
from decimal import Decimal

import pytest

from throughline.modules.warehouse.domain.reading import read
from throughline.modules.warehouse.domain.sscc import sscc


@pytest.mark.parametrize(
    "code",
    [
        "]C10109521234543213172712311 0L47".replace(" ", ""),
        "01095212345432131727123110L47",
        "(01)09521234543213(17)271231(10)L47",
        "\x1d01095212345432131727123110L47\x1d",
        "]d20109521234543213172712311 0L47".replace(" ", ""),
    ],
)
def test_item_lot_and_expiry_are_read_from_an_element_string(code: str) -> None:
    found = read(code)
    assert (found.gtin, found.lot, found.expires) == ("09521234543213", "L47", date(2027, 12, 31))
    assert found.key == "09521234543213"
    assert found.spoken == "GTIN 09521234543213, lot L47, expires 31.12.2027"


def test_a_lot_in_the_middle_is_ended_by_its_separator() -> None:
    found = read("]C10109521234543213" + "10L47\x1d" + "3712")
    assert (found.lot, found.count) == ("L47", Decimal(12))


def test_a_handling_unit_is_read() -> None:
    serial = sscc(12)
    assert read("00" + serial).sscc == serial
    assert read(f"(00){serial}").spoken == f"SSCC {serial}"


@pytest.mark.parametrize("code", ["A-01-2", "6208-2RS", "9521234543213", "(nothing)", "01", "]E09521234543213"])
def test_a_plain_code_stays_what_it_is(code: str) -> None:
    found = read(code)
    assert (found.gtin, found.lot, found.sscc) == ("", "", "")
    assert found.key == code.removeprefix("]E0")


def test_a_wrong_check_digit_names_no_item() -> None:
    assert read("0109521234543219").gtin == "09521234543219"
