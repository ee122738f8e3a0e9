"""Bars as a scanner reads them: drawn, and decoded by an independent reader."""

import pytest
import zxingcpp
from PIL import Image

from throughline.modules.warehouse.domain.barcodes import Element, gs1_128, message, readable
from throughline.modules.warehouse.domain.sscc import sscc


def drawn(widths: list[int], scale: int = 3) -> Image.Image:
    """Draw bars with their quiet zones."""
    length = (sum(widths) + 20) * scale
    picture = Image.new("L", (length, 120), 255)
    at, dark = 10 * scale, True
    for width in widths:
        if dark:
            picture.paste(0, (at, 10, at + width * scale, 110))
        at, dark = at + width * scale, not dark
    return picture


@pytest.mark.parametrize(
    "elements",
    [
        [("00", sscc(7))],
        [("01", "09521234543213"), ("17", "271231"), ("10", "L4711a")],
        [("02", "09521234543213"), ("37", "24")],
        [("10", "AB-123"), ("01", "09521234543213")],
        [("10", "12345"), ("37", "3")],
        [("400", "PO/2026-77")],
    ],
)
def test_a_reader_gives_back_what_was_encoded(elements: list[Element]) -> None:
    (found,) = zxingcpp.read_barcodes(drawn(gs1_128(elements)))
    assert found.symbology_identifier == "]C1"
    assert found.content_type is zxingcpp.ContentType.GS1
    assert found.text == readable(elements)


def test_elements_of_varying_length_are_ended_and_the_last_is_not() -> None:
    assert message([("10", "L1"), ("37", "4")]) == "10L1\x1d374"
    assert message([("01", "09521234543213"), ("10", "L1")]) == "010952123454321310L1"


def test_a_serial_shipping_container_code_is_156_modules_wide() -> None:
    assert sum(gs1_128([("00", sscc(1))])) == 11 + 11 + 10 * 11 + 11 + 13


def test_what_no_bar_can_say_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot stand"):
        gs1_128([("10", "Lösung")])
