"""Global trade item numbers: 8, 12, 13 or 14 digits, the last of which checks the others. Source: GS1."""

from stdnum import ean
from stdnum.exceptions import ValidationError

from throughline.kernel.errors import InvalidInput


def check_gtin(value: str, field: str = "gtin") -> None:
    """Refuse what is no GTIN; none at all is allowed."""
    if not value:
        return
    try:
        known = ean.validate(value) == value
    except ValidationError:
        known = False
    if not known:
        raise InvalidInput(
            "gtin_invalid",
            f"GTIN “{value}” is not valid; give 8, 12, 13 or 14 digits whose last one checks the others.",
            field=field,
        )


def padded(value: str) -> str:
    """Give a GTIN in fourteen digits, in which numbers of different length compare."""
    return value.rjust(14, "0")
