"""What may be said of a party: lengths, codes, countries, languages, currencies."""

import re
from decimal import Decimal

from throughline.kernel.errors import InvalidInput

BLOCKS = ("none", "order", "ship", "invoice", "all")
KINDS = ("org", "person")
ADDRESS_KINDS = ("bill_to", "ship_to")

_COUNTRY = re.compile(r"[A-Z]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")


def check_text(value: str, field: str, longest: int, *, needed: bool = True) -> None:
    """Refuse a text that is missing, too long or framed by blanks."""
    if needed and not value.strip():
        raise InvalidInput("missing", f"{_spoken(field)} is missing; give one.", field=field)
    if len(value) > longest:
        raise InvalidInput(
            "too_long",
            f"{_spoken(field)} “{value[:40]}...” has {len(value)} characters; shorten it to {longest}.",
            field=field,
        )
    if not value.isprintable():
        raise InvalidInput(
            "not_printable", f"{_spoken(field)} holds a line break or a control character; leave it out.", field=field
        )
    if value != value.strip():
        raise InvalidInput(
            "blanks_around", f"{_spoken(field)} “{value}” begins or ends with a blank; remove it.", field=field
        )


def check_choice(value: str, field: str, choices: tuple[str, ...]) -> None:
    """Refuse a value that is none of the choices."""
    if value not in choices:
        raise InvalidInput(
            "unknown_choice", f"{_spoken(field)} “{value}” is unknown; use {', '.join(choices)}.", field=field
        )


def check_country(value: str, field: str = "country", *, needed: bool = True) -> None:
    """Refuse what is no ISO 3166 code of two capital letters."""
    if (value or needed) and not _COUNTRY.fullmatch(value):
        raise InvalidInput(
            "country_invalid", f"{_spoken(field)} “{value}” is no country; use two letters such as DE.", field=field
        )


def check_currency(value: str, field: str = "currency") -> None:
    """Refuse what is no ISO 4217 code of three capital letters."""
    if not _CURRENCY.fullmatch(value):
        raise InvalidInput(
            "currency_invalid",
            f"{_spoken(field)} “{value}” is no currency; use three letters such as EUR.",
            field=field,
        )


def check_amount(value: Decimal, field: str) -> None:
    """Refuse an amount below zero, of more than two decimals or larger than can be stored."""
    if not value.is_finite() or value < 0 or value >= 10**17 or value != round(value, 2):
        raise InvalidInput(
            "amount_invalid",
            f"{_spoken(field)} {value} must be an amount of at least 0 with at most two decimals.",
            field=field,
        )


def _spoken(field: str) -> str:
    return field.replace("_", " ").capitalize()
