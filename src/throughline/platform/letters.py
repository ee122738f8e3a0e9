"""What every document to a customer says of its sender, as text; `letter.typ` beside sets it."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale
from babel.dates import format_date
from django.utils import translation


def drawing_of(picture: bytes | None, kind: str) -> str:
    """Give a picture as a drawing that holds it, which is text; nothing where there is none."""
    if not picture:
        return ""
    width, height = size_of(picture)
    inside = base64.b64encode(picture).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:{kind};base64,{inside}"/></svg>'
    )


def size_of(picture: bytes) -> tuple[int, int]:
    """Read width and height of a PNG or JPEG from its head; a square where they cannot be read."""
    if picture.startswith(b"\x89PNG") and len(picture) >= 24:
        return int.from_bytes(picture[16:20], "big") or 1, int.from_bytes(picture[20:24], "big") or 1
    place = 2
    while place + 9 < len(picture) and picture[place] == 0xFF:
        if 0xC0 <= picture[place + 1] <= 0xCF and picture[place + 1] not in (0xC4, 0xC8, 0xCC):
            height = int.from_bytes(picture[place + 5 : place + 7], "big")
            return int.from_bytes(picture[place + 7 : place + 9], "big") or 1, height or 1
        place += 2 + int.from_bytes(picture[place + 2 : place + 4], "big")
    return 1, 1


def long_day(value: Any) -> str:
    """Write a day as letters do, in the language that stands: 3 March 2026."""
    language = translation.get_language() or "en-gb"
    return str(format_date(value, "long", locale=Locale.parse(translation.to_locale(language))))


def sender_of(
    name: str, address: Sequence[str], country: str, vat_number: str, accounts: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Write who sends a document, with the bank accounts that are printed."""
    printed = [one for one in accounts if one.get("printed")]
    named = [
        (label, one.get(part)) for one in printed for label, part in (("", "name"), ("IBAN ", "iban"), ("BIC ", "bic"))
    ]
    return {
        "name": name,
        "address": [*address] or [country],
        "tax": f"VAT number {vat_number}" if vat_number else "",
        "bank": [f"{label}{text}" for label, text in named if text],
    }
