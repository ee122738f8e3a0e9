"""Secrets that must be read again, sealed under the installation's key, so that a copy of the database tells none."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from throughline.kernel.errors import RuleViolation


def seal(secret: str) -> str:
    """Seal a secret under the present key."""
    return _keys().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Give back a sealed secret; what an earlier key sealed opens while that key is still among the fallbacks."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise RuleViolation(
            "key_changed",
            "The installation's key has changed, so this second factor cannot be read; an administrator can remove it.",
        ) from error


def _keys() -> MultiFernet:
    return MultiFernet([_key(text) for text in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(text: str) -> Fernet:
    derived = hashlib.pbkdf2_hmac("sha256", text.encode(), b"throughline.seal", 1)
    return Fernet(base64.urlsafe_b64encode(derived))
