"""What a scanner read: a plain code, or a GS1 element string taken apart (GS1 General Specifications 3 and 7.8)."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from biip import ParseError
from biip.gs1_messages import GS1Message

#: A message without symbology identifier or separator is told from a code by its first element.
_LOOKS_LIKE_A_MESSAGE = re.compile(r"^(00\d{18}$|0[12]\d{14})")
#: What scanners put before a code to say of which symbology it is, and those of them that carry element strings.
_SYMBOLOGY = re.compile(r"^\][A-Za-z]\d")
_GS1 = ("]C1", "]e0", "]d2", "]Q3", "]J1")


@dataclass(frozen=True, slots=True)
class Read:
    """A code as read; `gtin`, `lot`, `expires`, `sscc` and `count` where it is an element string that says them.

    `key` is what an item is looked up by: the GTIN, else the code itself.
    """

    code: str
    gtin: str = ""
    lot: str = ""
    expires: date | None = None
    sscc: str = ""
    count: Decimal | None = None

    @property
    def key(self) -> str:
        """Give what an item is looked up by."""
        return self.gtin or self.code

    @property
    def spoken(self) -> str:
        """Say what was read, for people."""
        if self.sscc:
            return f"SSCC {self.sscc}"
        parts = [f"GTIN {self.gtin}" if self.gtin else self.code.replace("\x1d", " ")]
        parts += [f"lot {self.lot}"] if self.lot else []
        parts += [f"expires {self.expires:%d.%m.%Y}"] if self.expires else []
        return ", ".join(parts)


def read(code: str) -> Read:
    """Take a code apart; what is no well-formed element string is a plain code."""
    given = code.strip().strip("\x1d")
    message = _message(given)
    if message is None:
        return Read(_SYMBOLOGY.sub("", given))
    values = {element.ai.ai: element for element in message.element_strings}
    gtin = values.get("01") or values.get("02")
    lot = values.get("10")
    expires = values.get("17") or values.get("15")
    sscc = values.get("00")
    count = values.get("37") or values.get("30")
    return Read(
        _SYMBOLOGY.sub("", given),
        gtin.value if gtin else "",
        lot.value if lot else "",
        expires.date if expires else None,
        sscc.value if sscc else "",
        Decimal(count.value) if count else None,
    )


def _message(code: str) -> GS1Message | None:
    """Give the message of a code: as scanners send it, or typed with its identifiers in brackets."""
    plain = _SYMBOLOGY.sub("", code)
    try:
        if plain.startswith("("):
            return GS1Message.parse_hri(plain)
        if code.startswith(_GS1) or "\x1d" in plain or _LOOKS_LIKE_A_MESSAGE.match(plain):
            return GS1Message.parse(plain)
    except ParseError:
        return None
    return None
