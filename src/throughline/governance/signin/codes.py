"""Codes of an authenticator application (TOTP, RFC 6238) and recovery codes for the day it is lost."""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote

PERIOD = 30
DIGITS = 6
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """Make a secret of 160 bits, as the standard recommends, in base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def is_secret(text: str) -> bool:
    """Say whether a text is a secret of ours: 160 bits in base32."""
    return len(text) == 32 and all(letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" for letter in text)


def address(secret: str, login: str, issuer: str = "Throughline") -> str:
    """Give the address that authenticator applications read from the picture."""
    return f"otpauth://totp/{quote(issuer)}:{quote(login)}?secret={secret}&issuer={quote(issuer)}"


def code_at(secret: str, step: int) -> str:
    """Give the code of a time step (RFC 4226, section 5.3)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(now: datetime) -> int:
    """Give the time step of a moment."""
    return int(now.timestamp()) // PERIOD


def matching_step(secret: str, code: str, now: datetime, after: int) -> int | None:
    """Give the time step whose code this is, one early or late allowed; none that was used already or lies before."""
    typed = "".join(letter for letter in code if letter.isascii() and letter.isdigit())
    present = step_of(now)
    for step in (present, present - 1, present + 1):
        if step > after and hmac.compare_digest(code_at(secret, step), typed):
            return step
    return None


def recovery_codes() -> list[str]:
    """Make ten recovery codes of 50 bits each, readable when written down."""
    return ["-".join(_letters(5) for _ in range(2)) for _ in range(RECOVERY_CODES)]


def _letters(count: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(count))


def recovery_digest(code: str) -> str:
    """Give what is kept of a recovery code; typed with other separators or capitals it is the same."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(f"throughline.recovery:{plain}".encode()).hexdigest()
